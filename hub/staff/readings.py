"""Who read what readers do not see: noted when it is opened, looked through by admins, forgotten after 180 days."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import join

from hub.db import db, now
from hub.models import Experience, Reading, Staff

JOINED = join(join(Reading, Staff), Experience)
AGAIN = dt.timedelta(hours=1)  # opened again within it is the same reading


@dataclass(frozen=True)
class Read:
    """One reading: who (staff id and address), which story (public id), when."""

    staff_id: int
    email: str
    public_id: str
    at: dt.datetime


def is_new(experience: Experience, by: Staff) -> bool:
    """Whether opening this story now is a reading to be noted: readers do not see all of it, and the person did not just
    open it."""
    if experience.is_public and not experience.pending:
        return False
    return db.session.scalar(select(Reading.id).where(
        Reading.experience_id == experience.id, Reading.staff_id == by.id, Reading.at > now() - AGAIN).limit(1)) is None


def note(experience_id: int, *, by: Staff) -> None:
    """Note that this person reads this story now."""
    db.session.add(Reading(experience_id=experience_id, staff_id=by.id, at=now()))


def count(person: str = "", story: str = "") -> int:
    """How many readings there are, of this person (staff id) and this story (public id)."""
    return db.session.scalar(select(func.count(Reading.id)).select_from(JOINED).where(*_fits(person, story))) or 0


def found(person: str = "", story: str = "", *, offset: int = 0, limit: int = 50) -> list[Read]:
    """The readings, newest first."""
    rows = db.session.execute(select(Staff.id, Staff.email, Experience.public_id, Reading.at).select_from(JOINED)
                              .where(*_fits(person, story)).order_by(Reading.id.desc()).offset(offset).limit(limit))
    return [Read(id_, email, public_id, at) for id_, email, public_id, at in rows]


def _fits(person: str, story: str) -> Iterator[ColumnElement[bool]]:
    if person:
        yield Staff.id == int(person)
    if story:
        yield Experience.public_id == story
