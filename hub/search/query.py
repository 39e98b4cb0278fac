"""What a reader typed, read by the hub's own small grammar: it takes anything and never raises.

Words, "phrases", -word, OR, a trailing * from three letters, and field:value for the facets readers may
filter by; everything else is text. What was not used is explained in plain words in `ignored`.
Not here: what the words mean (`expansion.py`).
"""

import re
import unicodedata
from dataclasses import dataclass, field

from hub.reference import facets as reference
from hub.reference.regions import names
from hub.reference.vocabulary import fold, vocabulary
from hub.search.analysis import words
from hub.search.document import FACETS

LONGEST_QUERY = 200
MOST_TERMS = 12
LONGEST_TERM = 40
SHORTEST_PREFIX = 3

_PIECE = re.compile(r'(?P<minus>-?)(?:(?P<field>[a-z]+):(?="|\w))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_BIDI = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Term:
    """One typed piece: its folded words, and how it is meant."""

    typed: str
    words: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False
    unwanted: bool = False
    #: Joined by OR to the term before it.
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: terms in order, facet filters typed as field:value, and what was left out."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for, so that everything is listed."""
        return not self.terms

    @classmethod
    def parse(cls, text: str) -> "Query":
        """Read what was typed. Never raises; takes time in proportion to at most 200 characters."""
        ignored: list[str] = []
        seen = _BIDI.sub("", text[: 2 * LONGEST_QUERY + 1])  # twice the limit: invisible signs do not use it up
        text = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in seen)
        if len(text) > LONGEST_QUERY:
            ignored.append(f"Only the first {LONGEST_QUERY} characters were searched for.")
            text = text[:LONGEST_QUERY]
        terms: list[Term] = []
        filters: dict[str, tuple[str, ...]] = {}
        count = 0
        otherwise = False
        for piece in _PIECE.finditer(text):
            if piece["word"] == "OR" and not piece["minus"] and not piece["field"]:
                otherwise = bool(terms)
                continue
            typed = piece["phrase"] if piece["phrase"] is not None else piece["word"]
            values = values_of(piece["field"], typed.strip()) if piece["field"] in FACETS else ()
            if values and not piece["minus"]:
                filters[piece["field"]] = (*filters.get(piece["field"], ()), *values)
                continue
            found = _term(piece["field"], typed, piece["phrase"] is not None, bool(piece["minus"]), otherwise, ignored)
            otherwise = False
            if found is None:
                continue
            if count + len(found.words) > MOST_TERMS:
                ignored.append(f"Only the first {MOST_TERMS} words were searched for.")
                break
            count += len(found.words)
            terms.append(found)
        if text.strip() and not terms and not filters and not ignored:
            ignored.append("There was no word to search for, so everything is listed.")
        return cls(" ".join(text.split()), tuple(terms), filters, tuple(dict.fromkeys(ignored)))


def _term(name: str | None, typed: str, phrase: bool, unwanted: bool, otherwise: bool, ignored: list[str]) -> Term | None:
    typed = f"{name}:{typed}" if name else typed
    prefix = not phrase and typed.endswith("*")
    found = tuple(words(typed))
    if not found:
        if "*" in typed:
            ignored.append(f"A * stands for the rest of a word and needs {SHORTEST_PREFIX} letters before it.")
        return None
    if any(len(word) >= LONGEST_TERM for word in found):
        ignored.append(f"A word of {LONGEST_TERM} letters or more was left out.")
        found = tuple(word for word in found if len(word) < LONGEST_TERM)
        prefix = False
        if not found:
            return None
    if prefix and len(found[-1]) < SHORTEST_PREFIX:
        ignored.append(f"A * stands for the rest of a word and needs {SHORTEST_PREFIX} letters before it.")
        prefix = False
    return Term(" ".join(typed.strip("*").split()), found, phrase, prefix, unwanted, otherwise)


def values_of(name: str, typed: str) -> tuple[str, ...]:
    """The stored values a typed facet value may stand for; none when the facet knows no such value."""
    said = fold(typed)
    if name == "kind":
        return tuple(kind for kind in ("experience", "news") if said in (kind, f"{kind}s"))
    if name == "topic":
        return (typed,) if typed in vocabulary().concepts else vocabulary().by_form.get(said, ())
    if name == "cycles":
        return tuple(value for value in ("1", "2", "3", "4plus") if typed in (value, value.replace("plus", "+")))
    if name == "country":
        return tuple(dict.fromkeys((typed, typed.title(), typed.upper(), *names(typed))))
    if name == "year":
        return (typed,) if typed.isdecimal() else ()
    facet = reference.FACETS["age_band" if name == "age" else name]
    return tuple(value for value, label in facet.values.items() if said in (fold(value), fold(label)))
