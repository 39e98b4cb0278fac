"""Erased means erased: after a withdrawal, or a removal confirmed by a second person, no file holds a word of the story."""

import random
import sqlite3
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from hub import history, submissions, worker
from hub.db import db, saving
from hub.models import Contact, Experience, Message, Pair, Profile, Promise, Revision, StoredFinding
from hub.submissions import Telling
from hub.submissions.draft import Draft
from tests.people import Author, Reader, Staffer
from tests.traces import MARKERS, WORDS, fill, found_in, free_pages, reading, working

WITHIN = 60  # seconds, as promised


@pytest.fixture
def folder(hub: Flask) -> Path:
    """Where the hub keeps everything."""
    return Path(hub.config["HUB_INSTANCE"])


def everything_told(author: Author, editor: Staffer) -> str:
    """A story with all that can be attached to one, published; gives its id."""
    one, two, three = MARKERS
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(title=one, body=f"{one}. Our first frozen embryo transfer failed. Write to me@example.org. {two} " * 20, news=slug,
                 pen_name=three, country=one, email=f"{WORDS[0]}@example.org", consent_contact="y")
    [public_id] = editor.waiting()
    editor.decides(public_id, "ask", message=f"What is {two}?")
    author.comes_back()
    author.send("/mine/answer", message=f"{two} is a lamp.", title="", body="")
    editor.publishes_all()
    author.send("/mine/revision", title=one, body=f"{three}, and the frozen embryo transfer failed. {two}.", pen_name=three)
    editor.publishes_all()
    author.send("/mine/revision", title=two, body=f"{one} waits beside what is read.", pen_name=three)
    return public_id


def reader_pages(hub: Flask) -> list[str]:
    """Every page and feed without a part that varies, searches for the markers, and what they may be mistyped as."""
    plain = sorted(rule.rule for rule in hub.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())
                   and not rule.rule.startswith(("/staff", "/review", "/desk", "/mine")))
    searches = [f"{page}?q={word}" for page in ("/search", "/api/v1/search") for word in (WORDS[0], WORDS[1] + "x", "transfer")]
    return [*plain, *searches]


def wait_until_erased(started: float) -> float:
    """Wait until the worker did all an erasure asks for; the seconds since it was asked."""
    while time.monotonic() < started + WITHIN:
        db.session.rollback()
        if not db.session.scalar(select(Promise.id).where(Promise.task.in_(("scrub", "index", "ledger"))).limit(1)):
            db.session.remove()
            return time.monotonic() - started
        db.session.remove()
        time.sleep(0.1)
    raise AssertionError([(p.task, p.tries, p.error) for p in db.session.scalars(select(Promise))])


@pytest.mark.parametrize("stories", [100, 1000])
def test_e1_e2_a_minute_after_a_withdrawal_no_file_holds_a_word_of_it(
    hub: Flask, author: Author, editor: Staffer, reader: Reader, folder: Path, stories: int
) -> None:
    assert withdrawn_under_load(hub, author, editor, reader, folder, stories) < WITHIN


def withdrawn_under_load(hub: Flask, author: Author, editor: Staffer, reader: Reader, folder: Path, stories: int) -> float:
    """Among so many stories one is told, withdrawn while others read, and looked for in every byte; the seconds it took."""
    fill(stories)
    public_id = everything_told(author, editor)
    assert {name.partition("/")[0].partition("-")[0] for name in found_in(folder)} == {"hub.sqlite3", "index"}
    assert db.session.scalar(select(func.count(Pair.id)).where(Pair.experience_id == stories + 1))
    news = "/news/" + editor.get("/api/v1/search?kind=news&q=singer").json["results"][0]["id"]  # type: ignore[index]
    pages = [*reader_pages(hub), news, f"/experiences/{public_id}"]
    with working(hub), reading(hub, pages) as statuses:
        started = time.monotonic()
        assert author.send("/mine/withdrawal", confirm="yes").status_code == 200
        assert reader.get(f"/experiences/{public_id}").status_code == 410
        took = wait_until_erased(started)
        assert found_in(folder) == []
    assert len(statuses) > 20
    assert not [status for status in statuses if status >= 500]
    typed = [page for page in pages if "q=" in page]
    assert not [page for page in pages if page not in typed and any(word in reader.get(page).text.lower() for word in WORDS)]
    assert reader.get(f"/api/v1/search?q={WORDS[0]}").json["did_you_mean"] is None  # type: ignore[index]
    assert nothing_left(stories + 1)
    return took


def nothing_left(number: int) -> bool:
    """Whether no table holds a row of this experience but its tombstone, and the log is whole."""
    left = [db.session.scalar(select(func.count()).select_from(table).where(table.experience_id == number))
            for table in (Revision, Message, Contact, Pair)]
    left.append(db.session.scalar(select(func.count()).select_from(Profile).where(Profile.record == f"experience:{number}")))
    left.append(db.session.scalar(select(func.count(StoredFinding.id))))
    return left == [0] * 6 and list(history.faults()) == []


def test_e5_a_removal_hides_at_once_and_a_second_person_erases(
    hub: Flask, author: Author, moderator: Staffer, editor: Staffer, reader: Reader, folder: Path
) -> None:
    public_id = everything_told(author, editor)
    moderator.decides(public_id, "remove", reason="hurtful")
    assert reader.get(f"/experiences/{public_id}").status_code == 410
    assert moderator.send(f"/review/{public_id}/erasure", "/review").status_code == 403
    worker.drain()
    assert {name.partition("-")[0] for name in found_in(folder)} == {"hub.sqlite3"}
    editor.send(f"/review/{public_id}/erasure", "/review")
    worker.drain()
    assert found_in(folder) == []
    assert nothing_left(1)
    assert {(e.act, e.reason) for e in history.of("experience:1")} >= {("remove", "hurtful"), ("erase", "")}
    assert reader.get(f"/experiences/{public_id}").status_code == 410


def test_e3_words_that_moved_between_pages_leave_no_copy(hub: Flask, folder: Path) -> None:
    chance = random.Random(10)  # a history after which SQLite's own secure_delete leaves two of them in the file
    marks: dict[int, str] = {}
    gone = []
    for number in range(200):
        if chance.random() < 0.6 or not marks:
            mark = f"mark{number:04d}z"
            told = Telling(Draft(title=mark, body=(f"{mark} " * chance.choice([2, 20, 90, 200, 500])).strip()), [])
            with saving():
                id_ = submissions.submit(told, key_hash=mark, consents=["publish", "adult"]).id
            if chance.random() < 0.5:
                with saving():
                    submissions.revise(id_, Telling(Draft(title=mark, body=told.draft.body[:89].strip()), []), message=mark)
            marks[id_] = mark
        else:
            id_ = chance.choice(sorted(marks))
            gone.append(marks.pop(id_))
            with saving():
                submissions.withdraw(id_)
    worker.drain()
    db.session.remove()
    assert len(gone) > 50
    assert found_in(folder, tuple(gone)) == []
    assert all(set(page) == {0} for page in free_pages(folder / "hub.sqlite3"))
    assert found_in(folder, tuple(marks.values())[:3]) == ["hub.sqlite3"]


def test_e3_a_reader_who_holds_the_log_is_waited_for(
    hub: Flask, author: Author, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.db.PATIENCE", 0.5)
    author.tells(title=MARKERS[0])
    author.comes_back()
    slow = sqlite3.connect(folder / "hub.sqlite3", isolation_level=None)
    slow.execute("BEGIN")
    slow.execute("SELECT count(*) FROM revision").fetchone()
    author.send("/mine/withdrawal", confirm="yes")
    worker.drain()
    [left] = db.session.scalars(select(Promise))
    assert (left.task, left.error) == ("scrub", "Unready")
    assert found_in(folder)
    db.session.remove()
    with working(hub):
        slow.close()
        wait_until_erased(time.monotonic())
    assert found_in(folder) == []


def test_e3_space_that_is_free_is_empty(hub: Flask, author: Author, folder: Path) -> None:
    for number in range(5):
        author.tells(body=f"{MARKERS[0]} {number} " * 300)
        author.comes_back()
        author.send("/mine/withdrawal", confirm="yes")
    with db.engine.connect() as connection:  # before anything is written anew
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = free_pages(folder / "hub.sqlite3")
    assert pages
    assert all(set(page) == {0} for page in pages)


def test_a_long_queue_does_not_hold_up_an_erasure(hub: Flask, author: Author, folder: Path) -> None:
    fill(10)
    author.tells(title=MARKERS[0])
    author.comes_back()
    with saving():
        db.session.add_all(Promise(task="pair", record=f"experience:{n % 10 + 1}", due_at=func.now()) for n in range(150))
    author.send("/mine/withdrawal", confirm="yes")
    worker.work_once(most=10)
    left = set(db.session.scalars(select(Promise.task)))
    assert "scrub" not in left
    assert "pair" in left
    assert found_in(folder) == []


def test_what_was_erased_is_a_tombstone_in_the_queue_of_nobody(hub: Flask, author: Author, moderator: Staffer) -> None:
    author.tells()
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert moderator.waiting() == []
    assert db.session.scalars(select(Experience.state)).all() == ["withdrawn"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_e1_on_postgresql_dead_rows_are_vacuumed(hub: Flask, author: Author, editor: Staffer, reader: Reader, folder: Path) -> None:
    public_id = everything_told(author, editor)
    author.send("/mine/withdrawal", confirm="yes")
    assert reader.get(f"/experiences/{public_id}").status_code == 410
    worker.drain(worker.HERE)
    assert nothing_left(1)
    assert found_in(folder) == []
    tables = {"revision", "message", "contact", "pair", "finding", "profile"}
    until = time.monotonic() + WITHIN
    while tables and time.monotonic() < until:  # the server counts behind
        db.session.rollback()
        tables -= set(db.session.scalars(text("SELECT relname FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL")))
    assert tables == set()
