"""What was promised is kept once, by however many workers, and a failure holds up nobody else."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from hub import history, outbox, worker
from hub.db import db, now, saving
from hub.models import Experience, LogEntry, Promise
from tests.domain.test_states import in_threads, sent

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


def promised(*records: str, task: str = "pair") -> None:
    """Promises of one task for these records."""
    with saving():
        for record in records:
            outbox.promise(task, record)


def test_two_workers_never_take_the_same_promise(hub: Flask) -> None:
    promised(*(f"news:{number}" for number in range(40)))

    def take() -> list[int]:
        taken = []
        for _ in range(4):
            with saving():
                taken += [promise.id for promise in outbox.take(5)]
        return taken

    taken = [id_ for ids in in_threads(hub, 4, take) for id_ in ids]
    assert len(taken) == len(set(taken)) == 40


def test_workers_side_by_side_leave_nothing_undone(hub: Flask) -> None:
    promised(*(f"news:{number}" for number in range(20)))
    promised("experience:7", "experience:7")
    assert sum(in_threads(hub, 3, worker.drain)) == 22
    assert db.session.scalar(select(func.count(Promise.id))) == 0


def test_what_a_vanished_worker_took_comes_back_after_its_lease(hub: Flask) -> None:
    promised("news:1")
    with saving():
        assert len(outbox.take(5)) == 1
    assert worker.drain() == 0
    with saving():
        for promise in db.session.scalars(select(Promise)):
            promise.due_at = now() - dt.timedelta(seconds=1)
    assert worker.drain() == 1


def test_waits_grow_and_end_at_an_hour(hub: Flask) -> None:
    promised("news:not-a-number")
    waits = []
    for _ in range(14):
        assert worker.work_once() == 0
        with saving():
            promise = db.session.scalars(select(Promise)).one()
            waits.append(round((promise.due_at - now()).total_seconds()))
            promise.due_at = now() - dt.timedelta(seconds=1)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]
    assert (promise.tries, promise.error) == (14, "ValueError")


@pytest.mark.parametrize("task", ["index", "pair", "notice", "scrub"])
def test_keeping_a_promise_twice_or_for_nothing_does_no_harm(hub: Flask, task: str) -> None:
    promised("experience:1", "experience:1", "experience:99", task=task)
    assert worker.drain() == 3
    promised("experience:1", task=task)
    assert worker.drain() == 1


def test_nothing_of_a_story_is_in_what_is_promised(hub: Flask) -> None:
    sent(title="Very much mine", body="Nobody else's.")
    columns = {column.name for column in Promise.__table__.columns}
    assert columns == {"id", "task", "record", "due_at", "tries", "error"}
    assert all("mine" not in repr(row) for row in db.session.execute(select(Promise)))


def test_a_row_taken_out_of_the_log_is_found(hub: Flask) -> None:
    for key in ("one", "two", "three"):
        sent(key)
    on_postgres = db.engine.dialect.name == "postgresql"
    db.session.execute(text("DROP TRIGGER log_no_delete" + (" ON log" if on_postgres else "")))
    db.session.execute(text("DELETE FROM log WHERE id = 2"))
    assert list(history.faults()) == ["log row 3: the row before it is missing or was altered"]
    db.session.rollback()


def test_a_cut_tail_of_the_log_shows_in_its_head(hub: Flask) -> None:
    sent("one")
    head = history.head()
    sent("two")
    assert history.head() != head
    assert db.session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first().hash == history.head()  # type: ignore[union-attr]


def test_saving_inside_saving_is_refused_and_loses_nothing(hub: Flask) -> None:
    number = sent()
    with pytest.raises(RuntimeError), saving():
        db.session.get_one(Experience, number).state = "declined"
        with saving():
            pass
    assert db.session.get_one(Experience, number).state == "submitted"
    with saving():
        db.session.get_one(Experience, number).state = "declined"
    db.session.expire_all()
    assert db.session.get_one(Experience, number).state == "declined"
