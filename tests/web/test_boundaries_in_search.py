"""What a reader would rather not meet is in no hit, count, passage, suggestion, spelling, invitation or feed of a search."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.people import Reader
from tests.web.conftest import Fill

KEPT = {"title": "A zebrafish at noon", "body": "We waited by the zebrafish tank.", "perspective": "partner", "country": "Malta"}
LEFT_OUT: dict[str, Any] = {
    "title": "Zebrafish and the marigoldine", "body": "The zebrafish. A marigoldine, and my sperm was found: azoospermia it was.",
    "outcome": "loss", "perspective": "male_factor", "country": "Iceland", "treatment": ["micro_tese"], "diagnosis": ["cancer"], "year": 1999}
HIDE = "hide=loss"


@pytest.fixture
def reader(holding: Fill) -> Reader:
    """Three stories of a loss, one without; the news of it too."""
    news = {"title": "Zebrafish news", "summary": "A zebrafish, a marigoldine.", "content_notes": ["loss"]}
    return holding(KEPT, *[{**LEFT_OUT, "title": f"{LEFT_OUT['title']} {n}"} for n in range(3)], news)


WAYS: dict[str, Callable[[Reader, str], str]] = {
    "hits": lambda reader, hide: json.dumps(reader.get(f"/api/v1/search?q=zebrafish&{hide}").json["results"]),  # type: ignore[index]
    "counts": lambda reader, hide: json.dumps(reader.get(f"/api/v1/search?q=zebrafish&{hide}").json["facets"]),  # type: ignore[index]
    "the page": lambda reader, hide: reader.get(f"/search?q=zebrafish&{hide}").text,
    "the page in turn": lambda reader, hide: reader.get(f"/search?q=zebrafish&endings=mixed&{hide}").text,
    "everything": lambda reader, hide: reader.get(f"/search?{hide}").text,
    "suggestions": lambda reader, hide: reader.get(f"/api/v1/suggest?q=zebraf&{hide}").text,
    "a feed": lambda reader, hide: reader.get(f"/feeds/search.atom?q=zebrafish&{hide}").text,
    "a feed of everything": lambda reader, hide: reader.get(f"/feeds/search.atom?{hide}").text}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_word_of_it_comes_out(reader: Reader, way: Callable[[Reader, str], str]) -> None:
    words = ("marigoldine", "Iceland", "1999", "Zebrafish news", "micro_tese")
    assert [word for word in words if word in way(reader, "")] != []
    assert [word for word in words if word in way(reader, HIDE)] == []


def test_a_spelling_is_not_offered_from_it(reader: Reader) -> None:
    for path in ("/search", "/api/v1/search"):
        assert "marigoldine" in reader.get(f"{path}?q=marigoldina").text, path
        assert "marigoldine" not in reader.get(f"{path}?q=marigoldina&{HIDE}").text, path


def test_what_would_find_something_is_counted_without_it(reader: Reader) -> None:
    assert 'number">5<' in reader.get("/search?q=zebrafish&country=Peru").text
    page = reader.get(f"/search?q=zebrafish&country=Peru&{HIDE}").text
    assert "The same without “Country”" in page
    assert 'number">1<' in page
    assert "zebrafish marigoldine" not in reader.get(f'/search?q="zebrafish+marigoldine"+nothing&{HIDE}').text.split("<h1>")[1].split("This would")[1:2]


def test_a_missing_voice_is_missing_within_what_is_met(reader: Reader) -> None:
    query = "q=azoospermia&perspective=male_factor"
    assert "no experience yet" not in reader.get(f"/search?{query}").text.lower()
    said = reader.get(f"/search?{query}&{HIDE}").text
    assert "Within what you choose to meet, there is no experience yet from a man in treatment after azoospermia" in said
    assert "0 results" in said


def test_a_topic_of_that_name_is_not_listed_unasked(holding: Fill) -> None:
    reader = holding({"body": "The miscarriage leave was refused to her. A miscarriage, they said."})
    assert "topic=miscarriage" in reader.get("/search?q=refused").text
    assert "topic=miscarriage" not in reader.get(f"/search?q=refused&{HIDE}").text


def test_links_forms_and_feeds_of_the_page_keep_the_boundary(reader: Reader) -> None:
    for path in ("/search?q=zebrafish", "/search", "/"):
        page = reader.get(f"{path}{'&' if '?' in path else '?'}{HIDE}").text
        assert '<input type="hidden" name="hide" value="loss">' in page, path
        links = [part.split('"')[0] for part in page.split('href="')[1:]]
        for start in ("/search", "/experiences", "/news", "/feeds"):
            assert all(HIDE in link for link in links if link.startswith(start)), (path, start)
