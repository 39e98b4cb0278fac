"""Before what takes something away for good, staff prove once more who they are; above a quota each time, with an alarm."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from hub import cli, outbox, worker
from hub.db import db
from hub.models import Experience, LogEntry
from tests.guards.test_pages import sound
from tests.people import Author, Staffer, code_of, time_passes


def states() -> list[str]:
    """The states of all stories, in the order they came."""
    return list(db.session.scalars(select(Experience.state).order_by(Experience.id)))


def test_x3_removing_asks_once_more_and_keeps_what_was_typed(author: Author, moderator: Staffer) -> None:
    author.tells()
    [story] = moderator.waiting()
    time_passes()
    asked = moderator.decides(story, "remove", reason="spam", message="What was typed.")
    assert asked.status_code == 403
    sound(asked.text, "step-up")
    assert states() == ["submitted"]
    wrong = moderator.proves(asked, "not my password")
    assert wrong.status_code == 422
    sound(wrong.text, "step-up with a problem")
    assert states() == ["submitted"]
    assert moderator.proves(wrong).status_code == 303
    assert states() == ["removed"]


def test_x3_what_was_typed_arrives_as_it_was(author: Author, moderator: Staffer, hub: Flask) -> None:
    hub.extensions["hub.quota"] = 0
    author.tells()
    [story] = moderator.waiting()
    message = 'First line,\nsecond "line" & <more>'
    assert moderator.proves(moderator.decides(story, "decline", reason="other", message=message)).status_code == 303
    assert db.session.scalars(select(Experience)).one().messages[0].body == message


def test_x3_a_code_proves_too_once_and_the_proof_holds_for_some_minutes(author: Author, moderator: Staffer) -> None:
    for number in range(3):
        author.tells(title=f"Story {number}")
    first, second, third = moderator.waiting()
    time_passes()
    code = code_of(moderator.secret, 1)
    assert moderator.proves(moderator.decides(first, "remove", reason="spam"), code).status_code == 303
    assert moderator.decides(second, "remove", reason="spam").status_code == 303
    time_passes()
    assert moderator.proves(moderator.decides(third, "remove", reason="spam"), code).status_code == 422
    assert states() == ["removed", "removed", "submitted"]


def test_x3_e5_erasing_takes_another_person_and_their_proof(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    [story] = moderator.waiting()
    moderator.decides(story, "remove", reason="spam")
    time_passes()
    erase = f"/review/{story}/erasure"
    assert editor.proves(editor.send(erase, "/review")).status_code == 303
    assert db.session.scalars(select(Experience)).one().revisions == []


def test_x3_what_can_be_taken_back_asks_nothing_within_the_quota(author: Author, moderator: Staffer) -> None:
    author.tells()
    [story] = moderator.waiting()
    time_passes()
    assert moderator.decides(story, "decline", reason="other", message="Kindly.").status_code == 303


def test_m4_above_the_quota_each_act_asks_and_the_desk_says_so(
    hub: Flask, author: Author, moderator: Staffer, admin: Staffer
) -> None:
    hub.extensions["hub.quota"] = 2
    for number in range(4):
        author.tells(title=f"Story {number}")
    first, second, third, fourth = moderator.waiting()
    for story in (first, second):
        assert moderator.decides(story, "decline", reason="other", message="Kindly.").status_code == 303
    assert "Alarm" not in admin.get("/review").text
    assert outbox.pending("alarm") == []
    assert moderator.proves(moderator.decides(third, "decline", reason="other", message="Kindly.")).status_code == 303
    asked = moderator.decides(fourth, "decline", reason="other", message="Kindly.")  # proved a moment ago, and asked again
    assert "asked each time" in asked.text
    assert moderator.proves(asked).status_code == 303
    for person in (admin, moderator):
        assert person.get("/review").text.count("<strong>Alarm</strong>") == 1
    assert [entry.act for entry in db.session.scalars(select(LogEntry).where(LogEntry.actor.like("staff:%")))][-5:] == [
        "decline", "decline", "decline", "alarm", "decline"]
    assert outbox.pending("alarm") != []
    other = Staffer(hub, "moderator")
    author.tells(title="Another person has a quota of their own")
    assert other.decides(other.waiting()[0], "decline", reason="other", message="Kindly.").status_code == 303


def test_m4_without_a_mail_server_the_desk_alone_tells(hub: Flask, author: Author, moderator: Staffer, admin: Staffer) -> None:
    hub.extensions["hub.quota"] = 0
    author.tells()
    moderator.proves(moderator.decides(moderator.waiting()[0], "decline", reason="other", message="Kindly."))
    worker.drain()
    assert outbox.pending("alarm") == []
    assert "Alarm" in admin.get("/review").text


def test_x3_guessing_at_the_proof_is_slowed(tmp_path: Path) -> None:
    app = create_app({"HUB_INSTANCE": str(tmp_path / "limited")})
    with app.app_context():
        cli.prepare()
        person = Staffer(app, "moderator")
        time_passes()
        answers = [person.send("/staff/recovery-codes", "/staff/sessions", proof=f"guess {number}").status_code for number in range(11)]
        assert answers == [422] * 10 + [429]
        db.engine.dispose()
