"""The whole index at one moment, as arrays that nobody changes: where a term stands, how well, and how many of each kind.

Scores of a term are Whoosh's BM25F, computed for all its documents at once. A snapshot is shared by all threads of a
process. Not here: reading files (`segment.py`), the values of facets (`values.py`), what a query makes of the terms
(`ranking.py`), and when a snapshot is replaced (`whoosh_engine.py`).
"""

import contextlib
import threading
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from hub.search.document import NOTE, Key, weigh
from hub.search.engine import Scope
from hub.search.proximity import Docs, Held, in_order, places
from hub.search.schema import K1, TEXTS, VALUES, B, record_of
from hub.search.segment import Segment, hashes
from hub.search.values import Mask, Values

Scores = NDArray[np.float32]
Counts = NDArray[np.float32]
Parts = TypeVar("Parts", bound=tuple[Any, ...])

#: Of so many terms it is remembered where they stand, before all are forgotten.
MOST_LOCATED = 1_000
#: What a snapshot remembers of what it was asked for, in bytes, and how many more for each document.
MEMORY = {"sense": (6_000_000, 400), "places": (2_000_000, 50), "like": (100_000, 0)}


class Snapshot:
    """An index generation."""

    def __init__(self, segments: Sequence[tuple[Segment, Collection[int]]]) -> None:
        self.segments = [segment for segment, _ in segments]
        self.documents: int = sum(segment.count for segment in self.segments)
        self.bases = np.cumsum([0, *(segment.room for segment in self.segments)]).tolist()
        self.count: int = self.bases[-1]
        self._begin = np.array(self.bases[:-1], np.int32)
        self.alive = np.zeros(self.count, dtype=bool)
        for base, (segment, deleted) in zip(self.bases, segments, strict=False):
            self.alive[base : base + segment.count] = True
            self.alive[[base + number for number in deleted]] = False
        self.records = self._joined([segment.records for segment in self.segments], -1, np.int64)
        self.lengths = {name: self._joined([one.lengths[name] for one in self.segments], 0, np.float32) for name in TEXTS}
        self._means = {name: sum(one.totals[name] for one in self.segments) / self.documents or 1.0 if self.documents else 1.0
                       for name in TEXTS}
        self._kept = {kind: LRUCache[Any, Any](least + each * self.count, getsizeof=_size)
                      for kind, (least, each) in MEMORY.items()}
        self._located: dict[tuple[str, str], tuple[Docs, Docs]] = {}
        self._lock = threading.Lock()

    def kept(self, kind: str, key: Any, make: Callable[[], Parts]) -> Parts:
        """What was made under this key, as long as there is room to remember it; else made now."""
        kept = self._kept[kind]
        with self._lock:
            found: Parts | None = kept.get(key)
        if found is None:
            found = make()
            with self._lock, contextlib.suppress(ValueError):  # larger than all the room there is
                kept[key] = found
        return found

    def has_room(self, kind: str) -> bool:
        """Whether more of a kind can be remembered, and enough be left for what is asked."""
        kept = self._kept[kind]
        return bool(kept.currsize < 0.8 * kept.maxsize)

    # Terms

    def idf(self, matching: int) -> float:
        """How rare something is that so many documents hold; as Whoosh has it."""
        return float(np.log(max(self.documents, 1) / (matching + 1)) + 1)

    def score(self, name: str, stem: str) -> tuple[Docs, Scores]:
        """Every document with the stem in a text, deleted ones too, and its BM25F score there."""
        docs, share = self.term(name, stem)
        return docs, share * np.float32(self.idf(len(docs)))

    def frequencies(self, name: str, terms: Sequence[str]) -> list[int]:
        """In how many documents each of these terms stands, deleted ones too."""
        return self._stand(name, terms)[1].sum(axis=0).tolist()  # type: ignore[no-any-return]

    def located(self, name: str, terms: Sequence[str]) -> list[int]:
        """The same, remembered for the moment: several terms are looked up together much quicker than one by one."""
        at, sizes = self._stand(name, terms)
        if len(self._located) > MOST_LOCATED:
            self._located = {}
        self._located.update({(name, term): (at[:, column], sizes[:, column]) for column, term in enumerate(terms)})
        return sizes.sum(axis=0).tolist()  # type: ignore[no-any-return]

    def term(self, name: str, stem: str) -> tuple[Docs, Scores]:
        """Every document with the term in a field, and (in texts) its BM25F score there without the idf."""
        docs, counts = self.postings(name, stem)
        return docs, self._share(name, docs, counts)

    def postings(self, name: str, stem: str) -> tuple[Docs, Counts]:
        """Every document with the term in a field, and (in texts) how often."""
        docs, counts, _ = self._held(name, stem, 6 if name in TEXTS else 4)
        return docs, counts.astype(np.float32)

    def near(self, name: str, stems: Sequence[str], slack: int) -> tuple[Docs, Scores]:
        """Documents with all the stems in this order, with at most `slack` words between them in all."""
        docs, often = in_order([self._kept_postings(name, stem) for stem in stems], self.count, slack)
        return docs, self._share(name, docs, often.astype(np.float32))

    def fingerprints(self) -> dict[int, int]:
        """For each living record a number made of all postings that name it; see `Document.fingerprint`."""
        total = self._joined([segment.days for segment in self.segments], 0, np.uint64)
        for name in (*TEXTS, "words"):
            for term in set().union(*(segment.words(name) for segment in self.segments)):
                docs, counts = self.postings(name, term)
                share = np.ones(len(docs), np.uint64)
                if name in TEXTS:
                    at = places(self._held(name, term, 0))
                    sums = np.bincount(docs.searchsorted(at >> 16), at & 0xFFFF, len(docs))
                    share = counts.astype(np.uint64) + sums.astype(np.uint64) * np.uint64(31)
                total[docs] += share * np.uint64(weigh(name, term, 1, 0))
        for name in VALUES:
            for value in self._values.rows[name]:
                total[self.any_of(name, (value,))] += np.uint64(weigh(name, value, 1, 0))
        return dict(zip(self.records[self.alive].tolist(), total[self.alive].tolist(), strict=True))

    def _kept_postings(self, name: str, stem: str) -> Held:
        return self.kept("places", (name, stem), lambda: self._held(name, stem, 0))

    def _held(self, name: str, term: str, each: int) -> Held:
        """The postings of all segments joined: documents, how often in each, places."""
        located = self._located.get((name, term))
        if located is None:
            every_at, every_size = self._stand(name, [term])
            located = every_at[:, 0], every_size[:, 0]
        at, sizes = located
        docs, counts, where = bytearray(), bytearray(), bytearray()
        for number in np.flatnonzero(sizes).tolist():
            size = int(sizes[number])
            raw = self.segments[number].held(int(at[number]), size, each)
            docs += raw[: 4 * size]
            counts += raw[4 * size : 6 * size]
            where += raw[6 * size :]
        numbers = np.frombuffer(docs, "<u4").astype(np.int32)
        numbers += np.repeat(self._begin[: len(sizes)], sizes)
        return numbers, np.frombuffer(counts, "<u2"), np.frombuffer(where, "<u2")

    def _stand(self, name: str, terms: Sequence[str]) -> tuple[Docs, Docs]:
        """For each segment and term its place in the segment's table, and in how many documents it stands."""
        found, wanted = np.zeros((2, len(self.segments), len(terms)), np.int64), hashes(name, terms)
        for number, segment in enumerate(self.segments):
            found[:, number] = segment.located(wanted)
        return found[0], found[1]

    def _share(self, name: str, docs: Docs, counts: Counts) -> Scores:
        """BM25 without its idf."""
        if name not in TEXTS:
            return np.ones(len(docs), np.float32)
        b = np.float32(B[name])
        saturation = np.float32(K1) * (1 - b + b / np.float32(self._means[name]) * self.lengths[name][docs])
        share: Scores = (counts * np.float32(K1 + 1) / (counts + saturation)).astype(np.float32, copy=False)
        return share

    # What may be seen, and how many of each value

    def allowed(self, scope: Scope) -> Mask:
        """Documents that are public and hold no content note the reader would rather not meet."""
        mask = self.alive & ~self.any_of(NOTE, scope.hidden) if scope.hidden else self.alive.copy()
        if scope.masked:
            mask[np.isin(self.records, [record_of(key) for key in scope.masked])] = False
        return mask

    def numbers(self, keys: Collection[Key]) -> list[int]:
        """The living documents of these records."""
        wanted = np.isin(self.records, [record_of(key) for key in keys])
        found: list[int] = np.flatnonzero(wanted & self.alive).tolist()
        return found

    def numbers_in_index(self, keys: Collection[Key]) -> list[int]:
        """The same documents by the numbers Whoosh knows them by: its segments lie without gaps."""
        numbers = np.array(self.numbers(keys), np.int64)
        gaps = np.cumsum([0, *(segment.room - segment.count for segment in self.segments)])
        found: list[int] = (numbers - gaps[np.searchsorted(self.bases, numbers, side="right") - 1]).tolist()
        return found

    def any_of(self, name: str, values: Collection[str]) -> Mask:
        """Documents with any of these values of a facet."""
        return self._values.any_of(name, values)

    def counts(self, masks: dict[str, Mask], rest: Mask) -> dict[str, dict[str, int]]:
        """For each facet how many of the documents have each of its values, the commonest first; among those of the
        facet's own mask, or of the rest."""
        return self._values.counts(masks, rest)

    @cached_property
    def _values(self) -> Values:
        return Values(self.segments, self.bases)

    @cached_property
    def newness(self) -> Docs:
        """The place of each document among all, the newest first, then the latest entered."""
        days = self._joined([segment.days for segment in self.segments], 0, np.int64)
        rank = np.empty(self.count, np.int64)
        rank[np.lexsort((-self.records, -days))] = np.arange(self.count)
        return rank

    def _joined(self, parts: Sequence[NDArray[Any]], nothing: int, kind: type) -> NDArray[Any]:
        """One array of all documents' values, with `nothing` at numbers no document has."""
        joined: NDArray[Any] = np.full(self.count, nothing, kind)
        for base, part in zip(self.bases, parts, strict=False):
            joined[base : base + len(part)] = part
        return joined


def _size(parts: tuple[Any, ...]) -> int:
    return 200 + sum(getattr(part, "nbytes", 0) for part in parts)
