"""What is let go because its time is over, by the clocks of `hub/config.py`.

The worker asks every day. What is erased goes the way of every erasure. Not here: sessions, which end by themselves,
and backups, which `flask hub backup` rotates.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import or_, select

from hub import history, notices
from hub.config import CLOCKS
from hub.db import db
from hub.erasure import erase, erase_waiting
from hub.history import CLOCK, STAFF_ACTS, WAITS
from hub.models import Contact, Experience


@dataclass(frozen=True)
class Due:
    """Something whose time is over: the record, the clock by its name in `CLOCKS`, and since when it ran."""

    record: str
    clock: str
    since: dt.date


def due(on: dt.date) -> list[Due]:
    """What is to be let go on this day."""
    waiting = db.session.scalars(select(Experience).where(or_(
        Experience.state.in_(WAITS), Experience.pending.in_(WAITS), Experience.id.in_(select(Contact.experience_id))))
        .order_by(Experience.id))
    return [one for experience in waiting for one in _over(experience, on)]


def let_go(one: Due, *, on: dt.date) -> bool:
    """Erase a story nobody came back to, or what waited beside its live text, or forget an address; False where it is
    not due any more."""
    experience = db.session.get(Experience, int(one.record.partition(":")[2]), with_for_update=True)
    if experience is None or one not in _over(experience, on):
        return False
    if one.clock == "address":
        notices.forget(one.record)
        return True
    beside = experience.pending is not None
    history.move(experience, "expire", CLOCK)
    (erase_waiting if beside else erase)(experience)
    return True


def _over(experience: Experience, on: dt.date) -> Iterator[Due]:
    if running := history.clock_of(experience):
        yield from _one(experience, *running, on)
    entries = history.of(experience.record)
    decided = next((e for e in reversed(entries) if e.act in STAFF_ACTS and e.actor.startswith("staff:")), None)
    if decided and db.session.get(Contact, experience.id):
        yield from _one(experience, "address", decided.at.date(), on)


def _one(experience: Experience, clock: str, since: dt.date, on: dt.date) -> Iterator[Due]:
    if since + CLOCKS[clock].time <= on:
        yield Due(experience.record, clock, since)
