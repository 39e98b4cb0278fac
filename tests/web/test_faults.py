"""What somebody meets when a thing goes wrong: a page of the hub with plain words, under the same strict policy."""

import logging
from collections import deque
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from hub import cli, search
from hub.db import db
from hub.models import Experience
from hub.web.guard import HEADERS
from tests.people import Author, Reader, Staffer, hidden
from tests.web.test_privacy import dump


def told_plainly(answer: TestResponse, status: int) -> None:
    """A page or a JSON error with words for people, and every header."""
    assert answer.status_code == status
    for name, value in HEADERS.items():
        if not answer.request.path.startswith("/api/") or name != "Cross-Origin-Resource-Policy":
            assert answer.headers.getlist(name) == [value], (status, name)
    assert "Traceback" not in answer.text
    assert "Werkzeug" not in answer.text
    assert "Set-Cookie" not in answer.headers
    if answer.mimetype == "text/html":
        assert f"Error {status}" in answer.text
        assert 'href="/search"' in answer.text
    else:
        assert answer.json["error"]  # type: ignore[index]


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nothing", 404), ("GET", "/news/nothing", 404), ("GET", "/static/nothing.css", 404), ("POST", "/", 405),
    ("DELETE", "/news", 405), ("PUT", "/share", 405), ("GET", "/mine/leave", 405),
    ("GET", "/api/v1/nothing", 404), ("GET", "/api/v1/search?page=0", 400), ("POST", "/api/v1/search", 405)])
def test_each_fault_has_its_page(reader: Reader, method: str, path: str, status: int) -> None:
    answer = reader.browser.open(path, method=method)
    told_plainly(answer, status)
    if status == 405:
        assert "GET" in answer.headers["Allow"] or path == "/mine/leave"


def test_a_forbidden_form_a_large_one_and_a_withdrawn_story_have_theirs(author: Author, moderator: Staffer) -> None:
    told_plainly(author.post("/review/nothing/decision"), 401)
    told_plainly(author.post("/share", headers={"Origin": "https://elsewhere.example"}), 403)
    told_plainly(author.post("/share", data={"body": "a" * 300_000}), 413)
    told_plainly(author.post("/share", data={"body": "é" * 300_000}, content_type="application/x-www-form-urlencoded"), 413)
    author.tells()
    [public_id] = moderator.publishes_all()
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    told_plainly(author.get(f"/experiences/{public_id}"), 410)
    told_plainly(author.get(f"/api/v1/experiences/{public_id}"), 404)


def test_too_many_tries_have_theirs_and_say_when_to_come_back(tmp_path: object) -> None:
    app = create_app({"HUB_INSTANCE": f"{tmp_path}/limited"})
    with app.app_context():
        cli.prepare()
    browser = app.test_client()
    answers = [browser.post("/mine", data={"key": "x"}) for _ in range(11)]
    told_plainly(answers[-1], 429)
    assert "Nothing is lost" in answers[-1].text
    assert "10 per" not in answers[-1].text
    told_plainly(browser.get("/nothing"), 404)


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"title=%ff%fe&body=%00", b"&&&===", b"a=1&" * 5_000])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_broken_form_is_no_fault_of_ours(author: Author, body: bytes, kind: str) -> None:
    for path in ("/share", "/mine", "/staff/sign-in"):
        assert author.post(path, data=body, content_type=kind).status_code in (400, 413, 422), path


@pytest.mark.parametrize("query", ["page=" + "9" * 5_000, "page=-1", "page=x", "page=1e3", "page=%00", "page=٣", "hide=" + "x" * 5_000,
                                   "q=%ff%fe", "q=a&q=b", "&".join(["hide=loss"] * 500), "sort=%0d%0aSet-Cookie:x", "%s%n=1"])
def test_a_broken_address_is_no_fault_of_ours(reader: Reader, query: str) -> None:
    for path in ("/", "/news", "/experiences", "/search", "/api/v1/search", "/share", "/mine"):
        answer = reader.get(f"{path}?{query}")
        assert answer.status_code in (200, 400, 404), path
        assert "Set-Cookie" not in answer.headers


def test_words_that_could_not_be_kept_come_to_no_log(author: Author, moderator: Staffer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    author.tells(title="Zweihundertwort", body="Quokkaberry days.")
    author.comes_back()
    token = hidden(author.get("/mine/revision").text, "csrf_token")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TRIGGER full_disk BEFORE INSERT ON revision BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    told = author.tells(title="Second Zweihundertwort", body="Second Quokkaberry.")
    changed = author.post("/mine/revision", data={"csrf_token": token, "title": "T", "body": "Third Quokkaberry."})
    assert (told.status_code, changed.status_code) == (500, 500)
    assert "Quokkaberry" not in told.text
    assert "IntegrityError" in caplog.text
    for word in ("Quokkaberry", "Zweihundertwort", author.key):
        assert word not in caplog.text
    assert len(db.session.scalars(select(Experience)).all()) == 1


def test_a_broken_page_is_noted_without_the_words_it_broke_on(hub: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(word: str) -> str:
        raise ValueError(f"cannot read {word} {request.args['also']}")

    hub.add_url_rule("/breaks/<word>", "breaks", breaks)
    caplog.set_level(logging.DEBUG)
    told_plainly(Reader(hub).get("/breaks/Zweihundertwort?also=Quokkaberry"), 500)
    assert "ValueError at test_faults.py" in caplog.text
    assert "Zweihundertwort" not in caplog.text
    assert "Quokkaberry" not in caplog.text


@pytest.mark.parametrize("damage", ["rubbish", "cut short", "gone"])
def test_reading_goes_on_beside_a_broken_index_and_a_start_mends_it(
    reader: Reader, author: Author, moderator: Staffer, hub: Flask, damage: str
) -> None:
    author.tells()
    [public_id] = moderator.publishes_all()
    index = Path(hub.config["HUB_INSTANCE"]) / "index"
    for file in [file for file in index.rglob("*") if file.is_file()]:
        data = file.read_bytes()
        file.unlink() if damage == "gone" else file.write_bytes(b"rubbish" * 50 if damage == "rubbish" else data[: len(data) // 2])
    restarted = create_app({"HUB_INSTANCE": hub.config["HUB_INSTANCE"], "HUB_RATE_LIMITS": False})
    later = Reader(restarted)
    for path in ("/", "/experiences", f"/experiences/{public_id}", "/search?q=kitchen", "/api/v1/search?q=kitchen"):
        assert later.get(path).status_code == 200, path
    with restarted.app_context():
        cli.prepare()
        assert search.faults() == []
    assert later.get("/api/v1/search?q=kitchen").json["total"] == 1  # type: ignore[index]


def test_following_every_link_changes_nothing(hub: Flask, author: Author, editor: Staffer) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(news=slug)
    editor.publishes_all()
    author.tells(title="Another, waiting")
    author.comes_back()
    before = dump()
    for person in (author, editor):
        seen, ahead = set(), deque(["/", "/mine", "/review", "/desk"])
        while ahead:
            path = ahead.popleft().partition("#")[0]
            if path in seen or not path.startswith("/") or len(seen) > 120:
                continue
            seen.add(path)
            answer = person.get(path)
            assert answer.status_code in (200, 302, 303, 404), path
            person.browser.head(path, buffered=True).close()
            ahead.extend(part.split('"')[0].replace("&amp;", "&") for part in answer.text.split('href="')[1:])
        assert len(seen) > 20
    assert dump() == before
