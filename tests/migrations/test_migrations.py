"""The schema: made, unmade and made again on both databases, never drifting from the models."""

import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from hub.cli.preparing import MIGRATIONS, head, prepare, schema
from hub.cli.upkeep import TRIGGERS
from hub.db import db, saving
from hub.errors import Unready
from tests.people import Author, Staffer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


def triggers() -> set[str]:
    """The names of the triggers that are in place."""
    sqlite = db.engine.dialect.name == "sqlite"
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if sqlite else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with db.engine.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def test_models_and_schema_say_the_same(hub: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_each_step_goes_up_and_down_and_the_log_stays_protected(hub: Flask) -> None:
    steps = [script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()]
    db.session.remove()
    downgrade(directory=MIGRATIONS, revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    for step in reversed(steps):
        upgrade(directory=MIGRATIONS, revision=step)
        assert triggers() >= TRIGGERS
    assert schema() == head()


def test_a_filled_hub_is_left_as_it_is_by_another_start(hub: Flask, author: Author, moderator: Staffer) -> None:
    author.tells()
    moderator.publishes_all()
    with db.engine.connect() as connection:
        before = {t.name: connection.execute(t.select()).all() for t in db.metadata.sorted_tables}
    started = time.perf_counter()
    prepare()
    assert time.perf_counter() - started < 5
    with db.engine.connect() as connection:
        assert before == {t.name: connection.execute(t.select()).all() for t in db.metadata.sorted_tables}
    with pytest.raises(DatabaseError), saving():
        db.session.execute(text("DELETE FROM log"))


def test_a_database_of_a_newer_hub_is_not_touched(hub: Flask) -> None:
    with saving():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))
    with pytest.raises(Unready, match="newer version"):
        prepare()
    result = hub.test_cli_runner().invoke(args=["hub", "check"])
    assert result.exit_code != 0
    assert "newer version" in result.output


def test_words_nobody_agreed_to_do_not_outlive_the_column_that_says_so(hub: Flask, author: Author, moderator: Staffer) -> None:
    author.tells(body="The author's words.")
    [public_id] = moderator.waiting()
    moderator.send(f"/review/{public_id}/proposal", title="T", body="Proposed words.", message="Why not.")
    db.session.remove()
    downgrade(directory=MIGRATIONS, revision="0003")
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT body FROM revision")).scalars().all() == ["The author's words."]
    upgrade(directory=MIGRATIONS)
    author.comes_back()
    assert "The author&#39;s words." in author.get("/mine").text
