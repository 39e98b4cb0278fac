"""One segment of a Whoosh index read into arrays, once: columns at opening, postings as they are asked for.

A segment never changes after it was written (deletions stand in the index's table of contents), so
what was read stays true and is kept from one generation to the next. Whoosh's readers are not safe
among threads: everything that touches a file happens under this segment's lock.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

from hub.search.document import weigh
from hub.search.engine import IndexUnavailable
from hub.search.schema import TEXTS, VALUES, schema

Docs = NDArray[np.int64]
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float64)
KEPT_TERMS = 4_000
FAR = np.int64(2**62)


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: documents in order, how often in each, and (for texts) every place, as
    document * 65536 + place."""

    docs: Docs
    counts: NDArray[np.float64]
    places: Docs | None


class Segment:
    """The arrays of one segment."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], Postings] = {}
        self._passages: dict[tuple[str, tuple[str, ...], int], Postings] = {}
        self._words: dict[str, list[str]] = {}
        with reading():
            codec = segment.codec()
            self._files = _opened(storage, segment)
            self._codec, self._segment = codec, segment
            self._terms = codec.terms_reader(self._files, segment)
            per_document = codec.per_document_reader(self._files, segment)
            self.totals = {name: int(per_document.field_length(name)) for name in TEXTS}
            self.records = self._column("record", ">i8")
            self.days = self._column("day", ">i4")
            self.lengths = {name: LENGTHS[self._column(f"_{name}_len", ">u1")] for name in TEXTS}
            self.values = {name: {value: self._read(name, value).docs for value in self._read_words(name)}
                           for name in VALUES}

    def postings(self, name: str, term: str) -> Postings:
        """The postings of a term; empty where the segment does not know it."""
        found = self._kept.get((name, term))
        if found is None:
            with self._lock, reading():
                found = self._read(name, term)
            if len(self._kept) > KEPT_TERMS:
                self._kept.clear()
            self._kept[name, term] = found
        return found

    def near(self, name: str, stems: tuple[str, ...], slack: int) -> Postings:
        """Where the stems stand in this order, with at most `slack` words between them in all (without places)."""
        key = (name, stems, slack)
        found = self._passages.get(key)
        if found is None:
            found = self._passages[key] = self._near(name, stems, slack)
            if len(self._passages) > KEPT_TERMS:
                self._passages.clear()
        return found

    def _near(self, name: str, stems: tuple[str, ...], slack: int) -> Postings:
        kept = last = None
        for step, stem in enumerate(stems):
            places = self.postings(name, stem).places
            if places is None or not len(places):
                return NOWHERE
            if kept is None or last is None:
                kept = last = places
                continue
            last = np.append(places, FAR)[np.searchsorted(places, last, side="right")]
            within = last - kept <= step + slack
            kept, last = kept[within], last[within]
        if kept is None or not len(kept):
            return NOWHERE
        docs, counts = np.unique(kept >> 16, return_counts=True)
        return Postings(docs, counts.astype(np.float64), None)

    def words(self, name: str) -> list[str]:
        """Every term of a field, in order."""
        with self._lock, reading():
            if name not in self._words:
                self._words[name] = self._read_words(name)
            return self._words[name]

    def fingerprints(self) -> dict[int, int]:
        """For each record a number made of all postings that name it; see `Document.fingerprint`."""
        total = self.days.astype(np.uint64)
        for name in (*TEXTS, "words", *VALUES):
            for term in self.words(name):
                with self._lock, reading():
                    found = self._read(name, term)
                share = found.counts.astype(np.uint64)
                if found.places is not None:
                    docs = np.searchsorted(found.docs, found.places >> 16)
                    share += np.bincount(docs, found.places & 0xFFFF, len(found.docs)).astype(np.uint64) * np.uint64(31)
                total[found.docs] += share * np.uint64(weigh(name, term, 1, 0))
        return dict(zip(self.records.tolist(), total.tolist(), strict=True))

    def _column(self, name: str, form: str) -> NDArray[Any]:
        values = np.zeros(self.count, dtype=form[1:])
        file = self._codec.column_filename(self._segment, name)
        if self._files.file_exists(file):
            raw = np.frombuffer(self._files.open_file(file).get(0, self._files.file_length(file)), dtype=form)
            values[: len(raw)] = raw  # documents at the end that hold the default are not written
        return values

    def _read_words(self, name: str) -> list[str]:
        found = []
        for field, word in self._terms.terms_from(name, b""):
            if field != name:
                break
            found.append(word.decode())
        return found

    def _read(self, name: str, term: str) -> Postings:
        try:
            matcher = self._terms.matcher(name, term.encode(), FORMATS[name])
        except TermNotFound:
            return NOWHERE
        docs: list[int] = []
        counts: list[float] = []
        values: list[bytes] = []
        while matcher.is_active():  # a block at a time; the public interface goes document by document
            matcher._read_ids()
            docs.extend(matcher._ids)
            if name in TEXTS:
                matcher._read_weights()
                counts.extend(matcher._weights)
                matcher._read_values()
                values.extend(matcher._values)
            matcher._next_block()
        found = np.array(docs, dtype=np.int64)
        if name not in TEXTS:
            return Postings(found, np.ones(len(found)), None)
        often = np.array(counts)
        places = np.frombuffer(b"".join(values), dtype="<u2").astype(np.int64)
        return Postings(found, often, (np.repeat(found, often.astype(np.int64)) << 16) + places)


FORMATS = {name: field.format for name, field in schema().items() if field.indexed}
NOWHERE = Postings(np.empty(0, np.int64), np.empty(0), np.empty(0, np.int64))


def _opened(storage: Any, segment: Any) -> Any:
    """The segment's files from a copy in memory: a file mapped from disk and cut short meanwhile (a backup copied
    over a running hub) would end the process instead of raising."""
    with storage.open_file(segment.make_filename(segment.COMPOUND_EXT)) as file:
        return CompoundStorage(BufferFile(memoryview(file.read())), use_mmap=False)


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever goes wrong while reading index files into IndexUnavailable."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as problem:  # damaged bytes make Whoosh raise anything at all
        raise IndexUnavailable(f"The index cannot be read ({type(problem).__name__}).") from problem
