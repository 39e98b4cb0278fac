"""Sessions of staff: seen and ended by whom they belong to, on the server, so that a copied cookie is dead with them."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select, update

from hub import worker
from hub.config import CLOCKS
from hub.db import db, now, saving, today
from hub.models import Staff, Visit
from tests.people import PASSWORD, Author, Reader, Staffer, carried


def copied(person: Staffer) -> Reader:
    """Somebody who copied the person's cookie."""
    thief = Reader(person.app)
    for path in ("/review", "/staff"):
        cookie = person.browser.get_cookie("staff", path=path)
        assert cookie is not None
        thief.browser.set_cookie("staff", cookie.value, path=path)
    return thief


def test_x3_signing_out_ends_a_copied_cookie_too(moderator: Staffer) -> None:
    thief = copied(moderator)
    assert thief.get("/review").status_code == 200
    moderator.send("/staff/sign-out", "/review")
    assert thief.get("/review").status_code == 302
    assert db.session.scalars(select(Visit)).all() == []


def test_x3_one_session_is_ended_from_another(moderator: Staffer) -> None:
    phone = moderator.elsewhere()
    page = moderator.get("/staff/sessions").text
    assert page.count("Since") == 1
    there = db.session.scalars(select(Visit.id).order_by(Visit.begun_at.desc())).first()
    assert moderator.send("/staff/sessions", session=there).status_code == 303
    assert phone.get("/review").status_code == 302
    assert moderator.get("/review").status_code == 200
    assert moderator.send("/staff/sessions", session="nothing").status_code == 303


def test_x3_signing_out_everywhere_is_everywhere_for_oneself_alone(moderator: Staffer, editor: Staffer) -> None:
    phone = moderator.elsewhere()
    theirs = db.session.scalars(select(Visit.id).join(Staff).where(Staff.email == editor.email)).one()
    moderator.send("/staff/sessions", session=theirs)
    assert editor.get("/review").status_code == 200
    answer = moderator.send("/staff/sessions", session="all")
    assert answer.headers["Clear-Site-Data"]
    assert [person.get("/review").status_code for person in (moderator, phone, editor)] == [302, 302, 200]


def test_x3_another_password_ends_every_other_session(moderator: Staffer) -> None:
    phone, new = moderator.elsewhere(), "another long password"
    for old, password, again in (("not this one", new, new), (PASSWORD, "short", "short"), (PASSWORD, new, "different words")):
        assert moderator.send("/staff/password", old=old, password=password, password_confirm=again).status_code == 422
    assert phone.get("/review").status_code == 200
    assert moderator.send("/staff/password", old=PASSWORD, password=new, password_confirm=new).status_code == 303
    assert phone.get("/review").status_code == 302
    assert moderator.get("/review").status_code == 200
    assert Reader(moderator.app).send("/staff/sign-in", email=moderator.email, password=PASSWORD).status_code == 422
    assert Reader(moderator.app).send("/staff/sign-in", email=moderator.email, password=new).status_code == 303


@pytest.mark.parametrize(("column", "clock"), [("seen_at", "idle"), ("begun_at", "session")])
def test_x3_a_session_ends_on_the_server_by_itself(moderator: Staffer, column: str, clock: str) -> None:
    for late, status in ((-120, 200), (120, 302)):
        with saving():
            db.session.execute(update(Visit).values({column: now() - CLOCKS[clock].time - dt.timedelta(seconds=late)}))
        assert moderator.get("/review").status_code == status
    with saving():
        db.session.execute(update(Visit).values(begun_at=now() - CLOCKS["session"].time - dt.timedelta(seconds=1)))
    worker.let_go(today())
    assert db.session.scalars(select(Visit)).all() == []


def test_x3_each_page_keeps_the_session_going(moderator: Staffer) -> None:
    with saving():
        db.session.execute(update(Visit).values(seen_at=now() - dt.timedelta(minutes=20)))
    moderator.get("/review")
    assert db.session.scalars(select(Visit.seen_at)).one() > now() - dt.timedelta(minutes=1)


def test_p1_a_session_holds_no_address_and_no_browser(hub: Flask, moderator: Staffer) -> None:
    assert set(Visit.__table__.columns.keys()) == {"id", "staff_id", "begun_at", "seen_at", "proved_at"}


def test_whoever_was_signed_out_while_writing_gets_back_what_they_typed(moderator: Staffer, author: Author) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    page = f"/review/{public_id}"
    form = carried(moderator.get(page).text)
    moderator.send("/staff/sign-out", "/review")
    answer = moderator.post(f"{page}/decision", data={**form, "verdict": "ask", "message": "Which of the <two> winters was it?"})
    assert answer.status_code == 401
    assert "Which of the &lt;two&gt; winters was it?" in answer.text
    assert f'href="/staff/sign-in?next={page}"' in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
