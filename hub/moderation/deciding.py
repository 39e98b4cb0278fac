"""Deciding on what was read, and proposing other words.

One door: may they, has nobody else taken it, did they see this version, is the move possible; then state, log row and
promises in the caller's one transaction.
"""

from sqlalchemy import select

from hub import history, outbox, reports
from hub.db import db
from hub.errors import Conflict, IllegalMove, NotFound, Refused
from hub.models import Experience, Message, Revision, Staff, Waiting
from hub.moderation import claims, margins
from hub.policy import FOUR_EYES, UNDO_WITHIN, Appeal, Eyes, demand, may
from hub.reference.reasons import REASONS

NEED_REASON = ("decline", "hide", "remove")
NEED_WORDS = ("ask", "decline")
TELL_AUTHOR = ("publish", "ask", "propose", "decline", "hide", "restore", "remove")
SAFETY = ("hide", "remove")
STALE = ("Somebody decided on this, or its author changed it, while you were reading. "
         "Nothing of yours was done. Below is how it stands now.")


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
    return [act for act in possible if act not in FOUR_EYES or said_yes(experience) != by.id]


def said_yes(experience: Experience) -> int | None:
    """Who (staff id) said yes to what waits here, where it takes two; None where nobody did, or it takes one."""
    return db.session.scalar(select(Waiting.first_id).where(Waiting.experience_id == experience.id))


def takes_two(experience: Experience, verdict: str) -> list[str]:
    """The checks whose marks make this verdict one for two moderators."""
    return sorted({one.check for one in experience.findings} & FOUR_EYES.get(verdict, frozenset()))


def blocked(experience: Experience, by: Staff) -> Appeal | None:
    """The appeal that somebody else has to decide on for now; None where this moderator may."""
    appeal = history.appeal(experience)
    return appeal if appeal and not may("decide_appeal", by, appeal) else None


def decide(experience_id: int, verdict: str, *, by: Staff, seen_version: int, reason: str = "", message: str = "",
           sure: bool = False) -> None:
    """Decide on what was read: publish, ask, decline, keep, hide, restore or remove.

    The author reads reason and message under their key; what it means for open reports is written down; the index and the
    pairs follow at once, a notice after the minute in which it can be taken back. Where it takes two, the first yes is kept
    and another moderator decides.

    Args:
        sure: publish although pressing marks are open.

    Raises:
        NotAllowed: they may not decide.
        Conflict: it changed since it was read, or somebody else is at work on it; nothing is done.
        IllegalMove: the verdict is not possible in its state.
        Refused: a reason or a message is missing, unknown or too long.
    """
    experience = _read(experience_id, verdict, by, seen_version)
    if verdict == "propose":
        raise Refused({"verdict": "A proposal needs the words that are proposed. Please open “Propose other words”."})
    message = _checked(verdict, reason, message)
    still_open = sum(one.is_open for one in experience.findings)
    if verdict == "publish" and still_open and not sure:
        raise Refused({"sure": f"{still_open} pressing {'mark is' if still_open == 1 else 'marks are'} open. Please say what "
                               "becomes of each, or tick here if it may be published all the same."})
    claims.drop(experience_id)
    margins.remember(experience, by)
    if _is_first_yes(experience, verdict, by):
        history.note("approve", experience.record, by, was=experience.stands, became=experience.stands)
        return
    if verdict in reports.OUTCOMES and not history.is_beside(experience, verdict):
        reports.settle(experience, verdict)
    history.move(experience, verdict, by, reason=reason)
    if message:
        experience.messages.append(Message(sender="moderator", body=message, version=experience.version))
    outbox.promise("index", experience.record)
    outbox.promise("pair", experience.record)
    if verdict in TELL_AUTHOR:
        outbox.promise("notice", experience.record, after=UNDO_WITHIN)


def propose(experience_id: int, revision: Revision, *, by: Staff, seen_version: int, message: str) -> None:
    """Put other words before the author, with why. Readers see them only once the author accepts.

    Args:
        revision: the words that are proposed, not kept yet.

    Raises:
        NotAllowed: they may not decide.
        Conflict: it changed since it was read, or somebody else is at work on it; nothing is done.
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
    for one in experience.findings:
        if not one.is_settled and experience.latest.words_of(one) not in f"{revision.title}\n{revision.whole}":
            one.resolution = "proposed"
    margins.remember(experience, by)
    experience.add(revision)
    history.move(experience, "propose", by)
    experience.messages.append(Message(sender="moderator", body=message, version=experience.version))
    claims.drop(experience_id)
    outbox.promise("notice", experience.record, after=UNDO_WITHIN)


def _read(experience_id: int, verdict: str, by: Staff, seen_version: int) -> Experience:
    """The submission a verdict is about, locked, if this person may give it on what they read."""
    demand("decide", by)
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    claims.demand_free(experience_id, by)
    if experience.version != seen_version:
        raise Conflict(STALE)
    if verdict not in verdicts(experience, by):
        raise IllegalMove("Another moderator decides on this appeal first." if blocked(experience, by)
                          else f"“{verdict}” is not possible here.")
    return experience


def _is_first_yes(experience: Experience, verdict: str, by: Staff) -> bool:
    """Whether another moderator has to say the same; if so, this yes is kept."""
    waiting = db.session.scalar(select(Waiting).where(Waiting.experience_id == experience.id))
    if waiting is None or not takes_two(experience, verdict):
        return False
    if may("conclude", by, Eyes(waiting.first_id, bool(claims.colleagues(by)))):
        return False
    waiting.first_id = by.id
    return True


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
