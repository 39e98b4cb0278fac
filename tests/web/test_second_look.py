"""An author hides a story and shows it again, and appeals; who did what decides who may undo it."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub import policy, worker
from hub.config import CLOCKS
from hub.db import db, now
from hub.models import Experience
from tests.people import Author, Reader, Staffer, carried

APPEAL = "It is about IVF: the whole second half is."


def story() -> Experience:
    """The one story there is."""
    db.session.rollback()
    return db.session.scalars(select(Experience)).one()


@pytest.fixture
def declined(author: Author, moderator: Staffer) -> str:
    """A declined story whose author came back; gives its id."""
    author.tells(title="Told and declined")
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "decline", reason="off_topic")
    author.comes_back()
    return public_id


def insists(moderator: Staffer, public_id: str, verdict: str) -> TestResponse:
    """Send a decision that no page offers."""
    return moderator.post(f"/review/{public_id}/decision", data={
        **carried(moderator.get("/review").text), "seen_version": str(story().version), "verdict": verdict, "reason": "off_topic",
        "message": "My words stay."})


def at(clock: pytest.MonkeyPatch, days: float) -> None:
    """Let this many days pass for those who weigh it."""
    then = now() + dt.timedelta(days=days)
    clock.setattr("hub.policy.now", lambda: then)
    clock.setattr("hub.policy.today", lambda: then.date())


def test_hidden_by_its_author_and_shown_again(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(body="Zanzibar was on the radio.")
    [public_id] = moderator.publishes_all()
    author.comes_back()
    assert "Hide it for now" in author.get("/mine").text
    page = carried(author.get("/mine/hiding").text)
    assert [author.post("/mine/hiding", data={**page, "act": "hide"}).status_code for _ in range(2)] == [303, 303]
    worker.drain()
    assert reader.get(f"/experiences/{public_id}").status_code == 404
    assert reader.get("/api/v1/search?q=zanzibar").json["total"] == 0  # type: ignore[index]
    assert "You hid it, and can show it again" in author.get("/mine").text
    desk = moderator.get(f"/review/{public_id}").text
    assert 'value="restore"' not in desk
    assert moderator.decides(public_id, "restore").status_code == 409
    assert author.post("/mine/hiding", data={**page, "act": "hide", "seen_version": "9"}).status_code == 409
    assert author.send("/mine/hiding", act="restore").status_code == 303
    worker.drain()
    assert reader.get(f"/experiences/{public_id}").status_code == 200
    assert reader.get("/api/v1/search?q=zanzibar").json["total"] == 1  # type: ignore[index]
    told = author.get("/mine").text
    assert told.index("You hid it from readers") < told.index("You showed it to readers again")


def test_what_a_moderator_hid_its_author_does_not_show(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells()
    [public_id] = moderator.publishes_all()
    author.comes_back()
    form = carried(author.get("/mine/hiding").text)
    moderator.decides(public_id, "hide", reason="recognisable")
    assert "A moderator hid your story" in author.get("/mine/hiding").text
    page = author.get("/mine").text
    assert "Show it again" not in page
    assert "The reason: may make you recognisable" in page
    for seen in (form["seen_version"], str(story().version)):
        assert author.post("/mine/hiding", data={**form, "act": "restore", "seen_version": seen}).status_code == 409
    assert reader.get(f"/experiences/{public_id}").status_code == 404
    moderator.decides(public_id, "restore")
    assert reader.get(f"/experiences/{public_id}").status_code == 200


def test_a_newer_version_may_wait_while_the_story_is_hidden(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(body="Agreed words.")
    [public_id] = moderator.publishes_all()
    author.comes_back()
    author.send("/mine/revision", title="T", body="Newer words.")
    author.send("/mine/hiding", act="hide")
    moderator.publishes_all()
    assert reader.get(f"/experiences/{public_id}").status_code == 404
    author.send("/mine/hiding", act="restore")
    assert "Newer words." in reader.get(f"/experiences/{public_id}").text


def test_an_appeal_goes_to_somebody_else(declined: str, author: Author, moderator: Staffer, editor: Staffer, reader: Reader) -> None:
    page = author.get("/mine").text
    assert "Ask for a second look" in page
    assert "The reason: is not an experience of IVF" in page
    assert author.send("/mine/appeal", message=" ").status_code == 422
    form = carried(author.get("/mine/appeal").text)
    assert [author.post("/mine/appeal", data={**form, "message": APPEAL}).status_code for _ in range(2)] == [303, 303]
    assert len(story().messages) == 2
    assert "You asked for a second look" in author.get("/mine").text
    assert "An appeal" in moderator.get("/review").text
    own, other = (one.get(f"/review/{declined}").text for one in (moderator, editor))
    for desk in (own, other):
        assert "The author appeals." in desk
        assert APPEAL in desk
        assert "is not an experience of IVF" in desk
    assert "somebody else decides now" in own
    assert "somebody else decides now" not in other
    for verdict in ("publish", "decline", "ask", "remove"):
        answer = insists(moderator, declined, verdict)
        assert answer.status_code == 409, verdict
        assert "My words stay." in answer.text
        assert "Another moderator decides" in answer.text
    assert editor.decides(declined, "publish").status_code == 303
    assert reader.get(f"/experiences/{declined}").status_code == 200
    assert "The author appeals." not in moderator.get(f"/review/{declined}").text


def test_who_declined_may_look_again_after_three_days_and_an_author_appeals_once(
    declined: str, author: Author, moderator: Staffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.send("/mine/appeal", message=APPEAL)
    at(monkeypatch, 2.9)
    assert insists(moderator, declined, "decline").status_code == 409
    at(monkeypatch, 4.1)
    assert moderator.decides(declined, "decline", reason="off_topic", message="We looked again.").status_code == 303
    monkeypatch.undo()
    assert "Ask for a second look" not in author.get("/mine").text
    assert "We have looked twice" in author.get("/mine/appeal").text
    answer = author.post("/mine/appeal", data={**carried(author.get("/mine/withdrawal").text), "message": "Once more."})
    assert answer.status_code == 409
    assert "Once more." in answer.text


def test_who_declined_does_not_decide_the_appeal_where_there_is_somebody_else(
        declined: str, author: Author, moderator: Staffer, editor: Staffer, monkeypatch: pytest.MonkeyPatch) -> None:
    author.send("/mine/appeal", message=APPEAL)
    at(monkeypatch, days=9)
    assert "so somebody else decides now" in moderator.get(f"/review/{declined}").text
    assert insists(moderator, declined, "decline").status_code in (403, 409)
    assert editor.decides(declined, "publish", sure="y").status_code == 303


@pytest.mark.parametrize(("days", "possible"), [(29, True), (30, True), (31, False)])
def test_an_appeal_is_made_within_thirty_days(
    declined: str, author: Author, monkeypatch: pytest.MonkeyPatch, days: int, possible: bool
) -> None:
    assert CLOCKS["appeal"].time == dt.timedelta(days=30)
    token = carried(author.get("/mine/appeal").text)
    at(monkeypatch, days)
    assert ("Ask for a second look</a>" in author.get("/mine").text) == possible
    assert ("The time to ask" in author.get("/mine/appeal").text) != possible
    assert author.post("/mine/appeal", data={**token, "message": APPEAL}).status_code == (303 if possible else 409)


def test_an_appeal_for_a_newer_version_leaves_the_agreed_text(author: Author, moderator: Staffer, editor: Staffer, reader: Reader) -> None:
    author.tells(body="Agreed words.")
    [public_id] = moderator.publishes_all()
    author.comes_back()
    author.send("/mine/revision", title="T", body="Newer words.")
    moderator.decides(public_id, "decline", reason="unclear")
    author.send("/mine/appeal", message=APPEAL)
    assert "Agreed words." in reader.get(f"/experiences/{public_id}").text
    page = moderator.get(f"/review/{public_id}").text
    assert 'value="hide"' in page, "what readers see can still be hidden by whoever sees the need"
    assert 'value="publish"' not in page
    editor.decides(public_id, "publish")
    assert "Newer words." in reader.get(f"/experiences/{public_id}").text


def test_what_happened_is_told_with_what_follows_and_when(declined: str, author: Author) -> None:
    page = author.get("/mine").text
    until = story_until()
    assert f"erased by itself on {until}" in page
    assert "You sent your story" in page
    assert "A moderator decided not to publish it" in page
    author.send("/mine/appeal", message=APPEAL)
    assert "erased by itself" not in author.get("/mine").text


def test_a_waiting_author_is_told_how_long_it_takes(author: Author) -> None:
    author.tells()
    author.comes_back()
    assert "usually answers within 3 days" in author.get("/mine").text


def test_no_one_else_restores_or_appeals(hub: Flask) -> None:
    hiding, decline = policy.Hiding(1, by_author=True), policy.Declined(1, now().date(), appealed=False)
    for who in (None, policy.Author(2)):
        assert not policy.may("restore", who, hiding)
        assert not policy.may("appeal", who, decline)
    assert policy.may("restore", policy.Author(1), hiding)
    assert policy.may("appeal", policy.Author(1), decline)


def story_until() -> str:
    """The day a declined story is erased, as its author reads it."""
    day = now().date() + CLOCKS["declined"].time
    return f"{day.day} {day:%B %Y}"
