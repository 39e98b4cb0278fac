"""The database: engine, model base, time, and `saving()`, the one place a transaction ends.

The same models run on SQLite (one machine) and PostgreSQL (many). Not here: what is stored
(`hub/models`) and who may change it (`hub/policy`, the domain verbs).
"""

import contextlib
import datetime as dt
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, String, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# secure_delete: freed pages are overwritten, FAST would leave overflow pages; FULL: an acknowledged
# submission survives a power cut.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON",
           "temp_store=MEMORY", "busy_timeout=30000")

PATIENCE = 20.0  # seconds in which whoever reads SQLite's log may come to an end


class _Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=_Base)

if TYPE_CHECKING:
    Model = _Base
else:
    Model = db.Model


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment in UTC: aware in Python on every database, refused when naive."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: D102
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: D102
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Words(TypeDecorator[list[str]]):
    """A short list of values from a known list, stored as ` ivf fet ` so that every database can filter it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str:  # noqa: D102
        return f" {' '.join(value)} " if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:  # noqa: D102
        return (value or "").split()


def now() -> dt.datetime:
    """This moment in UTC: for moderators' acts and the hub's own clocks."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """This day in UTC: the finest time kept for anything an author does."""
    return now().date()


@contextlib.contextmanager
def saving() -> Iterator[None]:
    """Everything done inside is kept together, or none of it.

    Ends any read transaction first, so what a verb loads inside is current. On SQLite the write
    lock is taken at the start (BEGIN IMMEDIATE): a second writer waits instead of failing half way.
    """
    session = db.session
    if session.info.get("saving"):
        raise RuntimeError("saving() inside saving(): the outer one ends the transaction")
    session.rollback()
    session.info["saving"] = True
    try:
        session.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("saving", None)


def part(name: str) -> Any:
    """A part that the composition root joined to the running app, such as the search engine."""
    return current_app.extensions[f"hub.{name}"]


def attach(app: Flask) -> None:
    """Join the database to the app: its address, and what every connection needs."""
    url = app.config["HUB_DATABASE_URL"] or f"sqlite:///{app.config['HUB_INSTANCE']}/hub.sqlite3"
    app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql://", "postgresql+psycopg://", 1)
    # hide_parameters: a failing statement must not carry a story into a log.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, "pool_pre_ping": not url.startswith("sqlite")}
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


def scrub(engine: Engine) -> bool:
    """Write the database anew without what was erased, and empty SQLite's log; False while others read it.

    secure_delete alone is not enough: where rows once moved between pages, SQLite leaves copies of them in
    space that belongs to no row. On PostgreSQL dead rows are vacuumed; its own log keeps its own time.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("VACUUM " + ", ".join(table.name for table in db.metadata.sorted_tables))
            return True
        try:
            connection.exec_driver_sql("VACUUM")
        finally:
            emptied = _empty_log(connection)
    return emptied


def attune(engine: Engine) -> None:
    """Have SQLite count what its indexes hold, so that it takes the right one: without, it reads every published row to
    find a few. Counts alone are kept, no values. PostgreSQL does so by itself."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=1000")  # of each index so many rows: milliseconds
            connection.exec_driver_sql("ANALYZE")


def _empty_log(connection: Connection) -> bool:
    """Write the log back without being in anybody's way; only when all of it is, new readers leave it alone, and those
    who still read it are waited for while others may not write."""
    until = time.monotonic() + PATIENCE
    connection.exec_driver_sql("PRAGMA busy_timeout=1000")
    try:
        while True:
            _, frames, written = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
            if frames == written and not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
    finally:
        connection.exec_driver_sql(f"PRAGMA {PRAGMAS[-1]}")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN"))
