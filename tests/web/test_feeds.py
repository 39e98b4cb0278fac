"""The news and the experiences as feeds: valid, within boundaries, and what was taken down is let go of in readers' own programs."""

import re
import xml.etree.ElementTree as ET

import feedparser
import pytest

from hub.db import today
from tests.people import Author, Reader, Staffer
from tests.web.conftest import Fill

ATOM, TOMB = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
FEEDS = ("/feeds/news.atom", "/feeds/experiences.atom")


def feed(reader: Reader, path: str) -> tuple[list[feedparser.FeedParserDict], dict[str, str]]:
    """The entries as a reader's program has them, and what it is told to let go: id and moment."""
    answer = reader.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    assert "Set-Cookie" not in answer.headers
    tree = ET.fromstring(answer.data)
    for needed in ("id", "title", "updated", "author"):
        assert tree.find(ATOM + needed) is not None
    read = feedparser.parse(answer.data, response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    assert not read.bozo, read.get("bozo_exception")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", read.feed.id)
    return read.entries, {one.attrib["ref"]: one.attrib["when"] for one in tree.iter(TOMB + "deleted-entry")}


def test_each_list_has_its_feed_and_links_to_it(holding: Fill) -> None:
    reader = holding({"summary": "A.", "title": "Old", "published": "2020-01-02"}, {"body": "We waited.", "title": "Told", "content_notes": ["loss"]},
                     {"summary": "B.", "title": "New", "published": "2024-01-02", "content_notes": ["loss"]})
    assert [entry.title for entry in feed(reader, "/feeds/news.atom")[0]] == ["New", "Old"]
    assert [entry.title for entry in feed(reader, "/feeds/news.atom?hide=loss")[0]] == ["Old"]
    [told] = feed(reader, "/feeds/experiences.atom")[0]
    assert (told.title, told.tags[0].term) == ("Told", "loss")
    assert feed(reader, "/feeds/experiences.atom?hide=loss")[0] == []
    for path in FEEDS:
        assert reader.get(f"{path}?hide=nothing").status_code == 422
        assert f'href="{path}?hide=loss"' in reader.get(f"{path[6:-5]}?hide=loss").text
    careful = Reader(reader.app)
    careful.browser.set_cookie("boundaries", "loss")
    assert [len(feed(careful, path)[0]) for path in FEEDS] == [1, 0]


@pytest.mark.parametrize("ends", ["withdrawn", "removed"])
def test_what_was_taken_down_is_named_by_an_opaque_id_and_a_day_alone(author: Author, moderator: Staffer, reader: Reader, ends: str) -> None:
    author.tells(title="Seahorse", body="Seahorse.")
    [public_id] = moderator.publishes_all()
    [[entry], gone] = feed(reader, "/feeds/experiences.atom")
    assert gone == {}
    if ends == "withdrawn":
        author.comes_back()
        author.send("/mine/withdrawal", confirm="yes")
    else:
        moderator.decides(public_id, "remove", reason="recognisable")
    assert feed(reader, "/feeds/experiences.atom") == ([], {entry.id: f"{today()}T00:00:00Z"})
    text = reader.get("/feeds/experiences.atom").text
    assert "eahorse" not in text
    assert public_id not in text


def test_what_readers_never_saw_leaves_no_trace_in_a_feed(author: Author, moderator: Staffer, reader: Reader) -> None:
    before = reader.get("/feeds/experiences.atom").text
    author.tells(title="Seahorse", body="Seahorse.")
    assert reader.get("/feeds/experiences.atom").text == before
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert reader.get("/feeds/experiences.atom").text == before


def test_hidden_is_not_gone_and_a_changed_story_says_the_day(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(title="Seahorse", body="Seahorse.")
    [public_id] = moderator.publishes_all()
    moderator.decides(public_id, "hide", reason="recognisable")
    assert feed(reader, "/feeds/experiences.atom") == ([], {})
    moderator.decides(public_id, "restore")
    [[entry], gone] = feed(reader, "/feeds/experiences.atom")
    assert entry.updated == f"{today()}T00:00:00Z"
    assert gone == {}


def test_retired_news_leave_and_come_back(editor: Staffer, reader: Reader) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    [[entry], _] = feed(reader, "/feeds/news.atom")
    editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="retire")
    assert feed(reader, "/feeds/news.atom") == ([], {entry.id: f"{today()}T00:00:00Z"})
    editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="publish")
    assert [one.id for one in feed(reader, "/feeds/news.atom")[0]] == [entry.id]
    assert feed(reader, "/feeds/news.atom")[1] == {}
