"""What is kept no longer goes by itself, each by its clock, and takes nothing else along."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from hub import history, moderation, retention, submissions, worker
from hub.config import CLOCKS
from hub.db import db, saving, today
from hub.models import Contact, Experience, Message, Revision, Staff
from tests.commands.test_content import run
from tests.domain.test_states import moderator, sent, told
from tests.people import Author, Staffer
from tests.traces import working

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


def decided(verdict: str, by: Staff, key: str = "k", reason: str = "unclear") -> int:
    """A story somebody decided on today; gives its id."""
    number = sent(key)
    with saving():
        moderation.decide(number, verdict, by=db.session.get_one(Staff, by.id), seen_version=1, reason=reason, message="Why?")
    return number


def states() -> list[str]:
    """The state of each story, in the order they were told."""
    db.session.rollback()
    return list(db.session.scalars(select(Experience.state).order_by(Experience.id)))


@pytest.mark.parametrize(("verdict", "reason", "days"), [("ask", "unclear", 60), ("decline", "off_topic", 90), ("decline", "spam", 7)])
def test_p9_a_story_nobody_came_back_to_is_erased_on_its_day_and_not_before(
    hub: Flask, verdict: str, reason: str, days: int
) -> None:
    number, day = decided(verdict, moderator(), reason=reason), today()
    assert worker.let_go(day + dt.timedelta(days=days - 1)) == []
    [gone] = worker.let_go(day + dt.timedelta(days=days))
    assert (gone.record, gone.since) == (f"experience:{number}", day)
    assert states() == ["withdrawn"]
    assert db.session.scalar(select(func.count(Revision.id))) == db.session.scalar(select(func.count(Message.id))) == 0
    assert [(e.act, e.actor, e.became) for e in history.of(gone.record)][-1] == ("expire", "clock", "withdrawn")
    assert list(history.faults()) == []
    assert worker.let_go(day + dt.timedelta(days=days + 1)) == []


def test_p9_a_proposed_change_without_an_answer_goes_after_sixty_days(hub: Flask) -> None:
    number = sent()
    with saving():
        history.move(db.session.get_one(Experience, number), "propose", moderator_of())
    assert [one.clock for one in retention.due(today() + dt.timedelta(days=60))] == ["unanswered"]
    worker.let_go(today() + dt.timedelta(days=60))
    assert states() == ["withdrawn"]


def moderator_of() -> Staff:
    """Somebody, inside the transaction at hand."""
    person = Staff(email="p@example.org", role="moderator")
    db.session.add(person)
    db.session.flush()
    return person


def test_p9_an_answer_stops_the_clock(hub: Flask) -> None:
    number = decided("ask", moderator())
    with saving():
        submissions.answer(number, None, message="Because.")
    assert worker.let_go(today() + dt.timedelta(days=400)) == []
    assert states() == ["submitted"]


def test_p9_what_waited_beside_a_live_text_goes_and_the_live_text_stays(hub: Flask) -> None:
    by = moderator()
    number = decided("publish", by)
    with saving():
        submissions.revise(number, told(body="Newer words."))
    with saving():
        story = db.session.get_one(Experience, number)
        moderation.decide(number, "decline", by=db.session.get_one(Staff, by.id), seen_version=story.version, reason="unclear",
                          message="No.")
    worker.let_go(today() + dt.timedelta(days=90))
    db.session.rollback()
    story = db.session.scalars(Experience.public()).one()
    assert (story.text.body, story.pending, len(story.revisions), story.messages) == ("Some words of mine.", None, 1, [])
    assert history.of(story.record)[-1].act == "expire"


def test_p9_what_waits_for_a_moderator_or_is_read_has_no_clock(hub: Flask) -> None:
    sent("waits")
    decided("publish", moderator(), "read")
    assert retention.due(today() + dt.timedelta(days=4000)) == []


def test_p7_p9_an_address_goes_thirty_days_after_the_decision(hub: Flask, author: Author) -> None:
    author.tells(email="me@example.org", consent_contact="y")
    assert retention.due(today() + dt.timedelta(days=4000)) == []
    Staffer(hub, "moderator").publishes_all()
    assert db.session.scalar(select(func.count(Contact.experience_id))) == 1
    assert worker.let_go(today() + dt.timedelta(days=29)) == []
    assert [one.clock for one in worker.let_go(today() + dt.timedelta(days=30))] == ["address"]
    db.session.rollback()
    assert db.session.scalar(select(func.count(Contact.experience_id))) == 0
    assert states() == ["published"]


def test_p9_the_command_lists_what_will_go_and_touches_nothing(hub: Flask) -> None:
    decided("decline", moderator(), reason="spam")
    assert "0 due" in run(hub, "retention", "--dry-run").output
    ahead = run(hub, "retention", "--dry-run", "--on", str(today() + dt.timedelta(days=7)))
    assert "experience:1" in ahead.output
    assert "1 due" in ahead.output
    assert states() == ["declined"]
    assert "0 let go" in run(hub, "retention").output
    assert run(hub, "retention", "--on", "2030-01-01").exit_code != 0


def test_p9_the_worker_asks_every_day_by_itself(hub: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    decided("decline", moderator(), reason="spam")
    later = dt.datetime.now(dt.UTC) + CLOCKS["spam"].time
    monkeypatch.setattr("hub.db.now", lambda: later)
    with working(hub):
        while states() != ["withdrawn"]:
            pass


def test_p9_one_that_cannot_be_let_go_holds_up_no_other(hub: Flask) -> None:
    by = moderator()
    decided("decline", by, "one", "spam")
    decided("decline", by, "two", "spam")
    with saving():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("CREATE TRIGGER stuck BEFORE UPDATE ON experience WHEN OLD.id = 1 BEGIN SELECT RAISE(ABORT, 'x'); END"))
        else:
            db.session.execute(text("UPDATE experience SET version = 2147483647 WHERE id = 1"))  # no room for another act
    assert [one.record for one in worker.let_go(today() + dt.timedelta(days=7))] == ["experience:2"]
    assert states() == ["declined", "withdrawn"]
