"""What a moderator does: see what waits, read one submission, decide, propose other words, and erase what was removed.

One door: may they, did they see this version, is the move possible; then state, log row and
promises in the caller's one transaction.
"""

from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import selectinload

from hub import history, outbox, reports
from hub.db import db
from hub.erasure import erase
from hub.errors import Conflict, IllegalMove, NotFound, Refused
from hub.models import Experience, Message, Report, Revision, Staff, StoredFinding
from hub.policy import Appeal, Removal, demand, may
from hub.reference.reasons import REASONS

NEED_REASON = ("decline", "hide", "remove")
NEED_WORDS = ("ask", "decline")
TELL_AUTHOR = ("publish", "ask", "decline")
SAFETY = ("hide", "remove")
STALE = ("Somebody decided on this, or its author changed it, while you were reading. "
         "Nothing of yours was done. Below is how it stands now.")


@dataclass(frozen=True)
class Removed:
    """A removed experience whose text waits for a second person, and whether this person may erase it."""

    experience: Experience
    may_erase: bool


def queue(limit: int = 50) -> list[Experience]:
    """What waits for a decision: urgent ones first, then reports on what readers see, then the oldest by sequence; the
    findings are loaded with it."""
    reported = exists().where(Report.experience_id == Experience.id, Report.outcome == "open")
    urgent = or_(
        exists().where(Report.experience_id == Experience.id, Report.outcome == "open", Report.urgent),
        exists().where(Revision.experience_id == Experience.id, StoredFinding.revision_id == Revision.id,
                       StoredFinding.severity == "urgent"))
    waits = or_(Experience.state == "submitted", Experience.pending == "submitted", reported)
    return list(db.session.scalars(
        select(Experience).where(waits).options(selectinload(Experience.revisions).selectinload(Revision.findings))
        .order_by(urgent.desc(), reported.desc(), Experience.id).limit(limit)))


def find(public_id: str) -> Experience | None:
    """The experience with this id, whatever became of it; None where there is none."""
    return db.session.scalar(select(Experience).where(Experience.public_id == public_id))


def open_one(public_id: str) -> Experience:
    """One experience for the desk, in any state that still has words.

    Raises:
        NotFound: there is none, or it was erased.
    """
    experience = find(public_id)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    return experience


def verdicts(experience: Experience, by: Staff) -> list[str]:
    """What this moderator may decide here now: pages take their buttons from it.

    Nobody is asked who holds no key; a hiding of the author's own stays; what a report hid is shown again or hidden for
    good, anything else that was reported may be kept as it is; on an appeal somebody else decides.
    """
    hiding, beside = history.hiding(experience), history.is_beside(experience, "ask")
    theirs = hiding is None or may("restore", by, hiding)
    weighed = {"propose": bool(experience.key_hash), "ask": bool(experience.key_hash) and (beside or theirs),
               "restore": theirs, "hide": may("hide", by, hiding),
               "keep": bool(reports.open_about([experience.id])) and not (hiding and hiding.by_report)}
    possible = [act for act in history.verdicts(experience) if weighed.get(act, True)]
    if blocked(experience, by):
        return [act for act in possible if act in SAFETY and experience.live_number is not None]
    return possible


def blocked(experience: Experience, by: Staff) -> Appeal | None:
    """The appeal that somebody else has to decide on for now; None where this moderator may."""
    appeal = history.appeal(experience)
    return appeal if appeal and not may("decide_appeal", by, appeal) else None


def decide(experience_id: int, verdict: str, *, by: Staff, seen_version: int, reason: str = "", message: str = "") -> None:
    """Decide on what was read: publish, ask, decline, keep, hide, restore or remove.

    The author reads reason and message under their key; what it means for open reports is written down; the index, the
    pairs and a notice follow.

    Raises:
        NotAllowed: they may not decide.
        Conflict: it changed since it was read; nothing is done.
        IllegalMove: the verdict is not possible in its state.
        Refused: a reason or a message is missing, unknown or too long.
    """
    experience = _read(experience_id, verdict, by, seen_version)
    if verdict == "propose":
        raise Refused({"verdict": "A proposal needs the words that are proposed. Please open “Propose other words”."})
    message = _checked(verdict, reason, message)
    if verdict in reports.OUTCOMES and not history.is_beside(experience, verdict):
        reports.settle(experience, verdict)
    history.move(experience, verdict, by, reason=reason)
    if message:
        experience.messages.append(Message(sender="moderator", body=message))
    outbox.promise("index", experience.record)
    outbox.promise("pair", experience.record)
    if verdict in TELL_AUTHOR:
        outbox.promise("notice", experience.record)


def propose(experience_id: int, revision: Revision, *, by: Staff, seen_version: int, message: str) -> None:
    """Put other words before the author, with why. Readers see them only once the author accepts.

    Args:
        revision: the words that are proposed, not kept yet.

    Raises:
        NotAllowed: they may not decide.
        Conflict: it changed since it was read; nothing is done.
        IllegalMove: not possible in its state, or there is no author who could accept.
        Refused: nothing is changed, or the author is not told why.
    """
    experience = _read(experience_id, "propose", by, seen_version)
    message, problems = Message.checked(message), {}
    if revision.values() == experience.latest.values():
        problems["body"] = "Nothing is changed here yet. Please change the words you would like to see changed."
    if not message:
        problems["message"] = "Please tell the author why, in a few kind words."
    if problems:
        raise Refused(problems)
    experience.add(revision)
    experience.messages.append(Message(sender="moderator", body=message))
    history.move(experience, "propose", by)
    outbox.promise("notice", experience.record)


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


def _read(experience_id: int, verdict: str, by: Staff, seen_version: int) -> Experience:
    """The submission a verdict is about, locked, if this person may give it on what they read."""
    demand("decide", by)
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    if experience.version != seen_version:
        raise Conflict(STALE)
    if verdict not in verdicts(experience, by):
        raise IllegalMove("Another moderator decides on this appeal first." if blocked(experience, by)
                          else f"“{verdict}” is not possible here.")
    return experience


def _removal(experience: Experience) -> Removal:
    entry = history.last(experience.record, "remove")
    assert entry is not None
    return Removal(history.staff_id(entry), entry.at)


def _checked(verdict: str, reason: str, message: str) -> str:
    """The message the author will read: as written, or else the reason's own kind reply."""
    message = Message.checked(message)
    problems = {}
    if reason and reason not in REASONS:
        problems["reason"] = "Please choose a reason from the list."
    elif verdict in NEED_REASON and not reason:
        problems["reason"] = "The author is told why: please choose a reason."
    elif verdict in NEED_WORDS and not (message or (reason and REASONS[reason].reply)):
        problems["message"] = "Please write a few words to the author, or choose a reason that brings its own."
    if problems:
        raise Refused(problems)
    return message or (REASONS[reason].reply if reason and verdict in NEED_WORDS else "")
