"""Commands that keep a hub in order: work, reindex, retention, check."""

import datetime as dt
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import func, inspect, select, text

from hub import history, ledger, moderation, notices, retention, search, staff, worker
from hub.cli.backups import CUT, heads_in
from hub.cli.preparing import command, head, running, schema
from hub.config import CLOCKS
from hub.db import db, part, today
from hub.models import Promise
from hub.reference import figures, organisations
from hub.reference.vocabulary import vocabulary

TRIGGERS = {"log_no_update", "log_no_delete"}


@click.command("work")
@click.option("--once", is_flag=True, help="Keep what is promised now, then stop.")
@command
def work(once: bool) -> None:
    """Keep promises: index, pairs, notices. Beside a server that runs no worker of its own."""
    if once:
        click.echo(f"{worker.drain()} promises kept.")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    click.echo("Working. Stop with Ctrl-C.")
    with running(Path(current_app.config["HUB_INSTANCE"])):
        worker.run(current_app._get_current_object(), stop)  # type: ignore[attr-defined]


@click.command("reindex")
@command
def reindex() -> None:
    """Build the index anew from the database, beside the old one, and swap it in whole."""
    with click.progressbar(length=1, label="indexing", show_pos=True) as bar:
        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)
        count = search.rebuild(show)
    click.echo(f"{count} texts in the index.")


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only list what would go.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="With --dry-run: as of this day, such as 2027-01-31.")
@command
def retention_(dry_run: bool, day: dt.datetime | None) -> None:
    """Let go of what is kept no longer; the worker does so every day by itself."""
    if day and not dry_run:
        raise click.UsageError("--on looks ahead, and needs --dry-run.")
    found = retention.due(day.date() if day else today()) if dry_run else worker.let_go(today())
    for one in found:
        click.echo(f"{one.record}  since {one.since}  {CLOCKS[one.clock].time.days} days: {CLOCKS[one.clock].meaning}")
    click.echo(f"{len(found)} {'due' if dry_run else 'let go'}.")
    if not dry_run:
        worker.drain(worker.HERE)


@click.command("check")
@click.option("--backups", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="The folder backups are written to: the end of the log is held against the newest.")
@command
def check(backups: Path | None) -> None:
    """Look for faults in database, index, log and vocabulary, and for what is due for review; ends non-zero on a fault."""
    worker.drain(worker.HERE)
    faults = 0
    for name, look in (("database", _database), ("log", lambda: _log(backups)), ("queue", moderation.faults),
                       ("index", search.faults), ("promises", _promises), ("ledger", _ledger),
                       ("addresses", notices.faults), ("second factors", staff.factors.faults), ("vocabulary", _vocabulary)):
        found = list(look())
        faults += len(found)
        click.echo(f"{'ok   ' if not found else 'FAULT'}  {name}")
        for words in found:
            click.echo(f"       {words}")
    for words in (*_advice(), *due(today())):
        click.echo(f"note   {words}")
    click.echo(f"log head: {history.head()}")
    if faults:
        raise click.ClickException(f"{faults} faults.")


def due(day: dt.date) -> Iterator[str]:
    """What readers see on this day although somebody should have looked at it again."""
    yield from (f"the figure {figure.id} was due for review on {figure.review}" for figure in figures.overdue(day))
    yield from (f"the organisation {one.id} was due for a check on {one.review}" for one in organisations.overdue(day))


def _database() -> Iterator[str]:
    if schema() != head():
        yield "the schema is not the one of this hub"
    if db.engine.dialect.name == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            yield from (f"SQLite: {row[0]}" for row in db.session.execute(text(f"PRAGMA {pragma}")) if row[0] != "ok")
        named = set(db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    else:
        named = set(db.session.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
    yield from (f"the trigger {name} that protects the log is missing" for name in sorted(TRIGGERS - named))
    if missing := {table.name for table in db.metadata.sorted_tables} - set(inspect(db.engine).get_table_names()):
        yield f"tables are missing: {', '.join(sorted(missing))}"


def _log(backups: Path | None) -> Iterator[str]:
    yield from history.faults()
    if backups and not all(map(history.holds, heads_in(backups))):
        yield CUT


def _vocabulary() -> list[str]:
    known = vocabulary()  # a faulty one does not load
    return [f"no concept stands for {value}" for value in known.uncovered()]


def _promises() -> Iterator[str]:
    for task, error, count in db.session.execute(
            select(Promise.task, Promise.error, func.count()).where(Promise.tries > 3).group_by(Promise.task, Promise.error)):
        yield f"{count} × {task} fail again and again with {error}"


def _ledger() -> Iterator[str]:
    if kept := part("ledger"):
        yield from ledger.faults(kept)


def _advice() -> Iterator[str]:
    for name, words in (("HUB_OPERATOR", "readers are not told who runs this hub"),
                        ("HUB_CONTACT", "readers have no address to write to"),
                        ("HUB_LEDGER", "restoring a backup would bring back what was erased after it was made"),
                        ("HUB_MAIL_URL", "no mail is sent; authors come back with their key")):
        if not current_app.config[name]:
            yield f"{name} is not set: {words}"


COMMANDS = (work, reindex, retention_, check)
