"""How documents lie in a Whoosh index: its fields, and a posting format that arrays can read.

Places of a stem are little-endian 16-bit numbers, so a whole block of postings becomes one array
without a Python step per document. Whoosh's own searcher reads the same format, which is what the
property test of `snapshot.py` compares with. Not here: writing (`whoosh_engine.py`) and reading
(`segment.py`).
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.scoring import BM25F

from hub.search.document import FACETS, UNCOUNTED, Document, Key

LAST_PLACE = 65_000
TEXTS = ("title", "body")
VALUES = (*FACETS, *UNCOUNTED)
RECORD = columns.NumericColumn("q", default=0)
DAY = columns.NumericColumn("i", default=0)
#: A title is short whatever it says, so its length hardly counts.
B = {"title": 0.3, "body": 0.75}
K1 = 1.2


class Places(formats.Positions):  # type: ignore[misc]
    """Positions of a stem, as an array of 16-bit numbers."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """The places as bytes."""
        return array("H", [min(place, LAST_PLACE) for place in poslist]).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The places from bytes."""
        places = array("H")
        places.frombytes(valuestring)
        return list(places)

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many places there are."""
        return len(valuestring) // 2


class Stems(fields.FieldType):  # type: ignore[misc]
    """A text given as its stems in order."""

    def __init__(self) -> None:
        super().__init__(Places(), None, scorable=True)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one text."""
        places: dict[str, list[int]] = {}
        for place, stem in enumerate(value):
            places.setdefault(stem, []).append(place)
        for stem, found in places.items():
            yield self.to_bytes(stem), len(found), float(len(found)), self.format.encode(found)


class Values(fields.FieldType):  # type: ignore[misc]
    """A set of values, each there or not."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one set."""
        for one in dict.fromkeys(value):
            yield self.to_bytes(one), 1, 1.0, b""


class Number(fields.COLUMN):  # type: ignore[misc]
    """A number beside each document."""

    def to_column_value(self, value: int) -> int:
        """The number as it is."""
        return value


def codec() -> Any:
    """How segments are written: large blocks, which are read whole."""
    return W3Codec(blocklimit=1024)


def weighting() -> Any:
    """Whoosh's own weighting with the parameters of the snapshot, for comparison."""
    return BM25F(K1=K1, title_B=B["title"], body_B=B["body"])


def schema() -> Any:
    """The fields of the index."""
    values = {name: Values() for name in ("words", *VALUES)}
    return fields.Schema(record=Number(RECORD), day=Number(DAY), title=Stems(), body=Stems(), **values)


def record_of(key: Key) -> int:
    """A key as one number, for a column."""
    kind, number = key
    return number * 2 + (kind == "news")


def key_of(record: int) -> Key:
    """The key that `record_of` made the number of."""
    return ("news" if record % 2 else "experience", record // 2)


def entry(document: Document) -> dict[str, Any]:
    """A document as Whoosh's writer takes it."""
    return {
        "record": record_of(document.key),
        "day": document.day,
        "title": document.title,
        "body": document.body,
        "words": sorted(document.words),
        **document.values,
    }
