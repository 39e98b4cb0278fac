"""What waits for a moderator: urgent ones first, then by the day they came and by sequence, never by anything finer.

Filters and counts come from one narrow table (`hub/models/waiting.py`), so that a queue of thousands opens at once. What
one person would rather not read for a while is set aside for them and counted, so that nobody is forgotten.
Not here: one submission (`opening.py`), and who is at work on what (`claims.py`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, and_, case, cast, func, not_, or_, select, tuple_
from sqlalchemy.orm import contains_eager
from sqlalchemy.sql.elements import ColumnElement

from hub.db import db, now, today
from hub.models import Claim, Experience, Preference, Report, Revision, Staff, Waiting
from hub.models.waiting import KINDS, REPORT, URGENT
from hub.reference.facets import FACETS
from hub.screening import CHECKS, FAILED

PER_PAGE = 25
#: A filter's name in the address -> the values it takes.
FILTERS: dict[str, tuple[str, ...]] = {
    "kind": KINDS, "finding": (*(check.name for check in CHECKS), FAILED), "note": tuple(FACETS["content_notes"].values),
    "perspective": tuple(FACETS["perspective"].values)}
COLUMNS: dict[str, Any] = {"kind": Waiting.kind, "finding": Waiting.checks, "note": Waiting.notes,
                           "perspective": Waiting.perspective}
SEVERAL = ("finding", "note")  # these columns hold a list
LATE, SOON, IN_TIME = "late", "soon", "in_time"


@dataclass(frozen=True)
class Wanted:
    """What of the queue is wanted: values of `FILTERS`, and whether with what is set aside for this person."""

    filters: Mapping[str, str] = field(default_factory=dict)
    aside: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wanted":
        """From an address; what it does not know is left out."""
        chosen = {name: asked[name] for name, values in FILTERS.items() if asked.get(name) in values}
        return cls(chosen, asked.get("aside") == "yes")

    @property
    def parameters(self) -> dict[str, Any]:
        """The same for an address."""
        return dict(self.filters) | ({"aside": "yes"} if self.aside else {})


NOTHING_CHOSEN = Wanted()


@dataclass(frozen=True)
class Item:
    """One thing in the queue, who is at work on it, and how it stands against the promise: `late`, `soon`, `in_time`."""

    waiting: Waiting
    claim: Claim | None
    light: str


@dataclass(frozen=True)
class Queue:
    """A page of the queue: how many there are in all, counts for each filter, how many urgent and late ones, and how many
    are set aside for this person."""

    items: list[Item]
    total: int
    counts: dict[str, Counter[str]]
    urgent: int
    late: int
    aside: int
    aside_pressing: int


def queue(by: Staff, wanted: Wanted = NOTHING_CHOSEN, *, page: int = 1, promise: int = 3) -> Queue:
    """One page of what waits for this person, by `PER_PAGE`.

    Args:
        promise: days within which a decision is promised.
    """
    spared = set_aside(by, wanted)
    late = today() - dt.timedelta(days=promise)
    total, urgent, over, pressing = _sums(wanted, spared, late)
    with_aside = _sums(wanted, (), late) if spared else (total, urgent, over, pressing)
    rows = db.session.execute(
        within(select(Waiting, Claim), wanted, spared)
        .join(Waiting.experience).join(Waiting.revision)
        .outerjoin(Claim, and_(Claim.experience_id == Waiting.experience_id, Claim.until_at > now())).outerjoin(Claim.staff)
        .options(contains_eager(Waiting.experience).load_only(Experience.public_id, Experience.state, Experience.pending),
                 contains_eager(Waiting.revision).load_only(Revision.title, Revision.content_notes),
                 contains_eager(Claim.staff))
        .order_by(*in_order()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Queue([Item(waiting, claim, light(waiting.since, promise)) for waiting, claim in rows], total,
                 {name: _counted(name, wanted, spared) for name in FILTERS}, urgent, over, with_aside[0] - total,
                 with_aside[3] - pressing)


def neighbours(experience: Experience, by: Staff, wanted: Wanted = NOTHING_CHOSEN) -> tuple[str | None, str | None]:
    """The public ids of what stands before and after this one in this person's queue."""
    here = db.session.execute(select(Waiting.rank, Waiting.since, Waiting.id)
                              .where(Waiting.experience_id == experience.id)).first()
    if here is None:
        return None, None
    place = tuple_(Waiting.rank, Waiting.since, Waiting.id)
    ids = within(select(Experience.public_id).join(Waiting, Waiting.experience_id == Experience.id), wanted,
                 set_aside(by, wanted))
    backwards = [column.desc() for column in in_order()]
    return (db.session.scalar(ids.where(place < tuple_(*here)).order_by(*backwards).limit(1)),
            db.session.scalar(ids.where(place > tuple_(*here)).order_by(*in_order()).limit(1)))


def set_aside(by: Staff, wanted: Wanted) -> Collection[str]:
    """The content notes that are left out for this person."""
    return () if wanted.aside else Preference.of(by.id).set_aside


def within(query: Any, wanted: Wanted, spared: Collection[str]) -> Any:
    """The query over `Waiting` with these filters, and without what has any of these notes."""
    for name, value in wanted.filters.items():
        query = query.where(_matching(name, value))
    return query.where(*(not_(_matching("note", note)) for note in spared))


def in_order() -> tuple[ColumnElement[Any], ...]:
    """The order of the queue."""
    return Waiting.rank, Waiting.since, Waiting.id  # type: ignore[return-value]


def light(since: dt.date, promise: int) -> str:
    """How something that came on this day stands against a promise in days: in time, due today or tomorrow, or late."""
    left = (since - today()).days + promise
    return LATE if left < 0 else SOON if left <= 1 else IN_TIME


def faults() -> list[str]:
    """Where the queue does not agree with how the stories stand."""
    submitted = or_(Experience.pending == "submitted", and_(Experience.pending.is_(None), Experience.state == "submitted"))
    reported = select(Report.id).where(Report.experience_id == Experience.id, Report.outcome == "open").exists()
    told = select(Waiting.id).where(Waiting.experience_id == Experience.id, Waiting.kind != REPORT).exists()
    lined_up = select(Waiting.id).where(Waiting.experience_id == Experience.id, Waiting.kind == REPORT).exists()
    wrong = db.session.scalars(select(Experience.id).where(or_(submitted != told, reported != lined_up)))
    return [f"experience:{number} is missing in the queue, or should not be in it" for number in wrong]


def _sums(wanted: Wanted, spared: Collection[str], late: dt.date) -> tuple[int, int, int, int]:
    """How many there are; how many of them urgent, late, and either."""
    urgent, over = Waiting.rank == URGENT, Waiting.since < late
    counted = [func.count(), *(func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in (urgent, over, or_(urgent, over)))]
    one, two, three, four = db.session.execute(within(select(*counted).select_from(Waiting), wanted, spared)).one()
    return one, two, three, four


def _counted(name: str, wanted: Wanted, spared: Collection[str]) -> Counter[str]:
    """How many there would be of each value of one filter, the other filters staying."""
    others = Wanted({other: value for other, value in wanted.filters.items() if other != name}, wanted.aside)
    column, counts = COLUMNS[name], Counter[str]()
    for value, count in db.session.execute(within(select(column, func.count()), others, spared).group_by(column)):
        for one in value if isinstance(value, list) else [value] if value else []:
            counts[one] += count
    return counts


def _matching(name: str, value: str) -> ColumnElement[bool]:
    column = COLUMNS[name]
    return cast(column, String).contains(f" {value} ", autoescape=True) if name in SEVERAL else column == value
