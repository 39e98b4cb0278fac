"""For whoever watches over the hub: whether it answers, whether it is ready, and how it does. Never for readers."""

import hmac
from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request
from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from hub import reports
from hub.db import db, part
from hub.errors import NotFound
from hub.models import Experience, Promise, Report
from hub.web.counting import MIME, metric, requests

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return _plain("ok\n")


@pages.get("/readyz")
def ready() -> Response:
    """Whether stories can be read, kept and found: 503 names what cannot, and no more."""
    wanting = list(_wanting())
    return _plain("".join(f"{name} is not ready\n" for name in wanting), 503) if wanting else _plain("ready\n")


@pages.get("/metrics")
def metrics() -> Response:
    """Numbers for Prometheus, for who holds the token; without one set, nobody."""
    token, said = current_app.config["HUB_METRICS_TOKEN"], request.headers.get("Authorization", "")
    if not token:
        raise NotFound("There is nothing at this address.")
    if not hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
        answer = _plain("A token is needed.\n", 401)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    answer = _plain("\n".join((*requests.lines(), *_stored())) + "\n")
    answer.headers["Content-Type"] = MIME
    return answer


def _wanting() -> Iterator[str]:
    try:
        db.session.execute(text("SELECT 1 FROM experience LIMIT 1"))
    except SQLAlchemyError:
        yield "database"
    if part("search").needs_rebuild:
        yield "search"


def _stored() -> Iterator[str]:
    """How much waits: numbers of rows, no row."""
    promised = db.session.execute(select(Promise.task, func.count()).group_by(Promise.task).order_by(Promise.task))
    yield from metric("hub_promises", "gauge", "Work that is promised and not done yet.",
                      (({"task": task}, number) for task, number in promised))
    failing = db.session.scalar(select(func.count(Promise.id)).where(Promise.tries > 0)) or 0
    yield from metric("hub_promises_failing", "gauge", "Work that failed at least once.", [({}, failing)])
    waits = select(func.count(Experience.id)).where(or_(Experience.state == "submitted", Experience.pending == "submitted"))
    yield from metric("hub_waiting", "gauge", "Stories that wait for a moderator.", [({}, db.session.scalar(waits) or 0)])
    opened = db.session.scalar(select(func.count(Report.id)).where(Report.outcome == "open")) or 0
    yield from metric("hub_reports_open", "gauge", "Reports nobody decided on yet.", [({}, opened)])
    yield from metric("hub_hidden_first_today", "gauge", "Stories that reports hid today.", [({}, reports.hidden_first_today())])


def _plain(words: str, status: int = 200) -> Response:
    return Response(words, status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
