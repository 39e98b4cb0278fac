"""The ledger of erasures: which stories were erased, kept apart from the database and its backups.

A text file with a line for each erasure, its random public id and the day: nothing else is known there. Read before
the hub serves, so that a restored backup does not bring back what was erased after it was made. A line follows by
the outbox: the promise of it is stored with the erasure, so a process killed in between writes it at its next start.
Lost is only what a disk takes along that dies between an erasure and its line, a moment later.
"""

import datetime as dt
import fcntl
import itertools
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import or_, select

from hub import erasure, history, outbox
from hub.db import db, today
from hub.errors import Unready
from hub.models import Experience
from hub.models.experience import GONE

BATCH = 500
LINE = re.compile(r"([0-9a-z]{12}) (\d{4}-\d\d-\d\d)")


class Ledger:
    """The file. It may not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ids(self) -> set[str]:
        """The public ids of what was erased.

        Raises:
            Unready: the file cannot be read, or is not a ledger.
        """
        try:
            lines = self.path.read_bytes().decode().split("\n")[:-1]  # after a power cut the last may be half a line
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise Unready(f"The ledger {self.path} cannot be read ({error.strerror}).") from None
        except UnicodeDecodeError:
            lines = ["?"]
        found = [LINE.fullmatch(line) for line in lines]
        if None in found:
            raise Unready(f"{self.path} is not a ledger of erasures. HUB_LEDGER must name the right file.")
        return {match[1] for match in found if match}

    def add(self, ids: Collection[str], day: dt.date) -> None:
        """Write down what is not there yet, and wait until the disk has it.

        Raises:
            Unready: the file cannot be written; nothing is lost, the promise of it stays.
        """
        try:
            with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                missing = sorted(set(ids) - self.ids())
                whole = file.read().rfind(b"\n") + 1
                file.seek(whole)
                file.truncate()
                file.write("".join(f"{id_} {day.isoformat()}\n" for id_ in missing).encode())
                file.flush()
                os.fsync(file.fileno())
            folder = os.open(self.path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        except OSError as error:
            raise Unready(f"The ledger {self.path} cannot be written ({error.strerror}). Erasing goes on; "
                          "until it can be, a restored backup would bring back what is erased now.") from None


def open_ledger(setting: str, instance: Path) -> Ledger | None:
    """The ledger this hub keeps; None where it keeps none.

    Raises:
        Unready: it would lie beside the database, where both are lost or restored together.
    """
    if not setting:
        return None
    path = Path(setting).resolve()
    if path.is_relative_to(instance.resolve()):
        raise Unready(f"HUB_LEDGER is {path}: keep the ledger outside the instance folder, best on another disk.")
    return Ledger(path)


def still_here(ids: Collection[str]) -> list[Experience]:
    """Those of these stories that have words, or can be read, although they were erased."""
    here = select(Experience).where(or_(Experience.state.not_in(GONE), Experience.revisions.any()))
    return [row for some in _batches(ids) for row in db.session.scalars(here.where(Experience.public_id.in_(some)))]


def replay(ids: Collection[str]) -> None:
    """Erase each of these that is still, or again, here."""
    for experience in still_here(ids):
        if experience.is_gone:
            history.note("erase", experience.record, history.OPERATOR, was=experience.state, became=experience.state)
        else:
            history.move(experience, "withdraw", history.OPERATOR)
        erasure.erase(experience)


def complete(ledger: Ledger) -> None:
    """Write down what was erased here and is not in the ledger, such as before it was kept.

    Raises:
        Unready: it cannot be read or written.
    """
    missing = erasure.erased() - ledger.ids()
    if missing or not ledger.path.exists() and db.session.scalar(select(Experience.id).limit(1)):
        ledger.add(missing, today())


def faults(ledger: Ledger) -> Iterator[str]:
    """What the ledger lacks."""
    try:
        missing = erasure.erased() - ledger.ids() - set(outbox.pending("ledger"))
        waiting = outbox.pending("ledger")
    except Unready as problem:
        yield str(problem)
        return
    if missing:
        yield f"{len(missing)} erasures are not in {ledger.path}"
    if waiting:
        yield f"{len(waiting)} erasures wait to be written to {ledger.path}"


def _batches(ids: Collection[str]) -> Iterator[list[str]]:
    several = iter(sorted(ids))
    while some := list(itertools.islice(several, BATCH)):
        yield some
