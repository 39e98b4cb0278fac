"""The return key: how an author comes back without an account.

130 bits, grouped to be written down. It is derived from the form's nonce, so that sending a form
twice shows the same key and makes one story. Only a hash is kept; no secret goes into that hash,
because a key must outlive new secrets and restored backups.
"""

import hashlib
import hmac

VERSION = "v1"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_LENGTH = 26
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def key_for(nonce: str, secret: str, kind: str = "return-key") -> str:
    """The return key of the form with this nonce: 26 signs in groups, such as `7Q2M-…`. One nonce gives another key for
    another kind of thing."""
    digest = hmac.new(secret.encode(), f"{kind}:{nonce}".encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest) >> (256 - 5 * _LENGTH)
    signs = "".join(_ALPHABET[bits >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join((signs[:5], signs[5:10], signs[10:15], signs[15:20], signs[20:]))


def hash_of(key: str) -> str:
    """What is kept of a key, however it was typed: spaces, hyphens, small letters, O for 0."""
    signs = "".join(sign for sign in key.upper() if sign.isalnum()).translate(_READ_AS)
    return f"{VERSION}:{hashlib.sha256(signs.encode()).hexdigest()}"
