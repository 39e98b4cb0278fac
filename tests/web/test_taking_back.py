"""What was decided can be taken back for a minute; some decisions take two; a stale one shows what changed; marks are settled."""

import datetime as dt
import re

import pytest
from sqlalchemy import select, text

from hub import history, moderation, outbox, transparency, worker
from hub.db import db, saving, today
from hub.errors import Conflict
from hub.models import Experience, LogEntry, Message, Promise, Staff, StoredFinding, Waiting
from hub.policy import UNDO_WITHIN
from tests.people import Author, Reader, Staffer, carried, hidden

BLAME = "The Hollow Oak Clinic lied to us and ruined our embryos. Doctor Marlow is a butcher and a fraud."


def story() -> Experience:
    """The one story there is."""
    db.session.rollback()
    return db.session.scalars(select(Experience)).one()


def takes_back(moderator: Staffer, public_id: str) -> int:
    """Press "Take it back"; gives the status."""
    return moderator.post(f"/review/{public_id}/reversal", data=carried(moderator.get("/review").text)).status_code


@pytest.mark.parametrize(("verdict", "fields"), [
    ("publish", {}), ("ask", {"message": "Which year?"}), ("decline", {"reason": "off_topic"}), ("remove", {"reason": "spam"})])
def test_a_decision_is_taken_back_and_nobody_was_told(
    author: Author, moderator: Staffer, reader: Reader, verdict: str, fields: dict[str, str]
) -> None:
    author.tells(email="quokka@example.org", consent_contact="y")
    [public_id] = moderator.waiting()
    answer = moderator.decides(public_id, verdict, **fields)
    assert "Take it back" in moderator.get(answer.headers["Location"]).text
    worker.drain()
    assert reader.get(f"/experiences/{public_id}").status_code == {"publish": 200, "remove": 410}.get(verdict, 404)
    assert takes_back(moderator, public_id) == 303
    worker.drain()
    assert moderator.waiting() == [public_id]
    assert (story().state, story().live_number, story().published_on) == ("submitted", None, None)
    assert reader.get(f"/experiences/{public_id}").status_code == 404
    assert public_id not in reader.get("/api/v1/search").text
    assert db.session.scalars(select(Message)).all() == []
    assert outbox.pending("notice") == []
    assert [entry.act for entry in history.of(story().record)] == ["submit", verdict, "undo"]
    assert list(history.faults()) == []
    author.comes_back()
    assert "A moderator took that back" in author.get("/mine").text
    assert moderator.decides(public_id, "publish").status_code == 303


def test_taking_back_a_newer_version_leaves_readers_the_one_before(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells()
    [public_id] = moderator.publishes_all()
    author.comes_back()
    author.send("/mine/revision", title="Anew", body="Quite other words.")
    moderator.decides(public_id, "publish")
    assert "Quite other words." in reader.get(f"/experiences/{public_id}").text
    assert takes_back(moderator, public_id) == 303
    page = reader.get(f"/experiences/{public_id}").text
    assert "Quite other words." not in page
    assert "Day five of injections" in page
    assert (story().state, story().pending, story().live_number) == ("published", "submitted", 1)


def test_a_proposal_and_a_hiding_are_taken_back(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    moderator.send(f"/review/{public_id}/proposal", title="T", body="Proposed words.", message="Why not.")
    assert takes_back(moderator, public_id) == 303
    assert (story().proposal, len(story().revisions), story().messages) == (None, 1, [])
    moderator.publishes_all()
    moderator.decides(public_id, "hide", reason="recognisable")
    assert takes_back(moderator, public_id) == 303
    assert reader.get(f"/experiences/{public_id}").status_code == 200


def test_an_appeal_whose_answer_was_taken_back_waits_again(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "decline", reason="off_topic")
    author.comes_back()
    author.send("/mine/appeal", message="Please look again.")
    editor.decides(public_id, "decline", reason="off_topic")
    assert takes_back(editor, public_id) == 303
    assert "An appeal" in editor.get("/review").text
    assert moderation.verdicts(story(), db.session.scalars(select(Staff).where(Staff.email == moderator.email)).one()) == []


def test_after_a_minute_or_by_somebody_else_or_once_something_happened_it_stays(
    author: Author, moderator: Staffer, editor: Staffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "ask", message="Which year?")
    assert takes_back(editor, public_id) == 409
    author.comes_back()
    author.send("/mine/answer", message="This one.")
    assert takes_back(moderator, public_id) == 409
    moderator.decides(public_id, "publish")
    later = db.session.scalars(select(LogEntry.at).order_by(LogEntry.id.desc())).first() + UNDO_WITHIN + dt.timedelta(seconds=1)  # type: ignore[operator]
    monkeypatch.setattr("hub.moderation.undoing.now", lambda: later)
    assert "Take it back" not in moderator.get(f"/review?decided={public_id}").text
    answer = moderator.post(f"/review/{public_id}/reversal", data=carried(moderator.get("/review").text))
    assert answer.status_code == 409
    assert "can no longer be taken back" in answer.text
    assert story().state == "published"


def test_a_notice_waits_the_minute(author: Author, moderator: Staffer) -> None:
    author.tells(email="quokka@example.org", consent_contact="y")
    moderator.decides(moderator.waiting()[0], "decline", reason="off_topic")
    entry, promise = history.of(story().record)[-1], db.session.scalars(select(Promise).where(Promise.task == "notice")).one()
    assert promise.due_at >= entry.at + UNDO_WITHIN


def test_blame_or_despair_is_published_by_two_where_there_are_two(
    author: Author, moderator: Staffer, editor: Staffer, reader: Reader
) -> None:
    author.tells(body=BLAME)
    [public_id] = moderator.waiting()
    assert "publishing takes a second moderator" in moderator.get(f"/review/{public_id}").text
    answer = moderator.decides(public_id, "publish", sure="y")
    assert answer.status_code == 303
    assert "Your yes is kept.</strong> A second moderator decides" in moderator.get(answer.headers["Location"]).text
    assert reader.get(f"/experiences/{public_id}").status_code == 404
    assert moderator.decides(public_id, "publish", sure="y").status_code == 409
    assert moderator.send("/review/claim", "/review").headers["Location"] == "/review", "what took a yes of theirs is not theirs again"
    assert "A colleague</strong>" in editor.get(f"/review/{public_id}").text.replace("A colleague said yes", "A colleague</strong>")
    assert editor.decides(public_id, "publish", sure="y").status_code == 303
    assert reader.get(f"/experiences/{public_id}").status_code == 200
    assert [e.act for e in history.of(story().record)] == ["submit", "approve", "publish"]


def test_a_first_yes_is_taken_back_and_ends_with_a_changed_text(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells(body=BLAME)
    author.comes_back()
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "publish", sure="y")
    assert takes_back(moderator, public_id) == 303
    assert db.session.scalars(select(Waiting.first_id)).one() is None
    moderator.decides(public_id, "publish", sure="y")
    author.send("/mine/revision", title="T", body=BLAME + " And more.")
    editor.decides(public_id, "publish", sure="y")
    assert story().state == "submitted", "the first yes was to other words"


def test_a_single_moderator_decides_alone(author: Author, moderator: Staffer) -> None:
    author.tells(body=BLAME)
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "publish", sure="y")
    assert story().state == "published"


def test_a_stale_decision_shows_what_changed_and_keeps_what_was_typed(author: Author, moderator: Staffer) -> None:
    author.tells()
    author.comes_back()
    [public_id] = moderator.waiting()
    opened = moderator.get(f"/review/{public_id}").text
    read = carried(opened) | {"seen_revision": hidden(opened, "seen_revision")}
    author.send("/mine/revision", title="Waiting for the phone to ring", body=story().latest.body + " And then it rang.")
    answer = moderator.post(f"/review/{public_id}/decision", data={**read, "verdict": "decline", "reason": "unclear", "message": "Dear you."})
    assert answer.status_code == 409
    part = answer.text.split('id="meanwhile"')[1].split("</section>")[0]
    assert re.search(r"<ins>.*And then it rang\.", part)
    assert "Dear you." in answer.text
    assert re.search(r'<option[^>]*selected[^>]*value="unclear"', answer.text)


def marks(page: str) -> list[str]:
    """The numbers of the marks on a page."""
    return re.findall(r'id="finding-(\d+)"', page)


def test_marks_are_explained_and_settled_before_publishing(author: Author, moderator: Staffer) -> None:
    author.tells(body="Call me on 01632 960123. Or write to tea.and.toast@example.net, whoever you are.")
    [public_id] = moderator.waiting()
    page = f"/review/{public_id}"
    answer = moderator.decides(public_id, "publish")
    assert answer.status_code == 422
    assert "2 pressing marks are open" in answer.text
    first, second = marks(moderator.get(page).text)
    assert moderator.send(f"{page}/findings/{first}", page, resolution="resolved").status_code == 303
    assert moderator.send(f"{page}/findings/{second}", page, resolution="dismissed", because="").status_code == 422
    assert moderator.send(f"{page}/findings/{second}", page, resolution="dismissed", because="no_trace").status_code == 303
    opened = moderator.get(page).text
    assert "It may stay." in opened
    assert "Dismissed: nobody could be found or recognised by it." in opened
    assert moderator.send(f"{page}/findings/{first}", page, resolution="").status_code == 303
    assert moderator.decides(public_id, "publish").status_code == 422
    assert moderator.decides(public_id, "publish", sure="y").status_code == 303
    assert [e.act for e in history.of(story().record)][1:4] == ["resolve", "dismiss", "reopen"]


def test_what_was_said_of_a_mark_stays_where_the_same_words_stand_again(author: Author, moderator: Staffer) -> None:
    author.tells(body="Call me on 01632 960123, whoever you are.")
    author.comes_back()
    [public_id] = moderator.waiting()
    page = f"/review/{public_id}"
    moderator.send(f"{page}/findings/{marks(moderator.get(page).text)[0]}", page, resolution="dismissed", because="no_trace")
    author.send("/mine/revision", title="T", body="Do call me on 01632 960123. Or on 01632 960999, whoever you are.")
    assert [one.resolution for one in story().findings] == ["dismissed", None]


def test_a_mark_becomes_a_proposal(author: Author, moderator: Staffer) -> None:
    author.tells(body="Call me on 01632 960123, whoever you are.")
    [public_id] = moderator.waiting()
    moderator.send(f"/review/{public_id}/proposal", title="T", body="Do not call me.", message="Somebody could.")
    assert [one.resolution for one in story().findings] == ["proposed"]
    assert takes_back(moderator, public_id) == 303
    assert [one.resolution for one in story().findings] == [None]


def test_dismissals_are_listed_for_who_teaches_screening_and_erased_with_their_story(author: Author, moderator: Staffer) -> None:
    author.tells(body="Long ago. Call me on 01632 960123, whoever you are.")
    author.comes_back()
    [public_id] = moderator.waiting()
    page = f"/review/{public_id}"
    moderator.send(f"{page}/findings/{marks(moderator.get(page).text)[0]}", page, resolution="dismissed", because="no_trace")
    listed = moderator.get("/review/dismissals").text
    assert "<mark>01632 960123</mark>" in listed
    assert "Nobody could be found" in listed
    author.send("/mine/withdrawal", confirm="yes")
    assert "01632" not in moderator.get("/review/dismissals").text
    assert db.session.scalars(select(StoredFinding)).all() == []


def test_a_mark_that_is_gone_cannot_be_settled_and_nobody_settles_anothers(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells(body="Call me on 01632 960123, whoever you are.")
    [public_id] = moderator.waiting()
    page = f"/review/{public_id}"
    [number] = marks(moderator.get(page).text)
    editor.send(f"{page}/claim", page, act="take")
    assert moderator.send(f"{page}/findings/{number}", page, resolution="resolved").status_code == 409
    assert editor.send(f"{page}/findings/999", page, resolution="resolved").status_code == 409


def test_what_was_taken_back_is_not_told_in_the_months(author: Author, moderator: Staffer, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        author.tells(title=f"Number {number}")
    for public_id in moderator.waiting():
        moderator.decides(public_id, "decline", reason="off_topic")
        takes_back(moderator, public_id)
        moderator.decides(public_id, "publish")
    next_month = (today().replace(day=1) + dt.timedelta(days=40)).replace(day=1)
    [month] = transparency.months(next_month)
    assert (month.counts["published"], month.counts["declined"], month.median) == (6, None, 0)


def test_undo_needs_the_row_it_reads_to_be_the_newest(author: Author, moderator: Staffer) -> None:
    author.tells()
    moderator.publishes_all()
    by = db.session.scalars(select(Staff)).one()
    with saving():
        moderation.undo(story().id, by=by)
    with pytest.raises(Conflict), saving():
        moderation.undo(story().id, by=by)
    assert db.session.scalar(text("SELECT count(*) FROM log WHERE act = 'undo'")) == 1
