"""The whole index at one moment, as arrays that nobody changes: what matches, how well, and how many of each kind.

Scores are Whoosh's BM25F, computed for all documents of a term at once; concept and coverage scoring
stand on top. A snapshot is shared by all threads of a process. Not here: reading files (`segment.py`)
and when a snapshot is replaced (`whoosh_engine.py`).
"""

from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.search.document import FACETS, NOTE, Key
from hub.search.engine import Alternative, Answer, Plan, Scope, Slot
from hub.search.schema import K1, TEXTS, B, key_of, record_of
from hub.search.segment import Docs, Postings, Segment

Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]

TITLE_WEIGHT = 2.0
#: How much a hit that meets only part of what was typed falls behind one that meets all of it.
COVERAGE = 1.0
#: What the nearest thing weighs when nothing says what was meant.
STAND_IN = 0.6
KEPT = 512


class Snapshot:
    """An index generation."""

    def __init__(self, segments: Sequence[tuple[Segment, Collection[int]]]) -> None:
        self.segments = [segment for segment, _ in segments]
        self.bases = np.cumsum([0, *(segment.count for segment in self.segments)]).tolist()
        self.count: int = self.bases[-1]
        self.alive = np.ones(self.count, dtype=bool)
        for base, (_, deleted) in zip(self.bases, segments, strict=False):
            self.alive[[base + number for number in deleted]] = False
        self.records = self._joined([segment.records for segment in self.segments], np.int64)
        self.lengths = {name: self._joined([one.lengths[name] for one in self.segments], np.float64) for name in TEXTS}
        self._means = {name: sum(one.totals[name] for one in self.segments) / self.count or 1.0 if self.count else 1.0
                       for name in TEXTS}
        self.term = lru_cache(KEPT)(self._term)
        self.near = lru_cache(KEPT)(self._near)
        self.sense = lru_cache(KEPT)(self._sense)

    # What a term scores

    def idf(self, matching: int) -> float:
        """How rare something is that so many documents hold; as Whoosh has it."""
        return float(np.log(max(self.count, 1) / (matching + 1)) + 1)

    def score(self, name: str, stem: str) -> tuple[Docs, Scores]:
        """Every document with the stem in a field, deleted ones too, and its BM25F score there."""
        docs, share = self.term(name, stem)
        return docs, share * self.idf(len(docs))

    def _term(self, name: str, stem: str) -> tuple[Docs, Scores]:
        found = self.postings(name, stem)
        return found.docs, self._share(name, found.docs, found.counts)

    def _near(self, name: str, stems: tuple[str, ...], slack: int) -> tuple[Docs, Scores]:
        """Documents with all the stems in this order, with at most `slack` words between them in all."""
        parts = [segment.near(name, stems, slack) for segment in self.segments]
        docs = self._joined([part.docs + base for base, part in zip(self.bases, parts, strict=False)], np.int64)
        return docs, self._share(name, docs, self._joined([part.counts for part in parts], np.float64))

    def _share(self, name: str, docs: Docs, counts: Scores) -> Scores:
        """BM25 without its idf."""
        if name not in TEXTS:
            return np.ones(len(docs))
        lengths = self.lengths[name][docs]
        return counts * (K1 + 1) / (counts + K1 * (1 - B[name] + B[name] * lengths / self._means[name]))

    def postings(self, name: str, term: str) -> Postings:
        """Where a term stands in the whole index, deleted documents too."""
        parts = [segment.postings(name, term) for segment in self.segments]
        held = [(base, part) for base, part in zip(self.bases, parts, strict=False) if len(part.docs)]
        docs = self._joined([part.docs + base for base, part in held], np.int64)
        counts = self._joined([part.counts for _, part in held], np.float64)
        if name not in TEXTS:
            return Postings(docs, counts, None)
        places = [part.places + (base << 16) for base, part in held if part.places is not None]
        return Postings(docs, counts, self._joined(places, np.int64))

    # What a plan finds

    def answer(self, plan: Plan, scope: Scope, *, newest: bool, start: int, limit: int) -> Answer:
        """See `Engine.answer`."""
        scores, matching = self.ranked(plan)
        matching &= self.allowed(scope)
        for one in plan.excluded:
            for docs, _ in self._met(one):
                matching[docs] = False
        passing = {name: self.any_of(name, values) for name, values in scope.filters.items() if values}
        listed = np.logical_and.reduce([matching, *passing.values()])
        counts = {}
        for name in FACETS:
            others = [mask for other, mask in passing.items() if other != name]
            counts[name] = self._count(name, np.logical_and.reduce([matching, *others]) if name in passing else listed)
        chosen = self._best(np.flatnonzero(listed), None if newest or not plan.slots else scores, start + limit)[start:]
        hits = [(key_of(int(self.records[doc])), float(scores[doc])) for doc in chosen]
        return Answer(int(listed.sum()), hits, counts)

    def ranked(self, plan: Plan) -> tuple[Scores, Mask]:
        """The score of every document, and whether it is met at all."""
        scores, met = np.zeros(self.count), np.zeros(self.count)
        whole = 0.0
        musts: list[Mask] = []
        for place, slot in enumerate((*plan.required, *plan.slots)):
            found, best, rarity = self._slot(slot)
            scores += found * slot.weight
            if place < len(plan.required):
                musts.append(best > 0)
            if not slot.bonus:
                met += best * (rarity * slot.weight)
                whole += rarity * slot.weight
        matching = met > 0 if whole else np.ones(self.count, dtype=bool)
        for needed in musts:
            matching &= needed
        if whole:
            scores *= (met / whole).clip(max=1.0) ** COVERAGE
        return scores, matching

    def _slot(self, slot: Slot) -> tuple[Scores, Scores, float]:
        """For every document the score of the best of the slot's senses and the weight of the best way met; and
        how rare its first sense is. Nothing that merely stands near it is worth more for being rarer; where
        no text holds what was meant, what stands near stands in for it."""
        scores, best = np.zeros(self.count), np.zeros(self.count)
        senses = [(sense.weight, *self.sense(sense.ways)) for sense in slot.senses]
        found = max((weight for weight, docs, _, _ in senses if len(docs)), default=1.0)
        lift = max(1.0, STAND_IN / found)
        rarity = self.idf(len(senses[0][1])) if senses else 1.0
        for weight, docs, share, met in senses:
            scores[docs] = np.maximum(scores[docs], share * (min(self.idf(len(docs)), rarity) * weight * lift))
            best[docs] = np.maximum(best[docs], met * weight * lift)
        return scores, best, rarity

    def _sense(self, ways: tuple[Alternative, ...]) -> tuple[Docs, Scores, Scores]:
        """Documents that meet a sense, the share of the best way there, and the weight of the best way met."""
        share, met = np.zeros(self.count), np.zeros(self.count)
        for way in ways:
            total = np.zeros(self.count)
            for docs, found in self._met(way):
                total[docs] += found * way.weight
                met[docs] = np.maximum(met[docs], way.weight)
            np.maximum(share, total, out=share)
        docs = np.flatnonzero(met)
        return docs, share[docs], met[docs]

    def _met(self, one: Alternative) -> list[tuple[Docs, Scores]]:
        if one.facet:
            return [self.term(*one.facet)]
        if one.word:
            return [self.term("words", one.word)]
        found = []
        for name in TEXTS:
            docs, share = self.near(name, one.stems, one.slack) if len(one.stems) > 1 else self.term(name, one.stems[0])
            found.append((docs, share * TITLE_WEIGHT if name == "title" else share))
        return found

    def _best(self, docs: Docs, scores: Scores | None, wanted: int) -> Docs:
        """The first of these documents: by score, then the newest, then the latest entered."""
        if scores is not None and len(docs) > wanted:
            found = scores[docs]
            least = np.partition(found, len(docs) - wanted)[len(docs) - wanted]
            docs = docs[found >= least]
        keys = (self._rank[docs],) if scores is None else (self._rank[docs], -scores[docs])
        return docs[np.lexsort(keys)[:wanted]]

    @cached_property
    def _rank(self) -> Docs:
        days = self._joined([segment.days for segment in self.segments], np.int64)
        rank = np.empty(self.count, np.int64)
        rank[np.lexsort((-self.records, -days))] = np.arange(self.count)
        return rank

    # What may be seen, and how many of each value

    def allowed(self, scope: Scope) -> Mask:
        """Documents that are public and hold no content note the reader would rather not meet."""
        mask = self.alive.copy()
        for value in scope.hidden:
            mask[self.term(NOTE, value)[0]] = False
        if scope.masked:
            mask[np.isin(self.records, [record_of(key) for key in scope.masked])] = False
        return mask

    def numbers(self, keys: Collection[Key]) -> list[int]:
        """The living documents of these records."""
        wanted = np.isin(self.records, [record_of(key) for key in keys])
        found: list[int] = np.flatnonzero(wanted & self.alive).tolist()
        return found

    def any_of(self, name: str, values: Collection[str]) -> Mask:
        """Documents with any of these values of a facet."""
        mask = np.zeros(self.count, dtype=bool)
        for value in values:
            mask[self.term(name, value)[0]] = True
        return mask

    def _count(self, name: str, mask: Mask) -> dict[str, int]:
        values, bits = self._bits(name)
        counts = np.bitwise_count(bits & _packed(mask)).sum(axis=1, dtype=np.int64).tolist()
        return {value: count for value, count in zip(values, counts, strict=True) if count}

    def _bits(self, name: str) -> tuple[list[str], NDArray[np.uint64]]:
        kept = self.__dict__.setdefault("_facets", {})
        if name not in kept:
            values = sorted(set().union(*(segment.values[name] for segment in self.segments)))
            rows = [_packed(self.any_of(name, (value,))) for value in values]
            kept[name] = values, np.stack(rows) if rows else np.empty((0, len(_packed(self.alive))), np.uint64)
        found: tuple[list[str], NDArray[np.uint64]] = kept[name]
        return found

    @staticmethod
    def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
        return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)


def _packed(mask: Mask) -> NDArray[np.uint64]:
    """A bit for each document."""
    bits = np.packbits(mask)
    return np.pad(bits, (0, -len(bits) % 8)).view(np.uint64)
