"""What the hub did, counted from its log alone, so that it can be told in public and survives every erasure.

Only what cannot lead back to one person: whole months that are over, no count under `LEAST`, and nothing from which one
could be worked out. Small counts of a month are left out and never summed elsewhere; small kinds are put together until
they are many, and so is a kind whose number, taken from that of the month, would leave a small one. Each thing is told in
one month alone, that of its decision, so that two tellings cannot be subtracted. The database counts; what is read here
is a few rows for each month. Not here: how it is drawn.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, extract, func, or_, select
from sqlalchemy.orm import aliased

from hub.db import db
from hub.history import AUTHOR
from hub.models import LogEntry

LEAST = 5
LEAST_SLOWEST = 10  # decisions before the slowest tenth is told: among fewer it would be one
MONTHS = 12
DAY = 86_400  # seconds
REST = "rest"  # kinds that are too few to stand alone

ACTS = {"received": ("submit",), "published": ("publish", "accept"), "asked": ("ask", "propose"), "declined": ("decline",),
        "withdrawn": ("withdraw",), "reported": ("report",), "appealed": ("appeal",)}
ARRIVALS = ("submit", "revise", "chapter", "answer", "appeal")
DECISIONS = ("publish", "ask", "propose", "decline", "remove")
#: What followed: after a report or an appeal, the first of these acts tells what became of it.
FOLLOWS = {"report": {"keep": "kept", "restore": "kept", "ask": "asked", "hide": "hidden", "remove": "removed",
                      "withdraw": "gone"},
           "appeal": {"publish": "granted", "accept": "granted", "decline": "upheld", "remove": "upheld", "withdraw": "gone"}}
#: What followed -> the count of the same month it is among.
AMONG = {"asked": "asked", "granted": "published", "upheld": "declined", "gone": "withdrawn"}
Month = tuple[int, int]


@dataclass(frozen=True)
class Told:
    """One month: what happened, by name, None where it was under `LEAST`; how many days a decision took; and by kind, most
    first, why stories were declined and what followed reports and appeals."""

    first: dt.date
    counts: Mapping[str, int | None]
    median: int | None
    slowest: int | None
    kinds: Mapping[str, list[tuple[str, int]]]


def months(today: dt.date) -> list[Told]:
    """The last whole months, newest first, from the first in which anything happened."""
    until = today.replace(day=1)
    span = _back(until, MONTHS), until
    counted, waits = _counts(*span), _waits(*span)
    kinds = {"declined": _reasons(*span), "reported": _followed("report", *span), "appealed": _followed("appeal", *span)}
    begun = min(counted, default=None)
    firsts = [(day := _back(until, number), (day.year, day.month)) for number in range(1, MONTHS + 1)]
    return [_told(first, counted.get(month, Counter()), waits.get(month, Counter()),
                  {name: by_month.get(month, Counter()) for name, by_month in kinds.items()})
            for first, month in firsts if begun and month >= begun]


def _told(first: dt.date, counts: Counter[str], waits: Counter[int], kinds: Mapping[str, Counter[str]]) -> Told:
    decided = waits.total()
    return Told(first, {name: counts[name] if counts[name] >= LEAST else None for name in ACTS},
                _share(waits, .5) if decided >= LEAST else None, _share(waits, .9) if decided >= LEAST_SLOWEST else None,
                {name: _merged(of, counts) if _is_apart(counts[name], of.total()) else [] for name, of in kinds.items()})


def _share(waits: Counter[int], share: float) -> int:
    """The number of days within which this share of the decisions was made."""
    passed = 0
    for days in sorted(waits):
        passed += waits[days]
        if passed >= share * waits.total():
            break
    return days


def _is_apart(came: int, decided: int) -> bool:
    """Whether nothing small is left where one is taken from the other: of reports or appeals that waited, say."""
    return came == decided or abs(came - decided) >= LEAST


def _merged(kinds: Counter[str], counts: Counter[str]) -> list[tuple[str, int]]:
    """The kinds of a month; those that are small, or leave something small of a count of the month, put together until they
    are many."""
    kept = [(kind, number) for kind, number in kinds.most_common()
            if number >= LEAST and _is_apart(counts[AMONG[kind]] if kind in AMONG else number, number)]
    rest = kinds.total() - sum(number for _, number in kept)
    while kept and (0 < rest < LEAST or len(kinds) - len(kept) == 1):  # one kind alone would not be hidden by another name
        rest += kept.pop()[1]
    return [*kept, (REST, rest)] if rest >= LEAST else kept


def _counts(since: dt.date, until: dt.date) -> dict[Month, Counter[str]]:
    """How often each thing happened in each month; what the operator or the clock took out is not counted as withdrawn."""
    name = case({act: name for name, acts in ACTS.items() for act in acts}, value=LogEntry.act).label("name")
    return _by_month(select(*_month_of(LogEntry.at), name).where(
        *_between(since, until), LogEntry.act.in_([act for acts in ACTS.values() for act in acts]),
        or_(LogEntry.act != "withdraw", LogEntry.actor == AUTHOR)))


def _reasons(since: dt.date, until: dt.date) -> dict[Month, Counter[str]]:
    return _by_month(select(*_month_of(LogEntry.at), LogEntry.reason).where(*_between(since, until), LogEntry.act == "decline"))


def _followed(act: str, since: dt.date, until: dt.date) -> dict[Month, Counter[str]]:
    """What became of reports or appeals, by the month in which that was decided. What a report did by itself is no answer to
    it."""
    asked, after = aliased(LogEntry), aliased(LogEntry)
    answer = select(func.min(after.id)).where(
        after.record == asked.record, after.id > asked.id, after.act.in_(FOLLOWS[act]), ~_taken_back(after),
        or_(after.actor.startswith("staff:"), after.act.in_(("withdraw", "accept"))),
        or_(after.act != "ask", after.was != "submitted"),  # a question about a newer version answers no report
    ).correlate(asked).scalar_subquery()
    became = case(FOLLOWS[act], value=LogEntry.act).label("became")
    return _by_month(select(*_month_of(LogEntry.at), became).select_from(asked).join(LogEntry, LogEntry.id == answer).where(
        asked.act == act, asked.at >= _midnight(_back(since, MONTHS)), asked.at < _midnight(until), *_between(since, until)))


def _waits(since: dt.date, until: dt.date) -> dict[Month, Counter[int]]:
    """How many decisions took how many days, by the month of the decision. A wait begins with the first thing that was
    sent since the decision before; of what an author does the day alone is known."""
    earlier, arrival = aliased(LogEntry), aliased(LogEntry)
    before = select(func.max(earlier.id)).where(
        earlier.record == LogEntry.record, earlier.id < LogEntry.id,
        earlier.act.in_(DECISIONS), ~_taken_back(earlier)).correlate(LogEntry).scalar_subquery()
    began = select(func.min(arrival.at)).where(
        arrival.record == LogEntry.record, arrival.id < LogEntry.id, arrival.id > func.coalesce(before, 0),
        arrival.act.in_(ARRIVALS)).correlate(LogEntry).scalar_subquery()
    days = (_day(LogEntry.at) - _day(began)).label("days")
    found: dict[Month, Counter[int]] = {}
    for month, counts in _by_month(select(*_month_of(LogEntry.at), days).where(
            *_between(since, until), LogEntry.act.in_(DECISIONS))).items():
        found[month] = Counter({number: count for number, count in counts.items() if number is not None})
    return found


def _by_month(rows: Any) -> dict[Month, Counter[Any]]:
    """Year, month and a value of each row, counted in the database."""
    each = rows.subquery()
    found: dict[Month, Counter[Any]] = {}
    counted: Any = db.session.execute(select(*each.c, func.count()).group_by(*each.c))
    for year, month, value, count in counted:
        found.setdefault((int(year), int(month)), Counter())[value] = count
    return found


def _month_of(at: Any) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return extract("year", at).label("year"), extract("month", at).label("month")


def _day(at: Any) -> ColumnElement[int]:
    return cast(extract("epoch", at), BigInteger) // DAY


def _between(since: dt.date, until: dt.date) -> tuple[ColumnElement[bool], ...]:
    """The rows from one day on, before another, that speak of an experience; what was taken back does not count."""
    return (LogEntry.at >= _midnight(since), LogEntry.at < _midnight(until), LogEntry.record.startswith("experience:"),
            ~_taken_back(LogEntry))


def _taken_back(entry: Any) -> ColumnElement[bool]:
    """Whether the next act on the same record took this one back."""
    after, undo = aliased(LogEntry), aliased(LogEntry)
    following = select(func.min(after.id)).where(
        after.record == entry.record, after.id > entry.id).correlate(entry).scalar_subquery()
    return select(undo.id).where(undo.id == following, undo.act == "undo").correlate(entry).exists()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _back(first: dt.date, number: int) -> dt.date:
    """The first day of the month so many months before."""
    months = first.year * 12 + first.month - 1 - number
    return dt.date(months // 12, months % 12 + 1, 1)
