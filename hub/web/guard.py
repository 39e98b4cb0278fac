"""What stands in front of every page: same-site requests, body size, headers, compression, rate limits, staff only.

Not here: who may do what (`hub/policy.py`); this module only asks it.
"""

import datetime as dt
import gzip
import hashlib
import hmac
import logging
import secrets
import time
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_limiter import Limiter
from flask_login import LoginManager, current_user
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from hub import staff
from hub.db import now, saving, today
from hub.errors import Unready
from hub.models import Staff, Visit
from hub.policy import demand
from hub.web import asking
from hub.web.counting import requests

BODY_MAX = 256 * 1024
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
          "trusted-types 'none'")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}
WORDY = ("text/html", "text/css", "text/javascript", "application/json", "application/atom+xml", "application/xml",
         "image/svg+xml")
WORTH_IT = 1_000  # bytes; less gains nothing
KEPT_FOR_GOING_BACK = "private, max-age=0"  # of all private pages only the empty form: it holds nothing of anybody
PRIVATE = ("/boundaries", "/share", "/mine", "/review", "/desk", "/staff")
PRIVATE_PARTS = ("reports",)  # blueprints whose addresses stand among readers' pages
OPEN_BEFORE = ("/mine", "/staff", "/review", "/desk", "/static", "/healthz", "/readyz", "/metrics")
SAFE = ("GET", "HEAD", "OPTIONS")
log = logging.getLogger("hub.access")


class _DailyKey:
    """A key in memory alone, new each day: what is counted today cannot be joined to tomorrow."""

    def __init__(self) -> None:
        self._day, self._key = today(), secrets.token_bytes(32)

    def of(self, address: str) -> str:
        if self._day != today():
            self._day, self._key = today(), secrets.token_bytes(32)
        return hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()[:32]


_daily = _DailyKey()
counted = _daily.of
limiter = Limiter(key_func=lambda: _daily.of(request.remote_addr or ""), default_limits=[], headers_enabled=False)


def attach(app: Flask) -> None:
    """Put the guard in front of every page of the app."""
    app.config |= {
        "RATELIMIT_ENABLED": app.config["HUB_RATE_LIMITS"],
        "RATELIMIT_STORAGE_URI": app.config["HUB_REDIS_URL"] or "memory://",
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": bool(app.config["HUB_REDIS_URL"]),
        "MAX_CONTENT_LENGTH": BODY_MAX,
        "MAX_FORM_PARTS": 500,
    }
    if public := app.config["HUB_PUBLIC_URL"]:
        app.config["TRUSTED_HOSTS"] = [urlsplit(public).hostname, "localhost", "127.0.0.1"]
    if closed := app.config["HUB_CLOSED_UNTIL"]:
        try:
            app.config["HUB_OPENS_ON"] = dt.date.fromisoformat(closed)
        except ValueError:
            raise Unready(f"HUB_CLOSED_UNTIL is {closed!r}: give a day as year-month-day, or leave it empty.") from None
        app.before_request(_closed)
    limiter.init_app(app)
    logging.getLogger("flask-limiter").setLevel(logging.ERROR)  # it would log whom it stopped, if only as a hash
    app.before_request(_start)
    app.before_request(_same_site)
    app.before_request(_body_size)
    app.after_request(_compressed)
    app.after_request(_headers)
    app.after_request(_access_line)


def keep_visits(manager: LoginManager) -> None:
    """Have a cookie of staff open only what its visit still opens on the server."""
    @manager.user_loader  # type: ignore[untyped-decorator]  # untyped library
    def person_of(uniquifier: str) -> Staff | None:
        g.visit = staff.visits.running(session.get("visit", ""), uniquifier)
        return g.visit.person if g.visit else None


def staff_only() -> AnyResponse | None:
    """Before every page of the desk: signed in, and allowed to review. The visit goes on."""
    if not current_user.is_authenticated:
        if request.method in SAFE:
            return redirect(url_for("staff.sign_in", next=request.path))
        abort(401)
    demand("review", signed_in())
    if this_visit().seen_at < now() - staff.visits.FINE:
        with saving():
            staff.visits.see(this_visit().id)
    return None


def signed_in() -> Staff:
    """The member of staff who asks."""
    person: Staff = current_user._get_current_object()
    return person


def this_visit() -> Visit:
    """The visit of the member of staff who asks."""
    visit: Visit = g.visit
    return visit


def _closed() -> None:
    """Before the opening day: staff, authors with a key, and the files of a page."""
    opens: dt.date = current_app.config["HUB_OPENS_ON"]
    if today() < opens and not request.path.startswith(OPEN_BEFORE):
        raise ServiceUnavailable(f"This hub opens on {opens.day} {opens:%B %Y}. Please come back then.",
                                 retry_after=dt.datetime.combine(opens, dt.time(), dt.UTC))


def _start() -> None:
    g.started = time.perf_counter()


def _same_site() -> None:
    if request.method in SAFE:
        return
    # Under our own no-referrer policy browsers send "null" with our own forms; Sec-Fetch-Site then tells, and
    # where an old browser sends neither, the form's token stands alone.
    origin = request.headers.get("Origin", "null")
    foreign = origin != "null" and urlsplit(origin).netloc != request.host
    if foreign or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403, "This form was sent from another site. Please open it here and send it again.")


def _body_size() -> None:
    """A form may hold 256 kB. Percent-encoding swells a text up to three times, so there the text is measured."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    request.max_content_length = request.max_form_memory_size = 3 * BODY_MAX
    size = sum(len(name.encode()) + sum(len(v.encode()) for v in values) for name, values in request.form.lists())
    if size > BODY_MAX:
        raise RequestEntityTooLarge


def _private() -> bool:
    return request.path.startswith(PRIVATE) or request.blueprint in PRIVATE_PARTS


def _headers(response: Response) -> Response:
    response.headers.extend(HEADERS)
    if _private() and response.headers.get("Cache-Control") != KEPT_FOR_GOING_BACK:
        response.headers["Cache-Control"] = "no-store"
    if asking.heeds_cookie():
        response.vary.add("Cookie")
    if asking.behind_tls(current_app):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _compressed(response: Response) -> Response:
    """What is public and made of words travels compressed. Pages with a token stay as they are: beside what somebody typed,
    their compressed length would tell of it."""
    if (response.status_code != 200 or _private() or not request.accept_encodings.quality("gzip")
            or response.mimetype not in WORDY or response.headers.get("Content-Encoding")):
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) >= WORTH_IT:
        response.set_data(gzip.compress(data, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        if etag := response.get_etag()[0]:
            response.set_etag(etag, weak=True)  # the same words in other bytes
    return response


def _access_line(response: Response) -> Response:
    access_line(request.method, str(request.url_rule or "-"), response.status_code, g.get("started"))
    return response


def access_line(method: str, rule: str, status: int, began: float | None) -> None:
    """Method, route template, status, milliseconds: no address, no query, no words."""
    took = time.perf_counter() - began if began else 0
    requests.add(method, rule, status, took)
    log.info("%s %s %s %.0f", method, rule, status, took * 1000)
