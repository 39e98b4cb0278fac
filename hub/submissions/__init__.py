"""What an author may do: submit, revise, go on, answer, accept, hide, appeal, withdraw, read what is held.

Verbs load what they decide on and never end a transaction (`hub.db.saving` does). Not here: what
a moderator does (`hub/moderation.py`), and sign-in with the key (`hub/web/mine.py`).
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub import history, notices
from hub.db import db, now
from hub.errors import Conflict, NotFound, Refused, Unready
from hub.history import AUTHOR
from hub.models import Contact, Experience, Revision, Story
from hub.submissions.revising import add_chapter, answer, revise
from hub.submissions.standing import accept, acts, appeal, hide, restore, until, withdraw
from hub.submissions.telling import Telling, locked

__all__ = ["Telling", "accept", "acts", "add_chapter", "answer", "appeal", "export", "hide", "missing_consents",
           "restore", "revise", "submit", "until", "with_key", "withdraw"]

CONSENT_VERSION = "2026-11"
NEEDED_CONSENTS = ("publish", "adult")


def submit(telling: Telling, *, key_hash: str, consents: list[str], answers: str | None = None,
           contact: bytes | None = None) -> Experience:
    """Keep a story for a moderator to read. Sent again with the same key it stays one story.

    Args:
        answers: the slug of the news story it answers; unknown slugs are left out.
        contact: the sealed mail address, only with the consent `contact`.

    Raises:
        Refused: a consent that is needed is missing.
        Conflict: the same form was sent before, decided on since, and now holds another text.
    """
    if missing := missing_consents(consents):
        raise Refused(missing)
    story = db.session.scalar(Story.public().where(Story.slug == answers)) if answers else None
    experience = Experience(state="submitted", key_hash=key_hash, consents=consents,
                            consent_version=CONSENT_VERSION, answers=story)
    try:
        with db.session.begin_nested():
            db.session.add(experience)
    except IntegrityError:
        return _sent_again(telling, key_hash)
    experience.add(telling.revision())
    if contact is not None and "contact" in consents:
        db.session.add(Contact(experience_id=experience.id, sealed=contact))
    history.arrive(experience, "submit", AUTHOR)
    return experience


def missing_consents(given: list[str]) -> dict[str, str]:
    """The consents that are needed and were not given, by field name."""
    return {f"consent_{purpose}": "We need your yes to this before we may keep your story."
            for purpose in NEEDED_CONSENTS if purpose not in given}


def with_key(key_hash: str) -> Experience:
    """The experience this key opens.

    Raises:
        NotFound: no story has it, or the story was withdrawn: both answer alike.
    """
    found = db.session.scalar(select(Experience).where(Experience.key_hash == key_hash))
    if found is None:
        raise NotFound("This key opens no story here. Please check each group of letters and numbers.")
    return found


def has_arrived(key_hash: str) -> bool:
    """Whether there is a story that this key opens."""
    return db.session.scalar(select(Experience.id).where(Experience.key_hash == key_hash)) is not None


def export(experience: Experience) -> dict[str, Any]:
    """All that is held of a story, for its author to keep."""
    return {
        "story": experience.latest.values(), "state": experience.state, "waiting": experience.pending,
        "answers": experience.answers.slug if experience.answers else None,
        "consents": {"version": experience.consent_version, "given": experience.consents},
        "versions": [_version(revision, experience) for revision in experience.revisions],
        "messages": [{"from": m.sender, "on": m.sent_on.isoformat(), "body": m.body} for m in experience.messages],
        "history": [{"on": e.at.date().isoformat(), "act": e.act, "became": e.became, "reason": e.reason}
                    for e in history.told_to_author(experience)],
        "provenance": experience.provenance, "address": _address(experience),
        "exported_on": now().date().isoformat(),
    }


def _address(experience: Experience) -> str | None:
    try:
        return notices.address_of(experience.id)
    except Unready:
        return "kept sealed; it cannot be opened here at the moment"


def _version(revision: Revision, experience: Experience) -> dict[str, Any]:
    return {"number": revision.number, "made_on": revision.made_on.isoformat(), "made_by": revision.made_by,
            "accepted_on": revision.accepted_on.isoformat() if revision.accepted_on else None, "agreed": revision.is_agreed,
            "shown_to_readers": experience.is_public and revision.number == experience.live_number, **revision.values()}


def _sent_again(telling: Telling, key_hash: str) -> Experience:
    """A double click or a retry changes nothing; the back button and a changed text make a newer revision."""
    experience = locked(with_key(key_hash).id)
    if experience.latest.values() == telling.draft.values():
        return experience
    if experience.state != "submitted" or experience.live_number is not None:
        raise Conflict("You sent this story before and it has been read since. Your words below are not lost: "
                       "open your story with your return key and change it there.")
    experience.add(telling.revision())
    history.move(experience, "revise", AUTHOR)
    return experience
