"""Which state follows which, on both databases: every move of the table, and no other."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from hub import history, moderation, outbox, submissions, worker
from hub.db import db, now, saving
from hub.errors import Conflict, IllegalMove
from hub.history import AUTHOR, MOVES
from hub.models import Experience, LogEntry, Promise, Staff
from hub.models.revision import MODERATOR
from hub.submissions import Telling, keys
from hub.submissions.draft import Draft

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
ACTS = sorted({act for acts in MOVES.values() for act in acts})


def told(title: str = "A title", body: str = "Some words of mine.") -> Telling:
    """A story as its author sends it."""
    return Telling.of(Draft.of({"title": title, "body": body}))


def sent(key: str = "k", **words: str) -> int:
    """A submitted story; gives its id."""
    with saving():
        return submissions.submit(told(**words), key_hash=keys.hash_of(key), consents=["publish", "adult"]).id


def moderator() -> Staff:
    """A member of staff."""
    with saving():
        person = Staff(email=f"m{db.session.scalar(select(func.count(Staff.id)))}@example.org", role="moderator")
        db.session.add(person)
    return person


def brought_into(state: str) -> Experience:
    """A story in this state, by the shortest way there."""
    ways = {"submitted": [], "asked": ["ask"], "proposed": ["propose"], "published": ["publish"], "hidden": ["publish", "hide"],
            "declined": ["decline"], "withdrawn": ["withdraw"], "removed": ["remove"]}
    story = db.session.get_one(Experience, sent())
    with saving():
        for act in ways[state]:
            if act == "propose":
                story.add(told(body="Other words.").revision(MODERATOR))
            history.move(story, act, AUTHOR)
    assert story.state == state
    return story


@pytest.mark.parametrize("state", MOVES)
def test_every_move_of_the_table_leads_where_it_says_and_is_logged_once(hub: Flask, state: str) -> None:
    for act in ACTS:
        db.session.rollback()
        with saving():
            for row in db.session.scalars(select(Experience)):
                row.key_hash = None
        story = brought_into(state)
        rows = len(history.of(story.record))
        if act not in MOVES[state]:
            with pytest.raises(IllegalMove), saving():
                history.move(story, act, AUTHOR)
            assert (story.state, len(history.of(story.record))) == (state, rows)
            continue
        with saving():
            history.move(story, act, AUTHOR)
        waits_beside = state == "published" and act in ("revise", "chapter")
        assert story.state == MOVES[state][act]
        assert story.pending == ("submitted" if waits_beside else None)
        assert len(history.of(story.record)) == rows + 1
    assert list(history.faults()) == []


def test_a_newer_version_waits_beside_the_text_readers_keep_seeing(hub: Flask) -> None:
    number, by = sent(), moderator()
    with saving():
        moderation.decide(number, "publish", by=by, seen_version=1)
    with saving():
        submissions.revise(number, told(body="Newer words."))
    story = db.session.get_one(Experience, number)
    assert (story.state, story.pending, story.text.body) == ("published", "submitted", "Some words of mine.")
    with saving():
        moderation.decide(number, "publish", by=by, seen_version=story.version)
    db.session.refresh(story)
    assert (story.state, story.pending, story.text.body) == ("published", None, "Newer words.")


def test_the_database_itself_refuses_to_change_the_log(hub: Flask) -> None:
    sent()
    for statement in ("UPDATE log SET reason = 'x'", "DELETE FROM log"):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert db.session.scalar(select(func.count(LogEntry.id))) == 1


def test_an_altered_row_of_the_log_is_found(hub: Flask) -> None:
    sent("one")
    sent("two")
    on_postgres = db.engine.dialect.name == "postgresql"
    db.session.execute(text("DROP TRIGGER log_no_update" + (" ON log" if on_postgres else "")))
    db.session.execute(text("UPDATE log SET record = 'experience:9' WHERE id = 1"))
    assert list(history.faults()) == ["log row 1: was altered"]
    db.session.rollback()


def test_state_log_and_promises_are_kept_together_or_not_at_all(hub: Flask) -> None:
    number, by = sent(), moderator()
    with pytest.raises(ZeroDivisionError), saving():
        moderation.decide(number, "publish", by=by, seen_version=1)
        raise ZeroDivisionError
    assert db.session.get_one(Experience, number).state == "submitted"
    assert [e.act for e in history.of(f"experience:{number}")] == ["submit"]
    assert outbox.pending("index") == []


def in_threads(hub: Flask, count: int, act: Any) -> list[Any]:
    """What each of several threads got by doing the same at the same time: a result or an error."""
    start, results = threading.Barrier(count), []

    def run() -> None:
        with hub.app_context():
            start.wait()
            try:
                results.append(act())
            except (Conflict, IllegalMove) as error:
                results.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()  # our own view was of before
    return results


def test_of_many_decisions_at_once_one_wins(hub: Flask) -> None:
    number, who = sent(), moderator().id

    def decide() -> str:
        with saving():
            moderation.decide(number, "publish", by=db.session.get_one(Staff, who), seen_version=1)
        return "won"

    results = in_threads(hub, 20, decide)
    assert results.count("won") == 1
    assert sum(isinstance(result, Conflict) for result in results) == 19
    assert [e.act for e in history.of(f"experience:{number}")] == ["submit", "publish"]


def test_the_same_form_sent_many_times_at_once_makes_one_story(hub: Flask) -> None:
    telling = told()

    def submit() -> int:
        with saving():
            return submissions.submit(telling, key_hash="v1:same", consents=["publish", "adult"]).id

    assert len(set(in_threads(hub, 8, submit))) == 1
    assert db.session.scalar(select(func.count(Experience.id))) == 1
    assert list(history.faults()) == []


def test_a_promise_that_cannot_be_kept_waits_with_the_class_of_its_error_alone(hub: Flask) -> None:
    with saving():
        outbox.promise("pair", "news:not-a-number")
        outbox.promise("pair", "news:1")
    worker.drain()
    left = db.session.scalars(select(Promise)).all()
    assert [(p.record, p.error, p.tries) for p in left] == [("news:not-a-number", "ValueError", 1)]
    assert left[0].due_at > now()

