"""The people of the tests: each uses the hub as a browser would, through pages and forms."""

import re
import secrets
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from werkzeug.test import TestResponse

from hub import worker
from hub.db import db, saving
from hub.models import Staff

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


class Staffer(Reader):
    """A member of staff, signed in."""

    def __init__(self, app: Flask, role: str) -> None:
        super().__init__(app)
        self.email = f"{role}-{secrets.token_hex(3)}@example.org"
        with saving():
            db.session.add(Staff(email=self.email, role=role, password=hash_password(PASSWORD)))
        answer = self.send("/staff/sign-in", email=self.email, password=PASSWORD)
        assert answer.status_code == 302, "sign-in failed"

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
