"""What was answered once is answered again at no cost, and never once it is not true any more."""

import datetime as dt
import gzip
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from hub import worker
from hub.db import db, now
from hub.web import answers
from tests.guards.test_routes import READER, ROUTES
from tests.people import Author, Reader, Staffer
from tests.servers import Server

PACKED = {"Accept-Encoding": "gzip"}
SHARED = "public, max-age=0, s-maxage=30, must-revalidate"
MARKER = "Quokkaberry marmalade"


@pytest.fixture
def page(author: Author, moderator: Staffer) -> str:
    """The address of an experience that is published."""
    author.tells(title=f"{MARKER} at dawn", body=f"{MARKER}. The frozen embryo transfer failed.", content_notes=["loss"])
    [public_id] = moderator.publishes_all()
    return f"/experiences/{public_id}"


@contextmanager
def asked() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def opened(reader: Reader, path: str, **headers: str) -> TestResponse:
    return reader._asks("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def kept_words(hub: Flask) -> bytes:
    """All that is kept in memory, as it reads."""
    return b"".join(gzip.decompress(one.body) if dict(one.headers).get("Content-Encoding") else one.body
                    for one in hub.extensions["hub.answers"]._kept.values())


def test_the_second_reader_costs_no_query(page: str, reader: Reader) -> None:
    for path in ("/", page, "/search?q=transfer", "/topics", "/feeds/search.atom?q=transfer"):
        first = opened(reader, path)
        with asked() as statements:
            assert opened(reader, path).data == first.data
            assert reader._asks("HEAD", path).headers["Content-Length"] == str(len(first.data))
            again = opened(reader, path, If_None_Match=first.headers["ETag"])
        assert statements == [], path
        assert (again.status_code, again.data) == (304, b"")
        assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == SHARED
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Content-Length" not in again.headers


def test_each_representation_has_a_strong_mark_of_its_own(page: str, reader: Reader) -> None:
    plain, packed = opened(reader, page), opened(reader, page, **PACKED)
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert not any(one.headers["ETag"].startswith("W/") for one in (plain, packed))
    assert {"Accept-Encoding", "Cookie"} <= set(packed.vary)
    for path, headers in ((page, {}), (page, PACKED)):
        first, second = (opened(reader, path, **headers) for _ in range(2))
        assert dict(first.headers) == dict(second.headers)


def test_a_mark_holds_until_the_page_changes(page: str, reader: Reader, author: Author, moderator: Staffer) -> None:
    mark = opened(reader, page).headers["ETag"]
    author.comes_back()  # changes nothing readers see
    assert opened(reader, page, If_None_Match=f'"other", W/{mark}').status_code == 304
    author.send("/mine/revision", title="Other words", body="We waited.", news="")
    assert opened(reader, page, If_None_Match=mark).status_code == 304, "what waits is not read yet"
    moderator.publishes_all()
    changed = opened(reader, page, If_None_Match=mark)
    assert changed.status_code == 200
    assert "Other words" in changed.text


def test_what_is_hidden_or_withdrawn_is_gone_from_every_page_at_once(page: str, reader: Reader, author: Author, moderator: Staffer,
                                                                    hub: Flask) -> None:
    lists = ("/", "/experiences", "/search?q=transfer", "/feeds/search.atom?q=transfer")
    for path in (page, *lists):
        assert MARKER in opened(reader, path).text
    moderator.decides(page[-12:], "hide", reason="recognisable")
    assert [opened(reader, path).text.count(MARKER) for path in lists] == [0] * len(lists)
    assert opened(reader, page).status_code == 404
    moderator.decides(page[-12:], "restore")
    worker.drain()
    for path in (page, *lists):
        assert MARKER in opened(reader, path).text
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert opened(reader, page, If_None_Match="*").status_code == 410
    for path in lists:
        assert MARKER not in opened(reader, path).text
    assert MARKER.encode() not in kept_words(hub)


def test_another_process_lets_go_at_the_very_next_question(page: str, author: Author, hub: Flask) -> None:
    author.comes_back()
    with Server(Path(hub.config["HUB_INSTANCE"])) as other:
        address = other.url + page
        for _ in range(2):
            assert MARKER in urllib.request.urlopen(address).read().decode()
        author.send("/mine/withdrawal", confirm="yes")
        with pytest.raises(HTTPError, match="410"):
            urllib.request.urlopen(address)


def test_nobody_asks_and_nothing_is_kept(page: str, reader: Reader, hub: Flask) -> None:
    kept: answers.Answers = hub.extensions["hub.answers"]
    opened(reader, page)
    kept._rest()
    assert len(kept) == 1, "somebody just asked"
    kept._rest()
    assert len(kept) == 0


def test_a_page_is_of_its_day(page: str, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(reader, page)
    monkeypatch.setattr("hub.db.now", lambda: now() + dt.timedelta(days=1))
    with asked() as statements:
        opened(reader, page)
    assert statements


def test_readers_with_boundaries_share_with_those_who_have_the_same(page: str, reader: Reader, hub: Flask) -> None:
    assert MARKER in opened(reader, "/experiences").text
    careful, alike, other = (Reader(hub) for _ in range(3))
    careful.browser.set_cookie("boundaries", "loss.needles")
    alike.browser.set_cookie("boundaries", "needles.loss")
    other.browser.set_cookie("theme", "dark")
    met = opened(careful, "/experiences")
    assert MARKER not in met.text
    assert met.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    with asked() as statements:
        assert opened(alike, "/experiences").data == met.data
        assert MARKER in opened(other, "/experiences").text
    assert statements == []


def test_only_whole_pages_for_readers_are_kept(page: str, author: Author, moderator: Staffer, reader: Reader, hub: Flask) -> None:
    kept: answers.Answers = hub.extensions["hub.answers"]
    kept.clear()
    author.comes_back()
    people: dict[Reader, tuple[str, ...]] = {
        author: ("/mine", "/mine/revision"), moderator: ("/review", "/desk", "/staff/design"),
        reader: ("/share", "/boundaries", "/mine", "/staff/sign-in", "/nothing", "/news?page=9", "/experiences/aaaaaaaaaaaa", "/topics/FET",
                 "/api/v1/search", "/static/hub.css", "/healthz", "/readyz", "/metrics")}
    for person, paths in people.items():
        for path in paths:
            assert "s-maxage" not in opened(person, path).headers.get("Cache-Control", "-"), path
    reader.post("/")
    assert len(kept) == 0
    for path, (who, methods) in ROUTES.items():
        if who == READER and "GET" in methods and "<" not in path:
            opened(reader, path)
    assert len(kept) > 8
    assert b"csrf_token" not in kept_words(hub)


def test_a_search_made_while_the_index_is_being_repaired_is_not_kept(page: str, reader: Reader, hub: Flask) -> None:
    (Path(hub.config["HUB_INSTANCE"]) / "index" / "current").unlink()
    assert "being repaired" in opened(reader, "/search?q=transfer").text
    worker.search.rebuild()
    assert MARKER in opened(reader, "/search?q=transfer").text
