"""One segment of the index, read from its arrays: columns and a table of its terms at opening, postings as they are asked for.

A segment never changes after it was written (deletions stand in the index's table of contents), so what was read
stays true from one generation to the next. Not here: how the arrays came to be (`arrays.py`).
"""

import contextlib
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from hub.search import arrays
from hub.search.arrays import ALIGNED, Arrays
from hub.search.document import weight_of
from hub.search.engine import IndexUnavailable
from hub.search.schema import TEXTS

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
            self._keys, self._sizes = self._arrays.array("keys"), self._arrays.array("sizes")
            self._starts, self._postings = self._arrays.start("starts"), self._arrays.start("postings")

    @property
    def room(self) -> int:
        """How many numbers its documents take in a snapshot."""
        return -(-self.count // ALIGNED) * ALIGNED

    def located(self, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For terms by their numbers (`weight_of`): where each stands in the table, and in how many documents (0: nowhere)."""
        at = self._keys.searchsorted(hashes)
        at[at == len(self._keys)] = 0
        if not len(self._keys):
            return at, at
        return at, np.where(self._keys[at] == hashes, self._sizes[at], 0).astype(np.int64)

    def held(self, at: int, size: int, each: int) -> bytes:
        """The postings of a term by its place in the table: the documents, then how often in each, then all places;
        so many bytes for each of its `size` documents, or everything (0)."""
        start, end = struct.unpack("<QQ", self._arrays.raw(self._starts + 8 * at, 16))
        return self._arrays.raw(self._postings + start, each * size if each else end - start)

    def words(self, name: str) -> list[str]:
        """Every term of a field, in order."""
        return self._arrays.text(f"terms {name}").decode().split("\n")[1:-1]

    def words_from(self, name: str, prefix: str) -> list[str]:
        """The terms of a field that begin so, in order."""
        begun = f"\n{prefix}".encode()
        text = self._arrays.text(f"terms {name}")
        first = text.find(begun)
        if first < 0:
            return []
        return text[first + 1 : text.index(b"\n", text.rfind(begun) + 1)].decode().split("\n")

    def bits(self, name: str) -> tuple[list[str], NDArray[np.uint8]]:
        """The values of a facet, and for each a bit for each document of its room."""
        values = self.words(name)
        return values, self._arrays.array(f"bits {name}").reshape(len(values), self.room // 8)


def hashes(name: str, terms: Sequence[str]) -> NDArray[np.uint64]:
    """The numbers of terms, for `Segment.located`."""
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
