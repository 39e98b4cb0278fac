"""The few mails the hub sends, to authors who left an address, and to moderators and admins. Neutral: nothing in them says
what they are about.

Addresses are sealed with a key kept outside the database, and forgotten once their one mail is sent. A process that
dies between sending and forgetting sends it again: better twice than never. Not here: when a notice is due (the
verbs promise it), trying again (the worker), and how long an address may wait (`hub/retention.py`).
"""

import contextlib
import datetime as dt
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, or_, select

from hub import outbox
from hub.config import kept_secret
from hub.db import db, now, part, today
from hub.errors import Unready
from hub.models import Contact, Edition, Preference, Staff, Waiting
from hub.models.waiting import URGENT

EMAIL_MAX = 254
TIMEOUT = 20.0  # seconds for each answer of a mail server
SUBJECT = "There is an answer for you"
BODY = """Hello,

there is an answer to what you sent us. To read it, please come back
to our site and enter your key{where}

This message is sent once. You need not reply.
"""
WARNING, WARNING_BODY = "Please look in", "Hello,\n\nour site needs the eyes of those who look after it. Please sign in{where}\n"

# To moderators. As neutral: nothing in them says what waits.
CALL = ("Something should not wait", "something came in that should not wait.")
DIGEST = ("What waits today", "{total} {wait}, {late} longer than promised.")
STAFF_BODY = """Hello,

{words}{where}

You can switch this off after signing in, under "How you work".
"""
DESK = "desk"  # the record of a promise to all who want the mail


@dataclass(frozen=True)
class Post:
    """How mail leaves the hub, the key that opens addresses, and the hub's own address for readers."""

    url: str
    seal: Fernet
    site: str = ""


def open_post(url: str, key_file: Path, site: str = "") -> Post:
    """The hub's mail, with the contact key read, or made on first use with mode 0600.

    Raises:
        Unready: the address of the mail server cannot be used; the key file cannot be read or does not hold a key.
    """
    if url and not _is_mail_server(url):  # it holds a password: never repeated
        raise Unready("HUB_MAIL_URL must look like smtp://user:password@host:587?from=hub@example.org, or begin with smtps://.")
    try:
        return Post(url, Fernet(kept_secret(key_file, "Put the right file back.", lambda: Fernet.generate_key().decode())), site)
    except OSError as error:
        raise Unready(f"The contact key {key_file} cannot be read or made ({error.strerror}).") from None
    except ValueError:
        raise Unready(f"{key_file} does not hold a contact key. Put the right file back: "
                      "addresses sealed with it cannot be opened otherwise.") from None


def seal(address: str) -> bytes:
    """A mail address as it may be stored."""
    post: Post = part("post")
    return post.seal.encrypt(address.encode())


def address_of(experience_id: int) -> str | None:
    """The address that is held for an experience's author; None where none is.

    Raises:
        Unready: it was sealed with another key than the one at hand.
    """
    contact = db.session.get(Contact, experience_id)
    return _opened(contact.sealed) if contact else None


def send(record: str) -> bool:
    """Tell the author of this record that there is an answer; False where no address was left or it is gone.

    An address the server refuses for good has had its mail.

    Raises:
        Unready: no mail server is set up, or the contact key is not the right one; the promise stays.
        OSError, smtplib.SMTPException: the server could not be reached, or refused for now.
    """
    address = address_of(int(record.partition(":")[2]))
    if address is None:
        return False
    post: Post = part("post")
    if not post.url:
        raise Unready("HUB_MAIL_URL is not set.")
    where = f":\n\n{post.site.rstrip('/')}/mine" if post.site else "."
    _deliver(post, _written(post, address, SUBJECT, BODY.format(where=where)))
    return True


def spread(task: str) -> None:
    """Promise each moderator who wants it their own mail of this kind (`call` or `digest`), so that each is tried by itself."""
    post: Post = part("post")
    wants = {"call": Preference.urgent_mail, "digest": Preference.daily_mail}[task]
    if post.url and _what_waits():
        for number in db.session.scalars(select(Staff.id).outerjoin(Preference, Preference.staff_id == Staff.id).where(
                Staff.active, Staff.password.is_not(None), ~Staff.demo, or_(wants.is_(None), wants))):
            outbox.promise(task, f"staff:{number}")


def tell(task: str, record: str, promise: int) -> None:
    """Send one moderator their mail, unless nothing of the kind waits any more.

    Args:
        promise: days within which a decision is promised.

    Raises:
        OSError, smtplib.SMTPException: the server could not be reached, or refused for now.
    """
    post: Post = part("post")
    person, waiting = db.session.get(Staff, int(record.partition(":")[2])), _what_waits()
    if person is None or not person.active or not post.url or not (waiting if task == "digest" else waiting.get(URGENT)):
        return
    total = sum(len(days) for days in waiting.values())
    late = sum((today() - day).days > promise for days in waiting.values() for day in days)
    subject, words = CALL if task == "call" else DIGEST
    where = f"\n\n{post.site.rstrip('/')}/review" if post.site else ""
    words = words.format(total=total, wait="waits" if total == 1 else "wait", late=late or "none")
    _deliver(post, _written(post, person.email, subject, STAFF_BODY.format(words=words, where=where)))


def digest_is_due() -> bool:
    """Whether today's digest was not promised yet."""
    return db.session.scalar(select(Edition.edition).where(Edition.made == "digest")) != today().isoformat()


def promise_digest() -> None:
    """Promise today's digest, once."""
    if digest_is_due():
        db.session.merge(Edition(made="digest", edition=today().isoformat()))
        outbox.promise("digest", DESK)


def _what_waits() -> dict[int, list[dt.date]]:
    """The days on which what waits came in, by rank."""
    found: dict[int, list[dt.date]] = {}
    for rank, since in db.session.execute(select(Waiting.rank, Waiting.since)):
        found.setdefault(rank, []).append(since)
    return found


def warn_admins() -> None:
    """Ask the admins to look at the desk, where a mail server is set up; the desk says so as well."""
    post: Post = part("post")
    words = WARNING_BODY.format(where=f":\n\n{post.site.rstrip('/')}/review" if post.site else ".")
    admins = select(Staff).where(Staff.role == "admin", Staff.active, ~Staff.demo)
    for person in db.session.scalars(admins) if post.url else ():
        _deliver(post, _written(post, person.email, WARNING, words))


def forget(record: str) -> None:
    """Delete the address: it was given for one message."""
    db.session.execute(delete(Contact).where(Contact.experience_id == int(record.partition(":")[2])))
    outbox.promise("scrub", "database")


def faults() -> Iterator[str]:
    """What keeps stored addresses from being opened."""
    closed = 0
    for sealed in db.session.scalars(select(Contact.sealed)):
        try:
            _opened(sealed)
        except Unready:
            closed += 1
    if closed:
        yield f"{closed} contact addresses were sealed with another key. Put the right contact key back (HUB_CONTACT_KEY_FILE)"


def _opened(sealed: bytes) -> str:
    post: Post = part("post")
    try:
        return post.seal.decrypt(sealed).decode()
    except InvalidToken:
        raise Unready("This address was sealed with another contact key. Put the right one back.") from None


def _is_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _deliver(post: Post, mail: EmailMessage) -> None:
    with contextlib.closing(_server(post.url)) as server:
        try:
            server.send_message(mail, to_addrs=[mail["To"].addresses[0].addr_spec])
        except smtplib.SMTPRecipientsRefused as refused:
            if any(code < 500 for code, _ in refused.recipients.values()):
                raise
        with contextlib.suppress(OSError, smtplib.SMTPException):  # it has the mail; how it says goodbye is its own matter
            server.quit()


def _written(post: Post, address: str, subject: str, body: str) -> EmailMessage:
    """The mail. An address that is more than one address, or holds a line break, is a ValueError."""
    url = urlsplit(post.url)
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = subject, now()
    mail["To"] = Address(addr_spec=address)
    mail["From"] = parse_qs(url.query).get("from", [f"post@{url.hostname}"])[0]
    mail["Message-ID"] = make_msgid(domain=mail["From"].addresses[0].domain)
    mail.set_content(body)
    return mail


def _server(url: str) -> smtplib.SMTP:
    """The mail server, greeted; with a user, signed in on a line that is encrypted and whose end is known."""
    parts, safe = urlsplit(url), ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname or "", parts.port or 465, timeout=TIMEOUT, context=safe)
    else:
        server = smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=TIMEOUT)
    try:
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls(context=safe)
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
