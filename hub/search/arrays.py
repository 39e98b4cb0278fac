"""One segment of a Whoosh index as plain arrays in a file beside it, so that reading a word is one read of the disk.

Whoosh writes and merges the index of record; what it wrote is turned into arrays once, when its segment appears.
The file holds what the segment holds, and goes when the segment goes (its name begins with the segment's).
Not here: what the arrays mean to a search (`segment.py`).
"""

import json
import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.structfile import BufferFile

from hub.search.document import weight_of
from hub.search.engine import IndexUnavailable
from hub.search.schema import TEXTS, VALUES, schema

SUFFIX = ".arrays"
MAGIC = b"hub arrays 2\n"
ALIGNED = 64
"""Documents of a segment are numbered up to a multiple of this, so that bits of several segments join by the byte."""

FORMATS = {name: field.format for name, field in schema().items() if field.indexed}
COLUMNS = {"records": ("record", ">i8"), "days": ("day", ">i4"), **{name: (f"_{name}_len", ">u1") for name in TEXTS}}


class Arrays:
    """Arrays by name, read from a file (or from memory, where none could be written) as they are asked for."""

    def __init__(self, data: bytes | None, file: int = -1) -> None:
        self._data = data
        self._file = file
        if data is None:
            weakref.finalize(self, os.close, file)
        size = len(data) if data is not None else os.fstat(file).st_size
        end = self.raw(max(0, size - len(MAGIC) - 8), len(MAGIC) + 8)
        if not end.endswith(MAGIC):
            raise IndexUnavailable("The arrays of a segment are not whole.")
        begin = int.from_bytes(end[:8], "little")
        self._places: dict[str, Any] = json.loads(self.raw(begin, size - begin - len(MAGIC) - 8))

    @classmethod
    def opened(cls, path: Path) -> "Arrays | None":
        """The arrays in a file; None where there is none, or only part of one."""
        try:
            return cls(None, os.open(path, os.O_RDONLY))
        except (FileNotFoundError, IndexUnavailable):
            return None

    def raw(self, start: int, size: int) -> bytes:
        """Bytes of the file.

        Raises:
            IndexUnavailable: it is shorter than that, or cannot be read.
        """
        try:
            found = self._data[start : start + size] if self._data is not None else os.pread(self._file, size, start)
        except OSError as problem:
            raise IndexUnavailable("The arrays of a segment cannot be read.") from problem
        if len(found) < size:
            raise IndexUnavailable("The arrays of a segment are not whole.")
        return found

    def array(self, name: str) -> NDArray[Any]:
        """An array, read whole."""
        start, size, kind = self._places[name]
        return np.frombuffer(self.raw(start, size), dtype=kind)

    def text(self, name: str) -> bytes:
        """A list of terms, one a line, in order, with a line break before the first and after the last."""
        start, size, _ = self._places[name]
        return self.raw(start, size)

    def start(self, name: str) -> int:
        """Where an array begins in the file."""
        begin: int = self._places[name][0]
        return begin


def write(path: Path, data: bytes) -> None:
    """Keep arrays in a file, whole or not at all."""
    new = path.with_suffix(f"{SUFFIX}_new")
    new.write_bytes(data)
    new.replace(path)


def made_of(storage: Any, segment: Any) -> bytes:
    """The arrays of a segment that Whoosh wrote, as the bytes of their file."""
    codec = segment.codec()
    files = _opened(storage, segment)
    parts = {name: _column(codec, files, segment, *form) for name, form in COLUMNS.items()}
    per_document = codec.per_document_reader(files, segment)
    parts["totals"] = np.array([per_document.field_length(name) for name in TEXTS], np.int64)
    terms = codec.terms_reader(files, segment)
    lists: dict[str, list[bytes]] = {name: [] for name in FORMATS}
    bits: dict[str, list[NDArray[np.uint8]]] = {name: [] for name in VALUES}
    keys, sizes, postings = [], [], []
    padded = -(-segment.doc_count_all() // ALIGNED) * ALIGNED
    for (name, term), info in terms.items():
        lists[name].append(term)
        docs, counts, places = _read(codec.postings_reader(terms._postfile, info, FORMATS[name]), name)
        if name in VALUES:
            mask = np.zeros(padded, bool)
            mask[docs] = True
            bits[name].append(np.packbits(mask))
            continue
        keys.append(weight_of(name, term.decode()))
        sizes.append(len(docs))
        postings.append(np.array(docs, "<u4").tobytes() + np.array(counts, "<u2").tobytes() + places)
    order = np.argsort(np.array(keys, np.uint64))
    parts["keys"] = np.array(keys, np.uint64)[order]
    parts["sizes"] = np.array(sizes, np.min_scalar_type(max(sizes, default=0)))[order]
    parts["starts"] = np.cumsum([0, *(len(postings[at]) for at in order)], dtype="<u8")
    parts |= {f"bits {name}": np.concatenate(several) if several else np.empty(0, np.uint8) for name, several in bits.items()}
    parts["postings"] = np.frombuffer(b"".join(postings[at] for at in order), np.uint8)
    for name, several in lists.items():
        parts[f"terms {name}"] = np.frombuffer(b"".join([b"\n", *(term + b"\n" for term in several)]), np.uint8)
    return _joined(parts)


def _joined(parts: dict[str, NDArray[Any]]) -> bytes:
    places, out = {}, bytearray()
    for name, part in parts.items():
        places[name] = (len(out), part.nbytes, part.dtype.str)
        out += part.tobytes()
    begin = len(out)
    return bytes(out + json.dumps(places).encode() + begin.to_bytes(8, "little") + MAGIC)


def _read(matcher: Any, name: str) -> tuple[list[int], list[float], bytes]:
    """Documents, how often in each, and the places of all, a block of postings at a time."""
    docs: list[int] = []
    counts: list[float] = []
    places: list[bytes] = []
    while matcher.is_active():
        matcher._read_ids()
        docs.extend(matcher._ids)
        if name in TEXTS:
            matcher._read_weights()
            counts.extend(matcher._weights)
            matcher._read_values()
            places.extend(matcher._values)
        matcher._next_block()
    return docs, counts, b"".join(places)


def _column(codec: Any, files: Any, segment: Any, name: str, form: str) -> NDArray[Any]:
    values = np.zeros(segment.doc_count_all(), dtype=form[1:])
    file = codec.column_filename(segment, name)
    if files.file_exists(file):
        raw = np.frombuffer(files.open_file(file).get(0, files.file_length(file)), dtype=form)
        values[: len(raw)] = raw  # documents at the end that hold the default are not written
    return values


def _opened(storage: Any, segment: Any) -> Any:
    """The segment's files from a copy in memory: a file mapped from disk and cut short meanwhile (a backup copied
    over a running hub) would end the process instead of raising."""
    with storage.open_file(segment.make_filename(segment.COMPOUND_EXT)) as file:
        return CompoundStorage(BufferFile(memoryview(file.read())), use_mmap=False)
