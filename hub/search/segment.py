"""One segment of the index, read from its arrays: columns and a table of its terms at opening, postings as they are asked for.

A segment never changes after it was written (deletions stand in the index's table of contents), so what was read
stays true from one generation to the next. Not here: how the arrays came to be (`arrays.py`).
"""

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from hub.search import arrays
from hub.search.arrays import ALIGNED, Arrays
from hub.search.document import weigh, weight_of
from hub.search.engine import IndexUnavailable
from hub.search.schema import TEXTS, VALUES

Docs = NDArray[np.int64]
Counts = NDArray[np.float32]
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float32)


class Segment:
    """The arrays of one segment."""

    def __init__(self, folder: Path, storage: Any, segment: Any, *, kept: bool = False) -> None:
        """Open a segment's arrays, made anew where there are none; `kept`: and then written beside it."""
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        with reading():
            self._arrays = _opened(folder / (self.id + arrays.SUFFIX), storage, segment, kept)
            self.records = self._arrays.array("records")
            self.days = self._arrays.array("days")
            self.lengths = {name: LENGTHS[self._arrays.array(name)] for name in TEXTS}
            self.totals = dict(zip(TEXTS, self._arrays.array("totals").tolist(), strict=True))
            self._keys, self._starts, self._sizes = (self._arrays.array(name) for name in ("keys", "starts", "sizes"))
            self._base = self._arrays.start("postings")

    @property
    def room(self) -> int:
        """How many numbers its documents take in a snapshot."""
        return -(-self.count // ALIGNED) * ALIGNED

    def sizes(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """For terms by their numbers (`weight_of`): in how many documents each stands."""
        if not len(self._keys):
            return np.zeros(len(hashes), np.int64)
        at = self._keys.searchsorted(hashes)
        at[at == len(self._keys)] = 0
        return np.where(self._keys[at] == hashes, self._sizes[at], 0).astype(np.int64)

    def postings(self, name: str, term: str) -> tuple[Docs, Counts]:
        """The documents that hold a term, in order, and (in texts) how often; empty where it is unknown."""
        start, size = self._place(name, term)
        if not size:
            return NO_DOCS, NO_COUNTS
        with reading():
            raw = self._arrays.raw(start, size * (6 if name in TEXTS else 4))
        docs = np.frombuffer(raw, "<u4", size).astype(np.int64)
        return docs, np.frombuffer(raw, "<u2", offset=4 * size).astype(np.float32)

    def places(self, name: str, stem: str) -> Docs:
        """Every place of a stem in a text, in order, as document * 65536 + place."""
        docs, counts = self.postings(name, stem)
        if not len(docs):
            return NO_DOCS
        start, size = self._place(name, stem)
        often = counts.astype(np.int64)
        with reading():
            raw = self._arrays.raw(start + 6 * size, 2 * int(often.sum()))
        places: Docs = (np.repeat(docs, often) << 16) + np.frombuffer(raw, "<u2")
        return places

    def words(self, name: str) -> list[str]:
        """Every term of a field, in order."""
        with reading():
            return self._arrays.text(f"terms {name}").decode().split("\n")[1:-1]

    def words_from(self, name: str, prefix: str) -> list[str]:
        """The terms of a field that begin so, in order."""
        begun = f"\n{prefix}".encode()
        with reading():
            text = self._arrays.text(f"terms {name}")
        first = text.find(begun)
        if first < 0:
            return []
        return text[first + 1 : text.index(b"\n", text.rfind(begun) + 1)].decode().split("\n")

    def bits(self, name: str) -> tuple[list[str], NDArray[np.uint8]]:
        """The values of a facet, and for each a bit for each document of its room."""
        values = self.words(name)
        with reading():
            return values, self._arrays.array(f"bits {name}").reshape(len(values), self.room // 8)

    def fingerprints(self) -> dict[int, int]:
        """For each record a number made of all postings that name it; see `Document.fingerprint`."""
        total = self.days.astype(np.uint64)
        for name in (*TEXTS, "words"):
            for term in self.words(name):
                docs, counts = self.postings(name, term)
                share = np.ones(len(docs), np.uint64) if name == "words" else counts.astype(np.uint64)
                if name in TEXTS:
                    places = self.places(name, term)
                    at = np.searchsorted(docs, places >> 16)
                    share += np.bincount(at, places & 0xFFFF, len(docs)).astype(np.uint64) * np.uint64(31)
                total[docs] += share * np.uint64(weigh(name, term, 1, 0))
        for name in VALUES:
            for value, row in zip(*self.bits(name), strict=True):
                total[np.unpackbits(row)[: self.count].view(bool)] += np.uint64(weigh(name, value, 1, 0))
        return dict(zip(self.records.tolist(), total.tolist(), strict=True))

    def _place(self, name: str, term: str) -> tuple[int, int]:
        key = np.uint64(weight_of(name, term))
        at = int(self._keys.searchsorted(key))
        if at == len(self._keys) or self._keys[at] != key:
            return 0, 0
        return self._base + int(self._starts[at]), int(self._sizes[at])


NO_DOCS: Docs = np.empty(0, np.int64)
NO_COUNTS: Counts = np.empty(0, np.float32)


def hashes(name: str, terms: Sequence[str]) -> NDArray[np.uint64]:
    """The numbers of terms, for `Segment.sizes`."""
    return np.array([weight_of(name, term) for term in terms], np.uint64)


def _opened(path: Path, storage: Any, segment: Any, kept: bool) -> Arrays:
    found = Arrays.opened(path)
    if found:
        return found
    data = arrays.made_of(storage, segment)
    if kept:
        with contextlib.suppress(OSError):  # on a full or read-only disk memory will do
            arrays.write(path, data)
    return Arrays.opened(path) or Arrays(data)


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever goes wrong while reading index files into IndexUnavailable."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as problem:  # damaged bytes make Whoosh raise anything at all
        raise IndexUnavailable(f"The index cannot be read ({type(problem).__name__}).") from problem
