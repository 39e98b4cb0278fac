"""Misspelt words of a query: what they are read as, and which better spelling a reader is shown.

Only words of five letters or more that neither the vocabulary nor any text knows; acronyms never. What is
*shown* is a word of the vocabulary or one that several stories hold, so that nobody's name is offered.
"""

from collections.abc import Mapping
from functools import cache

from hub.reference.everyday import everyday
from hub.reference.vocabulary import vocabulary
from hub.search.analysis import STOP_WORDS, Token, stem
from hub.search.engine import Lexicon, Scope
from hub.search.query import Query, Term
from hub.search.spelling import by_length, near

SHORTEST_MISSPELT = 5
#: From this length on, two slips are allowed instead of one.
LONG_WORD = 9
MOST_OTHERS = 3
SHOWN_FROM = 3


class Speller:
    """Reads the words of one query and remembers what it read otherwise."""

    def __init__(self, lexicon: Lexicon, scope: Scope) -> None:
        self._lexicon = lexicon
        self._scope = scope
        self._read_as: dict[str, str] = {}

    def read(self, token: Token) -> tuple[Token, list[str]]:
        """The token, or the known word it most likely stands for; and other words it may stand for."""
        word = token.word
        if self._is_known(token):
            return token, []
        distance = 2 if len(word) >= LONG_WORD else 1
        found = {*near(word, _words_by_length(), distance), *self._lexicon.like(word, distance)}
        best, *others = near(word, by_length(found), distance) or [word]
        if best != word:
            self._read_as[word] = best
        return Token(best, stem(best), token.start, token.end), others[:MOST_OTHERS]

    def _is_known(self, token: Token) -> bool:
        word = token.word
        if len(word) < SHORTEST_MISSPELT or not word.isalpha() or word in vocabulary().acronyms or word in STOP_WORDS:
            return True
        return token.stem in _stems() or self._lexicon.has_stem(token.stem)

    def better(self, query: Query) -> str | None:
        """The query in better spelling, if a word of it was read otherwise and that word may be shown."""
        shown = {word: better for word, better in self._read_as.items()
                 if better in _words() or self._lexicon.stories_with(better, self._scope) >= SHOWN_FROM}
        return " ".join(written(term, shown) for term in query.terms) if shown else None


def written(term: Term, shown: Mapping[str, str] = {}) -> str:
    """A term as it is typed, with some of its words written otherwise."""
    said = " ".join(shown.get(word, word) for word in term.words) if shown.keys() & set(term.words) else term.typed
    if term.phrase:
        said = f'"{said}"'
    return f"{'OR ' * term.otherwise}{'-' * term.unwanted}{said}{'*' * term.prefix}"


@cache
def _words() -> frozenset[str]:
    """The words of all forms that are no acronyms, and everyday words."""
    known = vocabulary()
    said = [*(form for form in known.by_form if form not in known.acronyms),
            *(member for group in everyday() for member in (*group.same, *group.near))]
    words = {word for form in said for word in form.split()}
    return frozenset(word for word in words if word.isalpha() and len(word) > 3)


@cache
def _stems() -> frozenset[str]:
    return frozenset(map(stem, _words()))


@cache
def _words_by_length() -> dict[int, list[str]]:
    return by_length(sorted(_words()))
