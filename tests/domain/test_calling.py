"""Moderators are told: at once of what should not wait, once a day of the rest, each only if they want it; neutrally."""

import datetime as dt
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from hub import notices, outbox, worker
from hub.db import db, saving, today
from hub.models import Promise, Staff, Waiting
from tests.mail import Box
from tests.people import Author, Staffer

DESPAIR = "I do not want to be here any more. I have thought about ending my life every night this week."
Make = Callable[..., Flask]
TELLING = ("ivf", "story", "stories", "fertil", "treatment", "despair", "moderator")


def hub_that_mails(hub_with: Make, mailing: Callable[..., int]) -> Flask:
    """A hub with a mail server and an address."""
    return hub_with(f"smtp://127.0.0.1:{mailing()}?from=post@example.org", HUB_PUBLIC_URL="http://localhost")


def mailed(box: Box) -> list[str]:
    """Who got a mail since it was asked last."""
    worker.drain(worker.MAIL)
    to = sorted(address for several, _ in box.mails for address in several)
    box.mails.clear()
    return to


def words_of(box: Box) -> str:
    """Subject, sender and body of the first mail."""
    mail = box.mails[0][1]
    return f"{mail['Subject']} {mail['From']} {mail.get_payload()}".lower()


def test_despair_calls_every_moderator_at_once_in_neutral_words(hub_with: Make, mailing: Callable[..., int], box: Box) -> None:
    app = hub_that_mails(hub_with, mailing)
    people = [Staffer(app, "moderator"), Staffer(app, "editor")]
    author = Author(app)
    author.tells(title="An ordinary day")
    assert mailed(box) == []
    author.tells(title="Now", body=DESPAIR)
    assert db.session.scalars(select(Promise.due_at).where(Promise.task == "call")).one().time() == dt.time(), "no finer than the day"
    worker.drain(worker.MAIL)
    assert sorted(to for several, _ in box.mails for to in several) == sorted(person.email for person in people)
    said = words_of(box)
    assert "http://localhost/review" in said
    assert [word for word in TELLING if word in said] == []
    box.mails.clear()
    author.tells(title="Ordinary again")
    assert mailed(box) == []


def test_nobody_is_called_for_what_was_decided_meanwhile_or_who_switched_it_off(
    hub_with: Make, mailing: Callable[..., int], box: Box
) -> None:
    app = hub_that_mails(hub_with, mailing)
    called, quiet = Staffer(app, "moderator"), Staffer(app, "moderator")
    assert quiet.send("/staff/notices", daily_mail="y").status_code == 303
    Author(app).tells(body=DESPAIR)
    assert mailed(box) == [called.email]
    Author(app).tells(body=DESPAIR + " Again.")
    for public_id in called.waiting():
        called.decides(public_id, "decline", reason="off_topic")
    assert mailed(box) == []


def test_a_digest_comes_once_a_day_to_those_who_want_it_and_only_when_something_waits(
    hub_with: Make, mailing: Callable[..., int], box: Box
) -> None:
    app = hub_that_mails(hub_with, mailing)
    wants, quiet = Staffer(app, "moderator"), Staffer(app, "moderator")
    quiet.send("/staff/notices", urgent_mail="y")

    def a_day_begins() -> bool:
        due = notices.digest_is_due()
        with saving():
            notices.promise_digest()
        return due

    assert a_day_begins()
    assert mailed(box) == []
    for title in ("One", "Two", "Three"):
        Author(app).tells(title=title)
    with saving():
        db.session.scalars(select(Waiting)).all()[0].since = today() - dt.timedelta(days=9)
    assert not a_day_begins(), "once a day"
    with saving():
        outbox.promise("digest", notices.DESK)
    worker.drain(worker.MAIL)
    [(to, _)] = box.mails
    assert to == [wants.email]
    assert "3 wait, 1 longer than promised" in words_of(box)
    assert [word for word in TELLING if word in words_of(box)] == []


def test_a_server_that_is_down_is_tried_again_for_each_by_itself(hub_with: Make, mailing: Callable[..., int], box: Box) -> None:
    app = hub_that_mails(hub_with, mailing)
    Staffer(app, "moderator")
    box.recipient_answer = "450 Come back later"
    Author(app).tells(body=DESPAIR)
    assert mailed(box) == []
    promise = db.session.scalars(select(Promise).where(Promise.task == "call")).one()
    assert (promise.record.partition(":")[0], promise.error) == ("staff", "SMTPRecipientsRefused")
    box.recipient_answer = "250 OK"
    with saving():
        promise.due_at = dt.datetime.now(dt.UTC)
    assert mailed(box) == list(db.session.scalars(select(Staff.email)))


def test_without_a_mail_server_nothing_is_kept_for_later(hub_with: Make) -> None:
    app = hub_with("")
    Staffer(app, "moderator")
    Author(app).tells(body=DESPAIR)
    worker.drain()
    assert outbox.pending("call") == []
