"""Who works here: inviting, joining and ending staff accounts. Sign-in itself is Flask-Security's."""

import datetime as dt
import hashlib
import secrets

from flask_security.utils import hash_password
from sqlalchemy import select

from hub import history
from hub.db import db, now
from hub.errors import NotFound, Refused
from hub.models import Staff
from hub.models.staff import EMAIL_MAX, PASSWORD_MAX, PASSWORD_MIN, ROLES

JOIN_WITHIN = dt.timedelta(days=7)


def invite(email: str, role: str) -> str:
    """Make an account without a password, or renew its invitation; gives the token of a single-use link.

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
        person = Staff(email=email, role=role)
        db.session.add(person)
        db.session.flush()
    elif person.password:
        raise Refused({"email": "This person has joined already."})
    token = secrets.token_urlsafe(32)
    person.role, person.join_hash, person.join_until = role, _hash(token), now() + JOIN_WITHIN
    history.note("invite", f"staff:{person.id}", history.OPERATOR, became=role)
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


def join(token: str, password: str, confirm: str) -> Staff:
    """Choose a password; the link ends with it.

    Raises:
        NotFound: the link was used, is too old, or never was.
        Refused: the password is too short, too long, or the two differ.
    """
    person = db.session.get(Staff, invited(token).id, with_for_update=True)
    assert person is not None
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise Refused({"password": f"Please choose {PASSWORD_MIN} to {PASSWORD_MAX} characters. A few words together are good."})
    if password != confirm:
        raise Refused({"password_confirm": "The two are not the same."})
    person.password, person.join_hash, person.join_until = hash_password(password), None, None
    history.note("join", f"staff:{person.id}", person)
    return person


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
