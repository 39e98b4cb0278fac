"""Who is at work on what: a claim ends by itself a quarter of an hour after the last work on it.

Colleagues see each other by the name of their mail address, since they hand work to one another; readers and authors
never do. Not here: deciding, which only asks whether somebody else is at work.
"""

from sqlalchemy import Exists, or_, select

from hub.config import CLOCKS
from hub.db import db, now
from hub.errors import Conflict, NotFound, Refused
from hub.models import Claim, Experience, Staff, Waiting
from hub.moderation.queue import NOTHING_CHOSEN, Wanted, in_order, set_aside, within
from hub.policy import demand


def take(experience_id: int, *, by: Staff) -> None:
    """Be the one at work on a submission, from now on for a quarter of an hour; again: for another one.

    Raises:
        NotAllowed: they may not decide.
        NotFound: there is no such submission any more.
        Conflict: somebody else is at work on it.
    """
    _locked(experience_id, by)
    _keep(experience_id, by)


def take_next(*, by: Staff, wanted: Wanted = NOTHING_CHOSEN) -> str | None:
    """Take what comes next in this person's queue and nobody is at work on; its public id, or None where nothing is free.

    Raises:
        NotAllowed: they may not decide.
    """
    demand("decide", by)
    free = (within(select(Waiting.experience_id, Experience.public_id).join(Waiting.experience), wanted,
                   set_aside(by, wanted))
            .where(~_claimed(), or_(Waiting.first_id.is_(None), Waiting.first_id != by.id))
            .order_by(*in_order()).limit(1).with_for_update(skip_locked=True, of=Experience))
    while found := db.session.execute(free).one_or_none():
        if holder(found.experience_id) is None:  # on PostgreSQL somebody may have been a moment faster
            _keep(found.experience_id, by)
            return str(found.public_id)
    return None


def release(experience_id: int, *, by: Staff) -> None:
    """Leave a submission to the others. Nothing happens where somebody else holds it."""
    claim = db.session.get(Claim, experience_id)
    if claim and claim.staff_id == by.id:
        db.session.delete(claim)


def hand_over(experience_id: int, to: int | None, *, by: Staff) -> None:
    """Give a submission to a colleague; they have a quarter of an hour before it is anybody's again.

    Raises:
        NotAllowed: they may not decide.
        Refused: there is no such colleague.
        Conflict: somebody else is at work on it.
    """
    _locked(experience_id, by)
    colleague = next((one for one in colleagues(by) if one.id == to), None)
    if colleague is None:
        raise Refused({"to": "Please choose who should go on with it."})
    _keep(experience_id, colleague)


def at_work(experience_id: int, *, by: Staff) -> None:
    """Work on a submission: renews the claim of whoever holds it.

    Raises:
        Conflict: somebody else is at work on it.
    """
    if claim := demand_free(experience_id, by):
        claim.until_at = now() + CLOCKS["claim"].time


def demand_free(experience_id: int, by: Staff) -> Claim | None:
    """Go on only if nobody else is at work on it; gives this person's own claim, if there is one.

    Raises:
        Conflict: somebody else is, with who.
    """
    claim = holder(experience_id)
    if claim and claim.staff_id != by.id:
        raise Conflict(f"{claim.staff.called} is at work on this now. "
                       "Nothing was decided, and what you typed is still here.")
    return claim


def holder(experience_id: int) -> Claim | None:
    """The claim that stands on a submission; None where nobody is at work on it."""
    claim = db.session.get(Claim, experience_id, populate_existing=True)
    return claim if claim and claim.stands else None


def held(by: Staff) -> list[Experience]:
    """What this person is at work on, the longest first."""
    return list(db.session.scalars(
        select(Experience).join(Claim, Claim.experience_id == Experience.id)
        .where(Claim.staff_id == by.id, Claim.until_at > now()).order_by(Claim.until_at)))


def colleagues(by: Staff) -> list[Staff]:
    """Everybody else who decides here."""
    return list(db.session.scalars(Staff.others(by.id).order_by(Staff.email)))


def drop(experience_id: int) -> None:
    """Nobody is at work on it any more: it was decided on."""
    if claim := db.session.get(Claim, experience_id):
        db.session.delete(claim)


def _locked(experience_id: int, by: Staff) -> None:
    demand("decide", by)
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    demand_free(experience_id, by)


def _keep(experience_id: int, by: Staff) -> None:
    claim = db.session.get(Claim, experience_id) or Claim(experience_id=experience_id)
    claim.staff_id, claim.until_at = by.id, now() + CLOCKS["claim"].time
    db.session.add(claim)
    db.session.flush()


def _claimed() -> Exists:
    return select(Claim.experience_id).where(Claim.experience_id == Waiting.experience_id, Claim.until_at > now()).exists()
