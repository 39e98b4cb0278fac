"""The ledger of erasures: a line for each, written soon and for good, read before the hub serves."""

import datetime as dt
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from hub import cli, history, outbox, worker
from hub.db import db, now, saving, today
from hub.errors import Unready
from hub.ledger import Ledger, faults
from hub.models import Experience, Promise
from tests.commands.test_content import run
from tests.people import Author, Staffer


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Flask]:
    """A hub that keeps a ledger."""
    app = kept_in(tmp_path / "instance", tmp_path / "ledger")
    with app.app_context():
        cli.prepare()
        yield app
        db.session.remove()
        db.engine.dispose()


def kept_in(instance: Path, ledger: Path) -> Flask:
    """A hub in this folder with this ledger."""
    return create_app({"HUB_INSTANCE": str(instance), "HUB_LEDGER": str(ledger), "HUB_RATE_LIMITS": False, "TESTING": True})


def withdrawn(author: Author, **story: Any) -> str:
    """Tell a story and take it down; its public id."""
    author.tells(**story)
    public_id = db.session.scalars(select(Experience.public_id).order_by(Experience.id.desc())).first()
    author.comes_back()
    assert author.send("/mine/withdrawal", confirm="yes").status_code == 200
    return str(public_id)


def test_e6_each_erasure_is_a_line_with_the_random_id_and_the_day_alone(
    hub: Flask, author: Author, moderator: Staffer, editor: Staffer, tmp_path: Path
) -> None:
    first = withdrawn(author)
    author.tells(title="Another")
    [second] = moderator.waiting()
    moderator.decides(second, "remove", reason="hurtful")
    worker.drain()
    assert (tmp_path / "ledger").read_text() == f"{first} {today()}\n"
    editor.send(f"/review/{second}/erasure", "/review")
    worker.drain()
    assert (tmp_path / "ledger").read_text() == f"{first} {today()}\n{second} {today()}\n"
    assert (tmp_path / "ledger").stat().st_mode & 0o777 == 0o600


def test_e6_a_process_killed_after_the_erasure_writes_its_line_at_the_next_start(hub: Flask, author: Author, tmp_path: Path) -> None:
    public_id = withdrawn(author)
    assert outbox.pending("ledger") == [public_id]
    assert Ledger(tmp_path / "ledger").ids() == set()
    with kept_in(tmp_path / "instance", tmp_path / "ledger").app_context():
        cli.prepare()
        db.session.remove()
        db.engine.dispose()
    assert public_id in (tmp_path / "ledger").read_text()


def test_e6_a_line_written_twice_is_there_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    for _ in range(2):
        ledger.add(["aaaaaaaaaaaa"], dt.date(2026, 1, 2))
    assert (tmp_path / "ledger").read_text() == "aaaaaaaaaaaa 2026-01-02\n"


def test_e6_half_a_line_left_by_a_power_cut_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("aaaaaaaaaaaa 2026-01-02\nbbbbbbbbbb")
    ledger = Ledger(tmp_path / "ledger")
    assert ledger.ids() == {"aaaaaaaaaaaa"}
    ledger.add(["bbbbbbbbbbbb"], dt.date(2026, 1, 3))
    assert (tmp_path / "ledger").read_text() == "aaaaaaaaaaaa 2026-01-02\nbbbbbbbbbbbb 2026-01-03\n"


def test_e6_what_the_ledger_names_is_erased_before_the_hub_serves(
    hub: Flask, author: Author, moderator: Staffer, tmp_path: Path
) -> None:
    author.tells(body="To be gone.")
    [public_id] = moderator.publishes_all()
    Ledger(tmp_path / "ledger").add([public_id], today())
    again = kept_in(tmp_path / "instance", tmp_path / "ledger")
    with again.app_context():
        cli.prepare()
        assert Author(again).get(f"/experiences/{public_id}").status_code == 410
        assert "To be gone." not in author.get("/experiences").text
        assert [(e.act, e.actor) for e in history.of("experience:1")][-1] == ("withdraw", "operator")
        assert list(history.faults()) == []
        db.session.remove()
        db.engine.dispose()


def test_e6_a_removal_that_was_erased_is_erased_again_as_one(hub: Flask, author: Author, moderator: Staffer, tmp_path: Path) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "remove", reason="hurtful")
    Ledger(tmp_path / "ledger").add([public_id], today())
    cli.prepare()
    row = db.session.scalars(select(Experience)).one()
    assert (row.state, row.revisions, history.last(row.record, "erase") is not None) == ("removed", [], True)


def test_e6_a_ledger_set_later_is_completed_from_the_database(hub: Flask, author: Author, tmp_path: Path) -> None:
    public_id = withdrawn(author)
    worker.drain()
    with kept_in(tmp_path / "instance", tmp_path / "newer").app_context():
        cli.prepare()
        db.session.remove()
        db.engine.dispose()
    assert Ledger(tmp_path / "newer").ids() == {public_id}


def test_r4_a_ledger_that_cannot_be_written_holds_up_no_withdrawal_and_is_told(hub: Flask, author: Author, tmp_path: Path) -> None:
    author.tells()
    cli.prepare()
    (tmp_path / "ledger").rename(tmp_path / "elsewhere")
    (tmp_path / "ledger").mkdir()  # whatever stands in the way
    author.comes_back()
    assert author.send("/mine/withdrawal", confirm="yes").status_code == 200
    worker.drain()
    left = db.session.scalars(select(Promise)).one()
    assert (left.task, left.error) == ("ledger", "Unready")
    (tmp_path / "ledger").rmdir()
    (tmp_path / "elsewhere").rename(tmp_path / "ledger")
    with saving():
        db.session.scalars(select(Promise)).one().due_at = now()
    assert worker.drain() == 1
    assert len(Ledger(tmp_path / "ledger").ids()) == 1
    assert run(hub, "check").exit_code == 0


@contextmanager
def room(size: int) -> Iterator[None]:
    """A disk that lets no file grow beyond this size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_r4_a_full_disk_leaves_the_ledger_whole(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.add(["aaaaaaaaaaaa"], dt.date(2026, 1, 2))
    with room(30), pytest.raises(Unready, match="cannot be written"):
        ledger.add(["bbbbbbbbbbbb"], dt.date(2026, 1, 2))
    assert ledger.ids() == {"aaaaaaaaaaaa"}
    ledger.add(["bbbbbbbbbbbb"], dt.date(2026, 1, 2))
    assert ledger.ids() == {"aaaaaaaaaaaa", "bbbbbbbbbbbb"}


@pytest.mark.parametrize("content", [b"a list of things to buy\n", b"\xff\xfe\n", b"aaaaaaaaaaaa 2026-01-02 10:00\n"])
def test_r4_another_file_in_its_place_is_not_taken_for_a_ledger(hub: Flask, author: Author, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger").write_bytes(content)
    with pytest.raises(Unready, match="is not a ledger"):
        cli.prepare()
    assert (tmp_path / "ledger").read_bytes() == content


def test_e6_a_ledger_beside_the_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unready, match="outside the instance folder"):
        kept_in(tmp_path, tmp_path / "ledger")


def test_e6_check_says_what_no_ledger_means_and_what_one_lacks(hub: Flask, author: Author, tmp_path: Path) -> None:
    withdrawn(author)
    assert "ok     ledger" in run(hub, "check").output
    without = create_app({"HUB_INSTANCE": str(tmp_path / "instance"), "HUB_RATE_LIMITS": False})
    with without.app_context():
        assert "HUB_LEDGER is not set: restoring a backup would bring back" in run(without, "check").output
        db.session.remove()
        db.engine.dispose()
    (tmp_path / "ledger").write_text("")
    assert list(faults(Ledger(tmp_path / "ledger"))) == [f"1 erasures are not in {tmp_path / 'ledger'}"]
