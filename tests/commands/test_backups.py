"""Backups and their return: nothing acknowledged is missing, nothing erased comes back."""

import datetime as dt
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from hub import cli, history, worker
from hub.db import db, today
from hub.models import Experience
from tests.commands.test_content import run
from tests.people import Author, Reader, Staffer
from tests.servers import ROOT, Server
from tests.traces import MARKERS, fill, found_in

Machine = Callable[..., Flask]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A hub in a folder of this name, on a machine that has the ledger unless told otherwise; inside its context."""
    contexts = []

    def make(name: str, ledger: str = "ledger") -> Flask:
        app = create_app({"HUB_INSTANCE": str(tmp_path / name), "HUB_LEDGER": str(tmp_path / ledger) if ledger else "",
                          "HUB_FACTOR_KEY_FILE": str(tmp_path / "factor.key"),
                          "HUB_RATE_LIMITS": False, "TESTING": True, "PROPAGATE_EXCEPTIONS": False})
        contexts.append(app.app_context())
        contexts[-1].push()
        cli.prepare()
        return app

    yield make
    for context in reversed(contexts):
        db.session.remove()
        db.engine.dispose()
        context.pop()


def backed_up(app: Flask, folder: Path) -> Path:
    """Make a backup; its file."""
    result = run(app, "backup", str(folder))
    assert result.exit_code == 0, result.output
    return Path(result.output.partition(": ")[0])


def restored(app: Flask, *words: object) -> Result:
    """Restore a backup."""
    return run(app, "restore", *(str(word) for word in words))


def published(app: Flask, *titles: str) -> list[str]:
    """Stories told and published; their ids."""
    author, moderator = Author(app), Staffer(app, "moderator")
    for title in titles:
        author.tells(title=title)
    return moderator.publishes_all()


def pages(app: Flask) -> dict[str, bytes]:
    """Every page readers can open, byte for byte."""
    reader = Reader(app)
    paths = sorted(rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())
                   and not rule.rule.startswith(("/staff", "/review", "/desk", "/mine", "/share", "/reports", "/boundaries")))
    rows = db.session.scalars(Experience.public().with_only_columns(Experience.public_id)).all()
    paths += [f"{prefix}/experiences/{public_id}" for prefix in ("", "/api/v1") for public_id in rows]
    paths += ["/search?q=transfer", "/api/v1/search?q=transfer", *(f"/experiences?page={n}" for n in range(1, 4))]
    return {path: reader.get(path).data for path in paths}


def test_r6_a_restored_hub_serves_every_page_byte_for_byte_the_same(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    fill(40)
    Staffer(first, "editor").adds_news()
    published(first, "One", "Two")
    before, file = pages(first), backed_up(first, tmp_path / "kept")
    second = machine("second")
    result = restored(second, file)
    assert result.exit_code == 0, result.output
    assert pages(second) == before
    assert run(second, "check").exit_code == 0


def test_r6_a_backup_under_write_load_misses_nothing_acknowledged_before(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    stop, sent = threading.Event(), list[str]()

    def write() -> None:
        with first.app_context():
            while not stop.is_set():
                author = Author(first)
                assert author.tells().status_code == 200
                sent.append(author.key)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    while len(sent) < 6:
        pass
    acknowledged = list(sent)
    file = backed_up(first, tmp_path / "kept")
    stop.set()
    for writer in writers:
        writer.join()
    second = machine("second")
    result = restored(second, file)
    assert result.exit_code == 0, result.output
    for key in acknowledged:
        assert Author(second).send("/mine", key=key).status_code == 303
    assert list(history.faults()) == []


def test_e6_what_was_withdrawn_after_the_backup_stays_gone(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    author = Author(first)
    author.tells(title=MARKERS[0])
    [public_id] = Staffer(first, "moderator").publishes_all()
    file = backed_up(first, tmp_path / "kept")
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    worker.drain()
    second = machine("second")
    result = restored(second, file)
    assert result.exit_code == 0, result.output
    assert "1 stories erased again" in result.output
    reader = Reader(second)
    assert reader.get(f"/experiences/{public_id}").status_code == 410
    assert reader.get("/api/v1/search").json["total"] == 0  # type: ignore[index]
    db.session.remove()
    assert found_in(tmp_path / "second") == []
    assert run(second, "check").exit_code == 0


@pytest.mark.parametrize("ledger", ["", "nowhere", "older"])
def test_e6_without_the_ledger_nothing_is_restored_unless_that_is_said(machine: Machine, tmp_path: Path, ledger: str) -> None:
    first = machine("first")
    [public_id] = published(first, "Stays")
    author = Author(first)
    author.tells()
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    worker.drain()
    file = backed_up(first, tmp_path / "kept")
    (tmp_path / "older").write_text("")
    second = machine("second", ledger)
    result = restored(second, file)
    assert result.exit_code != 0
    assert {"": "Set HUB_LEDGER", "nowhere": "There is no ledger at", "older": "lacks 1 erasures"}[ledger] in result.output
    assert "--without-ledger" in result.output
    assert db.session.scalar(select(func.count(Experience.id))) == 0
    assert restored(second, "--without-ledger", file).exit_code == 0
    assert Reader(second).get(f"/experiences/{public_id}").status_code == 200


def test_r6_a_hub_that_holds_something_is_not_replaced_by_accident(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    [kept, gone] = published(first, "Kept", MARKERS[0])
    file = backed_up(first, tmp_path / "kept")
    [later] = published(first, MARKERS[1])
    refused = restored(first, file)
    assert refused.exit_code != 0
    assert "--replace" in refused.output
    assert Reader(first).get(f"/experiences/{later}").status_code == 200
    assert restored(first, "--replace", file).exit_code == 0
    assert [Reader(first).get(f"/experiences/{one}").status_code for one in (kept, gone, later)] == [200, 200, 404]
    db.session.remove()
    assert found_in(tmp_path / "first", (MARKERS[1].split()[0].lower()[:9],)) == []


def test_e6_a_hub_put_back_where_it_was_erases_again_what_it_knew_even_without_a_ledger(machine: Machine, tmp_path: Path) -> None:
    first = machine("first", "")
    author = Author(first)
    author.tells(title=MARKERS[0])
    [public_id] = Staffer(first, "moderator").publishes_all()
    file = backed_up(first, tmp_path / "kept")
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert restored(first, "--replace", "--without-ledger", file).exit_code == 0
    assert Reader(first).get(f"/experiences/{public_id}").status_code == 410


def test_e6_backups_older_than_thirty_days_go_and_nothing_else_there(machine: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    days = {n: folder / f"hub-{today() - dt.timedelta(days=n)}-000000.sqlite3" for n in (29, 30, 31, 400)}
    others = [folder / "hub-2020-01-01.sqlite3", folder / "notes.txt", folder / "hub-2020-01-01-101500.sqlite3.gz"]
    for path in (*days.values(), *others):
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE backup (made_on, head)")
            file.execute("INSERT INTO backup VALUES ('', '')")
        file.close()
    backed_up(machine("first"), folder)
    assert [n for n, path in days.items() if path.exists()] == [29, 30]
    assert all(path.exists() for path in others)


def test_e6_a_backup_names_what_is_carried_by_hand_and_holds_none_of_it(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    published(first, "One")
    result = run(first, "backup", str(tmp_path / "kept"))
    for words in ("contact.key", str(tmp_path / "ledger"), "secret.key", "second factors"):
        assert words in result.output
    file = Path(result.output.partition(": ")[0])
    assert history.head() in result.output
    assert history.head().encode() in file.read_bytes()
    for name in ("contact.key", "secret.key"):
        assert (tmp_path / "first" / name).read_bytes() not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"hub-\d{4}-\d\d-\d\d-\d{6}\.sqlite3", file.name)


def test_m1_a_cut_tail_of_the_log_shows_at_the_next_backup(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    published(first, "One", "Two")
    file = backed_up(first, tmp_path / "kept")
    file.rename(file.with_name(file.name.replace(file.name[-14:-8], "000000")))  # made earlier today
    with sqlite3.connect(tmp_path / "first/hub.sqlite3") as raw:
        raw.execute("DROP TRIGGER log_no_delete")
        raw.execute("DELETE FROM log WHERE id = (SELECT max(id) FROM log)")
        raw.execute("CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END")
    raw.close()
    assert list(history.faults()) == []
    for words in (("backup", str(tmp_path / "kept")), ("check", "--backups", str(tmp_path / "kept"))):
        result = run(first, *words)  # the second time the newest backup is one from after the cut
        assert (result.exit_code != 0, "its end was cut off" in result.output) == (True, True)


@pytest.mark.parametrize("harm", ["rubbish", "empty", "half", "another database", "cut log", "newer"])
def test_r6_what_is_no_whole_backup_is_refused_and_changes_nothing(machine: Machine, tmp_path: Path, harm: str) -> None:
    first = machine("first")
    published(first, "One")
    file = backed_up(first, tmp_path / "kept")
    raw = file.read_bytes()
    if harm in ("rubbish", "empty", "half"):
        file.write_bytes({"rubbish": b"rubbish" * 999, "empty": b"", "half": raw[: len(raw) // 2]}[harm])
    else:
        with sqlite3.connect(file) as copy:
            if harm == "cut log":
                copy.execute("DROP TRIGGER log_no_delete")
            copy.execute({"another database": "DROP TABLE backup", "newer": "UPDATE alembic_version SET version_num = 'ffff'",
                          "cut log": "DELETE FROM log WHERE id = (SELECT max(id) FROM log)"}[harm])
        copy.close()
    second = machine("second")
    result = restored(second, file)
    assert result.exit_code != 0
    assert ("newer version" if harm == "newer" else "is not a backup of this hub, or it is damaged") in result.output
    assert db.session.scalar(select(func.count(Experience.id))) == 0
    assert history.head() == history.log.FIRST


def test_r6_a_running_hub_is_not_replaced_beneath_its_readers(tmp_path: Path) -> None:
    with Server(tmp_path / "instance") as server:
        server.command("backup", str(tmp_path / "kept"))
        [file] = (tmp_path / "kept").iterdir()
        words = [sys.executable, "-m", "flask", "hub", "restore", "--replace", "--without-ledger", str(file)]
        refused = subprocess.run(words, cwd=ROOT, env=server.environment, text=True, capture_output=True)
        assert refused.returncode != 0
        assert "This hub is running. Stop it first" in refused.stderr
        server.end()
        assert subprocess.run(words, cwd=ROOT, env=server.environment, capture_output=True).returncode == 0


def test_r4_a_full_disk_leaves_no_half_backup_and_says_so(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    fill(60)
    backed_up(first, tmp_path / "kept")
    script = ("import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); sys.argv = ['flask', *sys.argv[1:]]\n"
              "from flask.cli import main; main()")
    done = subprocess.run([sys.executable, "-c", script, "hub", "backup", str(tmp_path / "kept")], cwd=ROOT, text=True, capture_output=True,
                          env=os.environ | {"HUB_INSTANCE": str(tmp_path / "first")})
    assert done.returncode != 0
    assert "No backup was made" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_r4_a_folder_that_cannot_be_written_is_named(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(machine("first"), "backup", str(tmp_path / "file" / "kept"))
    assert result.exit_code != 0
    assert "No backup was made" in result.output


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(("words", "tool"), [(("backup", "kept"), "pg_dump"), (("restore", __file__), "pg_restore")])
def test_on_postgresql_its_own_tools_are_named(hub: Flask, words: tuple[str, ...], tool: str) -> None:
    result = run(hub, *words)
    assert result.exit_code != 0
    assert tool in result.output
