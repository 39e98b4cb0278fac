"""How soon a published story is found and a withdrawn one is not, on a copy of each index."""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hub import worker
from tests.bench import instance
from tests.bench.corpus import stories
from tests.bench.engines import HUB, engine
from tests.bench.fresh import Reader
from tests.bench.rivals import Asked, Entry, Way

LOOK = 0.005
LONGEST = 30


@dataclass
class Changes:
    """Milliseconds from a story's publication until it is found and from its withdrawal until the index is rewritten;
    for the hub also with the worker running as it does, and whether each withdrawn story was out of the very next answers."""

    added: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    by_worker: list[float] = field(default_factory=list)
    gone_at_once: bool = True
    next_answer: list[float] = field(default_factory=list)


def of_rival(name: str, folder: Path, entries: Sequence[Entry]) -> Changes:
    """Stories added and taken out one by one."""
    found = Changes()
    with _copy(folder) as copy:
        opened = engine(name)(copy)
        for number, entry in enumerate(entries):
            word = f"marker{number}"
            said = opened.speak(Asked((Way((word,)),), (), (), ()))
            began = time.perf_counter()
            opened.put(replace(entry, key=f"experience:new{number}", body=f"{entry.body} {word}"))
            _expect(opened.ask(said).total == 1)
            found.added.append((time.perf_counter() - began) * 1000)
        for number in range(len(entries)):
            began = time.perf_counter()
            opened.drop(f"experience:new{number}")
            found.taken.append((time.perf_counter() - began) * 1000)
    return found


def of_hub(folder: Path, count: int, several: int) -> Changes:
    """Stories published and withdrawn one by one, with every promise kept as the worker keeps it."""
    found = Changes()
    new = [replace(piece, number=10 * count + number, kind="experience", body=f"{piece.body} marker{number}")
           for number, piece in enumerate(stories(2 * several))]
    with _copy(folder) as copy:
        hub = instance.Hub(copy)
        records = []
        for number, piece in enumerate(new[:several]):
            with hub.app.app_context():
                records.append(instance.publish(piece))
                began = time.perf_counter()
                worker.work_once()
                _expect(hub.ask(f"marker{number}").total == 1)
                found.added.append((time.perf_counter() - began) * 1000)
        _with_the_worker(hub, new[several:], found)
        with Reader(HUB, copy) as elsewhere:
            for number, record in enumerate(records):
                _expect(elsewhere.ask(f"marker{number}")["total"] == 1)
                _withdraw(hub, record, f"marker{number}", elsewhere, found)
    return found


def _with_the_worker(hub: Any, pieces: Sequence[Any], found: Changes) -> None:
    stop = threading.Event()
    keeper = threading.Thread(target=worker.run, args=(hub.app, stop))
    keeper.start()
    try:
        for piece in pieces:
            with hub.app.app_context():
                instance.publish(piece)
            began = time.perf_counter()
            while not _found(hub, piece.body.rpartition(" ")[2]):
                _expect(time.perf_counter() - began < LONGEST)
                time.sleep(LOOK)
            found.by_worker.append((time.perf_counter() - began) * 1000)
    finally:
        stop.set()
        keeper.join()


def _withdraw(hub: Any, record: str, word: str, elsewhere: Reader, found: Changes) -> None:
    with hub.app.app_context():
        instance.withdraw(record)
    began = time.perf_counter()
    here = _found(hub, word)
    found.next_answer.append((time.perf_counter() - began) * 1000)
    found.gone_at_once &= not here and elsewhere.ask(word)["total"] == 0
    with hub.app.app_context():
        began = time.perf_counter()
        worker.work_once()
        found.taken.append((time.perf_counter() - began) * 1000)


def _found(hub: Any, word: str) -> bool:
    with hub.app.app_context():
        return bool(hub.ask(word).total)


def _expect(holds: bool) -> None:
    if not holds:
        raise RuntimeError("a story that was added is not found")


@contextmanager
def _copy(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder.parent) as place:
        yield Path(shutil.copytree(folder, Path(place) / "copy"))
