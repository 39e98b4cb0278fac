"""Which documents have which value of each facet, as a bit for each document: chosen and counted eight thousand at a glance."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from hub.search.document import FACETS
from hub.search.schema import VALUES
from hub.search.segment import Segment

Mask = NDArray[np.bool_]


class Values:
    """The facets of all documents of an index generation; `rows`: for each facet the row of each of its values."""

    def __init__(self, segments: Sequence[Segment], bases: Sequence[int]) -> None:
        """`bases`: the number of the first document of each segment, and last the number of all."""
        parts = [{name: segment.bits(name) for name in VALUES} for segment in segments]
        self.rows: dict[str, dict[str, int]] = {}
        total = 0
        for name in VALUES:
            values = sorted(set().union(*(part[name][0] for part in parts)))
            self.rows[name] = {value: total + at for at, value in enumerate(values)}
            total += len(values)
        bits = np.zeros((total, bases[-1] // 8), np.uint8)
        for base, segment, part in zip(bases, segments, parts, strict=False):
            for name, (values, held) in part.items():
                bits[[self.rows[name][value] for value in values], base // 8 : (base + segment.room) // 8] = held
        self._bits = bits.view(np.uint64)

    def any_of(self, name: str, values: Collection[str]) -> Mask:
        """See `Snapshot.any_of`."""
        rows = [self._bits[row] for value in values if (row := self.rows[name].get(value)) is not None]
        joined = np.bitwise_or.reduce(rows) if rows else np.zeros(self._bits.shape[1], np.uint64)
        return np.unpackbits(joined.view(np.uint8)).view(bool)

    def counts(self, masks: dict[str, Mask], rest: Mask) -> dict[str, dict[str, int]]:
        """See `Snapshot.counts`."""
        everywhere = self._counted(rest)
        found = {}
        for name in FACETS:
            rows = list(self.rows[name].values())
            values = list(self.rows[name])
            numbers = (self._counted(masks[name]) if name in masks else everywhere)[rows]
            often = numbers.tolist()
            found[name] = {values[at]: often[at] for at in np.argsort(-numbers, kind="stable").tolist() if often[at]}
        return found

    def _counted(self, mask: Mask) -> NDArray[np.int64]:
        counted: NDArray[np.int64] = np.bitwise_count(self._bits & np.packbits(mask).view(np.uint64)).sum(axis=1, dtype=np.int64)
        return counted
