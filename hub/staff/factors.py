"""The second factor: codes of an authenticator app (RFC 6238), and recovery codes for the day the app is lost.

The secret is sealed by Flask-Security with a key that is not in the database; a code works once; of recovery
codes only hashes are kept. Not here: asking for a code (`hub/web/staff.py`).
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_security import Totp, UserMixin
from sqlalchemy import delete, select

from hub import history
from hub.config import kept_secret
from hub.db import db, part
from hub.errors import Refused, Unready
from hub.models import Passkey, Staff

WINDOW = 30  # seconds a clock may be off, either way: one code before and one after
RECOVERY_CODES = 8
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that look alike; 16 of them are 79 bits, too many to guess from a hash
WRONG = "This is not the code that is shown now, or it was used before. Please wait for the next one."
OTHER_KEY = "The second factors were sealed with another key. Put the right one back (HUB_FACTOR_KEY_FILE)."


class Factors(Totp):
    """The library's codes; it leaves refusing a code's second use to the application, which remembers the newest here."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        self.tags = set(secrets)

    def get_last_counter(self, user: UserMixin) -> int | None:
        """The time step of the newest code this person used."""
        assert isinstance(user, Staff)
        return user.tf_totp_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Remember the time step of the code that was used now."""
        assert isinstance(user, Staff)
        user.tf_totp_counter = tmatch.counter


def open_factors(key_file: Path, issuer: str) -> Factors:
    """The second factors, with their key read, or made on first use with mode 0600.

    Args:
        key_file: where the key is kept.
        issuer: the name of the hub, shown in the app.

    Raises:
        Unready: the key file cannot be read or made.
    """
    try:
        key = kept_secret(key_file, "Put the right file back: nobody of the staff gets in otherwise.")
    except OSError as error:
        raise Unready(f"The key of the second factors {key_file} cannot be read or made ({error.strerror}).") from None
    return Factors({_tag(key): key}, issuer.replace(":", " "))


def new_secret() -> str:
    """A new secret, sealed."""
    return str(_factors().generate_totp_secret())


def shown(secret: str, person: Staff) -> tuple[str, str]:
    """A secret as a person types it into their app, and as the address an app on this device opens."""
    return _factors().get_totp_pretty_key(secret).replace("-", " "), _factors().get_totp_uri(person.email, secret)


def set_up(staff_id: int, secret: str, code: str) -> list[str]:
    """Make this secret the person's second factor, once a code shows that their app has it; gives the recovery codes.

    Raises:
        Refused: the code is wrong.
    """
    person = _locked(staff_id)
    before, person.tf_totp_counter = person.tf_totp_counter, None  # of another secret
    if not _factors().verify_totp(_plain(code), secret, person, WINDOW):
        person.tf_totp_counter = before
        raise Refused({"code": WRONG})
    person.tf_totp_secret = secret
    history.note("set_factor", f"staff:{person.id}", person)
    return new_codes(person)


def renew_codes(person: Staff) -> list[str]:
    """New recovery codes at the person's own wish."""
    history.note("new_codes", f"staff:{person.id}", person)
    return new_codes(person)


def new_codes(person: Staff) -> list[str]:
    """New recovery codes in place of the old, to be shown this once."""
    codes = ["-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)]
    person.mf_recovery_codes = [_hash(code) for code in codes]
    return codes


def forget(person: Staff) -> None:
    """Take the second factor out, passkeys too: at the next sign-in a new one is set up."""
    person.tf_totp_secret = person.tf_totp_counter = person.mf_recovery_codes = None
    db.session.execute(delete(Passkey).where(Passkey.staff_id == person.id))


def use(staff_id: int, code: str) -> bool:
    """Whether this is the code the person's app shows, or one of their recovery codes. Either works once."""
    person, plain = _locked(staff_id), _plain(code)
    if re.fullmatch(r"[0-9]{6}", plain):
        return _verified(person, plain)
    kept = person.mf_recovery_codes or []
    if _hash(plain) not in kept:
        return False
    person.mf_recovery_codes = [one for one in kept if one != _hash(plain)]
    history.note("recovery_code", f"staff:{person.id}", person)
    return True


def faults() -> Iterator[str]:
    """What keeps second factors from being opened."""
    tags = [json.loads(one)["enckey"]["t"] for one in db.session.scalars(select(Staff.tf_totp_secret)) if one]
    if closed := sum(tag not in _factors().tags for tag in tags):
        yield f"{closed} second factors were sealed with another key. Put the right one back (HUB_FACTOR_KEY_FILE)"


def _verified(person: Staff, code: str) -> bool:
    try:
        return person.tf_totp_secret is not None and _factors().verify_totp(code, person.tf_totp_secret, person, WINDOW)
    except KeyError:
        raise Unready(OTHER_KEY) from None


def _locked(staff_id: int) -> Staff:
    person = db.session.get(Staff, staff_id, with_for_update=True)
    assert person is not None
    return person


def _factors() -> Factors:
    factors: Factors = part("factors")
    return factors


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).lower()


def _hash(code: str) -> str:
    return hashlib.sha256(_plain(code).encode()).hexdigest()


def _tag(key: str) -> str:
    return hashlib.sha256(b"tag" + key.encode()).hexdigest()[:12]
