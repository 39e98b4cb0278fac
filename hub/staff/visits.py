"""Visits of staff: begun at sign-in, ended on the server, so that a copied cookie is dead with them.

A visit ends after half an hour without a page and after twelve hours at most. Not here: the cookie
(`hub/web/sessions.py`), which ends by itself as well.
"""

import datetime as dt

from sqlalchemy import ColumnElement, and_, delete, select

from hub.config import CLOCKS
from hub.db import db, now
from hub.models import Staff, Visit

FINE = dt.timedelta(minutes=1)  # how exactly it is kept when a visit was last seen


def begin(person: Staff) -> str:
    """A new visit of a person who proved who they are; gives its id. What is over goes."""
    at = now()
    db.session.execute(delete(Visit).where(~_alive(at)))
    visit = Visit(staff_id=person.id, begun_at=at, seen_at=at, proved_at=at)
    db.session.add(visit)
    db.session.flush()
    return visit.id


def running(visit_id: str, uniquifier: str) -> Visit | None:
    """This visit with its person, unless it or their account has ended."""
    return db.session.scalar(select(Visit).join(Visit.person).where(
        Visit.id == visit_id, Staff.fs_uniquifier == uniquifier, Staff.active, _alive(now())))


def see(visit_id: str) -> None:
    """Note that the visit goes on."""
    visit = db.session.get(Visit, visit_id)
    if visit:
        visit.seen_at = now()


def prove(visit_id: str) -> None:
    """Note that the person proved again just now who they are."""
    visit = db.session.get(Visit, visit_id)
    if visit:
        visit.proved_at = now()


def of(person: Staff) -> list[Visit]:
    """The visits of a person that go on, the newest first."""
    return list(db.session.scalars(select(Visit).where(Visit.staff_id == person.id, _alive(now()))
                                   .order_by(Visit.begun_at.desc())))


def end(visit_id: str, *, of: Staff) -> None:
    """End one visit of this person."""
    db.session.execute(delete(Visit).where(Visit.id == visit_id, Visit.staff_id == of.id))


def end_all(person: Staff, *, but: str = "") -> None:
    """End every visit of this person, except perhaps the one they ask from."""
    db.session.execute(delete(Visit).where(Visit.staff_id == person.id, Visit.id != but))


def _alive(at: dt.datetime) -> ColumnElement[bool]:
    return and_(Visit.seen_at > at - CLOCKS["idle"].time - FINE, Visit.begun_at > at - CLOCKS["session"].time)
