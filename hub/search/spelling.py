"""The words of the index: which are known, which start so, which are a typing slip away.

Distance is bounded Damerau-Levenshtein over words of a similar length. Not here: which of them are
shown to a reader (`expansion.py` shows only vocabulary words and words of several public stories).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from hub.search.engine import Scope
from hub.search.schema import TEXTS
from hub.search.segment import hashes
from hub.search.snapshot import Snapshot

MOST_BEGUN = 200


class Words:
    """See `hub.search.engine.Lexicon`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def has_stem(self, stem: str) -> bool:
        """See `Lexicon.has_stem`."""
        return any(self.snapshot.frequencies(name, [stem])[0] for name in TEXTS)

    def like(self, word: str, distance: int) -> Sequence[str]:
        """See `Lexicon.like`. The first letter, or the second in its place, is taken to be right: bounds what is read."""
        return self.snapshot.kept("like", (word, distance), lambda: tuple(near(word, by_length(self._begun(word[:2])), distance)))

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """See `Lexicon.starting`."""
        return self.snapshot.kept("like", (prefix, "*"), lambda: self._commonest(self._begun([prefix]), MOST_BEGUN))[:limit]

    def commonest(self, limit: int) -> Sequence[str]:
        """See `Lexicon.commonest`. Those of the largest segment: of all segments together, their words alone would for a
        moment take more memory than everything that is kept."""
        largest = max(self.snapshot.segments, key=lambda one: one.count, default=None)
        if largest is None:
            return ()
        words = largest.words("words")
        _, often = largest.located(hashes("words", words))
        return [words[at] for at in np.argsort(-often, kind="stable")[:limit].tolist()]

    def stories_with(self, word: str, scope: Scope) -> int:
        """See `Lexicon.stories_with`."""
        docs, _ = self.snapshot.term("words", word)
        return int(self.snapshot.allowed(scope)[docs].sum())

    def _commonest(self, words: Sequence[str], limit: int) -> tuple[str, ...]:
        often = dict(zip(words, self.snapshot.frequencies("words", words), strict=True))
        return tuple(sorted(words, key=lambda word: -often[word])[:limit])

    def _begun(self, prefixes: Iterable[str]) -> list[str]:
        """Every word that begins in one of these ways, in order."""
        return sorted(set().union(*(one.words_from("words", begun) for one in self.snapshot.segments for begun in prefixes)))


def by_length(words: Iterable[str]) -> dict[int, list[str]]:
    """Words without digits, by their length."""
    found: dict[int, list[str]] = {}
    for word in words:
        if word.isalpha():
            found.setdefault(len(word), []).append(word)
    return found


def near(word: str, choices: Mapping[int, Sequence[str]], distance: int) -> list[str]:
    """The choices at most so many slips away from a word, nearest first; a first letter in common goes before."""
    of_length = chain.from_iterable(choices.get(len(word) + more, ()) for more in range(-distance, distance + 1))
    found = extract(word, list(of_length), scorer=OSA.distance, score_cutoff=distance, limit=20)
    return [one for one, _, _ in sorted(found, key=lambda hit: (hit[1], hit[0][0] != word[0], hit[0]))]
