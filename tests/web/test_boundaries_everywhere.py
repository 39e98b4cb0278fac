"""What a reader would rather not meet, said in the address or kept by their browser, appears on no page of any kind.

For every content note there is an experience and a news story that carry it, each with a word of its own that stands nowhere
else; all are alike enough to be paired, listed, found, suggested and put beside each other.
"""

import re
from typing import Any

import pytest

from hub.reference.facets import FACETS
from tests.people import Reader
from tests.web.conftest import Fill

NOTES = list(FACETS["content_notes"].values)
#: Words of no language, by note: what is found of them on a page came out of a row that carries the note.
MARKS = {note: f"zq{''.join(chr(ord('a') + int(digit)) for digit in f'{number:02}')}x" for number, note in enumerate(NOTES)}
BODY = "Our frozen embryo transfer failed. After that frozen embryo transfer we waited, and waited again."
KEPT = {"title": "Kept by everybody", "body": BODY, "treatment": ["fet"], "stage": "transfer", "perspective": "patient"}


@pytest.fixture
def full(holding: Fill) -> Reader:
    """A hub in which every note is carried by an experience and by news."""
    return holding(*rows(NOTES))


@pytest.fixture
def reader(holding: Fill) -> Reader:
    """The same of three notes."""
    return holding(*rows(["loss", "cost", "live_birth"]))


def rows(notes: list[str]) -> list[dict[str, Any]]:
    """What everybody may meet, and for each of these notes an experience and a news story that carry it."""
    made: list[dict[str, Any]] = [
        {**KEPT, "id": "kept"}, {**KEPT, "id": "also-kept", "title": "Kept as well", "perspective": "partner"},
        {"id": "kept-news", "title": "News for everybody", "summary": BODY}]
    for note in notes:
        mark = MARKS[note]
        made.append({**KEPT, "id": f"e-{note}", "title": f"Told {mark}", "body": f"{BODY} {mark}.", "content_notes": [note],
                     "country": mark.capitalize(), "answers": "kept-news"})
        made.append({"id": f"n-{note}", "title": f"News {mark}", "summary": f"{BODY} {mark}.", "content_notes": [note]})
    return made


def pages_of(reader: Reader) -> list[str]:
    """Every kind of page that shows rows, but for the rows' own."""
    public_id = reader.get("/api/v1/search?ref=kept").json["results"][0]["id"]  # type: ignore[index]
    return ["/", "/news", "/experiences", "/news/news-for-everybody", f"/experiences/{public_id}", "/topics", "/topics/fet",
            "/topics/fet/news", "/topics/fet/experiences", "/search", "/search?q=transfer", "/search?q=transfer&endings=mixed",
            "/search?q=zqa", "/search?q=transfer&country=Nowhere", "/feeds/search.atom", "/feeds/search.atom?q=transfer", "/glossary?q=fet", "/numbers", "/voices"]


def asked(path: str, hide: str) -> str:
    """The address with this in it."""
    return f"{path}{'&' if '?' in path else '?'}hide={hide}"


def test_no_page_of_any_kind_shows_a_word_of_it(full: Reader) -> None:
    paths = pages_of(full)
    met: set[str] = set()
    for path in paths:
        met |= {mark for mark in MARKS.values() if mark in full.get(path).text.lower()}
    assert met == set(MARKS.values()), "without boundaries every one of them is somewhere"
    for place, (note, mark) in enumerate(MARKS.items()):
        other = NOTES[place - 1]
        full.browser.set_cookie("boundaries", note if place % 2 else other)
        for path in paths:
            page = full.get(asked(path, other if place % 2 else note))
            assert page.status_code == 200, path
            assert mark not in page.text.lower(), (note, path)
            assert MARKS[other] not in page.text.lower(), (note, other, path)


def test_the_api_goes_by_the_address_alone(reader: Reader) -> None:
    reader.browser.set_cookie("boundaries", "loss")
    for path in ("/api/v1/search?q=transfer&per_page=50", "/api/v1/news/news-for-everybody", "/api/v1/suggest?q=told"):
        answer = reader.get(path)
        assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert MARKS["loss"] not in reader.get(asked(path, "loss")).text, path
    assert reader.get("/api/v1/search?ref=e-loss").json["total"] == 1  # type: ignore[index]
    assert reader.get("/api/v1/search?ref=e-loss&hide=loss").json["total"] == 0  # type: ignore[index]


def test_an_answer_says_that_it_depends_on_the_cookie_only_where_it_does(reader: Reader) -> None:
    for path in pages_of(reader):
        assert "Cookie" in reader.get(path).headers["Vary"], path
    for path in ("/robots.txt", "/opensearch.xml", "/static/hub.css", "/api/v1/search", "/api/v1/vocabulary"):
        assert "Cookie" not in reader.get(path).headers.get("Vary", ""), path


def test_what_the_browser_keeps_stands_in_no_address_but_those_read_elsewhere(reader: Reader) -> None:
    reader.browser.set_cookie("boundaries", "loss.cost")
    for path in (path for path in pages_of(reader) if not path.startswith("/feeds")):
        page = reader.get(path).text
        links = [link for link in re.findall(r'(?:href|action)="([^"]+)"', page) if "hide=" in link]
        assert all(link.startswith("/feeds/") and "hide=cost&amp;hide=loss" in link for link in links), path
    assert "hide=cost&amp;hide=loss" in reader.get("/search?q=transfer").text.split('rel="alternate"')[1].split(">")[0]
    assert 'data-suggest="/api/v1/suggest?hide=cost&amp;hide=loss"' in reader.get("/").text


@pytest.mark.parametrize("value", ["", ".", "nonsense", "loss.nonsense", "loss." * 600, "\"\\", "%00", "<script>"])
def test_whatever_the_cookie_says_is_harmless(reader: Reader, value: str) -> None:
    reader.browser.set_cookie("boundaries", value)
    page = reader.get("/experiences")
    assert page.status_code == 200
    assert "nonsense" not in page.text
    assert (MARKS["loss"] in page.text) == ("loss" not in value)
