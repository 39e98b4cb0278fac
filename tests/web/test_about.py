"""The hub says of itself what it is: each sentence stands on something that is tested."""

import datetime as dt
import re

import pytest
from flask import Flask

from hub.config import CLOCKS
from hub.reference import about
from hub.reference.reasons import REASONS
from tests.people import Reader

PAGES = ("/about", "/about/policy", "/about/privacy", "/about/what-we-hold", "/about/accessibility", "/about/transparency")


def shown(reader: Reader, path: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", reader.get(path).text)).replace("&#39;", "'").replace("&#34;", '"')


def restarted(hub: Flask, **settings: str) -> None:
    """The hub with other settings: they are read at a start, and nothing is kept from before."""
    hub.config |= settings
    hub.extensions["hub.answers"].clear()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_what_the_hub_says_of_itself(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 200
    footer = reader.get("/").text.split('<footer class="site">')[1]
    assert f'href="{path}"' in footer or path in ("/about/what-we-hold", "/about/transparency")
    assert f'href="{path}"' in reader.get("/about").text


def test_the_policy_names_every_reason_every_clock_and_the_routes_as_templates(reader: Reader) -> None:
    page = shown(reader, "/about/policy")
    for reason in REASONS.values():
        assert reason.label in page
    for clock in ("unanswered", "declined", "spam", "appeal", "hidden_first", "report"):
        assert re.search(rf"{re.escape(CLOCKS[clock].meaning.rstrip('.'))} ?{CLOCKS[clock].time.days} days", page), clock
    assert "3 days" in page
    for route in about.routes():
        assert route.law in page
        assert f"({route.where}, template)" in page
    assert "no legal advice" in page


def test_the_privacy_page_says_what_holds_on_this_hub_and_nothing_else(hub: Flask, reader: Reader) -> None:
    page = shown(reader, "/about/privacy")
    assert "within a minute no word of it is left" in page
    assert "the database's own log keeps them" not in page
    assert "would have to be erased once more" in page, "this hub keeps no ledger"
    restarted(hub, HUB_LEDGER="somewhere")
    assert "does not bring back what was erased" in shown(reader, "/about/privacy")
    postgres = [one.words for part in about.privacy_of("postgresql", ledger=True) for one in part.sentences]
    assert not any("no word of it is left" in words for words in postgres)
    assert not re.search(r"[{}]", page), "every clock is filled in"


def test_whoever_runs_it_is_named_or_said_not_to_be(hub: Flask, reader: Reader) -> None:
    assert "has not put a name here yet" in shown(reader, "/about")
    restarted(hub, HUB_OPERATOR="The <b>Quiet</b> Trust", HUB_CONTACT="hello@example.org")
    for path in ("/about", "/about/policy", "/about/accessibility"):
        assert "hello@example.org" in reader.get(path).text
    assert "run by The &lt;b&gt;Quiet" in reader.get("/about").text


@pytest.mark.parametrize(("contact", "said"), [
    ("hello@example.org", "mailto:hello@example.org"), ("https://example.org/contact", "https://example.org/contact"),
    ("mailto:hello@example.org", "mailto:hello@example.org"), ("", None), ("the front desk", None), ("a@b\nExpires: never", None)])
def test_security_txt_stands_only_where_there_is_somebody_to_tell(hub: Flask, reader: Reader, contact: str, said: str | None) -> None:
    hub.config |= {"HUB_CONTACT": contact, "HUB_PUBLIC_URL": "https://stories.example.org"}
    answer = reader.get("/.well-known/security.txt")
    if said is None:
        assert answer.status_code == 404
        return
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.mimetype == "text/plain"
    assert fields["Contact"] == said
    assert fields["Canonical"] == "https://stories.example.org/.well-known/security.txt"
    left = dt.datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%S%z") - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)
