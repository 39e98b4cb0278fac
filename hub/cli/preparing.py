"""Bringing a hub up to date before it is used: folders, schema, the ledger of erasures, index."""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate, upgrade

from hub import ledger, pairing, search
from hub.config import ROOT
from hub.db import db, part, saving
from hub.errors import HubError, Refused, Unready

MIGRATIONS = str(ROOT / "hub" / "migrations")
migrate = Migrate(db=db, directory=MIGRATIONS, render_as_batch=True, compare_type=True)


def prepare() -> None:
    """Bring the schema up to date, erase again what the ledger says was erased, bring the index into being, and promise new
    pairs where the vocabulary changed.

    Two starts at once wait for each other.

    Raises:
        Unready: the database was made by a newer hub; the ledger cannot be used.
    """
    with _alone(Path(current_app.config["HUB_INSTANCE"]) / "prepare.lock"):
        if schema() != head():
            upgrade(directory=MIGRATIONS)
        if kept := part("ledger"):
            erased = kept.ids()
            if ledger.still_here(erased):  # else nobody who writes is held up
                with saving():
                    ledger.replay(erased)
            ledger.complete(kept)
        if part("search").needs_rebuild:
            search.rebuild()
        if pairing.is_outdated():
            with saving():
                pairing.renew()


def schema() -> str | None:
    """The revision of the database's schema.

    Raises:
        Unready: it is one this hub does not know.
    """
    with db.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    demand_known(revision)
    return revision


def demand_known(revision: str | None) -> None:
    """Go on only with a schema this hub knows.

    Raises:
        Unready: it does not.
    """
    known = {script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()}
    if revision is not None and revision not in known:
        raise Unready("This database was made by a newer version of the hub. Update the hub; nothing was changed.")


def head() -> str | None:
    """The revision of the schema this hub works with."""
    return ScriptDirectory(MIGRATIONS).get_current_head()


def command(function: Callable[..., Any]) -> Callable[..., Any]:
    """A command of the hub: inside the app, on a prepared hub, its errors told in a sentence."""
    @wraps(function)
    @with_appcontext
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            prepare()
            return function(*args, **kwargs)
        except Refused as refused:
            raise click.ClickException("\n".join(f"{field}: {words}" for field, words in refused.problems.items())) from None
        except HubError as error:
            raise click.ClickException(str(error)) from None
    return run


def address(endpoint: str, **values: str) -> str:
    """The whole address of a page, for somebody to open."""
    base = current_app.config["HUB_PUBLIC_URL"] or "http://{HUB_HOST}:{HUB_PORT}".format(**current_app.config)
    parts = urlsplit(base)
    return current_app.url_map.bind(parts.netloc, url_scheme=parts.scheme).build(endpoint, values, force_external=True)


@contextlib.contextmanager
def running(instance: Path, *, alone: bool = False) -> Iterator[None]:
    """While inside, no backup is restored over this hub; `alone`: nobody else serves or works on it.

    Raises:
        Unready: the other of the two is going on.
    """
    with (instance / "running.lock").open("w") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unready("This hub is running. Stop it first; nothing was changed." if alone else
                          "A backup is being restored here. Start again when that is done.") from None
        yield


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
