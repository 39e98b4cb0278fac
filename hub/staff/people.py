"""What an admin does with accounts: roles, links for who lost something, ending. Each is written down.

A role changes by two people: one asks, another agrees; where there is no other, the same one after 72 hours. So does the
role of somebody invited. A link for a lost password leaves the second factor as it is, and the other way round; both for one
person take two admins in the same way: no admin gets into another's account alone and unseen.
"""

from sqlalchemy import delete, select

from hub import history
from hub.db import db
from hub.errors import Conflict, NotFound, Refused
from hub.history import OPERATOR, Actor
from hub.models import Claim, Preference, Staff
from hub.models.staff import LINKS, ROLES
from hub.policy import LinkGiven, RoleAsked, demand, may
from hub.staff import accounts, factors, visits

ASKED = ("ask_role", "change_role", "keep_role")
OTHER_LINK = {"password": "link_factor", "factor": "link_password"}


def everyone() -> list[Staff]:
    """All who have an account, the oldest first; of those whose account ended only the number is left."""
    return list(db.session.scalars(select(Staff).where(Staff.active).order_by(Staff.id)))


def asked(person: Staff) -> RoleAsked | None:
    """The change of role that waits for a second person; None where none does."""
    entry = history.last(f"staff:{person.id}", *ASKED)
    if entry is None or entry.act != "ask_role":
        return None
    return RoleAsked(history.staff_id(entry), entry.at, entry.became)


def invite(email: str, role: str, *, by: Staff) -> str:
    """Invite somebody; gives the token of a single-use link. More than a moderator they become by a second person.

    Raises:
        NotAllowed: the person keeps no accounts.
        Refused: the address or the role cannot be used, or the account has a password already.
    """
    demand("keep_people", by)
    token, person = accounts.invite(email, role, by=by)
    if role != person.role:
        ask_role(person.id, role, by=by)
    return token


def ask_role(staff_id: int, role: str, *, by: Staff) -> None:
    """Ask for another role for somebody.

    Raises:
        NotAllowed: the person keeps no accounts.
        NotFound: there is no such account.
        Refused: it is not another role.
    """
    demand("keep_people", by)
    person = _person(staff_id)
    if role not in ROLES or role == person.role:
        raise Refused({"role": "Please choose another role than the present one."})
    history.note("ask_role", f"staff:{person.id}", by, was=person.role, became=role)


def change_role(staff_id: int, role: str, *, by: Staff) -> None:
    """Agree to the role that was asked for: the second person's act.

    Raises:
        Conflict: another one, or none, is asked for now.
        NotAllowed: the one who asked agrees too early.
        NotFound: there is no such account.
    """
    demand("keep_people", by)
    person = _person(staff_id)
    waits = asked(person)
    if waits is None or waits.role != role:
        raise Conflict("This was decided meanwhile. Nothing was changed.")
    demand("change_role", by, waits)
    history.note("change_role", f"staff:{person.id}", by, was=person.role, became=role)
    person.role = role


def keep_role(staff_id: int, *, by: Staff) -> None:
    """Leave the role as it is.

    Raises:
        NotAllowed: the person keeps no accounts.
        NotFound: there is no such account.
    """
    demand("keep_people", by)
    person = _person(staff_id)
    if asked(person):
        history.note("keep_role", f"staff:{person.id}", by, became=person.role)


def link(staff_id: int, purpose: str, *, by: Staff) -> str:
    """A single-use link for somebody who lost their password or second factor, or has not joined yet; gives its token.

    Raises:
        Conflict: the same admin made the link for the other thing this person signs in with, less than 72 hours ago.
        NotAllowed: the person keeps no accounts.
        NotFound: there is no such account.
        Refused: this is not what a link can be for here.
    """
    demand("keep_people", by)
    person = _person(staff_id)
    if purpose not in LINKS or (purpose == "join") == bool(person.password):
        raise Refused({"purpose": "Please choose what the link is for."})
    other = history.last(f"staff:{person.id}", OTHER_LINK[purpose]) if purpose in OTHER_LINK else None
    if other and not may("give_other_link", by, LinkGiven(history.staff_id(other), other.at)):
        raise Conflict("You made this person's other link within the last 72 hours, and both in one hand open an account. "
                       "Another admin makes this one now, or you do later. Nothing was changed.")
    history.note(f"link_{purpose}", f"staff:{person.id}", by)
    return accounts.give_link(person, purpose)


def sign_out(staff_id: int, *, by: Staff) -> None:
    """End all sessions of somebody.

    Raises:
        NotAllowed: the person keeps no accounts.
        NotFound: there is no such account.
    """
    demand("keep_people", by)
    person = _person(staff_id)
    visits.end_all(person)
    history.note("end_visits", f"staff:{person.id}", by)


def end(staff_id: int, *, by: Actor) -> None:
    """End an account at once, with its sessions and links. What it did stays in the log under its number; its address is
    forgotten.

    Raises:
        NotAllowed: the person keeps no accounts, or it is their own.
        NotFound: there is no such account.
    """
    person = _person(staff_id)
    if isinstance(by, Staff):
        demand("end_account", by, person)
    visits.end_all(person)
    factors.forget(person)
    for theirs in (Claim, Preference):  # what they were at work on is free again
        db.session.execute(delete(theirs).where(theirs.staff_id == person.id))
    person.active, person.email = False, f"ended:{person.id}"
    person.password = person.join_hash = person.join_until = None
    history.note("end_account", f"staff:{person.id}", by)


def end_by_address(email: str) -> None:
    """The operator's way to end an account.

    Raises:
        NotFound: nobody has this address.
    """
    person = db.session.scalar(select(Staff).where(Staff.email == email.strip().lower()))
    if person is None:
        raise NotFound("Nobody here has this address.")
    end(person.id, by=OPERATOR)


def _person(staff_id: int) -> Staff:
    person = db.session.get(Staff, staff_id, with_for_update=True)
    if person is None or not person.active:
        raise NotFound("There is no such account.")
    return person
