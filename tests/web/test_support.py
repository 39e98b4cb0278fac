"""Somebody looks for a person to turn to: help in a crisis first, by country, without script, with its dates."""

import datetime as dt
import re

import pytest
from flask import Flask, render_template

from hub.reference import organisations
from tests.people import Reader


def cards(page: str) -> list[str]:
    """The names on the cards, in order."""
    return re.findall(r"<h[34]><a href=\"[^\"]+\" rel=\"noopener noreferrer\">([^<]+)</a>", page)


def test_help_in_a_crisis_stands_first_and_can_be_called(reader: Reader) -> None:
    page = reader.get("/support").text
    assert page.index("If it is too much right now") < page.index("116 123") < page.index("People who know this road")
    for number in ("116123", "988", "131114", "1737"):
        assert f'href="tel:{number}"' in page
    assert "call the emergency number where you are" in page


def test_without_a_country_everybody_is_named_with_source_and_dates(reader: Reader) -> None:
    page = reader.get("/support").text
    assert len(cards(page)) == len(organisations.directory().organisations)
    for one in organisations.directory().organisations:
        assert f"{one.whom}." in page
        assert f"Checked in {one.checked:%B %Y}, next by {one.review:%B %Y}." in page
        assert f'href="{one.home}"' in page
    assert "should have been looked at again" not in page or organisations.overdue(dt.datetime.now(dt.UTC).date())


def test_a_country_is_chosen_in_the_address(reader: Reader) -> None:
    page = reader.get("/support?country=ireland").text
    assert cards(page) == ["Samaritans", "Befrienders Worldwide", "Fertility Europe",
                           "European Society of Human Reproduction and Embryology (ESHRE)"]
    assert re.search(r'country=ireland" aria-current="true">Ireland', page)
    assert page.count('aria-current="true"') == 1
    assert cards(reader.get("/support?country=UK").text)[:2] == ["Samaritans", "Befrienders Worldwide"]


@pytest.mark.parametrize("country", ["Atlantis", "%00", "x" * 5_000, "<b>", "‮", ";", "anywhere"])
def test_a_country_nobody_knows_still_finds_somebody(reader: Reader, country: str) -> None:
    answer = reader.browser.get("/support", query_string={"country": country})
    assert answer.status_code == 200
    assert cards(answer.text)[0] == "Befrienders Worldwide"
    assert "<b>" not in answer.text


def test_what_could_not_be_checked_is_not_named(reader: Reader) -> None:
    page = reader.get("/support").text
    assert "(verify)" not in page
    assert "Donor Conception Network" not in page


def test_an_entry_whose_check_is_due_says_so(hub: Flask) -> None:
    known = organisations.directory()
    due = max(one.review for one in known.organisations) + dt.timedelta(1)
    with hub.test_request_context("/support"):
        page = render_template("reference/support.html", countries=known.countries, within=(), unknown=False, today=due, kinds=organisations.KINDS,
                               help_now=organisations.help_now(), others=[one for one in known.organisations if one.kind != "help_now"])
    assert page.count("should have been looked at again") == len(known.organisations)


def test_every_page_leads_there(reader: Reader) -> None:
    for path in ("/", "/news", "/share", "/mine", "/nothing", "/staff/sign-in"):
        footer = reader.get(path).text.split("<footer")[1]
        assert 'href="/numbers"' in footer, path
        assert 'href="/support"' in footer, path
