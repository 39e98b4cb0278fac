"""How well the documents of a snapshot meet a plan: concepts by their best way of being said, and more of what was typed first.

Works on whole arrays: one number for each document, or where few documents are meant, for those alone. Not here: what a
single term scores (`snapshot.py`) and what a query means (`expansion.py`).
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hub.search.engine import Alternative, Answer, Plan, Scope, Sense, Slot
from hub.search.proximity import Docs
from hub.search.schema import TEXTS, VALUES, key_of
from hub.search.snapshot import Scores, Snapshot
from hub.search.values import Mask

TITLE_WEIGHT = 2.0
#: How much a hit that meets only part of what was typed falls behind one that meets all of it.
COVERAGE = 1.0
#: A text that says a thing in several ways is more about it: what each further way adds to the best.
SEVERAL = 0.3
#: What the nearest thing weighs when nothing says what was meant.
STAND_IN = 0.6
#: From this share of the documents on, an array of all of them is quicker than a list.
MANY = 0.2
#: The weights of ways are kept in hundredths.
WHOLE = 100


class Found(NamedTuple):
    """The documents that meet a sense: the share of its best way in each, and the weight of the best way met there.

    `docs` None: the arrays hold a number for each document. `many` of them meet it.
    """

    many: int
    docs: Docs | None
    share: Scores
    met: NDArray[np.uint8]

    def raise_to(self, scores: Scores, best: Scores, share: float, met: float) -> None:
        """Where the sense is worth more, so weighted, than what stands in `scores` and `best`, put it there."""
        worth = self.share * np.float32(share), np.multiply(self.met, np.float32(met / WHOLE), dtype=np.float32)
        for whole, part in zip((scores, best), worth, strict=True):
            if self.docs is None:
                np.maximum(whole, part, out=whole)
            else:
                whole[self.docs] = np.maximum(whole[self.docs], part)


def answer(snapshot: Snapshot, plan: Plan, scope: Scope, *, newest: bool, start: int, limit: int) -> Answer:
    """See `Engine.answer`."""
    scores, matching = ranked(snapshot, plan)
    matching &= snapshot.allowed(scope)
    for one in plan.excluded:
        for docs, _ in _met(snapshot, one):
            matching[docs] = False
    passing = {name: snapshot.any_of(name, values) for name, values in scope.filters.items() if values}
    listed = np.logical_and.reduce([matching, *passing.values()])
    masks = {name: np.logical_and.reduce([matching, *(mask for other, mask in passing.items() if other != name)])
             for name in passing}
    docs = np.flatnonzero(listed)
    chosen = _best(snapshot, docs, None if newest or not (plan.slots or plan.required) else scores, start + limit)[start:]
    hits = [(key_of(int(snapshot.records[doc])), float(scores[doc])) for doc in chosen]
    return Answer(len(docs), hits, snapshot.counts(masks, listed))


def ranked(snapshot: Snapshot, plan: Plan) -> tuple[Scores, Mask]:
    """The score of every document, and whether it is met at all."""
    scores, met = np.zeros(snapshot.count, np.float32), np.zeros(snapshot.count, np.float32)
    whole = 0.0
    musts: list[Mask] = []
    for place, slot in enumerate((*plan.required, *plan.slots)):
        found, best, rarity = _slot(snapshot, slot)
        scores += found * np.float32(slot.weight)
        if place < len(plan.required):
            musts.append(best > 0)
        if not slot.bonus:
            met += best * np.float32(rarity * slot.weight)
            whole += rarity * slot.weight
    matching = met > 0 if whole else np.ones(snapshot.count, dtype=bool)
    for needed in musts:
        matching &= needed
    if whole:
        scores *= np.minimum(met / np.float32(whole), 1) ** np.float32(COVERAGE)
    return scores, matching


def read_ahead(snapshot: Snapshot, senses: Iterable[Sense]) -> bool:
    """Work out where these senses are met, before anybody asks; says whether there is room to remember more."""
    for sense in senses:
        if not snapshot.has_room("sense"):
            return False
        _found(snapshot, sense)
    return True


def _slot(snapshot: Snapshot, slot: Slot) -> tuple[Scores, Scores, float]:
    """For every document the score of the best of the slot's senses and the weight of the best way met; and
    how rare its first sense is. Nothing that merely stands near it is worth more for being rarer; where
    no text holds what was meant, what stands near stands in for it."""
    scores, best = np.zeros(snapshot.count, np.float32), np.zeros(snapshot.count, np.float32)
    senses = [(sense.weight, _found(snapshot, sense)) for sense in slot.senses]
    heaviest = max((weight for weight, found in senses if found.many), default=1.0)
    lift = max(1.0, STAND_IN / heaviest)
    rarity = snapshot.idf(senses[0][1].many) if senses else 1.0
    for weight, found in senses:
        if found.many:
            found.raise_to(scores, best, min(snapshot.idf(found.many), rarity) * weight * lift, weight * lift)
    return scores, best, rarity


def _found(snapshot: Snapshot, sense: Sense) -> Found:
    """The documents that meet a sense."""
    return snapshot.kept("sense", sense.concept or sense.ways, lambda: _meet(snapshot, sense.ways))


def _meet(snapshot: Snapshot, ways: tuple[Alternative, ...]) -> Found:
    share, met = np.zeros(snapshot.count, np.float32), np.zeros(snapshot.count, np.uint8)
    total = np.zeros(snapshot.count, np.float32)
    for way in _possible(snapshot, ways):
        for docs, found in _met(snapshot, way):
            worth = found * np.float32(way.weight)
            share[docs] = np.maximum(share[docs], worth)
            total[docs] += worth
            met[docs] = np.maximum(met[docs], np.uint8(round(way.weight * WHOLE)))
    share += np.float32(SEVERAL) * (total - share)
    matching = met > 0
    count = int(np.count_nonzero(matching))
    if count > snapshot.count * MANY:
        return Found(count, None, share, met)
    docs = np.flatnonzero(matching).astype(np.int32)
    return Found(count, docs, share[docs], met[docs])


def _possible(snapshot: Snapshot, ways: tuple[Alternative, ...]) -> list[Alternative]:
    """The ways without those that need a stem no text holds."""
    stems = list(dict.fromkeys(stem for way in ways for stem in way.stems))
    known = {name: {stem for stem, many in zip(stems, snapshot.located(name, stems), strict=True) if many} for name in TEXTS}
    return [way for way in ways if any(known[name].issuperset(way.stems) for name in TEXTS)]


def _met(snapshot: Snapshot, way: Alternative) -> list[tuple[Docs, Scores]]:
    """Documents where something is said this way, with its share; none stands in two of the lists."""
    if way.facet:
        name, value = way.facet
        if name in VALUES:
            docs = np.flatnonzero(snapshot.any_of(name, (value,))).astype(np.int32)
            return [(docs, np.ones(len(docs), np.float32))]
        return []
    if way.word:
        return [snapshot.term("words", way.word)]
    in_title, in_body = (snapshot.near(name, way.stems, way.slack) if len(way.stems) > 1 else snapshot.term(name, way.stems[0])
                         for name in TEXTS)
    return _added((in_title[0], in_title[1] * np.float32(TITLE_WEIGHT)), in_body)


def _added(few: tuple[Docs, Scores], many: tuple[Docs, Scores]) -> list[tuple[Docs, Scores]]:
    """The two lists with what stands in both added up in the second."""
    docs, share = few
    at = many[0].searchsorted(docs)
    both = np.zeros(len(docs), bool)
    inside = at < len(many[0])
    both[inside] = many[0][at[inside]] == docs[inside]
    if not both.any():
        return [few, many]
    added = many[1].copy()
    added[at[both]] += share[both]
    return [(docs[~both], share[~both]), (many[0], added)]


def _best(snapshot: Snapshot, docs: Docs, scores: Scores | None, wanted: int) -> Docs:
    """The first of these documents: by score, then the newest, then the latest entered."""
    if scores is not None and len(docs) > wanted:
        found = scores[docs]
        least = np.partition(found, len(docs) - wanted)[len(docs) - wanted]
        docs = docs[found >= least]
    keys = (snapshot.newness[docs],) if scores is None else (snapshot.newness[docs], -scores[docs])
    return docs[np.lexsort(keys)[:wanted]]
