"""Passkeys: what a browser answers is taken once, from the person it belongs to, for this hub alone."""

import hashlib
import json
import re
import secrets
from base64 import urlsafe_b64encode
from html import unescape
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.db import db
from hub.models import LogEntry, Passkey, Staff
from tests.guards.test_pages import sound
from tests.people import PASSWORD, Reader, Staffer, hidden, time_passes

MINE, USE = "/staff/passkeys", "/staff/second-factor/passkey"
ORIGIN = "http://localhost"


def b64(data: bytes) -> str:
    """As browsers write bytes."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def options(page: TestResponse) -> dict[str, Any]:
    """What a page asks the browser for."""
    found = re.search(r'data-options="([^"]+)"', page.text)
    assert found, "no passkey is asked for"
    asked: dict[str, Any] = json.loads(unescape(found.group(1)))
    return asked


class Authenticator:
    """What sits in a phone or a key: one passkey, and what it answers."""

    def __init__(self) -> None:
        self.key, self.id, self.count = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16), 0

    def makes(self, asked: dict[str, Any], origin: str = ORIGIN) -> str:
        """The answer to being asked for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        data = self._data(asked["rp"]["id"], 0x45) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        return self._answer({"attestationObject": b64(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
                             "clientDataJSON": b64(self._client("webauthn.create", asked, origin))})

    def answers(self, asked: dict[str, Any], origin: str = ORIGIN) -> str:
        """The answer to being asked for this passkey."""
        self.count += 1
        data, client = self._data(asked["rpId"], 0x05), self._client("webauthn.get", asked, origin)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"authenticatorData": b64(data), "clientDataJSON": b64(client), "signature": b64(signed)})

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, asked: dict[str, Any], origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps({"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response})


def sends(person: Reader, path: str, page: TestResponse, credential: str) -> TestResponse:
    """Send what the authenticator answered, with the page's token."""
    return person.post(path, data={"csrf_token": hidden(page.text, "csrf_token"), "credential": credential})


def half_way(hub: Flask, person: Staffer) -> tuple[Reader, TestResponse]:
    """A browser where the person gave the password, and the page that asks for more."""
    other = Reader(hub)
    other.send("/staff/sign-in", email=person.email, password=PASSWORD)
    return other, other.get("/staff/second-factor")


@pytest.fixture
def key(moderator: Staffer) -> Authenticator:
    """A passkey of the moderator."""
    made, page = Authenticator(), moderator.get(MINE)
    assert sends(moderator, MINE, page, made.makes(options(page))).status_code == 303
    return made


def test_x3_a_passkey_signs_in_instead_of_a_code(hub: Flask, moderator: Staffer, key: Authenticator) -> None:
    page = moderator.get(MINE)
    sound(page.text, "passkeys")
    assert "Passkey 1, since" in page.text
    other, asked = half_way(hub, moderator)
    sound(asked.text, "second factor with passkey")
    assert sends(other, USE, asked, key.answers(options(asked))).headers["Location"] == "/review"
    assert other.get("/review").status_code == 200
    assert db.session.scalars(select(LogEntry.act).where(LogEntry.act.like("%passkey"))).all() == ["add_passkey"]


def test_x3_an_answer_is_taken_once(hub: Flask, moderator: Staffer, key: Authenticator) -> None:
    other, asked = half_way(hub, moderator)
    cookie, answer = other.browser.get_cookie("staff", path="/staff"), key.answers(options(asked))
    assert cookie is not None
    assert sends(other, USE, asked, answer).status_code == 303
    thief = Reader(hub)
    thief.browser.set_cookie("staff", cookie.value, path="/staff")
    assert sends(thief, USE, asked, answer).status_code == 422
    assert thief.get("/review").status_code == 302


def test_x3_no_other_answer_is_taken(hub: Flask, moderator: Staffer, editor: Staffer, key: Authenticator) -> None:
    other, asked = half_way(hub, moderator)
    stale = options(asked)
    bad = [lambda o: "", lambda o: "{}", lambda o: "[]", lambda o: '{"id": "x"}', lambda o: key.answers(o, origin="https://elsewhere.example"),
           lambda o: key.answers(o | {"rpId": "elsewhere.example"}), lambda o: Authenticator().answers(o), lambda o: key.answers(stale)]
    for answer in bad:
        page = other.get("/staff/second-factor")
        refused = sends(other, USE, page, answer(options(page)))
        assert refused.status_code == 422
        sound(refused.text, "passkey with a problem")
        assert other.get("/review").status_code == 302
    editors, asked = half_way(hub, editor)
    assert "data-options" not in asked.text
    assert sends(editors, USE, asked, key.answers(stale)).status_code == 422  # a passkey of somebody else
    key.count = 0
    page = other.get("/staff/second-factor")
    assert sends(other, USE, page, key.answers(options(page))).status_code == 303  # nothing above was counted as used


def test_x3_a_copied_authenticator_is_seen_by_its_counter(hub: Flask, moderator: Staffer, key: Authenticator) -> None:
    for count, status in ((5, 303), (5, 422), (3, 422), (6, 303)):
        other, asked = half_way(hub, moderator)
        key.count = count - 1
        assert sends(other, USE, asked, key.answers(options(asked))).status_code == status


def test_x3_adding_and_taking_out_asks_once_more_and_is_ones_own_matter(hub: Flask, moderator: Staffer, editor: Staffer, key: Authenticator) -> None:
    time_passes()
    page, second = moderator.get(MINE), Authenticator()
    assert moderator.proves(sends(moderator, MINE, page, second.makes(options(page)))).status_code == 303
    [one, two] = db.session.scalars(select(Passkey.id).order_by(Passkey.id)).all()
    assert editor.proves(editor.send(f"{MINE}/{one}/removal", MINE)).status_code == 303
    assert len(db.session.scalars(select(Passkey)).all()) == 2
    assert moderator.send(f"{MINE}/{one}/removal", MINE).status_code == 303
    assert db.session.scalars(select(Passkey.id)).all() == [two]
    page = moderator.get(MINE)
    for answer in ("", "{}", second.makes(options(page)), Authenticator().makes(options(page), origin="https://elsewhere.example")):
        page = moderator.get(MINE)
        assert sends(moderator, MINE, page, answer).status_code == 422


def test_x3_a_lost_second_factor_takes_the_passkeys_with_it(hub: Flask, admin: Staffer, moderator: Staffer, key: Authenticator) -> None:
    id_ = db.session.scalars(select(Staff.id).where(Staff.email == moderator.email)).one()
    link = re.search(r'id="link">https?://[^/]+(/[^<]+)<', admin.send(f"/staff/people/{id_}/link", "/staff/people", purpose="factor").text)
    assert link
    Reader(hub).send(link.group(1), password=PASSWORD)
    assert db.session.scalars(select(Passkey)).all() == []
