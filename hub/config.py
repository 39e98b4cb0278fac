"""Every setting of the hub: its name, default and one line of meaning; and how long things are kept.

Read from, in rising order: the default here, `hub.cfg` in the instance folder (Python
assignments, as Flask reads them), the environment, and what `create_app` is given.
Not here: limits of texts (the models) and anything a person edits while the hub runs.
"""

import datetime as dt
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Config

from hub.errors import Unready

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """One setting; `default` also gives the type its text is read as."""

    name: str
    default: str | int | bool
    meaning: str


SETTINGS = (
    Setting("HUB_INSTANCE", str(ROOT / "instance"), "Folder of everything the hub stores."),
    Setting("HUB_DATABASE_URL", "", "SQLAlchemy address of the database; empty: SQLite in the instance folder."),
    Setting("HUB_SECRET_KEY", "", "Signs forms and sessions; empty: made on first run, kept in the instance folder."),
    Setting("HUB_CONTACT_KEY_FILE", "", "File of the key that seals contact addresses; keep it apart from backups. "
            "Empty: contact.key in the instance folder, made on first run."),
    Setting("HUB_FACTOR_KEY_FILE", "", "File of the key that seals the second factors of staff; keep it apart from backups. "
            "Empty: factor.key in the instance folder, made on first run."),
    Setting("HUB_REDIS_URL", "", "Redis that counts for the rate limits of several processes; empty: in memory."),
    Setting("HUB_HOST", "127.0.0.1", "Address the server listens on."),
    Setting("HUB_PORT", 8000, "Port the server listens on."),
    Setting("HUB_SITE_NAME", "IVF Story Hub", "Name of the hub, on every page."),
    Setting("HUB_PUBLIC_URL", "", "Address readers use, such as https://stories.example.org: for links in mails and "
            "sign-up links, and the only host then answered. https here means TLS ends in front of the hub."),
    Setting("HUB_TRUSTED_PROXIES", 0, "How many proxies stand in front and may say who is asking."),
    Setting("HUB_OPERATOR", "", "Who runs the hub, shown to readers and authors."),
    Setting("HUB_CONTACT", "", "Address readers may write to; a mail or https address also makes /.well-known/security.txt."),
    Setting("HUB_CLOSED_UNTIL", "", "A day such as 2027-01-15: until then readers and new authors are told when the hub opens; "
            "staff, and authors with a key, get in."),
    Setting("HUB_ANSWER_DAYS", 3, "Days within which a moderator decides: told to authors; the queue's light goes by it."),
    Setting("HUB_LEDGER", "", "File outside the instance folder that names what was erased, so that a restored backup does not "
            "bring it back. Empty: none is kept."),
    Setting("HUB_MAIL_URL", "", "Mail server, such as smtp://user:password@host:587?from=hub@example.org; with a user the "
            "line is made safe by STARTTLS, with smtps:// from the start. Empty: no mail is sent."),
    Setting("HUB_HIDE_FIRST_A_DAY", 5, "How many stories a day a report by somebody in them may take out of readers' sight "
            "before a moderator has looked; 0: none."),
    Setting("HUB_METRICS_TOKEN", "", "Who sends it as a bearer token may read /metrics; empty: nobody."),
    Setting("HUB_DESTRUCTIVE_PER_HOUR", 20, "How many acts that take something away one member of staff may do within an hour; "
            "above that proof is asked each time, and the admins are told."),
    Setting("HUB_RATE_LIMITS", True, "`on`, or `off` for tests."),
)


@dataclass(frozen=True)
class Clock:
    """How long something is kept, and what."""

    time: dt.timedelta
    meaning: str


CLOCKS = {
    "unanswered": Clock(dt.timedelta(days=60), "A story its author was asked about, or a proposed change, without an answer."),
    "declined": Clock(dt.timedelta(days=90), "A story that was declined."),
    "appeal": Clock(dt.timedelta(days=30), "The time to appeal after a decline."),
    "hidden_first": Clock(dt.timedelta(days=3), "A story that a report hid, if nobody looks: then it shows again."),
    "report": Clock(dt.timedelta(days=90), "A report, after the decision on it."),
    "spam": Clock(dt.timedelta(days=7), "A story that was declined as spam."),
    "address": Clock(dt.timedelta(days=30), "A contact address after the decision, where no mail could be sent until then."),
    "backup": Clock(dt.timedelta(days=30), "A backup, in the folder `backup` writes to."),
    "boundaries": Clock(dt.timedelta(days=180), "What a reader would rather not meet, in their own browser alone."),
    "reads": Clock(dt.timedelta(days=180), "Who opened which text that readers do not see."),
    "idle": Clock(dt.timedelta(minutes=30), "A session without a page opened."),
    "claim": Clock(dt.timedelta(minutes=15), "A moderator's claim on a submission, without work on it."),
    "session": Clock(dt.timedelta(hours=12), "A session at most."),
}

ON_OFF = {"on": True, "true": True, "1": True, "yes": True, "off": False, "false": False, "0": False, "no": False}


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All settings, read and checked, with the instance folder made and the secret in place.

    Raises:
        Unready: a value is of the wrong type, or the instance folder cannot be used.
    """
    given = dict(overrides or {})
    folder = Path(str(given.get("HUB_INSTANCE") or os.environ.get("HUB_INSTANCE") or SETTINGS[0].default)).resolve()
    file = Config(folder)
    file.from_pyfile("hub.cfg", silent=True)
    values = {}
    for setting in SETTINGS:
        raw = given.pop(setting.name, os.environ.get(setting.name, file.get(setting.name, setting.default)))
        values[setting.name] = _typed(setting, raw)
    values["HUB_INSTANCE"] = str(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        values["HUB_SECRET_KEY"] = values["HUB_SECRET_KEY"] or kept_secret(
            folder / "secret.key", "Delete it to have a new secret made; open forms and sessions then end.")
    except OSError as error:
        raise Unready(f"The instance folder {folder} cannot be used ({error.strerror}). "
                      "Set HUB_INSTANCE to a folder the hub may write to.") from None
    if len(values["HUB_SECRET_KEY"]) < 32:
        raise Unready("HUB_SECRET_KEY is too short: give 32 characters or more, or leave it empty to have one made.")
    return values | given


def _typed(setting: Setting, raw: Any) -> Any:
    if isinstance(raw, type(setting.default)) and not (isinstance(setting.default, int) and isinstance(raw, str)):
        return raw
    text = str(raw).strip()
    if isinstance(setting.default, bool):
        if text.lower() in ON_OFF:
            return ON_OFF[text.lower()]
        raise Unready(f"{setting.name} is {text!r}: say on or off.")
    if isinstance(setting.default, int):
        if text.isdecimal():
            return int(text)
        raise Unready(f"{setting.name} is {text!r}: give a whole number.")
    return text


def kept_secret(path: Path, help_: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """A secret of this hub, made once. Two processes starting together end with the same one.

    Args:
        path: the file it is kept in, mode 0600.
        help_: what to do where the file is empty.
        make: makes one.

    Raises:
        OSError: the file cannot be read or made.
        Unready: it is empty.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    secret = path.read_text().strip()
    if not secret:
        raise Unready(f"{path} is empty. {help_}")
    return secret
