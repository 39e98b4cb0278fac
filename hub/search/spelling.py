"""The words of the index: which are known, which start so, which are a typing slip away.

Distance is bounded Damerau-Levenshtein over words of a similar length. Not here: which of them are
shown to a reader (`expansion.py` shows only vocabulary words and words of several public stories).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from hub.search.engine import Scope
from hub.search.schema import TEXTS
from hub.search.snapshot import Snapshot

LAST = chr(0x10FFFF)


class Words:
    """See `hub.search.engine.Lexicon`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def has_stem(self, stem: str) -> bool:
        """See `Lexicon.has_stem`."""
        return any(len(self.snapshot.term(name, stem)[0]) for name in TEXTS)

    def like(self, word: str, distance: int) -> Sequence[str]:
        """See `Lexicon.like`."""
        return near(word, self._by_length, distance)

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """See `Lexicon.starting`."""
        first = bisect_left(self._all, prefix)
        found = self._all[first : bisect_left(self._all, prefix + LAST, first)]
        often = Counter({word: len(self.snapshot.term("words", word)[0]) for word in found[: limit * 10]})
        return [word for word, _ in often.most_common(limit)]

    def stories_with(self, word: str, scope: Scope) -> int:
        """See `Lexicon.stories_with`."""
        docs, _ = self.snapshot.term("words", word)
        return int(self.snapshot.allowed(scope)[docs].sum())

    @cached_property
    def _all(self) -> list[str]:
        return sorted(set().union(*(segment.words("words") for segment in self.snapshot.segments)))

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        return by_length(self._all)


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
