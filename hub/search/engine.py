"""What a search engine must be able to do, and the plain data it is asked with and answers in.

The site speaks to `hub.search`; that package plans a query and asks an engine through these types.
Not here: any engine (`whoosh_engine.py`), nor rows and pages.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from markupsafe import Markup

from hub.errors import HubError
from hub.search.document import Document, Key


class IndexUnavailable(HubError):
    """The index is missing or unreadable; it is made again from the database in the background."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way of saying something: these stems in this order (with at most `slack` words between them), this
    unstemmed `word`, or this value of a `facet`. `weight` is at most 1."""

    stems: tuple[str, ...] = ()
    weight: float = 1.0
    slack: int = 0
    word: str | None = None
    facet: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a typed word may mean, with every way of saying it: a concept, or the word itself. A document
    meets it by the best of its ways, and it is as rare as all its ways together."""

    ways: tuple[Alternative, ...]
    weight: float = 1.0
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that was typed, with all it may mean, first what it most likely does; the best counts, not their sum.

    A `bonus` slot lifts what matches anyway (words standing side by side) and is no match by itself.
    """

    typed: str
    senses: tuple[Sense, ...]
    weight: float = 1.0
    bonus: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as engines read it. `required` and `excluded` decide what is in the list, `slots` its order;
    without slots and required ones, everything is in it."""

    slots: tuple[Slot, ...] = ()
    required: tuple[Slot, ...] = ()
    excluded: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be answered at all: facet filters, content notes a reader would rather not meet, and
    records that are no longer public although the index still holds them."""

    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    masked: Collection[Key] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of records with scores, the number of all matches, and the counts of each facet's values, the commonest first."""

    total: int
    hits: Sequence[tuple[Key, float]]
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Match:
    """Why a hit was found: what was typed, the concept it means (if one), and the words found; where not the text
    but its author's own choice in a `facet` says it, the label of that choice."""

    typed: str
    concept: str | None
    found: str
    facet: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A typed form that means several things: each concept it may mean, with the query that says so instead."""

    typed: str
    means: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many matches have this value."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found. `title` and `excerpt` are escaped, with `<mark>` around what was met."""

    kind: str
    key: str
    row: Any
    score: float
    title: Markup
    excerpt: Markup
    matched: list[Match]


@dataclass(slots=True)
class Results:
    """The answer to a reader's query; `plan` and `scope` are what the engine was asked."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    did_you_mean: str | None = None
    notes: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    unavailable: bool = False
    plan: Plan = Plan()
    scope: Scope = field(default_factory=Scope)


class Lexicon(Protocol):
    """The words of the index, for typos, prefixes and suggestions."""

    def has_stem(self, stem: str) -> bool:
        """Whether any text holds the stem."""

    def like(self, word: str, distance: int) -> Sequence[str]:
        """Indexed words at most so many typing slips away, nearest first."""

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Indexed words that start so, the commonest first."""

    def commonest(self, limit: int) -> Sequence[str]:
        """Words that many texts hold, the commonest first, by a part of the texts."""

    def stories_with(self, word: str, scope: Scope) -> int:
        """How many records within the scope hold the word."""


class Engine(Protocol):
    """An index of public records that answers plans. Every method raises IndexUnavailable when it cannot."""

    pending: Callable[[], Collection[str]]

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index is missing, unreadable, or made with another vocabulary or analysis."""

    @property
    def is_current(self) -> bool:
        """Whether all that was written is in what the next answer is made of."""

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to read at all until a rebuild."""

    def holding(self, keys: Collection[Key]) -> list[Key]:
        """Those of these records that are in the index."""

    def lexicon(self) -> Lexicon:
        """The words of the index as it is now."""

    def answer(self, plan: Plan, scope: Scope, *, newest: bool, start: int, limit: int) -> Answer:
        """The records that meet the plan within the scope, best (or newest) first."""

    def read_ahead(self, senses: Iterable[Sense]) -> bool:
        """Find out where these are said before anybody asks; says whether there is room to remember more."""

    def similar(self, stems: Sequence[str], scope: Scope, limit: int) -> list[tuple[Key, float]]:
        """The records whose words are most like these, with a likeness from 0 to 1."""

    def apply(self, gone: Collection[Key], documents: Sequence[Document]) -> None:
        """Take these records out, words and all, and put these documents in (replacing older ones)."""

    def replace_all(self, documents: Iterable["Document"]) -> int:
        """Build a new index of exactly these documents beside the old one and swap it in; returns how many."""

    def fingerprints(self) -> dict[Key, int]:
        """A number for each record, made of everything the index holds of it."""
