"""Taking a decision back: within a minute, by whoever made it, as long as nothing else happened since.

A publishing that is taken back hides the text from readers at once and waits in the queue again; a notice waits the
minute, so nobody is told of what did not stay. Each is an act of its own in the log.
"""

import datetime as dt

from sqlalchemy import select

from hub import history, outbox, reports
from hub.db import db, now
from hub.errors import Conflict, NotFound
from hub.models import Experience, LogEntry, Staff, Waiting
from hub.moderation.deciding import TELL_AUTHOR
from hub.policy import UNDO_WITHIN, demand

UNDOABLE = history.STAFF_ACTS | {"approve"}
TOO_LATE = "This can no longer be taken back: a minute has passed, or something else happened since. Please decide anew."


def undoable_until(experience: Experience, by: Staff) -> dt.datetime | None:
    """Until when this person may take back what was decided last; None where they may not."""
    entry = _newest(experience)
    if entry.act not in UNDOABLE or history.staff_id(entry) != by.id or not experience.revisions:
        return None
    until = entry.at + UNDO_WITHIN
    return until if until > now() else None


def undo(experience_id: int, *, by: Staff) -> None:
    """Have a story stand as it did before this person's decision; what was said to the author with it is unsaid.

    Raises:
        NotAllowed: they may not decide.
        NotFound: there is no such story any more.
        Conflict: it is too late.
    """
    demand("decide", by)
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    if undoable_until(experience, by) is None:
        raise Conflict(TOO_LATE)
    entry, version = _newest(experience), experience.version
    if entry.act == "approve":
        _unsay(experience, by)
        return
    for message in [message for message in experience.messages if message.version == version]:
        experience.messages.remove(message)
    if entry.act == "propose":
        experience.revisions.pop()
        for one in experience.findings:
            one.resolution = None if one.resolution == "proposed" else one.resolution
    reports.reopen(experience, version)
    history.take_back(experience, entry, by)
    if entry.act in TELL_AUTHOR:
        outbox.take_back("notice", experience.record)
    outbox.promise("index", experience.record)
    outbox.promise("pair", experience.record)


def _unsay(experience: Experience, by: Staff) -> None:
    """The first yes of two is taken back."""
    waiting = db.session.scalars(select(Waiting).where(Waiting.experience_id == experience.id)).one()
    waiting.first_id = None
    history.note("undo", experience.record, by, was=experience.stands, became=experience.stands)


def _newest(experience: Experience) -> LogEntry:
    return history.of(experience.record)[-1]
