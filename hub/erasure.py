"""Erasing: what is left of a story that was withdrawn or removed.

An opaque id and a state, so that its page can answer 410; for an import also the outside id, so
that it is not brought back. Not here: who may erase, and when (the verbs of author and moderator).
"""

from sqlalchemy import delete

from hub import outbox
from hub.db import db
from hub.models import Contact, Experience, Pair, Profile


def erase(experience: Experience) -> None:
    """Delete all that was kept of a story but its opaque id and its state; the index and the files follow."""
    for rows in (delete(Contact).where(Contact.experience_id == experience.id),
                 delete(Pair).where(Pair.experience_id == experience.id)):
        db.session.execute(rows)
    Profile.keep(experience.record, {})
    experience.revisions.clear()
    experience.messages.clear()
    experience.key_hash = experience.warrant = experience.consent_version = None
    experience.live_number = experience.published_on = experience.answers_id = experience.pending = None
    experience.consents = []
    db.session.flush()
    outbox.promise("index", experience.record)
    outbox.promise("scrub", "database")
