"""The hub and its rivals over one corpus, each in a folder of its own, built once and kept while nothing they are made of changed."""

import hashlib
import json
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hub import search
from hub.search.mentions import edition
from tests.bench import instance
from tests.bench.corpus import stories
from tests.bench.engines import HUB, RIVALS, engine
from tests.bench.progress import say, share
from tests.bench.rivals import Entry

HERE = Path(__file__).parent
SEARCH = Path(search.__file__).parent
MADE = "made.json"


@dataclass(frozen=True)
class Built:
    """Where each engine's index of so many stories lies, how many seconds it took to make and how many MB it takes."""

    count: int
    folders: dict[str, Path]
    seconds: dict[str, float]
    megabytes: dict[str, float]


def build(folder: Path, count: int) -> Built:
    """All engines over the first so many stories, in a folder of their own."""
    place = folder / str(count)
    folders, seconds, sizes = {}, {}, {}
    rows = mark("corpus.py", "words.toml", "instance.py")
    folders[HUB] = place / HUB
    once(folders[HUB], rows, f"{count:,} stories into the hub's database", lambda path: _fill(path, count))
    seconds[HUB] = _indexed(folders[HUB])
    sizes[HUB] = megabytes(folders[HUB] / "index")
    analysed = f"{rows} {edition()} {mark('asking.py')}"
    once(place / "entries", analysed, "their words and facets for the other engines", lambda path: _spool(folders[HUB], path / "entries"))
    for name, where in RIVALS.items():
        folders[name] = place / name
        source = where.partition(":")[0].removeprefix("tests.bench.").replace(".", "/") + ".py"
        kind = engine(name)
        seconds[name] = once(folders[name], f"{analysed} {mark(source)}", f"{name}: the index",
                              lambda path, kind=kind: kind.build(path, _spooled(place / "entries" / "entries")))
        sizes[name] = megabytes(folders[name])
    return Built(count, folders, seconds, sizes)


def entries(built: Built) -> Iterator[Entry]:
    """The stories as the other engines index them."""
    return _spooled(built.folders[HUB].parent / "entries" / "entries")


def megabytes(folder: Path) -> float:
    """How much the files in a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def once(path: Path, mark: str, what: str, make: Callable[[Path], None]) -> float:
    """Make what a folder holds, unless it was made of the same before; the seconds it took then."""
    made = path / MADE
    if made.exists() and (told := json.loads(made.read_text()))["of"] == mark:
        return float(told["seconds"])
    say(f"{what} …")
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    began = time.perf_counter()
    make(path)
    took = time.perf_counter() - began
    made.write_text(json.dumps({"of": mark, "seconds": took}))
    return took


def _fill(path: Path, count: int) -> None:
    instance.fill(instance.Hub(path).app, stories(count))


def _indexed(path: Path) -> float:
    """The hub's index made, unless it was made by the search of today; seconds."""
    hub = instance.Hub(path)
    noted = path / "index.json"
    made_of = mark(*sorted(str(file) for file in SEARCH.glob("*.py")))
    told = json.loads(noted.read_text()) if noted.exists() else {}
    if instance.needs_index(hub.app) or told.get("of") != made_of:
        say("hub: the index …")
        began = time.perf_counter()
        instance.index(hub.app, share)
        told = {"of": made_of, "seconds": time.perf_counter() - began}
        noted.write_text(json.dumps(told))
    return float(told["seconds"])


def _spool(hub: Path, file: Path) -> None:
    with file.open("wb") as spool:
        for entry in instance.entries(instance.Hub(hub).app):
            pickle.dump(entry, spool, pickle.HIGHEST_PROTOCOL)


def _spooled(file: Path) -> Iterator[Entry]:
    with file.open("rb") as spool:
        while spool.peek(1):
            yield pickle.load(spool)


def mark(*files: str) -> str:
    """Names what these files say."""
    return hashlib.sha256(b"".join((HERE / file).read_bytes() for file in files)).hexdigest()[:12]
