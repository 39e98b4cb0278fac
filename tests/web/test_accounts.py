"""Admins keep the accounts: inviting, roles by two people, links for who lost something, ending. All of it is logged."""

import datetime as dt
import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub import policy
from hub.db import db
from hub.models import Claim, LogEntry, Staff, Visit
from tests.guards.test_pages import sound
from tests.people import PASSWORD, Author, Reader, Staffer, code_of, shown_secret, time_passes

PEOPLE = "/staff/people"


def person(email: str) -> Staff:
    """An account as it stands now."""
    return db.session.scalars(select(Staff).where(Staff.email == email)).one()


def link_in(answer: TestResponse) -> str:
    """The path of the link an answer shows."""
    found = re.search(r'id="link">https?://[^/]+(/[^<]+)<', answer.text)
    assert found, "no link"
    return found.group(1)


def logged(act: str) -> list[tuple[str, str, str]]:
    """Who did this to whom, and what they became."""
    return [(e.actor, e.record, e.became) for e in db.session.scalars(select(LogEntry).where(LogEntry.act == act))]


def test_x3_an_admin_invites_somebody_who_joins_as_a_moderator(hub: Flask, admin: Staffer) -> None:
    assert admin.send(PEOPLE, email="not an address", role="moderator").status_code == 422
    assert admin.send(PEOPLE, email=admin.email, role="moderator").status_code == 422
    made = admin.send(PEOPLE, email="New@example.org", role="moderator")
    sound(made.text, "link")
    new = Reader(hub)
    assert new.send(link_in(made), password=PASSWORD, password_confirm=PASSWORD).headers["Location"] == "/staff/second-factor"
    new.send("/staff/second-factor", code=code_of(shown_secret(new.get("/staff/second-factor").text)))
    assert new.get("/review").status_code == 200
    assert new.get(PEOPLE).status_code == 403
    page = admin.get(PEOPLE).text
    sound(page, "people")
    assert "new@example.org" in page
    assert link_in(made) not in page


def test_m4_e5_a_role_changes_by_two_people(hub: Flask, admin: Staffer, moderator: Staffer) -> None:
    id_ = person(moderator.email).id
    role = f"{PEOPLE}/{id_}/role"
    assert admin.send(role, PEOPLE, act="ask", role="editor").status_code == 303
    assert admin.send(role, PEOPLE, act="agree", role="editor").status_code == 403  # the same person, too early
    assert person(moderator.email).role == "moderator"
    assert "Agree" not in admin.get(PEOPLE).text
    second = Staffer(hub, "admin")
    assert second.send(role, PEOPLE, act="agree", role="admin").status_code == 409  # not what was asked
    assert second.send(role, PEOPLE, act="agree", role="editor").status_code == 303
    assert person(moderator.email).role == "editor"
    assert moderator.get("/desk").status_code == 200
    assert second.send(role, PEOPLE, act="agree", role="editor").status_code == 409  # it does not wait any more
    assert logged("change_role") == [(f"staff:{person(second.email).id}", f"staff:{id_}", "editor")]


def test_m4_a_single_admin_may_after_three_days(admin: Staffer, moderator: Staffer, monkeypatch: pytest.MonkeyPatch) -> None:
    role = f"{PEOPLE}/{person(moderator.email).id}/role"
    admin.send(role, PEOPLE, act="ask", role="editor")
    monkeypatch.setattr(policy, "ALONE_AFTER", dt.timedelta())
    assert "Agree" in admin.get(PEOPLE).text
    assert admin.send(role, PEOPLE, act="agree", role="editor").status_code == 303
    assert person(moderator.email).role == "editor"


def test_m4_what_was_asked_is_left(admin: Staffer, moderator: Staffer, hub: Flask) -> None:
    role = f"{PEOPLE}/{person(moderator.email).id}/role"
    admin.send(role, PEOPLE, act="ask", role="admin")
    admin.send(role, PEOPLE, act="keep", role="moderator")
    assert Staffer(hub, "admin").send(role, PEOPLE, act="agree", role="admin").status_code == 409
    assert admin.send(role, PEOPLE, act="ask", role="moderator").status_code == 422  # it is that already
    assert person(moderator.email).role == "moderator"


def test_m4_an_invitation_makes_no_second_admin(hub: Flask, admin: Staffer) -> None:
    admin.send(PEOPLE, email="puppet@example.org", role="admin")
    assert person("puppet@example.org").role == "moderator"
    assert Staffer(hub, "admin").send(f"{PEOPLE}/{person('puppet@example.org').id}/role", PEOPLE, act="agree", role="admin").status_code == 303
    assert person("puppet@example.org").role == "admin"


def test_x3_a_lost_password_is_chosen_anew_and_the_second_factor_stays(hub: Flask, admin: Staffer, moderator: Staffer) -> None:
    path = link_in(admin.send(f"{PEOPLE}/{person(moderator.email).id}/link", PEOPLE, purpose="password"))
    thief, new = Reader(hub), "another long password"
    sound(thief.get(path).text, "password link")
    assert thief.send(path, password=new, password_confirm=new).headers["Location"] == "/staff/second-factor"
    assert "Set up" not in thief.get("/staff/second-factor").text  # whoever holds the link alone stands before the code
    assert moderator.get("/review").status_code == 302
    assert thief.get(path).status_code == 404
    assert moderator.gives_password(new).status_code == 303
    assert moderator.send("/staff/second-factor", code=moderator.recovery_codes[0]).status_code == 303


def test_x3_a_lost_second_factor_is_set_up_anew_with_the_password(hub: Flask, admin: Staffer, moderator: Staffer) -> None:
    path = link_in(admin.send(f"{PEOPLE}/{person(moderator.email).id}/link", PEOPLE, purpose="factor"))
    assert moderator.get("/review").status_code == 200  # until the link is used all stays as it is
    other = Reader(hub)
    sound(other.get(path).text, "factor link")
    assert other.send(path, password="not the password").status_code == 422
    assert other.send(path, password=PASSWORD).headers["Location"] == "/staff/second-factor"
    assert moderator.get("/review").status_code == 302
    secret = shown_secret(other.get("/staff/second-factor").text)
    assert secret != moderator.secret
    other.send("/staff/second-factor", code=code_of(secret))
    assert other.get("/review").status_code == 200
    assert [logged(act)[-1][1] for act in ("link_factor", "lost_factor")] == [f"staff:{person(moderator.email).id}"] * 2


def test_m4_both_links_for_one_person_take_two_admins(hub: Flask, admin: Staffer, moderator: Staffer) -> None:
    path = f"{PEOPLE}/{person(moderator.email).id}/link"
    assert link_in(admin.send(path, PEOPLE, purpose="password"))
    answer = admin.send(path, PEOPLE, purpose="factor")
    assert answer.status_code == 409
    assert "Another admin makes this one now" in answer.text
    assert link_in(Staffer(hub, "admin").send(path, PEOPLE, purpose="factor"))


def test_x3_an_ended_account_is_out_at_once_and_its_address_forgotten(hub: Flask, admin: Staffer, moderator: Staffer, author: Author) -> None:
    author.tells()
    moderator.publishes_all()
    author.tells(title="Claimed")
    [waiting] = moderator.waiting()
    moderator.send(f"/review/{waiting}/claim", f"/review/{waiting}", act="take")
    id_ = person(moderator.email).id
    assert db.session.scalars(select(Claim.staff_id)).all() == [id_]
    assert admin.send(f"{PEOPLE}/{id_}/ending", PEOPLE).status_code == 303
    assert db.session.scalars(select(Claim)).all() == []
    assert moderator.get("/review").status_code == 302
    assert Reader(hub).send("/staff/sign-in", email=moderator.email, password=PASSWORD).status_code == 422
    assert db.session.scalars(select(Visit).where(Visit.staff_id == id_)).all() == []
    assert db.session.get_one(Staff, id_).email == f"ended:{id_}"
    assert db.session.scalars(select(LogEntry.actor).where(LogEntry.act == "publish")).all() == [f"staff:{id_}"]
    assert moderator.email not in admin.get(PEOPLE).text
    assert admin.send(f"{PEOPLE}/{id_}/ending", PEOPLE).status_code == 404
    assert admin.send(f"{PEOPLE}/{person(admin.email).id}/ending", PEOPLE).status_code == 403  # nobody ends their own
    admin.send(PEOPLE, email=moderator.email, role="moderator")
    assert person(moderator.email).id != id_


def test_x3_the_operator_ends_an_account_and_lets_a_lost_admin_begin_anew(hub: Flask, admin: Staffer, moderator: Staffer) -> None:
    run = hub.test_cli_runner().invoke
    assert run(args=["hub", "remove-moderator", moderator.email.upper()]).exit_code == 0
    assert moderator.get("/review").status_code == 302
    assert run(args=["hub", "remove-moderator", moderator.email]).exit_code != 0
    assert run(args=["hub", "add-moderator", admin.email, "--role", "admin"]).exit_code != 0
    link = run(args=["hub", "add-moderator", admin.email, "--role", "admin", "--anew"]).output.strip().splitlines()[-1]
    other = Reader(hub)
    other.send("/" + link.split("/", 3)[3], password="quite new words here", password_confirm="quite new words here")
    assert other.send("/staff/second-factor", code=code_of(shown_secret(other.get("/staff/second-factor").text))).status_code == 200
    assert other.get(PEOPLE).status_code == 200
    assert admin.get("/review").status_code == 302


def test_x3_an_admin_signs_somebody_out_everywhere(admin: Staffer, moderator: Staffer) -> None:
    phone = moderator.elsewhere()
    assert admin.send(f"{PEOPLE}/{person(moderator.email).id}/visits", PEOPLE).status_code == 303
    assert [p.get("/review").status_code for p in (moderator, phone, admin)] == [302, 302, 200]


def test_x3_what_admins_do_with_accounts_asks_once_more(admin: Staffer, moderator: Staffer) -> None:
    id_ = person(moderator.email).id
    time_passes()
    for path, fields in (("", {"email": "x@example.org", "role": "editor"}), (f"/{id_}/role", {"act": "ask", "role": "editor"}),
                         (f"/{id_}/link", {"purpose": "password"}), (f"/{id_}/visits", {}), (f"/{id_}/ending", {})):
        assert "Once more, please" in admin.send(PEOPLE + path, PEOPLE, **fields).text, path
    assert moderator.get("/review").status_code == 200
    assert [logged(act) for act in ("ask_role", "link_password", "end_visits", "end_account")] == [[]] * 4


def test_x3_another_app_and_new_recovery_codes(moderator: Staffer, hub: Flask) -> None:
    shown = moderator.send("/staff/app", "/staff/sessions")
    sound(shown.text, "another app")
    secret = shown_secret(shown.text)
    page = moderator.send("/staff/app", "/staff/sessions", code="000000")
    assert (page.status_code, shown_secret(page.text)) == (422, secret)
    assert moderator.send("/staff/app", "/staff/sessions", code=code_of(secret)).status_code == 200
    codes = moderator.send("/staff/recovery-codes", "/staff/sessions")
    sound(codes.text, "new codes")
    new = re.findall(r"<li>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</li>", codes.text)
    for code, status in ((moderator.recovery_codes[0], 422), (code_of(moderator.secret, 1), 422), (new[0], 303), (code_of(secret, 1), 303)):
        other = Reader(hub)
        other.send("/staff/sign-in", email=moderator.email, password=PASSWORD)
        assert other.send("/staff/second-factor", code=code).status_code == status


def test_x3_names_of_staff_are_never_public(author: Author, reader: Reader, moderator: Staffer, editor: Staffer) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(news=slug)
    [story] = moderator.publishes_all()
    author.comes_back()
    for page in (reader.get("/"), reader.get(f"/news/{slug}"), reader.get(f"/experiences/{story}"), author.get("/mine"),
                 author.get("/mine/export"), reader.get("/api/v1/search"), reader.get("/feeds/search.atom")):
        for name in (moderator.email, editor.email, "staff:"):
            assert name not in page.text
    assert editor.email not in moderator.get("/staff/log").text
