"""The one mail an author asked for: it arrives, says nothing of what it is about, and its address is forgotten."""

import datetime as dt
import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import delete, func, select

from app import create_app
from hub import notices, worker
from hub.db import db, now, saving
from hub.errors import Unready
from hub.models import Contact, Experience, Promise
from tests.commands.test_content import run
from tests.mail import Box, certificate, let_in
from tests.people import Author, Staffer
from tests.servers import free_port

ADDRESS = "quokkaberry@example.org"
Make = Callable[..., Flask]


def told_and_published(app: Flask) -> Author:
    """A story with an address, published; the worker did everything but the mail."""
    author = Author(app)
    author.tells(email=ADDRESS, consent_contact="y")
    moderator = Staffer(app, "moderator")
    moderator.decides(moderator.waiting()[0], "publish")
    worker.drain(worker.HERE)
    a_minute_passes()
    return author


def a_minute_passes() -> None:
    """Whoever decided can take it back no more."""
    with saving():
        for promise in db.session.scalars(select(Promise).where(Promise.task == "notice", Promise.tries == 0)):
            promise.due_at = now()


def again() -> int:
    """The wait is over: the worker tries once more."""
    with saving():
        for promise in db.session.scalars(select(Promise)):
            promise.due_at = now() - dt.timedelta(seconds=1)
    return worker.work_once(worker.MAIL)


def addresses() -> int:
    """How many addresses are held."""
    db.session.rollback()
    return db.session.scalar(select(func.count(Contact.experience_id))) or 0


def test_p7_the_mail_says_nothing_of_what_it_is_about_and_the_address_is_forgotten(
    hub_with: Make, mailing: Callable[..., int], box: Box
) -> None:
    app = hub_with(f"smtp://127.0.0.1:{mailing()}?from=post@example.org", HUB_PUBLIC_URL="http://localhost")
    author = told_and_published(app)
    assert worker.work_once(worker.MAIL) == 1
    [(to, mail)] = box.mails
    assert to == [ADDRESS]
    assert (mail["From"], mail["To"], mail["Subject"]) == ("post@example.org", ADDRESS, "There is an answer for you")
    said = str(mail).lower()
    assert not [word for word in ("ivf", "story", "stories", "fertil", "treatment", "moderator", "publish") if word in said]
    assert "http://localhost/mine" in said
    assert author.key.lower() not in said
    assert addresses() == 0
    worker.drain()
    assert len(box.mails) == 1


@pytest.mark.parametrize("verdicts", [("hide",), ("hide", "restore"), ("remove",)])
def test_p7_what_is_taken_from_readers_or_shown_again_is_told_while_an_address_is_held(
    hub_with: Make, mailing: Callable[..., int], box: Box, verdicts: tuple[str, ...]
) -> None:
    app = hub_with(f"smtp://127.0.0.1:{mailing()}")
    author, moderator = Author(app), Staffer(app, "moderator")
    author.tells(email=ADDRESS, consent_contact="y")
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "publish")
    with saving():
        db.session.execute(delete(Promise).where(Promise.task == "notice"))  # as if its mail had not been promised
    for verdict in verdicts:
        assert moderator.decides(public_id, verdict, reason="" if verdict == "restore" else "recognisable").status_code == 303
    assert db.session.scalar(select(func.count(Promise.id)).where(Promise.task == "notice")) == len(verdicts)
    a_minute_passes()
    worker.drain()
    [(to, mail)] = box.mails
    assert (to, mail["Subject"]) == ([ADDRESS], "There is an answer for you")
    assert not [word for word in ("hid", "remov", "restor", "shown", "story") if word in str(mail).lower()]
    assert addresses() == 0


def test_p7_an_address_was_given_for_one_message_and_later_news_stands_under_the_key(
    hub_with: Make, mailing: Callable[..., int], box: Box
) -> None:
    app = hub_with(f"smtp://127.0.0.1:{mailing()}")
    author = told_and_published(app)
    worker.drain()
    public_id = db.session.scalars(select(Experience.public_id)).one()
    Staffer(app, "moderator").decides(public_id, "hide", reason="recognisable")
    a_minute_passes()
    worker.drain()
    assert len(box.mails) == 1
    assert db.session.scalars(select(Promise)).all() == []
    author.comes_back()
    assert "A moderator hid it from readers" in author.get("/mine").text


def test_taking_a_hiding_back_leaves_the_notice_of_the_publishing(hub_with: Make) -> None:
    app = hub_with("smtp://127.0.0.1:9")
    author, moderator = Author(app), Staffer(app, "moderator")
    author.tells(email=ADDRESS, consent_contact="y")
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "publish")
    moderator.decides(public_id, "hide", reason="recognisable")
    moderator.send(f"/review/{public_id}/reversal", "/review")
    assert db.session.scalar(select(func.count(Promise.id)).where(Promise.task == "notice")) == 1


def test_p7_without_an_address_or_without_a_yes_to_it_no_mail_is_sent(hub_with: Make, mailing: Callable[..., int], box: Box) -> None:
    app = hub_with(f"smtp://127.0.0.1:{mailing()}")
    for fields in ({"email": None}, {"email": ADDRESS}):
        Author(app).tells(**fields)
    Staffer(app, "moderator").publishes_all()
    assert box.mails == []
    assert addresses() == 0


def test_p7_an_address_is_sealed_at_rest_and_its_key_is_elsewhere(hub_with: Make, tmp_path: Path) -> None:
    app = hub_with("", HUB_CONTACT_KEY_FILE=str(tmp_path / "apart.key"))
    told_and_published(app)
    db.session.remove()
    held = b"".join(path.read_bytes() for path in (tmp_path / "instance").rglob("*") if path.is_file())
    assert addresses() == 1
    assert ADDRESS.encode() not in held
    assert (tmp_path / "apart.key").read_bytes() not in held
    assert (tmp_path / "apart.key").stat().st_mode & 0o777 == 0o600


def test_p7_with_a_user_the_line_is_encrypted_before_the_password_is_sent(
    hub_with: Make, mailing: Callable[..., int], box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    port = mailing(tls_context=context, require_starttls=True, authenticator=let_in, auth_required=True)
    told_and_published(hub_with(f"smtp://post%20man:s%3Ae%2Fc%40ret@localhost:{port}?from=post@example.org"))
    assert worker.work_once(worker.MAIL) == 0  # a certificate nobody vouches for
    assert db.session.scalars(select(Promise.error)).one() == "SSLCertVerificationError"
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    assert again() == 1
    assert box.encrypted == [True]


@pytest.mark.parametrize("server", ["plain", "wrong password"])
def test_p7_a_password_is_not_sent_in_clear_and_a_wrong_one_keeps_the_mail(
    hub_with: Make, mailing: Callable[..., int], box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    port = mailing() if server == "plain" else mailing(tls_context=context, authenticator=let_in, auth_required=True)
    told_and_published(hub_with(f"smtp://post:wrong@localhost:{port}"))
    assert worker.work_once(worker.MAIL) == 0
    assert db.session.scalars(select(Promise.error)).one() in ("SMTPNotSupportedError", "SMTPAuthenticationError")
    assert (box.mails, addresses()) == ([], 1)


def test_p7_mail_that_is_down_is_waited_for_with_growing_waits(
    hub_with: Make, mailing: Callable[..., int], box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    port = free_port()
    told_and_published(hub_with(f"smtp://127.0.0.1:{port}"))
    waits = []
    for _ in range(4):
        assert again() == 0
        promise = db.session.scalars(select(Promise)).one()
        waits.append(round((promise.due_at - now()).total_seconds()))
    assert waits == [2, 4, 8, 16]
    assert (promise.record, promise.error) == ("experience:1", "ConnectionRefusedError")
    assert addresses() == 1
    mailing(port)
    assert again() == 1
    assert len(box.mails) == 1
    assert not [record for record in caplog.records if ADDRESS in record.getMessage() and record.name != "mail.log"]  # the server's own


def test_p7_a_recipient_refused_for_now_is_tried_again_one_refused_for_good_is_not(
    hub_with: Make, mailing: Callable[..., int], box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    box.recipient_answer = "450 Come back later"
    told_and_published(hub_with(f"smtp://127.0.0.1:{mailing()}"))
    assert (again(), addresses()) == (0, 1)
    box.recipient_answer = "550 Nobody of that name"
    assert (again(), addresses(), box.mails) == (1, 0, [])
    assert ADDRESS not in caplog.text


def test_p7_a_server_that_says_nothing_is_left_after_a_while_and_holds_up_no_page_and_no_erasure(
    hub_with: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.notices.TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = hub_with(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        author = told_and_published(app)
        assert worker.work_once(worker.MAIL) == 0
        assert db.session.scalars(select(Promise.error)).one() == "SMTPServerDisconnected"
        author.comes_back()
        author.send("/mine/withdrawal", confirm="yes")
        assert worker.drain(worker.HERE) > 0
        assert again() == 1  # nobody is left to tell


def test_p7_a_worker_that_died_between_sending_and_forgetting_sends_again(
    hub_with: Make, mailing: Callable[..., int], box: Box
) -> None:
    told_and_published(hub_with(f"smtp://127.0.0.1:{mailing()}"))
    with saving():
        [taken] = worker.outbox.take(1, worker.MAIL, worker.MAIL_LEASE)
        record = taken.record
    assert notices.send(record)  # and here it died
    assert worker.work_once(worker.MAIL) == 0  # the lease is still on
    assert again() == 1
    assert len(box.mails) == 2
    assert addresses() == 0


@pytest.mark.parametrize("typed", ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "a@example.org\nSubject: IVF"])
def test_p7_an_address_is_one_address_and_no_header(hub_with: Make, mailing: Callable[..., int], box: Box, typed: str) -> None:
    app = hub_with(f"smtp://127.0.0.1:{mailing()}")
    assert Author(app).tells(email=typed, consent_contact="y").status_code == 422
    told_and_published(app)
    with saving():
        db.session.scalars(select(Contact)).one().sealed = notices.seal(typed)  # even if one had come in
    assert worker.work_once(worker.MAIL) == 0
    assert box.mails == []


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "smtp://host:port", "mail.example.org", "smtp://host:99999"])
def test_a_mail_address_that_cannot_be_used_is_named_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(Unready, match="HUB_MAIL_URL") as problem:
        create_app({"HUB_INSTANCE": str(tmp_path), "HUB_MAIL_URL": url.replace("//", "//u:secretpassword@")})
    assert "secretpassword" not in str(problem.value)


@pytest.mark.parametrize("what", ["missing", "another", "rubbish"])
def test_r4_a_contact_key_that_is_not_there_or_not_the_right_one_is_told(hub_with: Make, tmp_path: Path, what: str) -> None:
    author = told_and_published(hub_with("smtp://127.0.0.1:9"))
    key = tmp_path / "instance/contact.key"
    key.unlink() if what == "missing" else key.write_bytes(Fernet.generate_key() if what == "another" else b"rubbish")
    if what == "rubbish":
        with pytest.raises(Unready, match="does not hold a contact key"):
            hub_with("smtp://127.0.0.1:9")
        return
    app = hub_with("smtp://127.0.0.1:9")
    result = run(app, "check")
    assert result.exit_code != 0
    assert "1 contact addresses were sealed with another key" in result.output
    assert worker.work_once(worker.MAIL) == 0
    assert db.session.scalars(select(Promise.error).where(Promise.task == "notice")).one() == "Unready"
    back = Author(app)
    back.key = author.key
    back.comes_back()
    assert "cannot be opened" in back.get("/mine/export").json["address"]  # type: ignore[index]


def test_m4_admins_are_told_of_an_alarm_in_words_that_say_nothing(hub_with: Make, mailing: Callable[..., int], box: Box) -> None:
    app = hub_with(f"smtp://127.0.0.1:{mailing()}", HUB_PUBLIC_URL="http://localhost", HUB_DESTRUCTIVE_PER_HOUR="0")
    moderator, admins = Staffer(app, "moderator"), [Staffer(app, "admin") for _ in range(2)]
    Author(app).tells()
    moderator.proves(moderator.decides(moderator.waiting()[0], "decline", reason="other", message="Kindly."))
    worker.drain()
    assert sorted(to[0] for to, _ in box.mails) == sorted(person.email for person in admins)
    said = str(box.mails[0][1]).lower()
    assert not [word for word in ("ivf", "story", "stories", "moderator", "declin", "alarm", "staff:") if word in said]
    assert "http://localhost/review" in said
    assert db.session.scalar(select(func.count(Promise.id)).where(Promise.task == "alarm")) == 0
