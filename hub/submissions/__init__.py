"""What an author may do: submit, revise, answer, withdraw, read what is held.

Verbs load what they decide on and never end a transaction (`hub.db.saving` does). Not here: what
a moderator does (`hub/moderation.py`), and sign-in with the key (`hub/web/mine.py`).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub import history, notices
from hub.db import db, now
from hub.erasure import erase
from hub.errors import Conflict, NotFound, Refused, Unready
from hub.history import AUTHOR
from hub.models import Contact, Experience, Message, Revision, StoredFinding, Story
from hub.screening import Finding
from hub.submissions.draft import Draft

CONSENT_VERSION = "2026-11"
NEEDED_CONSENTS = ("publish", "adult")


@dataclass(frozen=True)
class Telling:
    """A draft with what screening found in it: made before the transaction, kept inside it."""

    draft: Draft
    findings: list[tuple[str, Finding]]

    @classmethod
    def of(cls, draft: Draft) -> "Telling":
        """Screen a draft."""
        return cls(draft, draft.findings())


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
    add_revision(experience, telling)
    if contact is not None and "contact" in consents:
        db.session.add(Contact(experience_id=experience.id, sealed=contact))
    history.note("submit", experience.record, AUTHOR, became="submitted")
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


def revise(experience_id: int, telling: Telling, *, message: str = "") -> None:
    """Put a newer text before the moderators; a live text stays as it is until they agree.

    Raises:
        IllegalMove: the story is in a state that takes no new text.
    """
    experience = _locked(experience_id)
    answering = "asked" in (experience.state, experience.pending)
    add_revision(experience, telling)
    _say(experience, Message.checked(message))
    history.move(experience, "answer" if answering else "revise", AUTHOR)


def answer(experience_id: int, telling: Telling | None, *, message: str) -> None:
    """Answer a moderator's question, with a newer text where the author changed it.

    Raises:
        Refused: neither words nor a changed text were given, or too many words.
        IllegalMove: nothing was asked.
    """
    experience = _locked(experience_id)
    message = Message.checked(message)
    changed = telling is not None and telling.draft.values() != experience.latest.values()
    if not message and not changed:
        raise Refused({"message": "Please answer in a few words, or change your story."})
    if telling is not None and changed:
        add_revision(experience, telling)
    _say(experience, message)
    history.move(experience, "answer", AUTHOR)


def withdraw(experience_id: int) -> None:
    """Take the story down and erase every word of it. Its page answers 410 from now on.

    Raises:
        IllegalMove: it is gone already.
    """
    experience = _locked(experience_id)
    history.move(experience, "withdraw", AUTHOR)
    erase(experience)


def export(experience: Experience) -> dict[str, Any]:
    """All that is held of a story, for its author to keep."""
    return {
        "story": experience.latest.values(), "state": experience.state, "waiting": experience.pending,
        "answers": experience.answers.slug if experience.answers else None,
        "consents": {"version": experience.consent_version, "given": experience.consents},
        "versions": [{"number": r.number, "made_on": r.made_on.isoformat(), **r.values()} for r in experience.revisions],
        "messages": [{"from": m.sender, "on": m.sent_on.isoformat(), "body": m.body} for m in experience.messages],
        "history": [{"on": e.at.date().isoformat(), "act": e.act, "became": e.became, "reason": e.reason}
                    for e in history.of(experience.record)],
        "provenance": experience.provenance, "address": _address(experience),
        "exported_on": now().date().isoformat(),
    }


def _address(experience: Experience) -> str | None:
    try:
        return notices.address_of(experience.id)
    except Unready:
        return "kept sealed; it cannot be opened here at the moment"


def add_revision(experience: Experience, telling: Telling) -> None:
    """Add the next version of a story's words, with what screening found in it."""
    number = experience.revisions[-1].number + 1 if experience.revisions else 1
    revision = Revision(number=number, **telling.draft.values())
    revision.findings = [StoredFinding(place=place, check=f.check, start=f.start, end=f.end, severity=f.severity)
                         for place, f in telling.findings]
    experience.revisions.append(revision)
    db.session.flush()


def _sent_again(telling: Telling, key_hash: str) -> Experience:
    """A double click or a retry changes nothing; the back button and a changed text make a newer revision."""
    experience = _locked(with_key(key_hash).id)
    if experience.latest.values() == telling.draft.values():
        return experience
    if experience.state != "submitted":
        raise Conflict("You sent this story before and it has been read since. Your words below are not lost: "
                       "open your story with your return key and change it there.")
    add_revision(experience, telling)
    history.move(experience, "revise", AUTHOR)
    return experience


def _locked(experience_id: int) -> Experience:
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such story, or it was taken down.")
    return experience


def _say(experience: Experience, message: str) -> None:
    if message:
        experience.messages.append(Message(sender="author", body=message))
