"""The people of the tests: each uses the hub as a browser would, through pages and forms."""

import datetime as dt
import re
import secrets
import time
from copy import copy
from html import unescape
from typing import Any, Self

from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from passlib.totp import TOTP
from sqlalchemy import update
from werkzeug.test import TestResponse

from hub import worker
from hub.db import db, now, saving
from hub.models import Staff, Visit

PASSWORD = "a long and easy password"
STORY: dict[str, Any] = {
    "title": "Waiting for the phone to ring", "perspective": "patient", "treatment": ["ivf", "fet"], "outcome": "in_progress",
    "body": "Day five of injections. I keep the phone face up on the kitchen table and pretend to read.\n\n"
            "Our first frozen embryo transfer did not work, and I went looking for something to blame.",
    "country": "Ireland", "year": "2024", "cycles": "2", "consent_publish": "y", "consent_adult": "y"}
NEWS: dict[str, Any] = {
    "title": "A singer tells of a transfer that failed", "outlet": "The Invented Gazette", "url": "https://example.org/singer",
    "published": "2024-05-01", "summary": "Her first frozen embryo transfer failed. She says that *hearing stories* helps.",
    "publish": "Publish"}


def hidden(html: str, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, f"no field {name} on the page"
    return found.group(1)


def carried(html: str) -> dict[str, str]:
    """What the forms of a page carry unseen, as a browser sends it back: the token, and the version the page showed."""
    assert hidden(html, "csrf_token")
    version = re.search(r'name="seen_version"[^>]*value="([^"]*)"', html)
    return {"csrf_token": hidden(html, "csrf_token"), **({"seen_version": version[1]} if version else {})}


class Reader:
    """Anybody, without a session."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser: FlaskClient = app.test_client()

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self._asks("GET", path)

    def post(self, path: str, **request: Any) -> TestResponse:
        """Send something that no page here offered."""
        return self._asks("POST", path, **request)

    def _asks(self, method: str, path: str, **request: Any) -> TestResponse:
        with self.app.app_context():  # each request in a context of its own, as on a server
            answer = self.browser.open(path, method=method, buffered=True, **request)
        db.session.rollback()  # what the test reads next is as it is now
        return answer

    def send(self, path: str, page: str | None = None, **fields: Any) -> TestResponse:
        """Open the page a form stands on, fill it in and send it."""
        opened = self.get(page or path)
        assert opened.status_code == 200, f"{page or path} answered {opened.status_code}"
        return self.post(path, data={**carried(opened.text), **fields})


class Author(Reader):
    """Somebody who tells a story and keeps the key."""

    key = ""

    def tells(self, **changes: Any) -> TestResponse:
        """Send a story; what is changed to None is left out."""
        fields = {name: value for name, value in (STORY | changes).items() if value is not None}
        answer = self.send("/share", **fields)
        if found := re.search(r'id="return-key">([^<]+)<', answer.text):
            self.key = found.group(1)
        return answer

    def comes_back(self) -> TestResponse:
        """Enter the key."""
        return self.send("/mine", key=self.key)


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows for a secret, now or so many half minutes from now."""
    return str(TOTP(key=secret).generate(time.time() + 30 * steps).token)


def shown_secret(page: str) -> str:
    """The secret as the set-up page shows it, to be typed into an app."""
    found = re.search(r'id="secret">([^<]+)<', page)
    assert found, "no secret on the page"
    return found.group(1)


def time_passes(minutes: int = 10) -> None:
    """Let it be this long ago that staff proved who they are."""
    with saving():
        db.session.execute(update(Visit).values(proved_at=now() - dt.timedelta(minutes=minutes)))


class Staffer(Reader):
    """A member of staff, signed in, with an app for the second factor."""

    def __init__(self, app: Flask, role: str) -> None:
        super().__init__(app)
        self.email = f"{role}-{secrets.token_hex(3)}@example.org"
        with saving():
            db.session.add(Staff(email=self.email, role=role, password=hash_password(PASSWORD)))
        assert self.gives_password().headers["Location"] == "/staff/second-factor", "sign-in failed"
        self.secret = shown_secret(self.get("/staff/second-factor").text)
        answer = self.send("/staff/second-factor", code=code_of(self.secret))
        self.recovery_codes = re.findall(r"<li>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</li>", answer.text)
        assert self.recovery_codes, "setting up the second factor failed"

    def gives_password(self, password: str = PASSWORD) -> TestResponse:
        """The first step of signing in."""
        return self.send("/staff/sign-in", email=self.email, password=password)

    def elsewhere(self) -> Self:
        """The same person on another browser, signed in there with a recovery code."""
        other = copy(self)
        other.browser = self.app.test_client()
        other.gives_password()
        assert other.send("/staff/second-factor", code=self.recovery_codes.pop()).headers["Location"] == "/review"
        return other

    def proves(self, asked: TestResponse, proof: str = PASSWORD) -> TestResponse:
        """Answer the page that asks once more who it is; what it carries goes back with it."""
        assert "Once more, please" in asked.text
        fields: dict[str, list[str]] = {"csrf_token": [hidden(asked.text, "csrf_token")], "proof": [proof]}
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text.partition("<main")[2]):
            fields.setdefault(name, []).append(unescape(value))
        return self.post(asked.request.path, data=fields)

    def waiting(self) -> list[str]:
        """The ids of what waits in the queue, in its order."""
        return list(dict.fromkeys(re.findall(r'href="/review/(\w{12})"', self.get("/review").text)))

    def decides(self, public_id: str, verdict: str, **fields: Any) -> TestResponse:
        """Open a submission and decide on what is read there."""
        page = f"/review/{public_id}"
        version = hidden(self.get(page).text, "seen_version")
        return self.send(f"{page}/decision", page, **{"verdict": verdict, "seen_version": version, **fields})

    def publishes_all(self) -> list[str]:
        """Publish everything that waits, and let the worker do its part."""
        ids = self.waiting()
        for public_id in ids:
            assert self.decides(public_id, "publish", sure="y").status_code == 303
        worker.drain()
        return ids

    def adds_news(self, **changes: Any) -> TestResponse:
        """Add a story at the news desk."""
        answer = self.send("/desk/news/new", **{k: v for k, v in (NEWS | changes).items() if v is not None})
        worker.drain()
        return answer
