"""What was removed and still has its words: a second person erases it, or the same one after 72 hours."""

from dataclasses import dataclass

from sqlalchemy import select

from hub import history
from hub.db import db
from hub.erasure import erase
from hub.errors import NotFound
from hub.models import Experience, Staff
from hub.policy import Removal, demand, may


@dataclass(frozen=True)
class Removed:
    """A removed experience whose text waits for a second person, and whether this person may erase it."""

    experience: Experience
    may_erase: bool


def removals(by: Staff) -> list[Removed]:
    """What was removed and still has its words: readers see nothing of it, a second person erases it."""
    rows = db.session.scalars(select(Experience).where(Experience.state == "removed", Experience.revisions.any())
                              .order_by(Experience.id))
    return [Removed(row, may("erase", by, _removal(row))) for row in rows]


def erase_removed(experience_id: int, *, by: Staff) -> None:
    """Erase every word of a removed experience. Takes a second person, or the same one after 72 hours.

    Raises:
        NotAllowed: the person who removed it asks too early.
        NotFound: there is no such removal.
    """
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or experience.state != "removed" or not experience.revisions:
        raise NotFound("There is nothing here to erase.")
    demand("erase", by, _removal(experience))
    history.note("erase", experience.record, by, was="removed", became="removed")
    erase(experience)


def _removal(experience: Experience) -> Removal:
    entry = history.last(experience.record, "remove")
    assert entry is not None
    return Removal(history.staff_id(entry), entry.at)
