"""A search followed in somebody's own reader, and asked from the browser's own box."""

import re
import xml.etree.ElementTree as ET

import feedparser
import pytest

from tests.people import Author, Reader, Staffer
from tests.web.conftest import Fill
from tests.web.test_hostile_words import VECTORS, sayable

ATOM, SEARCH = "{http://www.w3.org/2005/Atom}", "{http://a9.com/-/spec/opensearch/1.1/}"


def feed(reader: Reader, query: str) -> feedparser.FeedParserDict:
    """The feed as a reader's program has it; well-formed, or this fails."""
    answer = reader.get(f"/feeds/search.atom?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    ET.fromstring(answer.data)
    read = feedparser.parse(answer.data, response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    assert not read.bozo, read.get("bozo_exception")
    return read


def test_a_feed_holds_what_the_search_finds_the_newest_first(holding: Fill) -> None:
    reader = holding({"summary": "A seahorse.", "title": "Old", "published": "2020-01-02"}, {"body": "Nothing."},
                     {"summary": "A seahorse.", "title": "New", "published": "2024-01-02"}, {"body": "Seahorse, seahorse!", "title": "Voice"})
    read = feed(reader, "q=seahorse")
    assert [entry.title for entry in read.entries] == ["Voice", "New", "Old"]
    assert [entry.title for entry in feed(reader, "q=seahorse&kind=news").entries] == ["New", "Old"]
    assert read.feed.title.endswith(": seahorse")
    links = {link.rel: link.href for link in read.feed.links}
    assert links == {"self": "http://localhost/feeds/search.atom?q=seahorse", "alternate": "http://localhost/search?q=seahorse"}
    assert reader.get(read.entries[0].link).status_code == 200
    assert 'href="/feeds/search.atom?q=seahorse&amp;hide=cost"' in reader.get("/search?q=seahorse&hide=cost&sort=newest&endings=mixed").text


def test_ids_are_opaque_and_stay_and_time_is_no_finer_than_a_day(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(title="A seahorse at the clinic", body="Seahorse.")
    [public_id] = moderator.publishes_all()
    one, other = feed(reader, "q=seahorse"), feed(reader, "kind=experience")
    [entry] = one.entries
    assert entry.id == other.entries[0].id != one.feed.id != other.feed.id
    for name in (entry.id, one.feed.id):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name)
    assert entry.link == f"http://localhost/experiences/{public_id}"
    assert all(moment.endswith("T00:00:00Z") for moment in (entry.updated, entry.published, one.feed.updated))


def test_a_feed_obeys_boundaries_and_forgets_what_was_withdrawn(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(title="Seahorse", body="Seahorse.", outcome="loss")
    moderator.publishes_all()
    assert [len(feed(reader, query).entries) for query in ("", "hide=loss", "q=seahorse&hide=loss")] == [1, 0, 0]
    assert reader.get("/feeds/search.atom?hide=nothing").status_code == 422  # not silently all of it
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert feed(reader, "").entries == []
    assert "eahorse" not in reader.get("/feeds/search.atom").text


def test_hostile_words_leave_a_feed_well_formed(holding: Fill) -> None:
    reader = holding(*({"title": sayable(vector)[:120], "body": f"{sayable(vector)} seahorse"} for vector in VECTORS))
    assert len(feed(reader, "q=seahorse").entries) == 30
    for vector in VECTORS:
        answer = reader.browser.get("/feeds/search.atom", query_string={"q": vector})
        assert answer.status_code == 200, vector
        assert not [node for node in ET.fromstring(answer.data).iter() if not node.tag.startswith(ATOM)], vector


def test_unchanged_it_is_not_sent_again(holding: Fill) -> None:
    reader = holding({"body": "Seahorse."})
    tag = reader.get("/feeds/search.atom?q=seahorse").headers["ETag"]
    assert reader._asks("GET", "/feeds/search.atom?q=seahorse", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["/", "/search", "/news", "/share", "/nothing-here"])
def test_every_page_offers_itself_to_the_browsers_own_box(reader: Reader, path: str) -> None:
    assert 'rel="search" type="application/opensearchdescription+xml"' in reader.get(path).text


def test_a_browser_is_told_how_to_ask(holding: Fill) -> None:
    reader = holding({"body": "A lighthouse."})
    described = ET.fromstring(reader.get("/opensearch.xml").data)
    assert len(described.findtext(f"{SEARCH}ShortName") or "") <= 16
    ways = {url.get("type"): (url.get("template") or "").replace("{searchTerms}", "lighthouse") for url in described.iter(f"{SEARCH}Url")}
    assert "1 result for" in reader.get(ways["text/html"]).text
    assert len(feedparser.parse(reader.get(ways["application/atom+xml"]).data).entries) == 1
    suggested = reader.get(ways["application/x-suggestions+json"].replace("lighthouse", "endometrio"))
    assert suggested.mimetype == "application/x-suggestions+json"
    typed, words = suggested.json  # type: ignore[misc]
    assert (typed, "Endometriosis" in words) == ("endometrio", True)
