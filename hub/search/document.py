"""What is indexed: the one place that turns a public row into what an index holds of it.

Stems of title and body with their places, the words as written (for prefixes and typos), facets, topics
and content notes. The text itself is not in the index; excerpts come from the row.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from hub.models import Experience, Story
from hub.search.analysis import tokens
from hub.search.mentions import spans

#: What readers may filter by and see counted, in the order of the page.
FACETS = ("kind", "topic", "treatment", "outcome", "perspective", "diagnosis", "cycles", "country", "age", "year")
MANY_CYCLES = 4
NOTE = "note"
#: What is indexed beside them: a concept may stand for a stage, and content notes hide what holds them.
UNCOUNTED = ("stage", NOTE)

Row = Experience | Story
#: A record's kind and number.
Key = tuple[str, int]
#: The signs an editor's Markdown is written with, and where its links lead: neither is searched nor shown.
_MARKDOWN = re.compile(r"[*_`#>]|\]\([^)\n]{0,500}\)|\[")


@dataclass(frozen=True, slots=True)
class Document:
    """Everything an index holds of one record."""

    key: Key
    day: int
    title: tuple[str, ...]
    body: tuple[str, ...]
    words: frozenset[str]
    values: dict[str, tuple[str, ...]]

    @property
    def fingerprint(self) -> int:
        """A number made of all its parts, the same as an engine finds from its index."""
        total = sum(weigh(name, value, 1, 0) for name, values in self.values.items() for value in set(values))
        total += sum(weigh("words", word, 1, 0) for word in self.words)
        for name, stems in (("title", self.title), ("body", self.body)):
            places: dict[str, list[int]] = {}
            for place, stem in enumerate(stems):
                places.setdefault(stem, []).append(place)
            total += sum(weigh(name, stem, len(found), sum(found)) for stem, found in places.items())
        return (total + self.day) % 2**64


def document_of(row: Row) -> Document:
    """The index document of a public row."""
    title, body = title_of(row), text_of(row)
    in_title, in_body = tokens(title), tokens(body)
    topics = {form.concept for found in (in_title, in_body) for _, forms in spans(found) for form in forms}
    values = facets_of(row) | {"topic": tuple(sorted(topics)), NOTE: tuple(sorted(row.notes_met))}
    return Document(
        key=key_of(row),
        day=row.published_on.toordinal() if row.published_on else 0,
        title=tuple(token.stem for token in in_title),
        body=tuple(token.stem for token in in_body),
        words=frozenset(token.word for token in (*in_title, *in_body)),
        values={name: found for name, found in values.items() if found},
    )


def key_of(row: Row) -> Key:
    """The record's kind and number."""
    return ("experience" if isinstance(row, Experience) else "news", row.id)


def title_of(row: Row) -> str:
    """The title readers see."""
    return row.text.title if isinstance(row, Experience) else row.title


def text_of(row: Row) -> str:
    """The text that is searched and excerpted."""
    if isinstance(row, Experience):
        return row.text.whole
    return _MARKDOWN.sub("", f"{row.summary}\n\n{row.body}").strip()


def facets_of(row: Row) -> dict[str, tuple[str, ...]]:
    """The facet values of a row, under the names of the search parameters."""
    if isinstance(row, Story):
        return {"kind": ("news",), "year": (str(row.published_on.year),)}
    told = row.text
    return {
        "kind": ("experience",),
        "treatment": tuple(told.treatment),
        "stage": tuple(told.stages),
        "outcome": _one(told.outcome),
        "perspective": _one(told.perspective),
        "diagnosis": tuple(told.diagnosis),
        "cycles": _one(cycles_value(told.cycles)),
        "country": _one(told.country),
        "age": _one(told.age_band),
        "year": _one(str(told.year) if told.year else None),
    }


def cycles_value(cycles: int | None) -> str | None:
    """The value of the `cycles` facet for a number of cycles."""
    if not cycles:
        return None
    return str(cycles) if cycles < MANY_CYCLES else f"{MANY_CYCLES}plus"


def weigh(name: str, term: str, count: int, places: int) -> int:
    """The share of one term in a document's fingerprint."""
    return weight_of(name, term) * (count + 31 * places) % 2**64


@lru_cache(maxsize=20_000)
def weight_of(name: str, term: str) -> int:
    """A number of 64 bits that stands for a term of a field."""
    digest = hashlib.blake2b(f"{name}\0{term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") | 1


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def keys(names: Iterable[str]) -> list[Key]:
    """Record names such as `news:12` as keys; names of other records are left out."""
    found = []
    for name in names:
        kind, _, number = name.partition(":")
        if kind in ("experience", "news") and number.isdecimal():
            found.append((kind, int(number)))
    return found
