"""The engines the hub's search is compared with, each as its own manual would have it used.

They are given the stories as the hub's own analysis leaves them, stems parted by spaces, and each query as the hub
expands it, in their own language: so all of them look for the same thing, and none spends time on stemming or
vocabulary. One answer is the number of all matches, the counts of five facets over all of them, the ten best, and a
marked excerpt of each. Nothing here imports the hub, so that a fresh process holds the engine alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

COUNTED = ("treatment", "outcome", "perspective", "country", "year")
TEXTS = ("title", "body")
TOP = 10
EXCERPT = 200


@dataclass(frozen=True)
class Entry:
    """A story as engines index it: texts as stems parted by spaces, the words as written, and values without spaces."""

    key: str
    title: str
    body: str
    words: str
    values: dict[str, list[str]]


@dataclass(frozen=True)
class Way:
    """One thing to look for: stems in this order with at most `slack` words between them, a word as written, or a
    facet's value."""

    stems: tuple[str, ...] = ()
    slack: int = 0
    word: str | None = None
    facet: tuple[str, str] | None = None


@dataclass(frozen=True)
class Asked:
    """An expanded query without weights: any of the ways, each of the required groups, each filter, nothing excluded.
    Where there are required groups, `ways` only make the order."""

    ways: tuple[Way, ...]
    required: tuple[tuple[Way, ...], ...]
    excluded: tuple[Way, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Found:
    """One answer."""

    total: int
    keys: list[str]
    counts: dict[str, dict[str, int]]
    excerpts: list[str]


class Engine(Protocol):
    """An engine over a folder. `said` is a query in its own language, `build` and `put` return when all can be found."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    @classmethod
    def build(cls, folder: Path, entries: Iterable[Entry]) -> None:
        """Make an index of these in an empty folder."""

    @classmethod
    def speak(cls, asked: Asked) -> str:
        """The query in the engine's own language."""

    def ask(self, said: str) -> Found:
        """One answer, as a page needs it."""

    def keys(self, said: str) -> set[str]:
        """Every match."""

    def put(self, entry: Entry) -> None:
        """Add one story."""

    def drop(self, key: str) -> None:
        """Take one story out."""
