"""Visits: an author's and a moderator's sessions begin with a key or a password, stay on their paths, and end."""

import datetime as dt
import time
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app import create_app
from hub import cli, worker
from hub.db import db, saving, today
from hub.models import Experience, LeftVisit, Staff
from hub.web.sessions import IDLE, LONGEST, HubSessions
from tests.people import PASSWORD, Author, Reader, Staffer, hidden


def cookies(answer: TestResponse) -> list[Morsel[str]]:
    """The cookies an answer sets."""
    return [morsel for line in answer.headers.getlist("Set-Cookie") for morsel in SimpleCookie(line).values()]


def back_then(person: Reader, name: str, path: str, seconds: int, **changes: int) -> None:
    """Make the person's cookie one that was last sent this long ago."""
    signer = HubSessions().get_signing_serializer(person.app)
    cookie = person.browser.get_cookie(name, path=path)
    assert signer is not None
    assert cookie is not None
    values = signer.loads(cookie.value) | changes

    class Then(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - seconds

    signer.signer = Then
    person.browser.set_cookie(name, str(signer.dumps(values)), path=path)


def test_an_authors_cookie_lives_under_its_path_and_out_of_reach(author: Author) -> None:
    author.tells()
    [cookie] = cookies(author.comes_back())
    assert (cookie.key, cookie["path"], cookie["samesite"], cookie["httponly"]) == ("mine", "/mine", "Strict", True)
    assert int(cookie["max-age"]) == IDLE == 1800
    for path in ("/", "/news", "/experiences", "/search", "/share"):
        assert "Set-Cookie" not in author.get(path).headers


def test_a_staff_cookie_lives_under_the_paths_of_staff_and_remembers_nobody(hub: Flask, moderator: Staffer) -> None:
    set_ = cookies(moderator.get("/review"))
    assert {(c.key, c["path"]) for c in set_} == {("staff", "/staff"), ("staff", "/review"), ("staff", "/desk")}
    assert all(c["samesite"] == "Strict" and c["httponly"] for c in set_)
    answer = Reader(hub).send("/staff/sign-in", email=moderator.email, password=PASSWORD, remember="y")
    assert answer.status_code == 303
    assert {c.key for c in cookies(answer)} == {"staff"}
    for path in ("/", "/news", "/search", "/mine", "/share"):
        assert "staff" not in moderator.get(path).headers.get("Set-Cookie", "")


def test_behind_tls_cookies_are_secure_and_addresses_stay_https(tmp_path: object) -> None:
    app = create_app({"HUB_INSTANCE": f"{tmp_path}/tls", "HUB_RATE_LIMITS": False, "HUB_PUBLIC_URL": "https://stories.example.org"})
    with app.app_context():
        cli.prepare()
        browser = app.test_client()
        answer = browser.get("/staff/sign-in", base_url="https://stories.example.org")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        assert all(c.key == "__Secure-staff" and c["secure"] and c["samesite"] == "Strict" for c in cookies(answer))
        assert cookies(answer)
        db.engine.dispose()


def test_only_the_hubs_own_name_is_answered_and_the_refusal_carries_the_policy(tmp_path: object) -> None:
    app = create_app({"HUB_INSTANCE": f"{tmp_path}/named", "HUB_RATE_LIMITS": False, "HUB_PUBLIC_URL": "https://stories.example.org"})
    with app.app_context():
        cli.prepare()
        assert app.test_client().get("/", base_url="https://stories.example.org").status_code == 200
        answer = app.test_client().get("/", base_url="https://elsewhere.example.org")
        assert answer.status_code == 400
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        db.engine.dispose()


def test_a_visit_ends_by_itself_after_half_an_hour(author: Author) -> None:
    author.tells()
    author.comes_back()
    back_then(author, "mine", "/mine", IDLE - 60)
    assert "Waiting for a moderator" in author.get("/mine").text
    back_then(author, "mine", "/mine", IDLE + 60)
    assert "Enter the key" in author.get("/mine").text
    assert author.get("/mine/export").status_code == 303


def test_a_moderator_is_asked_anew_after_half_an_hour_or_twelve(moderator: Staffer) -> None:
    back_then(moderator, "staff", "/review", IDLE + 60)
    assert moderator.get("/review").status_code == 302
    again = Staffer(moderator.app, "moderator")
    back_then(again, "staff", "/review", 10, since=int(time.time()) - LONGEST - 60)
    assert again.get("/review").status_code == 302


@pytest.mark.parametrize("value", ["", "forged", "eyJzdG9yeSI6MX0.aaaaaa.bbbbbb"])
def test_a_forged_cookie_opens_nothing(author: Author, value: str) -> None:
    author.tells()
    author.browser.set_cookie("mine", value, path="/mine")
    author.browser.set_cookie("staff", value, path="/review")
    assert "Enter the key" in author.get("/mine").text
    assert author.get("/review").status_code == 302


def test_the_key_of_one_story_opens_no_other(hub: Flask, author: Author) -> None:
    other = Author(hub)
    author.tells(body="Only mine.")
    other.tells(body="Only theirs.")
    other.comes_back()
    for path in ("/mine", "/mine/revision", "/mine/export"):
        assert "Only mine." not in other.get(path).text, path


def test_withdrawing_on_one_device_ends_the_visit_on_every_other(hub: Flask, author: Author) -> None:
    author.tells()
    author.comes_back()
    phone = Author(hub)
    phone.key = author.key
    phone.comes_back()
    form = phone.get("/mine/revision").text
    author.send("/mine/withdrawal", confirm="yes")
    for path in ("/mine/revision", "/mine/export", "/mine/answer", "/mine/withdrawal"):
        assert phone.get(path).status_code == 303, path
    answer = phone.post("/mine/revision", data={"csrf_token": hidden(form, "csrf_token"), "title": "T", "body": "Too late."})
    assert answer.status_code == 303
    assert "Enter the key" in phone.get("/mine").text
    assert db.session.scalars(select(Experience)).one().revisions == []


def test_a_wrong_key_and_a_withdrawn_one_answer_alike(author: Author) -> None:
    author.tells()
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    pages = [author.send("/mine", key=key) for key in (author.key, "7" * 26)]
    assert [page.status_code for page in pages] == [422, 422]
    assert len({page.text.replace(hidden(page.text, "csrf_token"), "").replace(key, "") for page, key in zip(
        pages, (author.key, "7" * 26), strict=True)}) == 1


def test_leaving_makes_the_browser_forget_and_a_copied_cookie_useless(hub: Flask, author: Author) -> None:
    author.tells()
    author.comes_back()
    copied = author.browser.get_cookie("mine", path="/mine")
    assert copied is not None
    page = author.get("/mine").text
    answer = author.post("/mine/leave", data={"csrf_token": hidden(page, "csrf_token")})
    assert answer.headers["Clear-Site-Data"]
    assert author.browser.get_cookie("mine", path="/mine") is None
    thief = Reader(hub)
    thief.browser.set_cookie("mine", copied.value, path="/mine")
    assert thief.get("/mine/export").status_code == 303
    assert "Enter the key" in thief.get("/mine").text
    assert {c.name for c in LeftVisit.__table__.columns} == {"id", "left_on"}
    for days, left in ((1, 1), (2, 0)):  # on the next day the copy could still be younger than half a day
        with saving():
            db.session.execute(update(LeftVisit).values(left_on=today() - dt.timedelta(days=days)))
        worker.let_go(today())
        assert len(db.session.scalars(select(LeftVisit)).all()) == left
    author.comes_back()
    assert author.get("/mine/export").status_code == 200


def test_a_wrong_password_and_an_unknown_address_answer_alike(hub: Flask, moderator: Staffer) -> None:
    with saving():
        db.session.add(Staff(email="invited@example.org", role="moderator"))
    pages = []
    for email in (moderator.email, "nobody@example.org", "invited@example.org"):
        answer = Reader(hub).send("/staff/sign-in", email=email, password="quite another password")
        pages.append((answer.status_code, answer.text.replace(email, "").replace(hidden(answer.text, "csrf_token"), "")))
    assert pages[0][0] == 422
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(hub: Flask, moderator: Staffer, target: str) -> None:
    person = Reader(hub)
    page = person.browser.get("/staff/sign-in", query_string={"next": target}).text
    answer = person.browser.post("/staff/sign-in", query_string={"next": target}, data={
        "csrf_token": hidden(page, "csrf_token"), "email": moderator.email, "password": PASSWORD, "next": target})
    assert answer.status_code == 303
    answer = person.send("/staff/second-factor", code=moderator.recovery_codes[0])
    assert answer.status_code == 303
    landed = urlsplit(urljoin("http://localhost/staff/sign-in", answer.headers.get("Location", "").replace("\\", "/")))
    assert (landed.scheme, landed.netloc) == ("http", "localhost")


def test_after_signing_in_somebody_is_where_they_wanted_to_be(hub: Flask, editor: Staffer) -> None:
    person = Reader(hub)
    asked = person.get("/desk")
    assert asked.headers["Location"] == "/staff/sign-in?next=/desk"
    person.send(asked.headers["Location"], email=editor.email, password=PASSWORD)
    answer = person.send("/staff/second-factor", code=editor.recovery_codes[0])
    assert answer.headers["Location"] == "/desk"


def test_signing_out_ends_it_and_takes_a_token(moderator: Staffer) -> None:
    assert moderator.get("/staff/sign-out").status_code == 405
    assert moderator.post("/staff/sign-out").status_code == 400
    assert moderator.get("/review").status_code == 200
    answer = moderator.send("/staff/sign-out", "/review")
    assert answer.headers["Clear-Site-Data"]
    assert moderator.get("/review").status_code == 302


def test_an_ended_account_is_out_at_once(moderator: Staffer) -> None:
    with saving():
        db.session.scalars(select(Staff).where(Staff.email == moderator.email)).one().active = False
    assert moderator.get("/review").status_code in (302, 403)
    assert Reader(moderator.app).send("/staff/sign-in", email=moderator.email, password=PASSWORD).status_code == 422
