"""Words near each other: in which documents some words stand in order, with few others in between.

Only documents that hold all of the words are looked into, so that a rare word spares reading where the common ones stand.
Not here: reading postings (`snapshot.py`), and what standing together is worth (`ranking.py`).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.integer[Any]]
Raw = NDArray[np.uint16]
Places = NDArray[np.int64]
Held = tuple[Docs, Raw, Raw]
"""The postings of a word in a text: documents, how often in each, and all places one after the other."""


def in_order(words: Sequence[Held], count: int, slack: int) -> tuple[Docs, NDArray[np.int64]]:
    """The documents, of so many, that hold the words in this order with at most `slack` others in between in all; how often."""
    shared = np.ones(count, bool)
    for docs, *_ in words:
        holding = np.zeros(count, bool)
        holding[docs] = True
        shared &= holding
    first = last = places(words[0], shared)
    for step, word in enumerate(words[1:], 1):
        if not len(first):
            break
        then = places(word, shared)
        at = then.searchsorted(last, side="right")
        found = at < len(then)
        first, last = first[found], then[at[found]]
        within = last - first <= step + slack
        first, last = first[within], last[within]
    return np.unique((first >> 16).astype(np.int32), return_counts=True)


def places(word: Held, shared: NDArray[np.bool_] | None = None) -> Places:
    """Every place where a word stands, in order, as document * 65536 + place; in the shared documents alone."""
    docs, counts, where = word
    if shared is not None and not (chosen := shared[docs]).all():
        docs, counts, where = docs[chosen], counts[chosen], where[np.repeat(chosen, counts)]
    found: Places = (np.repeat(docs.astype(np.int64), counts) << 16) + where
    return found
