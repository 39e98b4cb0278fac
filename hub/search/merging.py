"""Which segments a commit writes anew: so that deleted words leave the files, and so that segments stay few.

Whoosh only marks a deleted document; its words stay in the segment until that is rewritten. Segments
are kept below a size so that rewriting one stays cheap however large the index grows.
"""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from whoosh.reading import SegmentReader

from hub.search.schema import codec

SMALLEST_ROOM = 512
MOST_SEGMENTS = 32
WIDTH = 8


def room(total: int) -> int:
    """How many documents a segment may hold in an index of so many."""
    return max(SMALLEST_ROOM, total // MOST_SEGMENTS)


def dirty(segments: Sequence[Any]) -> list[Any]:
    """The segments that still hold words of deleted documents."""
    return [segment for segment in segments if segment.has_deletions()]


def chosen(segments: Sequence[Any], limit: int) -> list[Any]:
    """The segments to write anew: dirty ones as far as they fit together (one at least, another commit takes
    the rest), else a rank of small ones that grew too long."""
    picked: list[Any] = []
    size = 0
    for segment in sorted(dirty(segments), key=_living):
        if picked and size + _living(segment) > limit:
            break
        picked.append(segment)
        size += _living(segment)
    if picked:
        return picked
    ranks: dict[int, list[Any]] = {}
    for segment in segments:
        ranks.setdefault(_rank(segment), []).append(segment)
    for rank in sorted(ranks):
        if len(ranks[rank]) >= WIDTH and sum(map(_living, ranks[rank])) <= limit:
            return ranks[rank]
    return []


def merge(limit: int) -> Callable[[Any, list[Any]], list[Any]]:
    """A merge policy as `SegmentWriter.commit(mergetype=…)` takes it."""

    def policy(writer: Any, segments: list[Any]) -> list[Any]:
        anew = chosen(segments, limit)
        for segment in anew:
            if _living(segment):
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
        return [segment for segment in segments if segment not in anew]

    return policy


def _living(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _rank(segment: Any) -> int:
    size, rank = _living(segment), 0
    while size >= WIDTH:
        size, rank = size // WIDTH, rank + 1
    return rank


def writer(index: Any) -> Any:
    """Who writes to an index; the caller holds the lock on its folder."""
    return index.writer(codec=codec(), limitmb=64, timeout=30)


def abandon(writing: Any) -> None:
    """Leave what was begun unwritten."""
    with contextlib.suppress(Exception):  # half-written segments are swept later; the cause is what matters
        writing.cancel()
