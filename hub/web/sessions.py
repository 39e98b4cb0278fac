"""Where the hub keeps a session, and where it keeps none.

Readers get no cookie. An author's session lives under /mine, a staff session under the paths of
staff; each is signed, ends after half an hour without a page, and the staff one after 12 hours at most.
"""

import datetime as dt
import time
from dataclasses import dataclass

from flask import Flask, Request, Response, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from hub.config import CLOCKS
from hub.web import asking

IDLE = int(CLOCKS["idle"].time.total_seconds())
LONGEST = int(CLOCKS["session"].time.total_seconds())


@dataclass(frozen=True)
class Kept:
    """A session the hub keeps: the cookie's name and the paths it is sent to."""

    name: str
    paths: tuple[str, ...]


MINE = Kept("mine", ("/mine",))
STAFF = Kept("staff", ("/staff", "/review", "/desk"))


class HubSessions(SecureCookieSessionInterface):
    """Flask's signed-cookie sessions, bound to the paths that need one."""

    def open_session(self, app: Flask, asked: Request) -> SecureCookieSession:
        """The session of this path, or an empty one that is never kept."""
        kept, signer = _kept(asked.path), self.get_signing_serializer(app)
        value = asked.cookies.get(_cookie_name(app, kept)) if kept else None
        if not value or signer is None:
            return self.session_class()
        try:
            session = self.session_class(signer.loads(value, max_age=IDLE))
        except BadSignature:
            return self.session_class()
        return session if time.time() - session.get("since", 0) < LONGEST else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the session back to its paths; forget it there when it was emptied."""
        kept, signer = _kept(request.path), self.get_signing_serializer(app)
        if kept is None or signer is None:
            return
        name, secure = _cookie_name(app, kept), asking.behind_tls(app)
        response.vary.add("Cookie")
        session.pop("_permanent", None)
        for path in kept.paths:
            if session:
                session.setdefault("since", int(time.time()))
                response.set_cookie(name, signer.dumps(dict(session)), path=path, max_age=IDLE,
                                    httponly=True, secure=secure, samesite="Strict")
            elif name in request.cookies:
                response.delete_cookie(name, path=path, httponly=True, secure=secure, samesite="Strict")


def ends_at() -> dt.datetime:
    """When the session of who asks ends if no further page is opened."""
    now = time.time()
    return dt.datetime.fromtimestamp(min(now + IDLE, session.get("since", now) + LONGEST), dt.UTC)


def _kept(path: str) -> Kept | None:
    for kept in (MINE, STAFF):
        if any(path == p or path.startswith(f"{p}/") for p in kept.paths):
            return kept
    return None


def _cookie_name(app: Flask, kept: Kept) -> str:
    return f"__Secure-{kept.name}" if asking.behind_tls(app) else kept.name
