"""How much the words of a text are like those of each record: for pairing and near-duplicates.

The likeness is near to the cosine of the two texts' weighted words: what a record's words score for the
text, divided by what the text scores for itself, with a record's length taken out. 1 for the same words, 0 for
none in common.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from hub.search.analysis import STOP_WORDS, stem
from hub.search.document import Key
from hub.search.engine import Scope
from hub.search.schema import K1, key_of
from hub.search.snapshot import Snapshot

MOST_STEMS = 60
#: Words almost everybody uses say little about likeness.
COMMON_SHARE = 0.5

SHARES = {"body": 1.0, "title": 0.3}

_STOPS = frozenset(map(stem, STOP_WORDS))


def similar(snapshot: Snapshot, stems: Sequence[str], scope: Scope, limit: int) -> list[tuple[Key, float]]:
    """See `Engine.similar`."""
    counts = Counter(one for one in stems if one not in _STOPS)
    weights = {one: snapshot.idf(matching) ** 2 * _damped(counts[one])
               for one, matching in zip(counts, snapshot.frequencies("body", list(counts)), strict=True)
               if matching and matching <= max(3, snapshot.documents * COMMON_SHARE)}
    chosen = sorted(weights, key=lambda one: -weights[one])[:MOST_STEMS]
    for name in SHARES:
        snapshot.located(name, chosen)
    scores = np.zeros(snapshot.count)
    for one in chosen:
        for name, share in SHARES.items():
            docs, often = snapshot.postings(name, one)
            scores[docs] += weights[one] * share * _damped(often)
    own = sum(weights[one] * _damped(counts[one]) for one in chosen)
    scores /= np.sqrt((snapshot.lengths["body"] / max(1, len(stems))).clip(min=0.01)) * (own or 1)
    mask = snapshot.allowed(scope) & (scores > 0)
    for name, values in scope.filters.items():
        mask &= snapshot.any_of(name, values)
    docs = np.flatnonzero(mask)
    best = docs[np.argsort(-scores[docs], kind="stable")[:limit]]
    return [(key_of(int(snapshot.records[doc])), min(1.0, float(scores[doc]))) for doc in best]


def _damped(counts: Any) -> Any:
    """A word said often says more, but ever less so."""
    return counts * (K1 + 1) / (counts + K1)
