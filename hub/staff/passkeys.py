"""Passkeys (WebAuthn level 2) as the second factor, beside the app's codes. py_webauthn reads and verifies what browsers send.

Not here: the challenge between question and answer, which lives in the session (`hub/web/passkeys.py`).
"""

import hashlib
from dataclasses import dataclass

import webauthn
from sqlalchemy import select
from webauthn.helpers import options_to_json
from webauthn.helpers.exceptions import InvalidAuthenticationResponse, InvalidJSONStructure, InvalidRegistrationResponse
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from hub import history
from hub.db import db, today
from hub.errors import Refused
from hub.models import Passkey, Staff

REFUSED = (InvalidAuthenticationResponse, InvalidJSONStructure, InvalidRegistrationResponse, ValueError, KeyError)
NOT_TAKEN = "This passkey was not taken. Please try again, or use a code."
MOST = 10


@dataclass(frozen=True)
class Place:
    """Where a passkey is good: the hub's host, its whole origin as browsers name it, and its name."""

    host: str
    origin: str
    name: str = ""


def of(person: Staff) -> list[Passkey]:
    """The passkeys of a person, in the order they came."""
    return list(db.session.scalars(select(Passkey).where(Passkey.staff_id == person.id).order_by(Passkey.id)))


def to_add(person: Staff, place: Place, challenge: bytes) -> str:
    """What a browser needs to make a passkey, as JSON."""
    return options_to_json(webauthn.generate_registration_options(
        rp_id=place.host, rp_name=place.name, user_id=f"staff:{person.id}".encode(), user_name=person.email, challenge=challenge,
        exclude_credentials=_known(person)))


def add(staff_id: int, answer: str, place: Place, challenge: bytes) -> None:
    """Keep a passkey a browser made.

    Raises:
        Refused: it does not answer this challenge, at this place; it is here already, or there are too many.
    """
    person = db.session.get(Staff, staff_id, with_for_update=True)
    assert person is not None
    try:
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=place.host, expected_origin=place.origin)
    except REFUSED:
        raise Refused({"credential": NOT_TAKEN}) from None
    if len(of(person)) >= MOST or db.session.scalar(select(Passkey.id).where(Passkey.credential == made.credential_id)):
        raise Refused({"credential": "This passkey is here already, or there are too many."})
    db.session.add(Passkey(staff_id=person.id, credential=made.credential_id, public_key=made.credential_public_key,
                           sign_count=made.sign_count, challenge=_hash(challenge), added_on=today()))
    history.note("add_passkey", f"staff:{person.id}", person)


def to_use(person: Staff, place: Place, challenge: bytes) -> str:
    """What a browser needs to answer with one of the person's passkeys, as JSON."""
    return options_to_json(webauthn.generate_authentication_options(
        rp_id=place.host, challenge=challenge, allow_credentials=_known(person)))


def use(staff_id: int, answer: str, place: Place, challenge: bytes) -> bool:
    """Whether one of the person's passkeys answers this challenge, at this place, for the first time."""
    try:
        credential = webauthn.helpers.parse_authentication_credential_json(answer)
        passkey = db.session.scalar(select(Passkey).where(
            Passkey.credential == credential.raw_id, Passkey.staff_id == staff_id).with_for_update())
        if passkey is None or passkey.challenge == _hash(challenge):
            return False
        done = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=place.host, expected_origin=place.origin,
            credential_public_key=passkey.public_key, credential_current_sign_count=passkey.sign_count)
    except REFUSED:
        return False
    passkey.sign_count, passkey.challenge = done.new_sign_count, _hash(challenge)
    return True


def remove(passkey_id: int, *, of: Staff) -> None:
    """Take one of this person's passkeys out."""
    passkey = db.session.get(Passkey, passkey_id)
    if passkey and passkey.staff_id == of.id:
        db.session.delete(passkey)
        history.note("remove_passkey", f"staff:{of.id}", of)


def _known(person: Staff) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential) for one in of(person)]


def _hash(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
