"""The append-only log: one row for every act, chained by hash; writing it, and reading what it says.

Not here: which act may follow which (`hub/history/__init__.py`).
"""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select, text

from hub import outbox, quota
from hub.db import db, now, today
from hub.models import LogEntry, Staff
from hub.models.log import FIRST

AUTHOR, READER, CLOCK, OPERATOR = "author", "reader", "clock", "operator"
Actor = Staff | str
BY_THE_DAY = (AUTHOR, READER)  # of what they do the day alone is kept


def note(act: str, record: str, by: Actor, *, was: str = "", became: str = "", reason: str = "") -> None:
    """Add one row to the log. What an author or a reader did is dated by the day alone."""
    at = dt.datetime.combine(today(), dt.time(), dt.UTC) if by in BY_THE_DAY else now()
    actor = f"staff:{by.id}" if isinstance(by, Staff) else by
    if db.engine.dialect.name == "postgresql":  # one chain: writers wait for one another
        db.session.execute(text("LOCK TABLE log IN EXCLUSIVE MODE"))
    entry = LogEntry(at=at, actor=actor, act=act, record=record, was=was, became=became, reason=reason,
                     previous=head())
    entry.hash = entry.digest()
    db.session.add(entry)
    db.session.flush()
    if quota.just_passed(by, act):
        note(quota.ALARM, actor, by)
        outbox.promise(quota.ALARM, actor)


def head() -> str:
    """The hash of the newest row: a copy kept elsewhere shows whether the end was cut off."""
    return db.session.scalar(select(LogEntry.hash).order_by(LogEntry.id.desc()).limit(1)) or FIRST


def holds(head_: str) -> bool:
    """Whether a row with this hash is in the log."""
    return db.session.scalar(select(LogEntry.id).where(LogEntry.hash == head_)) is not None


def of(record: str) -> list[LogEntry]:
    """The acts on one record, oldest first."""
    return list(db.session.scalars(select(LogEntry).where(LogEntry.record == record).order_by(LogEntry.id)))


def last(record: str, *acts: str, before: LogEntry | None = None) -> LogEntry | None:
    """The newest row of one of these acts on this record, or the newest before another row; what was taken back does not
    count."""
    standing: list[LogEntry] = []
    for entry in of(record):
        if entry.act == "undo":
            del standing[-1:]
        else:
            standing.append(entry)
    return next((entry for entry in reversed(standing) if entry.act in acts and not (before and entry.id >= before.id)), None)


def taken_back(kind: str, since: dt.date) -> dict[int, dt.date]:
    """Of the records of a kind that readers had before them and that were withdrawn, removed or retired since: their number,
    and the day."""
    rows = db.session.execute(select(LogEntry.record, LogEntry.at).where(
        LogEntry.at >= dt.datetime.combine(since, dt.time(), dt.UTC), LogEntry.record.startswith(f"{kind}:"),
        LogEntry.act.in_(("withdraw", "remove", "retire")), LogEntry.was.in_(("published", "hidden"))).order_by(LogEntry.id))
    return {int(record.partition(":")[2]): at.date() for record, at in rows}


def staff_id(entry: LogEntry | None) -> int | None:
    """Which member of staff it was; None for everybody else."""
    kind, _, number = entry.actor.partition(":") if entry else ("", "", "")
    return int(number) if kind == "staff" else None


def faults() -> Iterator[str]:
    """Each row of the log that was altered, or whose predecessor is missing."""
    previous = FIRST
    for entry in db.session.scalars(select(LogEntry).order_by(LogEntry.id).execution_options(yield_per=1000)):
        if entry.previous != previous:
            yield f"log row {entry.id}: the row before it is missing or was altered"
        if entry.hash != entry.digest():
            yield f"log row {entry.id}: was altered"
        previous = entry.hash
