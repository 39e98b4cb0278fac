"""Erasing: what is left of a story that was withdrawn or removed.

An opaque id and a state, so that its page can answer 410; for an import also the outside id, so
that it is not brought back. Not here: who may erase, and when (the verbs of author and moderator).
"""

from sqlalchemy import delete, select, update

from hub import outbox
from hub.db import db, today
from hub.models import Claim, Companion, Contact, Experience, Pair, Profile, Report, Seen, SideNote, Waiting
from hub.models.experience import GONE


def erase(experience: Experience) -> None:
    """Delete all that was kept of a story but its opaque id and its state; the index and the files follow."""
    reported = update(Report).where(Report.experience_id == experience.id)
    kept = (Contact, Pair, Waiting, Claim, SideNote, Seen)
    for rows in (*(delete(table).where(table.experience_id == experience.id) for table in kept),
                 reported.values(body=""), reported.where(Report.outcome == "open").values(outcome="gone", decided_on=today())):
        db.session.execute(rows)
    Profile.keep(experience.record, {})
    Companion.part(experience.id)
    experience.revisions.clear()
    experience.messages.clear()
    experience.key_hash = experience.warrant = experience.consent_version = None
    experience.live_number = experience.published_on = experience.answers_id = experience.pending = None
    experience.consents = []
    db.session.flush()
    outbox.promise("index", experience.record)
    outbox.promise("scrub", experience.record)
    outbox.promise("ledger", experience.public_id)


def erase_waiting(experience: Experience) -> None:
    """Delete what waited beside a live text, and what was said since it came; the live text stays as it is."""
    waiting = [revision for revision in experience.revisions if revision.number > (experience.live_number or 0)]
    since = min((revision.made_on for revision in waiting), default=None)
    for message in [message for message in experience.messages if since and message.sent_on >= since]:
        experience.messages.remove(message)
    for revision in waiting:
        experience.revisions.remove(revision)
    db.session.flush()
    outbox.promise("scrub", experience.record)


def erased() -> set[str]:
    """The public ids of all that was erased."""
    return set(db.session.scalars(
        select(Experience.public_id).where(Experience.state.in_(GONE), ~Experience.revisions.any())))
