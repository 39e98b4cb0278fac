"""The few mails the hub sends, to authors who left an address. Neutral: nothing in them says what they are about.

Addresses are sealed with a key kept outside the database. Not here: when a notice is due (the verbs
promise it) and trying again (the worker).
"""

import os
import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.fernet import Fernet
from sqlalchemy import delete

from hub.db import db, part
from hub.errors import Unready
from hub.models import Contact

EMAIL_MAX = 254
SUBJECT = "There is an answer for you"
BODY = ("Hello,\n\nthere is an answer to what you sent us. To read it, please come back to our site "
        "and enter your key.\n\nThis message is sent once. You need not reply.\n")


@dataclass(frozen=True)
class Post:
    """How mail leaves the hub, and the key that opens addresses."""

    url: str
    seal: Fernet


def open_post(url: str, key_file: Path) -> Post:
    """The hub's mail, with the contact key read, or made on first use with mode 0600.

    Raises:
        Unready: the key file cannot be read or does not hold a key.
    """
    try:
        if not key_file.exists():
            with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(Fernet.generate_key())
    except FileExistsError:  # a second process was first
        pass
    except OSError as error:
        raise Unready(f"The contact key {key_file} cannot be made ({error.strerror}).") from None
    try:
        return Post(url, Fernet(key_file.read_bytes().strip()))
    except (OSError, ValueError):
        raise Unready(f"{key_file} does not hold a contact key. Put the right file back: "
                      "addresses sealed with it cannot be opened otherwise.") from None


def seal(address: str) -> bytes:
    """A mail address as it may be stored."""
    post: Post = part("post")
    return post.seal.encrypt(address.encode())


def address_of(experience_id: int) -> str | None:
    """The address that is held for an experience's author; None where none is."""
    contact = db.session.get(Contact, experience_id)
    post: Post = part("post")
    return post.seal.decrypt(contact.sealed).decode() if contact else None


def send(record: str) -> bool:
    """Tell the author of this record that there is an answer; False where no address was left or it is gone.

    Raises:
        Unready: no mail server is set up; the promise stays.
        OSError, smtplib.SMTPException: the server could not be reached or refused.
    """
    address = address_of(int(record.partition(":")[2]))
    if address is None:
        return False
    post: Post = part("post")
    if not post.url:
        raise Unready("HUB_MAIL_URL is not set.")
    url = urlsplit(post.url)
    mail = EmailMessage()
    mail["Subject"], mail["To"] = SUBJECT, address
    mail["From"] = parse_qs(url.query).get("from", [f"post@{url.hostname}"])[0]
    mail.set_content(BODY)
    with smtplib.SMTP(url.hostname or "localhost", url.port or 25, timeout=20) as server:
        if url.scheme == "smtps" or url.username:
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(mail)
    return True


def forget(record: str) -> None:
    """Delete the address: it was given for one message."""
    db.session.execute(delete(Contact).where(Contact.experience_id == int(record.partition(":")[2])))
