"""What must not be learnt on the day it is needed: erasing among 5,000 and 25,000 stories, and coming back from a backup.

`make drill` runs this and prints its figures; `make test` leaves it out.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from hub import worker
from tests.commands.test_backups import Machine, backed_up, machine, pages, published, restored
from tests.people import Author, Reader, Staffer
from tests.traces import fill, reading
from tests.web.test_erasing import WITHIN, folder, withdrawn_under_load

pytestmark = pytest.mark.drill
__all__ = ["folder", "machine"]


@contextmanager
def writing(hub: Flask, threads: int = 2) -> Iterator[list[tuple[str, float]]]:
    """While inside, authors tell stories one after the other; the keys they got, and the seconds each waited."""
    stop, sent = threading.Event(), list[tuple[str, float]]()

    def write() -> None:
        with hub.app_context():
            while not stop.is_set():
                author = Author(hub)
                started = time.monotonic()
                assert author.tells().status_code == 200
                sent.append((author.key, time.monotonic() - started))

    writers = [threading.Thread(target=write) for _ in range(threads)]
    for writer in writers:
        writer.start()
    try:
        yield sent
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def megabytes(folder: Path) -> float:
    """The size of all files of a hub."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


@pytest.mark.parametrize("stories", [5_000, 25_000])
def test_e1_among_many_stories_no_byte_is_left_after_a_minute(
    hub: Flask, author: Author, editor: Staffer, reader: Reader, folder: Path, stories: int
) -> None:
    took = withdrawn_under_load(hub, author, editor, reader, folder, stories)
    print(f"\nerased among {stories:,} stories ({megabytes(folder):.0f} MB) while 4 readers read: {took:.1f} s")
    assert took < WITHIN
    author.tells(title="Another")
    author.comes_back()
    with writing(hub) as sent:
        while len(sent) < 4:
            time.sleep(0.05)
        author.send("/mine/withdrawal", confirm="yes")
        started = time.monotonic()
        worker.drain(worker.HERE)
        took = time.monotonic() - started
    print(f"erased while 2 authors write: {took:.1f} s; the longest wait of an author {max(wait for _, wait in sent):.1f} s")
    assert took < WITHIN


def test_r6_e6_a_full_hub_comes_back_from_a_backup(machine: Machine, tmp_path: Path) -> None:
    first = machine("first")
    fill(5_000)
    Staffer(first, "editor").adds_news()
    published(first, "One")
    before = pages(first)
    with writing(first) as sent, reading(first, ["/", "/search?q=transfer", "/experiences"], threads=2):
        while len(sent) < 20:
            time.sleep(0.05)
        acknowledged = [key for key, _ in sent]
        started = time.monotonic()
        file = backed_up(first, tmp_path / "kept")
        print(f"\nbackup of 5,000 stories under load: {time.monotonic() - started:.1f} s, {file.stat().st_size / 1e6:.0f} MB")
    author = Author(first)
    author.key = acknowledged[0]
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    worker.drain(worker.HERE)
    second = machine("second")
    started = time.monotonic()
    result = restored(second, file)
    assert result.exit_code == 0, result.output
    print(f"restored in {time.monotonic() - started:.1f} s: {result.output.strip()}")
    assert pages(second) == before
    print(f"{len(before):,} pages are byte for byte the same")
    for key in acknowledged[1:]:
        assert Author(second).send("/mine", key=key).status_code == 303
    assert Author(second).send("/mine", key=acknowledged[0]).status_code == 422
    print(f"{len(acknowledged)} stories acknowledged before the backup are there but one, withdrawn since")
