"""Searching the log by act, record, person and period, and carrying it elsewhere. `hub/history.py` alone writes it."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from hub.db import db
from hub.models import LogEntry

PER_PAGE = 50
COLUMNS = ("id", "at", "actor", "act", "record", "was", "became", "reason", "previous", "hash")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Asked:
    """What is looked for: each part may be empty. Days are whole days in UTC, both inclusive."""

    act: str = ""
    record: str = ""
    person: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def acts() -> list[str]:
    """Every act that is in the log."""
    return sorted(db.session.scalars(select(LogEntry.act).distinct()))


def count(asked: Asked) -> int:
    """How many rows fit."""
    return db.session.scalar(select(func.count(LogEntry.id)).where(*_fits(asked))) or 0


def found(asked: Asked, *, offset: int = 0, limit: int = PER_PAGE) -> list[LogEntry]:
    """The rows that fit, newest first."""
    rows = select(LogEntry).where(*_fits(asked)).order_by(LogEntry.id.desc())
    return list(db.session.scalars(rows.offset(offset).limit(limit)))


def as_lines(asked: Asked) -> Iterator[str]:
    """The rows that fit, oldest first, as JSON Lines."""
    for row in _all(asked):
        yield json.dumps(row) + "\n"


def as_csv(asked: Asked) -> Iterator[str]:
    """The rows that fit, oldest first, as CSV; what a spreadsheet would take for a formula is disarmed by a leading quote."""
    yield _line(COLUMNS)
    for row in _all(asked):
        yield _line(f"'{value}" if str(value).startswith(FORMULA) else value for value in row.values())


def _all(asked: Asked) -> Iterator[dict[str, Any]]:
    rows = db.session.scalars(select(LogEntry).where(*_fits(asked)).order_by(LogEntry.id).execution_options(yield_per=1000))
    for entry in rows:
        yield {name: getattr(entry, name) for name in COLUMNS} | {"at": entry.at.isoformat()}


def _line(values: Any) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()


def _fits(asked: Asked) -> Iterator[ColumnElement[bool]]:
    for column, value in ((LogEntry.act, asked.act), (LogEntry.record, asked.record), (LogEntry.actor, asked.person)):
        if value:
            yield column == value
    if asked.since:
        yield LogEntry.at >= dt.datetime.combine(asked.since, dt.time(), dt.UTC)
    if asked.until:
        yield LogEntry.at < dt.datetime.combine(asked.until + dt.timedelta(days=1), dt.time(), dt.UTC)
