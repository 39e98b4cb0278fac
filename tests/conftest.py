"""What tests share: a hub of their own, on SQLite or PostgreSQL, and the people who use it.

`hub` is the running application on an empty, prepared hub; `reader`, `author` and `moderator` are
browsers without a screen. Tests go in by the front door: pages, the API, commands.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from app import create_app
from hub import cli
from hub.db import db
from tests.people import Author, Reader, Staffer

POSTGRES = os.environ.get("HUB_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def _postgres_is_there() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a PostgreSQL to make databases on; tests that need one are skipped without it."""
    if not _postgres_is_there():
        pytest.skip("no PostgreSQL at 127.0.0.1:5432 (set HUB_TEST_POSTGRES to use another)")
    return POSTGRES


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """SQLite, unless a test asks for both: `@pytest.mark.parametrize("database_url", BOTH, indirect=True)`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield ""
        return
    server = request.getfixturevalue("postgres_server")
    name = f"hub_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.rsplit("/", 1)[0] + "/" + name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def hub(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """An empty hub, prepared and ready, inside its application context."""
    app = create_app({"HUB_INSTANCE": str(tmp_path / "instance"), "HUB_DATABASE_URL": database_url, "HUB_RATE_LIMITS": False,
                      "TESTING": True, "PROPAGATE_EXCEPTIONS": False})
    with app.app_context():
        cli.prepare()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def reader(hub: Flask) -> Reader:
    """Somebody who reads."""
    return Reader(hub)


@pytest.fixture
def author(hub: Flask) -> Author:
    """Somebody who tells a story."""
    return Author(hub)


@pytest.fixture
def moderator(hub: Flask) -> Staffer:
    """A signed-in moderator."""
    return Staffer(hub, "moderator")


@pytest.fixture
def editor(hub: Flask) -> Staffer:
    """A signed-in editor."""
    return Staffer(hub, "editor")


@pytest.fixture
def admin(hub: Flask) -> Staffer:
    """A signed-in admin."""
    return Staffer(hub, "admin")
