"""Staff accounts: inviting, joining, passwords. Hashing is Flask-Security's (argon2id)."""

import datetime as dt
import hashlib
import secrets

from flask_security.utils import hash_password, verify_password
from sqlalchemy import select

from hub import history
from hub.db import db, now
from hub.errors import NotFound, Refused
from hub.history import OPERATOR, Actor
from hub.models import Staff
from hub.models.staff import EMAIL_MAX, PASSWORD_MAX, PASSWORD_MIN, ROLES
from hub.staff import factors, visits

JOIN_WITHIN = dt.timedelta(days=7)
USED = {"join": "join", "password": "new_password", "factor": "lost_factor"}


def invite(email: str, role: str, *, by: Actor = OPERATOR, anew: bool = False) -> tuple[str, Staff]:
    """Make an account without a password, or renew its invitation; gives the token of a single-use link, and the person.

    Args:
        email: where the person is reached.
        role: what they may do; given at once by the operator alone, everybody else makes a moderator.
        by: who invites.
        anew: also for one who joined before: the link lets them choose password and second factor anew.

    Raises:
        Refused: the address or the role cannot be used, or the account has a password already.
    """
    email = email.strip().lower()
    if email.count("@") != 1 or not email.isprintable() or " " in email or not 3 <= len(email) <= EMAIL_MAX:
        raise Refused({"email": "This does not look like a mail address."})
    if role not in ROLES:
        raise Refused({"role": f"A role is one of: {', '.join(ROLES)}."})
    person = db.session.scalar(select(Staff).where(Staff.email == email))
    if person is None:
        person = Staff(email=email, role=ROLES[0])
        db.session.add(person)
        db.session.flush()
    elif person.password and not anew:
        raise Refused({"email": "This person has joined already."})
    if by == OPERATOR:
        person.role = role
    history.note("invite", f"staff:{person.id}", by, became=person.role)
    return give_link(person, "join"), person


def give_link(person: Staff, purpose: str) -> str:
    """A new single-use link in place of any before; gives its token, of which only a hash is kept."""
    token = secrets.token_urlsafe(32)
    person.join_hash, person.join_until, person.join_for = _hash(token), now() + JOIN_WITHIN, purpose
    return token


def invited(token: str) -> Staff:
    """The person this sign-up link is for.

    Raises:
        NotFound: the link was used, is too old, or never was.
    """
    person = db.session.scalar(select(Staff).where(Staff.join_hash == _hash(token)))
    if person is None or person.join_until is None or person.join_until < now():
        raise NotFound("This link was used before or is too old. Ask for a new one.")
    return person


def use_link(token: str, password: str, confirm: str = "") -> Staff:
    """Do what a link is for: choose a password, or, with the present password, begin a second factor anew. The link and
    every session of the person end with it.

    Raises:
        NotFound: the link was used, is too old, or never was.
        Refused: the password is too short, too long, or the two differ; or the present one is wrong.
    """
    person = db.session.get(Staff, invited(token).id, with_for_update=True)
    assert person is not None
    if person.join_for == "factor":
        if not verify_password(password, person.password or ""):
            raise Refused({"password": "This is not your password."})
    else:
        person.password = _hashed(password, confirm)
    if person.join_for != "password":
        factors.forget(person)
    visits.end_all(person)
    history.note(USED[person.join_for], f"staff:{person.id}", person)
    person.join_hash = person.join_until = None
    return person


def with_password(email: str, password: str) -> Staff | None:
    """The person with this address and password. Whoever is not one, and whatever is wrong, takes as long."""
    person = db.session.scalar(select(Staff).where(Staff.email == email.strip().lower()))
    if person is None or not person.password or not person.active:
        hash_password(password)
        return None
    return person if verify_password(password, person.password) else None


def proves(staff_id: int, given: str) -> bool:
    """Whether this is the person's password, or a code that works now. A code is used up by it."""
    person = db.session.get(Staff, staff_id)
    return person is not None and (verify_password(given, person.password or "") or factors.use(staff_id, given))


def change_password(staff_id: int, old: str, password: str, confirm: str, *, visit: str) -> None:
    """Choose another password; every other visit of this person ends.

    Raises:
        Refused: the present password is wrong, or the new one is too short, too long, or typed differently.
    """
    person = db.session.get(Staff, staff_id, with_for_update=True)
    assert person is not None
    if not verify_password(old, person.password or ""):
        raise Refused({"old": "This is not your present password."})
    person.password = _hashed(password, confirm)
    visits.end_all(person, but=visit)
    history.note("new_password", f"staff:{person.id}", person)


def _hashed(password: str, confirm: str) -> str:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise Refused({"password": f"Please choose {PASSWORD_MIN} to {PASSWORD_MAX} characters. A few words together are good."})
    if password != confirm:
        raise Refused({"password_confirm": "The two are not the same."})
    return str(hash_password(password))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
