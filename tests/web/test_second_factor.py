"""The second factor: nobody gets to the desk with a password alone, a code works once, and a lost app is no end."""

import re
import time
from html import unescape
from pathlib import Path

import pytest
import segno
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import select

from app import create_app
from hub import cli, staff
from hub.db import db, part, saving
from hub.errors import Unready
from hub.models import LogEntry, Staff
from tests.guards.test_pages import sound
from tests.people import PASSWORD, Reader, Staffer, code_of, shown_secret

CODE = "/staff/second-factor"


def acts() -> list[str]:
    """What the log says happened."""
    return list(db.session.scalars(select(LogEntry.act).order_by(LogEntry.id)))


@pytest.fixture
def newcomer(hub: Flask) -> Reader:
    """Somebody who has a password, and no second factor yet; the password is given."""
    with saving():
        db.session.add(Staff(email="new@example.org", role="admin", password=hash_password(PASSWORD)))
    person = Reader(hub)
    assert person.send("/staff/sign-in", email="new@example.org", password=PASSWORD).headers["Location"] == CODE
    return person


def test_x3_without_a_second_factor_sign_in_leads_to_setting_one_up_and_nowhere_else(newcomer: Reader) -> None:
    for path in ("/review", "/desk", "/staff/sessions", "/staff/design"):
        assert newcomer.get(path).headers["Location"].startswith("/staff/sign-in"), path
    page = newcomer.get(CODE).text
    sound(page, "set up")
    secret = shown_secret(page)
    assert shown_secret(newcomer.get(CODE).text) == secret  # the same, should the page be opened again
    wrong = newcomer.send(CODE, code="000000")
    assert wrong.status_code == 422
    assert shown_secret(wrong.text) == secret
    sound(wrong.text, "set up with problems")
    done = newcomer.send(CODE, code=code_of(secret))
    assert (done.status_code, done.headers["Cache-Control"]) == (200, "no-store")
    sound(done.text, "recovery codes")
    assert newcomer.get("/review").status_code == 200
    assert acts()[-1] == "set_factor"


def test_x3_the_picture_for_the_app_says_what_the_key_says_and_is_drawn_in_the_page(newcomer: Reader) -> None:
    answer = newcomer.get(CODE)
    assert answer.headers["Cache-Control"] == "no-store"
    address = unescape(answer.text.split('<a href="otpauth')[1].split('"')[0])
    label, picture = re.findall(r'<div class="qr" role="img" aria-label="([^"]+)">(<svg.*?</svg>)</div>', answer.text, re.S)[0]
    assert "says the same as the key" in label
    assert not re.search(r"style=|data:|https?:|<image|<use", picture)
    wanted = segno.make_qr(f"otpauth{address}", error="m")
    assert modules(picture) == [list(row) for row in wanted.matrix]
    wrong = newcomer.send(CODE, code="000000").text
    assert picture in wrong, "the picture stays the same until its code was given"


def modules(picture: str) -> list[list[int]]:
    """The light and dark squares of a QR code drawn as one path of horizontal strokes, without the quiet zone."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', picture)[0])
    rows = [[0] * size for _ in range(size)]
    x = y = 0.0
    [path] = re.findall(r'stroke="#000" d="([^"]+)"', picture)
    for act, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        if act == "h":
            for step in range(int(numbers)):
                rows[int(y)][int(x) + step] = 1
            x += int(numbers)
        else:
            across, down = map(float, re.findall(r"-?[\d.]+", numbers))
            x, y = (across, down) if act == "M" else (x + across, y + down)
    quiet = [*rows[:4], *rows[-4:], *(row[:4] + row[-4:] for row in rows)]
    assert not any(map(any, quiet)), "it needs light modules around it"
    return [row[4:-4] for row in rows[4:-4]]


def test_x3_a_password_alone_opens_nothing_and_each_code_works_once(hub: Flask, moderator: Staffer) -> None:
    code = code_of(moderator.secret, 1)  # the one of now was used to set it up; a clock may be half a minute off
    for right in (True, False):
        other = Reader(hub)
        assert other.send("/staff/sign-in", email=moderator.email, password=PASSWORD).headers["Location"] == CODE
        assert other.get("/review").status_code == 302
        answer = other.send(CODE, code=f" {code[:3]} {code[3:]} ")
        assert answer.status_code == (303 if right else 422)
        assert other.get("/review").status_code == (200 if right else 302)
    sound(answer.text, "code with problems")


@pytest.mark.parametrize("code", ["", "000000", "abc", "１２３４５６", "9" * 40, "aaaa-aaaa-aaaa-aaaa", "' OR 1=1 --"])
def test_x3_no_other_code_is_taken(hub: Flask, moderator: Staffer, code: str) -> None:
    other = Reader(hub)
    other.send("/staff/sign-in", email=moderator.email, password=PASSWORD)
    assert other.send(CODE, code=code).status_code == 422
    assert other.get("/review").status_code == 302


def test_x3_a_recovery_code_gets_in_once_and_only_its_hash_is_kept(moderator: Staffer) -> None:
    code = moderator.recovery_codes[-1]
    kept = db.session.scalars(select(Staff)).one().mf_recovery_codes
    assert kept is not None
    assert len(kept) == len(set(moderator.recovery_codes)) == staff.factors.RECOVERY_CODES
    assert not any(one in hashed for one in moderator.recovery_codes for hashed in kept)
    assert moderator.elsewhere().get("/review").status_code == 200
    other = Reader(moderator.app)
    other.send("/staff/sign-in", email=moderator.email, password=PASSWORD)
    assert other.send(CODE, code=code).status_code == 422
    assert other.send(CODE, code=moderator.recovery_codes[0].upper().replace("-", " ")).status_code == 303
    assert acts().count("recovery_code") == 2


def test_x3_the_secret_is_sealed_with_a_key_outside_the_database(hub: Flask, moderator: Staffer) -> None:
    instance = Path(hub.config["HUB_INSTANCE"])
    key = instance / "factor.key"
    assert key.stat().st_mode & 0o777 == 0o600
    held = b"".join(path.read_bytes() for path in instance.glob("hub.sqlite3*"))
    assert moderator.secret.replace(" ", "").encode() not in held
    assert key.read_bytes().strip() not in held
    assert list(staff.factors.faults()) == []
    hub.extensions["hub.factors"] = staff.factors.open_factors(instance / "another.key", "Hub")
    assert "1 second factors were sealed with another key" in next(iter(staff.factors.faults()))
    other = Reader(hub)
    other.send("/staff/sign-in", email=moderator.email, password=PASSWORD)
    assert other.send(CODE, code=code_of(moderator.secret, 1)).status_code == 503
    (instance / "empty.key").write_text("")
    with pytest.raises(Unready, match="nobody of the staff gets in"):
        staff.factors.open_factors(instance / "empty.key", "Hub")


def test_x3_the_password_holds_for_ten_minutes(hub: Flask, moderator: Staffer, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Reader(hub)
    other.send("/staff/sign-in", email=moderator.email, password=PASSWORD)
    later = time.time() + 601
    monkeypatch.setattr("hub.web.staff.time.time", lambda: later)
    answer = other.get(CODE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/sign-in")


def test_x3_a_sign_in_begun_before_the_second_factor_was_set_up_does_not_replace_it(hub: Flask, newcomer: Reader) -> None:
    thief = Reader(hub)
    thief.send("/staff/sign-in", email="new@example.org", password=PASSWORD)
    theirs = shown_secret(thief.get(CODE).text)
    newcomer.send(CODE, code=code_of(shown_secret(newcomer.get(CODE).text)))
    assert thief.send(CODE, code=code_of(theirs)).status_code == 422
    assert thief.get("/review").status_code == 302


def test_x3_wrong_codes_are_slowed_by_account_wherever_they_come_from(tmp_path: Path) -> None:
    app = create_app({"HUB_INSTANCE": str(tmp_path / "limited")})
    with app.app_context():
        cli.prepare()
        with saving():
            db.session.add(Staff(email="m@example.org", role="moderator", password=hash_password(PASSWORD),
                                 tf_totp_secret=part("factors").generate_totp_secret()))
        answers = []
        for number in range(11):
            guesser = Reader(app)
            guesser.browser.environ_base["REMOTE_ADDR"] = f"127.77.0.{number}"
            guesser.send("/staff/sign-in", email="m@example.org", password=PASSWORD)
            answers.append(guesser.send(CODE, code="000000").status_code)
        assert answers == [422] * 10 + [429]
        db.engine.dispose()
