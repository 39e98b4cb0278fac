"""Who is hardly heard is invited: on a page, on the first page and on topics, within what a reader wants to meet."""

import re

from flask import Flask

from hub.db import db
from tests.guards.test_pages import sound
from tests.people import Reader
from tests.web.conftest import Fill
from tests.web.test_reading import fill, statements

FET = {"treatment": ["fet"], "body": "Our frozen embryo transfer. A frozen embryo transfer."}
ROWS = [*({**FET, "perspective": "patient"} for _ in range(3)), {**FET, "perspective": "partner"},
        {**FET, "perspective": "solo", "content_notes": ["loss"]}, {**FET, "perspective": "solo", "outcome": "loss"},
        {"perspective": "grandparent", "body": "We waited."}]


def counts(page: str) -> dict[str, str]:
    """Teller -> what the page says of how many stories they told."""
    part = page.split('id="who"')[1].split("</ul>")[0]
    return dict(re.findall(r"<li>(?:<a [^>]+>)?([^<]+).*?number\">([^<]+)<", part, re.S))


def test_every_teller_is_counted_the_rarest_first(holding: Fill) -> None:
    reader = holding(*ROWS)
    page = reader.get("/voices").text
    sound(page, "/voices")
    told = {name.strip(): many for name, many in counts(page).items()}
    assert (told["A patient"], told["A partner"], told["Someone going solo"], told["A surrogate"]) == ("3", "1", "2", "nobody yet")
    assert list(told)[-1] == "A patient"
    without = {name.strip(): many for name, many in counts(reader.get("/voices?hide=loss").text).items()}
    assert without["Someone going solo"] == "nobody yet"
    assert "Counted within what you choose to meet" in reader.get("/voices?hide=loss").text


def test_a_theme_names_who_hardly_told_of_it_and_carries_it_to_the_form(holding: Fill) -> None:
    reader = holding(*ROWS)
    for path in ("/voices", "/topics/fet"):
        page = reader.get(path).text
        assert 'href="/share?perspective=male_factor&amp;topic=fet">A man in treatment</a> <span class="number">nobody yet' in page, path
        assert 'href="/share?perspective=partner&amp;topic=fet">A partner</a> <span class="number">one so far' in page, path
        assert "perspective=patient&amp;topic=fet" not in page, path
        assert "perspective=solo&amp;topic=fet" not in page, path
        assert "perspective=solo&amp;topic=fet" in reader.get(f"{path}?hide=loss").text, path
    form = reader.get("/share?perspective=partner&topic=fet").text
    assert 'selected value="partner"' in form
    assert re.search(r'checked id="treatment-\d+" name="treatment" type="checkbox" value="fet"', form)
    assert "About <a" in form
    assert "Frozen embryo transfer</a>, in your own way" in form


def test_a_theme_that_is_no_field_of_the_form_is_named_all_the_same(holding: Fill) -> None:
    reader = holding()
    assert "Hope</a>, in your own way" in reader.get("/share?topic=hope").text
    assert 'selected value="two_week_wait"' in reader.get("/share?topic=two-week-wait").text
    for topic in ("nothing", "<script>", "%00", "x" * 2_000):
        assert "in your own way; nothing" not in reader.get(f"/share?topic={topic}").text


def test_the_first_page_invites_the_rarest(holding: Fill) -> None:
    reader = holding(*ROWS)
    part = reader.get("/").text.split('id="missing"')[1]
    assert part.count("nobody yet") == 3
    assert 'href="/voices"' in part
    assert reader.get("/voices").status_code == 200


def test_an_empty_hub_misses_everybody(hub: Flask, reader: Reader) -> None:
    page = reader.get("/voices").text
    assert page.count("nobody yet") == 15
    assert "not enough here yet to say who is missing" in page


def test_a_fuller_hub_asks_the_database_no_more_often(reader: Reader, hub: Flask) -> None:
    fill(hub, 6)
    few = statements(reader, db.engine, "/voices")
    fill(hub, 20, start=6)
    assert statements(reader, db.engine, "/voices") == few
