"""What the log says of how a story stands: its appeal, what stands against it, who hides it, which clock runs."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import and_, or_, select

from hub.db import db
from hub.history.log import AUTHOR, READER, last, staff_id
from hub.history.table import ANSWERS_APPEAL, STAFF_ACTS, WAITS
from hub.models import Experience, LogEntry, Staff
from hub.policy import Appeal, Declined, Hiding


def cleared(record: str) -> bool:
    """Whether a report took it out of readers' sight before, or a moderator kept it as it was: no report hides it again."""
    first = and_(LogEntry.act == "hide", LogEntry.actor == READER)
    return db.session.scalar(select(LogEntry.id).where(
        LogEntry.record == record, or_(first, LogEntry.act == "keep")).limit(1)) is not None


def appealed(records: Iterable[str]) -> set[str]:
    """The records whose author appealed and waits for the answer."""
    rows = select(LogEntry.record, LogEntry.act).where(
        LogEntry.record.in_(list(records)), LogEntry.act.in_(("appeal", "approve", "undo", *ANSWERS_APPEAL, *STAFF_ACTS))
    ).order_by(LogEntry.id)
    acts: dict[str, list[str]] = {}
    for record, act in db.session.execute(rows):
        stack = acts.setdefault(record, [])
        if act == "undo":
            del stack[-1:]  # what was taken back did not happen
        else:
            stack.append(act)
    turning = {record: [act for act in stack if act == "appeal" or act in ANSWERS_APPEAL] for record, stack in acts.items()}
    return {record for record, stack in turning.items() if stack[-1:] == ["appeal"]}


def appeal(experience: Experience) -> Appeal | None:
    """The appeal that waits for its answer, as the policy weighs it."""
    if not appealed([experience.record]):
        return None
    made = last(experience.record, "appeal")
    assert made is not None
    by = staff_id(contested(experience))
    several = db.session.scalar(Staff.others(by).limit(1)) is not None
    return Appeal(by, made.at + dt.timedelta(days=1), several)  # of the author's act the day alone is known


def contested(experience: Experience) -> LogEntry | None:
    """The decision that stands against a story, or that its author appealed against: a decline, or a hiding."""
    made = last(experience.record, "appeal") if appealed([experience.record]) else None
    act = {"declined": "decline", "hidden": "hide"}.get(made.was if made else experience.stands)
    entry = last(experience.record, act, before=made) if act else None
    return entry if staff_id(entry) else None


def against(experience: Experience) -> LogEntry | None:
    """The decision of a person that stands against it now, which its author is owed the reasons of; None where none does."""
    return last(experience.record, "remove") if experience.state == "removed" else contested(experience)


def declined(experience: Experience) -> Declined | None:
    """The decision that stands against it, as the policy weighs it: one appeal until something of the story is published."""
    entry = None if appealed([experience.record]) else contested(experience)
    if entry is None:
        return None
    newest = last(experience.record, "appeal", "publish", "accept")
    return Declined(experience.id, entry.at.date(), newest is not None and newest.act == "appeal")


def hiding(experience: Experience) -> Hiding | None:
    """Who hides it, as the policy weighs it; None where it is not hidden."""
    entry = last(experience.record, "hide") if experience.state == "hidden" else None
    return Hiding(experience.id, entry.actor == AUTHOR, entry.actor == READER) if entry else None


def clock_of(experience: Experience) -> tuple[str, dt.date] | None:
    """The clock that runs for a story that waits for its author, by its name in `CLOCKS`, and since when; or None."""
    act = WAITS.get(experience.stands)
    entry = last(experience.record, act) if act else None
    if entry is None:
        return None
    return "unanswered" if act != "decline" else "spam" if entry.reason == "spam" else "declined", entry.at.date()
