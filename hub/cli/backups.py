"""Commands that keep a copy of the hub elsewhere and bring it back: backup, restore.

A backup is one SQLite file: all of the database at one moment, with the head of the log. The index is made anew; the
keys, the secret and the ledger never lie in it. PostgreSQL has tools of its own, which are named.
"""

import contextlib
import datetime as dt
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from hub import erasure, history, ledger, notices, search, worker
from hub.cli.preparing import command, demand_known, prepare, running
from hub.config import CLOCKS
from hub.db import db, now, part, saving, scrub, today
from hub.errors import Unready
from hub.models import Experience, Staff, Story

NAME = re.compile(r"hub-(\d{4}-\d\d-\d\d)-\d{6}\.sqlite3(\.part)?")
CUT = ("The log lacks the row that a backup ended with: its end was cut off, or an older backup was restored since.")
NO_BACKUP = "{} is not a backup of this hub, or it is damaged. Nothing was changed."


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@command
def backup(folder: Path) -> None:
    """Copy the whole database into a dated file, while the hub runs; removes its own older than 30 days."""
    _demand_sqlite("pg_dump --format=custom --file=hub.dump ADDRESS")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _rotate(folder, today())
        before = heads_in(folder)[-1:]
        target = folder / f"hub-{now():%Y-%m-%d-%H%M%S}.sqlite3"
        head = _copy_out(target)
    except (OSError, DBAPIError, sqlite3.Error) as error:
        cause = getattr(error, "strerror", None) or getattr(error, "orig", error)
        raise click.ClickException(f"No backup was made: {folder} could not be written or read ({cause}).") from None
    click.echo(f"{target}: {target.stat().st_size / 1e6:.1f} MB, log head {head}")
    for words in _by_hand():
        click.echo(f"carry by hand, apart from this: {words}")
    if not all(map(history.holds, before)):
        raise click.ClickException(CUT)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also over a hub that holds something.")
@click.option("--without-ledger", is_flag=True, help="Although what was erased since the backup then comes back.")
@command
def restore(file: Path, replace: bool, without_ledger: bool) -> None:
    """Bring a backup back, erase again what was erased since, and make the index."""
    _demand_sqlite("pg_restore --clean --if-exists --dbname=ADDRESS hub.dump")
    with running(Path(current_app.config["HUB_INSTANCE"]), alone=True), _reading(file) as source:
        if not replace and any(db.session.scalar(select(model.id).limit(1)) for model in (Experience, Story, Staff)):
            raise click.ClickException("This hub is not empty. To lose what it holds and have the backup instead: --replace")
        gone = erasure.erased()
        if not without_ledger:
            gone |= _demanded(source)
        _copy_in(source)
        prepare()
        with saving():
            db.session.execute(text("DROP TABLE IF EXISTS backup"))
            history.note("restore", "hub", history.OPERATOR)
            ledger.replay(gone)
        count = len(erasure.erased() - _erased_in(source))
        indexed = search.rebuild()
        worker.drain(worker.HERE)
        if not scrub(db.engine):
            raise Unready("Somebody still reads the database, so parts of what was here before are still in its files. "
                          "All else is done: end that process, and start the hub.")
    click.echo(f"{file.name} is restored: {count} stories erased again, {indexed} texts in the index. Log head: {history.head()}")
    _tell_faults()


def _demand_sqlite(words: str) -> None:
    if db.engine.dialect.name != "sqlite":
        raise click.ClickException(f"This hub is on PostgreSQL, which has its own tool: {words}\n"
                                   "What the ledger (HUB_LEDGER) names is erased again at the next start. Keep copies for "
                                   f"{CLOCKS['backup'].time.days} days at most.")


def _rotate(folder: Path, on: dt.date) -> None:
    for path in folder.iterdir():
        if match := NAME.fullmatch(path.name):
            time = dt.timedelta() if match[2] else CLOCKS["backup"].time  # today's half one may still be being written
            if dt.date.fromisoformat(match[1]) + time < on:
                path.unlink()


def heads_in(folder: Path) -> list[str]:
    """The heads the log had in the backups of a folder, the oldest first."""
    heads = []
    for path in sorted(path for path in folder.glob("*.sqlite3") if NAME.fullmatch(path.name)):
        with contextlib.closing(sqlite3.connect(path)) as kept:
            heads.append(str(kept.execute("SELECT head FROM backup").fetchone()[0]))
    return list(filter(None, heads))


def _copy_out(target: Path) -> str:
    """Copy the database of this moment into a file, whole or not at all; gives the head of the log in it."""
    part_ = target.with_suffix(".sqlite3.part")
    try:
        os.close(os.open(part_, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(part_),))
        with contextlib.closing(sqlite3.connect(part_)) as copy, copy:
            head = _head_in(copy)
            copy.execute("DROP TABLE IF EXISTS backup")
            copy.execute("CREATE TABLE backup (made_on TEXT, head TEXT)")
            copy.execute("INSERT INTO backup VALUES (?, ?)", (today().isoformat(), head))
        part_.rename(target)
        folder = os.open(target.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except BaseException:
        part_.unlink(missing_ok=True)
        raise
    return head


def _by_hand() -> Iterator[str]:
    instance, config = Path(current_app.config["HUB_INSTANCE"]), current_app.config
    yield f"the contact key, {config['HUB_CONTACT_KEY_FILE'] or instance / 'contact.key'}: it opens contact addresses"
    kept = part("ledger")
    yield (f"the ledger of erasures, {kept.path}: without it a restored backup brings back what was erased since" if kept else
           "the ledger of erasures, once HUB_LEDGER is set: without it a restored backup brings back what was erased since")
    yield (f"the key of the second factors, {config['HUB_FACTOR_KEY_FILE'] or instance / 'factor.key'}: without it nobody of "
           "the staff gets in")
    yield f"the secret key, {instance / 'secret.key'} or HUB_SECRET_KEY: sessions and open forms depend on it"


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A backup, found whole."""
    with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
        try:
            whole = source.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            [head] = source.execute("SELECT head FROM backup").fetchone()
            [revision] = source.execute("SELECT version_num FROM alembic_version").fetchone()
            if not whole or head != _head_in(source):
                _no_backup(file)
        except (sqlite3.Error, TypeError):
            _no_backup(file)
        demand_known(revision)
        yield source


def _no_backup(file: Path) -> NoReturn:
    raise click.ClickException(NO_BACKUP.format(file))


def _head_in(copy: sqlite3.Connection) -> str:
    found = copy.execute("SELECT hash FROM log ORDER BY id DESC LIMIT 1").fetchone()
    return str(found[0]) if found else ""


def _demanded(source: sqlite3.Connection) -> set[str]:
    """What the ledger names. It must know all that was erased when the backup was made."""
    waiver = "To go on although what was erased since the backup then comes back: --without-ledger"
    kept: ledger.Ledger | None = part("ledger")
    if kept is None:
        raise click.ClickException(f"Set HUB_LEDGER to the ledger that was carried apart from the backups. {waiver}")
    if not kept.path.exists():
        raise click.ClickException(f"There is no ledger at {kept.path}. Put it there. {waiver}")
    promised = {id_ for (id_,) in source.execute("SELECT record FROM promise WHERE task = 'ledger'")}
    if missing := _erased_in(source) - promised - kept.ids():
        raise click.ClickException(f"{kept.path} lacks {len(missing)} erasures that the backup itself knows of: it is another "
                                   f"hub's, or an older copy. Put the newest one there. {waiver}")
    return kept.ids()


def _erased_in(source: sqlite3.Connection) -> set[str]:
    return {id_ for (id_,) in source.execute(
        "SELECT public_id FROM experience WHERE state IN ('withdrawn', 'removed') AND NOT EXISTS "
        "(SELECT 1 FROM revision WHERE experience_id = experience.id)")}


def _copy_in(source: sqlite3.Connection) -> None:
    """The backup's content in place of this hub's, in one transaction."""
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection:
        here: Any = connection.connection.driver_connection
        source.backup(here)


def _tell_faults() -> None:
    kept: ledger.Ledger | None = part("ledger")
    found = [*history.faults(), *search.faults(), *notices.faults(), *(ledger.faults(kept) if kept else ())]
    if found:
        raise click.ClickException("It serves, but:\n" + "\n".join(found))


COMMANDS = (backup, restore)
