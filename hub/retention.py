"""What is let go because its time is over, by the clocks of `hub/config.py`.

The worker asks every day. What is erased goes the way of every erasure. Not here: backups, which `flask hub backup`
rotates.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select

from hub import history, notices, outbox, reports
from hub.config import CLOCKS
from hub.db import db, now, today
from hub.erasure import erase, erase_waiting
from hub.history import CLOCK, STAFF_ACTS, WAITS
from hub.models import Contact, Experience, LeftVisit, Reading, Report, Visit


@dataclass(frozen=True)
class Due:
    """Something whose time is over: the record, the clock by its name in `CLOCKS`, and since when it ran."""

    record: str
    clock: str
    since: dt.date


def due(on: dt.date) -> list[Due]:
    """What is to be let go, or shown again, on this day."""
    waiting = db.session.scalars(select(Experience).where(or_(
        Experience.state.in_(WAITS), Experience.pending.in_(WAITS), Experience.id.in_(select(Contact.experience_id)),
        Experience.id.in_(select(Report.experience_id).where(Report.hid, Report.outcome == "open"))))
        .order_by(Experience.id))
    decided = db.session.scalars(select(Report).where(Report.decided_on <= on - CLOCKS["report"].time).order_by(Report.id))
    return [*(one for experience in waiting for one in _over(experience, on)),
            *(Due(report.record, "report", report.decided_on) for report in decided if report.decided_on), *_readings(on)]


def let_go(one: Due, *, on: dt.date) -> bool:
    """Erase a story nobody came back to, or what waited beside its live text; forget an address, a report or who read
    what; show a story again that a report had hidden. False where it is not due any more."""
    if one.clock == "reads":
        db.session.execute(delete(Reading).where(Reading.at < _midnight(on) - CLOCKS["reads"].time))
        return True
    if one.clock == "report":
        db.session.execute(delete(Report).where(Report.id == int(one.record.partition(":")[2])))
        outbox.promise("scrub", "database")
        return True
    experience = db.session.get(Experience, int(one.record.partition(":")[2]), with_for_update=True)
    if experience is None or one not in _over(experience, on):
        return False
    if one.clock == "address":
        notices.forget(one.record)
        return True
    if one.clock == "hidden_first":
        history.move(experience, "restore", CLOCK)
        outbox.promise("index", experience.record)
        outbox.promise("pair", experience.record)
        return True
    beside = experience.pending is not None
    history.move(experience, "expire", CLOCK)
    (erase_waiting if beside else erase)(experience)
    return True


def sweep() -> None:
    """Forget the visits that have ended."""
    db.session.execute(delete(Visit).where(Visit.begun_at < now() - CLOCKS["session"].time))
    db.session.execute(delete(LeftVisit).where(LeftVisit.left_on < today() - dt.timedelta(days=1)))  # its cookie lived half a day


def _over(experience: Experience, on: dt.date) -> Iterator[Due]:
    if running := history.clock_of(experience):
        yield from _one(experience, *running, on)
    if shown := reports.shows_again(experience):
        yield from _one(experience, "hidden_first", shown - CLOCKS["hidden_first"].time, on)
    entries = history.of(experience.record)
    decided = next((e for e in reversed(entries) if e.act in STAFF_ACTS and e.actor.startswith("staff:")), None)
    if decided and db.session.get(Contact, experience.id):
        yield from _one(experience, "address", decided.at.date(), on)


def _readings(on: dt.date) -> Iterator[Due]:
    oldest = db.session.scalar(select(func.min(Reading.at)))
    if oldest and oldest < _midnight(on) - CLOCKS["reads"].time:
        yield Due("readings", "reads", oldest.date())


def _midnight(on: dt.date) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(), dt.UTC)


def _one(experience: Experience, clock: str, since: dt.date, on: dt.date) -> Iterator[Due]:
    if since + CLOCKS[clock].time <= on:
        yield Due(experience.record, clock, since)
