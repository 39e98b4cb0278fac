"""What the hub promises: no address, no cookie, no word of a story where it does not belong."""

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from hub import cli, worker
from hub.db import db
from hub.models import LogEntry, Promise, Revision
from hub.web import guard
from tests.people import STORY, Author, Reader, Staffer, hidden

READER_PAGES = ("/", "/news", "/experiences", "/search", "/search?q=fet", "/share", "/api/v1/search", "/robots.txt", "/nothing", "/mine")


def test_p1_no_address_is_stored_or_logged(hub: Flask, author: Author, moderator: Staffer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for number in range(20):
        visitor = Author(hub)
        visitor.browser.environ_base |= {"REMOTE_ADDR": f"127.77.3.{number}", "HTTP_X_FORWARDED_FOR": f"198.51.100.{number}",
                                         "HTTP_USER_AGENT": "Markerbrowser/9", "HTTP_REFERER": "https://referrer.example/marker"}
        visitor.tells()
        visitor.comes_back()
        for page in READER_PAGES:
            visitor.get(page)
    moderator.publishes_all()
    db.session.remove()
    everything = [file.read_bytes() for file in Path(hub.config["HUB_INSTANCE"]).rglob("*") if file.is_file()]
    everything.append(caplog.text.encode())
    for marker in (b"127.77.3.", b"198.51.100.", b"Markerbrowser", b"referrer.example"):
        assert not any(marker in data for data in everything)


def test_p2_what_is_counted_for_limits_cannot_be_led_back_to_an_address(hub: Flask) -> None:
    key = guard._daily.of("127.77.3.1")
    assert "127" not in key[:8] or len(key) == 32
    assert key == guard._daily.of("127.77.3.1") != guard._daily.of("127.77.3.2")
    assert guard._DailyKey().of("127.77.3.1") != key


def test_p3_the_access_line_holds_no_word_of_what_was_asked(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="hub.access")
    reader.get("/search?q=azoospermia")
    reader.get("/experiences/secretplace")
    lines = [record.getMessage() for record in caplog.records if record.name == "hub.access"]
    assert lines[0].startswith("GET /search 200 ")
    assert lines[1].startswith("GET /experiences/<public_id> 404 ")
    assert "azoospermia" not in caplog.text
    assert "secretplace" not in caplog.text


def test_p4_readers_get_no_cookie_and_nothing_from_elsewhere(reader: Reader, author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.publishes_all()
    for path in (*READER_PAGES, f"/experiences/{public_id}"):
        answer = reader.get(path)
        assert "Set-Cookie" not in answer.headers, path
        for part in answer.text.replace("'", '"').split('src="')[1:] + answer.text.split("<link")[1:]:
            loaded = part.split(">")[0]
            assert "http" not in loaded or 'rel="canonical"' in loaded, path  # names the page itself; nothing is fetched


def test_p5_what_an_author_does_is_dated_by_the_day_alone(author: Author, moderator: Staffer) -> None:
    author.tells()
    for entry in db.session.scalars(select(LogEntry).where(LogEntry.actor == "author")):
        assert (entry.at.hour, entry.at.minute, entry.at.second, entry.at.microsecond) == (0, 0, 0, 0)
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    for promise in db.session.scalars(select(Promise)):
        assert (promise.due_at.hour, promise.due_at.minute, promise.due_at.second) == (0, 0, 0)
    assert str(Revision.__table__.c.made_on.type) == "DATE"


def test_p8_words_that_are_not_published_are_in_no_index_file(author: Author, hub: Flask) -> None:
    author.tells(body="Perspicacious wombats.")
    worker.drain()
    files = [file for file in (Path(hub.config["HUB_INSTANCE"]) / "index").rglob("*") if file.is_file()]
    assert files
    assert not any(b"wombat" in file.read_bytes().lower() for file in files)


@pytest.mark.parametrize("path", [*READER_PAGES, "/staff/sign-in", "/review", "/static/hub.css", "/api/v1/search?page=x"])
def test_x1_x2_every_answer_carries_the_strict_policy(reader: Reader, path: str) -> None:
    headers = reader.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in headers
    private = path.startswith(("/mine", "/review", "/staff"))
    assert (headers.get("Cache-Control") == "no-store") == private


def test_x2_the_empty_form_is_kept_for_the_back_button_alone_and_whatever_holds_words_is_not(author: Author) -> None:
    empty = author.get("/share")
    assert empty.headers["Cache-Control"] == "private, max-age=0"
    token = hidden(empty.text, "csrf_token")
    assert hidden(author.get("/share").text, "csrf_token").split(".")[0] != token.split(".")[0]
    for change in ({"act": "look"}, {"act": "ask"}, {"title": ""}, {}):
        assert author.post("/share", data={**STORY, "csrf_token": token, **change}).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headers", [
    {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"}, {"Origin": "http://localhost:1"}])
def test_x4_a_form_sent_from_another_site_is_refused(author: Author, headers: dict[str, str]) -> None:
    answer = author.post("/share", data=STORY, headers=headers)
    assert answer.status_code == 403
    assert db.session.scalar(select(Revision.id)) is None


def test_x4_our_own_form_is_taken_although_browsers_hide_where_it_came_from(author: Author) -> None:
    answer = author.post("/share", data=STORY, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422  # no token yet, but not refused


def test_x4_looking_around_changes_nothing(hub: Flask, author: Author, editor: Staffer) -> None:
    author.tells()
    editor.adds_news()
    editor.publishes_all()
    before = dump()
    for person in (author, editor):
        for rule in hub.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not rule.arguments:
                person.get(rule.rule)
    assert dump() == before


def dump() -> dict[str, list[str]]:
    """Every row of every table; but for who read what still waits, which is written down when it is read."""
    return {t.name: [repr(row) for row in db.session.execute(t.select())] for t in db.metadata.sorted_tables if t.name != "reading"}


def test_a_fault_of_ours_is_logged_without_a_word_of_theirs(hub: Flask, reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE story RENAME TO elsewhere")
    answer = reader.get("/news/my-secret-words")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "OperationalError" in caplog.text
    assert "my-secret-words" not in caplog.text


@pytest.fixture
def limited(tmp_path: Path) -> Flask:
    """A hub with its rate limits on."""
    app = create_app({"HUB_INSTANCE": str(tmp_path / "limited")})
    with app.app_context():
        cli.prepare()
    return app


@pytest.mark.parametrize(("path", "fields", "most"), [
    ("/mine", {"key": "x"}, 10), ("/staff/sign-in", {"email": "a@example.org", "password": "x"}, 10),
    ("/share", {"title": "Typed with care"}, 20), ("/experiences/some0story00/report", {"body": "Typed with care"}, 10),
    ("/experiences/some0story00/about-me", {"body": "Typed with care"}, 5), ("/reports", {"key": "x"}, 10)])
def test_too_many_tries_are_slowed_and_nothing_typed_is_lost(limited: Flask, path: str, fields: dict[str, str], most: int) -> None:
    browser = limited.test_client()
    answers = [browser.post(path, data=fields) for _ in range(most + 1)]
    assert [a.status_code for a in answers] == [422] * most + [429]
    assert "Typed with care" in answers[-1].text or "Typed with care" not in fields.values()
    assert browser.get("/").status_code == 200


def test_what_has_arrived_may_be_sent_again_also_where_too_much_was_sent(limited: Flask) -> None:
    author = Author(limited)
    with limited.app_context():
        page = author.get("/share").text
        told = {**STORY, "csrf_token": hidden(page, "csrf_token")}
        first = author.post("/share", data=told)
        for _ in range(20):
            author.tells()
        assert author.tells().status_code == 429
        again = author.post("/share", data=told)
        assert again.status_code == 200
        assert re.findall(r'id="return-key">([^<]+)<', again.text) == re.findall(r'id="return-key">([^<]+)<', first.text)
