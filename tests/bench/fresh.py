"""An engine in a process of its own: what the first questions cost it, and how much memory it takes for itself.

Run as `python -m tests.bench.fresh ENGINE FOLDER CLOCK`: a question a line in (as JSON), milliseconds and number of matches
out; after the last, the process's anonymous memory, which it shares with no other (mapped index files are not in it).
"""

import gc
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.clocks import CLOCKS
from tests.bench.engines import around, engine

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Fresh:
    """What a fresh process measured: milliseconds to open and of each first answer, and anonymous memory in MB."""

    opening: float
    cold: list[float]
    memory: float


class Reader:
    """Another process that asks an engine; use it as a context manager."""

    def __init__(self, name: str, folder: Path, clock: str = "wall") -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.bench.fresh", name, str(folder.resolve()), clock]
        self._process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> "Reader":
        self.opening: float = self._heard()["ms"]
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.communicate()

    def ask(self, said: str) -> dict[str, Any]:
        """Milliseconds and number of matches of one answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        return self._heard()

    def memory(self) -> float:
        """End it; how many MB it had for itself."""
        return float(json.loads(self._process.communicate()[0])["mb"])

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout
        heard: dict[str, Any] = json.loads(self._process.stdout.readline())
        return heard


def asked_first(name: str, folder: Path, said: Sequence[str], clock: str) -> Fresh:
    """Each question once, in order, in a fresh process."""
    with Reader(name, folder, clock) as reader:
        return Fresh(reader.opening, [reader.ask(one)["ms"] for one in said], reader.memory())


def _anonymous() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _answer() -> None:
    kind, clock = engine(sys.argv[1]), CLOCKS[sys.argv[3]]
    began = clock()
    opened = kind(Path(sys.argv[2]))
    print(json.dumps({"ms": (clock() - began) * 1000}), flush=True)
    for line in sys.stdin:
        said = json.loads(line)
        with around(opened):
            began = clock()
            total = opened.ask(said).total
            print(json.dumps({"ms": (clock() - began) * 1000, "total": total}), flush=True)
    gc.collect()
    print(json.dumps({"mb": _anonymous()}))


if __name__ == "__main__":
    _answer()
