"""The embedded engine: a Whoosh index of record on disk, read through NumPy snapshots.

The folder holds one index in a folder of its own and the file `current` naming it; a rebuild writes
a new one beside it and swaps the name. One process writes at a time (a lock on the folder); any number
read, each seeing another's commit at its next question. Nothing here is precious: the database can
always make it again. Not here: rows, vocabulary and ranking.
"""

import contextlib
import itertools
import secrets
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import NO_MERGE

from hub.search import ranking
from hub.search.document import Document, Key
from hub.search.engine import Answer, IndexUnavailable, Plan, Scope, Sense
from hub.search.likeness import similar
from hub.search.mentions import edition
from hub.search.merging import abandon, dirty, merge, room, writer
from hub.search.place import Place, generation, is_lost
from hub.search.schema import entry, key_of, schema
from hub.search.segment import Segment, reading
from hub.search.snapshot import Snapshot
from hub.search.spelling import Words

#: The layout of the index on disk; another one is made anew.
LAYOUT = "1"
ATTEMPTS = 5


class WhooshEngine:
    """See `hub.search.engine.Engine`."""

    def __init__(self, folder: Path, pending: Callable[[], Collection[str]]) -> None:
        self.pending = pending
        self._place = Place(folder)
        self._refreshing = threading.Lock()
        self._seen: tuple[str, int] = ("", -1)
        self._snapshot: Snapshot | None = None
        self._words: Words | None = None
        with contextlib.suppress(OSError, IndexUnavailable):  # a read-only disk can still be read
            self._sweep()
        with contextlib.suppress(IndexUnavailable):
            self.snapshot()

    def _sweep(self) -> None:
        """Remove what a process killed while writing left behind; unless one is writing now."""
        with self._place.locked(wait=False):
            self._place.clear()
            self._keep_arrays(self._place.current())
            self._place.clear_within([segment.id for segment in self.snapshot().segments])

    # State

    @property
    def is_missing(self) -> bool:
        """See `Engine.is_missing`."""
        return not self._place.current().startswith(f"index-{LAYOUT}-")

    @property
    def needs_rebuild(self) -> bool:
        """See `Engine.needs_rebuild`."""
        return not self._place.current().startswith(f"index-{LAYOUT}-{edition()}-")

    @property
    def is_current(self) -> bool:
        """See `Engine.is_current`."""
        with contextlib.suppress(OSError, IndexUnavailable):
            return bool(self.snapshot()) and self._seen == self._place.newest()
        return False

    # Reading

    def snapshot(self) -> Snapshot:
        """The index as it is now. While one thread reads a new generation, others keep the one before."""
        while True:
            name = self._place.current()
            try:
                return self._latest(name)
            except (OSError, IndexUnavailable) as problem:
                if self._place.current() != name:
                    continue  # a rebuild was swapped in meanwhile
                if is_lost(problem):
                    self._discard(name)
                raise IndexUnavailable("The index is missing or cannot be read.") from problem

    def _latest(self, name: str) -> Snapshot:
        seen = (name, generation(self._place.folder / name))
        snapshot = self._snapshot
        if (seen != self._seen or not snapshot) and self._refreshing.acquire(blocking=not snapshot):
            try:
                return self._refresh(name)
            finally:
                self._refreshing.release()
        if not snapshot:
            raise IndexUnavailable("There is no index yet.")
        return snapshot

    def _refresh(self, name: str) -> Snapshot:
        if not name.startswith(f"index-{LAYOUT}-"):
            raise IndexUnavailable("There is no index yet.")
        before = self._snapshot
        kept = {segment.id: segment for segment in before.segments} if before else {}
        folder = self._place.folder / name
        storage = FileStorage(str(folder))
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with reading():
                    toc = FileIndex(storage, schema())._read_toc()
                segments = [(kept.get(one.segment_id()) or Segment(folder, storage, one), tuple(one.deleted_docs()))
                            for one in toc.segments]
                break
            except IndexUnavailable:
                # A writer replaces files while they are read: what is missing now is named otherwise in a moment.
                if attempt == ATTEMPTS:
                    raise
                time.sleep(0.02 * attempt)
        snapshot = self._snapshot = Snapshot(segments)
        self._seen = (name, toc.generation)
        return snapshot

    def holding(self, keys: Collection[Key]) -> list[Key]:
        """See `Engine.holding`."""
        snapshot = self.snapshot()
        return [key_of(int(snapshot.records[number])) for number in snapshot.numbers(keys)]

    def lexicon(self) -> Words:
        """See `Engine.lexicon`."""
        with self._trusting():
            snapshot, words = self.snapshot(), self._words
            if words is None or words.snapshot is not snapshot:
                words = self._words = Words(snapshot)
            return words

    def answer(self, plan: Plan, scope: Scope, *, newest: bool, start: int, limit: int) -> Answer:
        """See `Engine.answer`."""
        with self._trusting():
            return ranking.answer(self.snapshot(), plan, scope, newest=newest, start=start, limit=limit)

    def read_ahead(self, senses: Iterable[Sense]) -> bool:
        """See `Engine.read_ahead`."""
        with self._trusting():
            return ranking.read_ahead(self.snapshot(), senses)

    def similar(self, stems: Sequence[str], scope: Scope, limit: int) -> list[tuple[Key, float]]:
        """See `Engine.similar`."""
        with self._trusting():
            return similar(self.snapshot(), stems, scope, limit)

    def fingerprints(self) -> dict[Key, int]:
        """See `Engine.fingerprints`."""
        with self._trusting():
            return {key_of(record): number for record, number in self.snapshot().fingerprints().items()}

    @contextmanager
    def _trusting(self) -> Iterator[None]:
        """An index found unreadable is let go, so that a rebuild replaces it."""
        try:
            yield
        except IndexUnavailable as problem:
            if is_lost(problem):
                self._discard(self._seen[0])
            raise

    def _discard(self, name: str) -> None:
        if name:
            self._place.forget(name)
        self._snapshot, self._words, self._seen = None, None, ("", -1)

    # Writing

    def apply(self, gone: Collection[Key], documents: Sequence[Document]) -> None:
        """See `Engine.apply`. Deletions, additions and the rewriting of what held deleted words are one commit,
        unless so much was deleted that it takes several."""
        with self._place.locked(), self._trusting(), reading():
            snapshot = self.snapshot()
            index = self._index(self._place.current())
            leaving = snapshot.numbers_in_index([*gone, *(document.key for document in documents)])
            if leaving or documents:
                limit = room(snapshot.documents)
                writing = writer(index)
                try:
                    for number in leaving:
                        writing.delete_document(number)
                    for document in documents:
                        writing.add_document(**entry(document))
                    writing.commit(mergetype=merge(limit))
                except BaseException:
                    abandon(writing)
                    raise
            self._clean(index)
            self._keep_arrays(self._place.current())
        self.snapshot()

    def replace_all(self, documents: Iterable[Document]) -> int:
        """See `Engine.replace_all`."""
        with self._place.locked():
            name = f"index-{LAYOUT}-{edition()}-{secrets.token_hex(4)}"
            (self._place.folder / name).mkdir()
            index = FileIndex.create(FileStorage(str(self._place.folder / name)), schema())
            done = 0
            several = iter(documents)
            while batch := list(itertools.islice(several, room(done))):
                writing = writer(index)
                try:
                    for document in batch:
                        writing.add_document(**entry(document))
                    writing.commit(mergetype=NO_MERGE)
                except BaseException:
                    abandon(writing)
                    raise
                done += len(batch)
            self._keep_arrays(name)
            self._place.point_to(name)
            self._place.clear()
        self.snapshot()
        return done

    def _index(self, name: str) -> Any:
        with reading():
            return FileIndex(FileStorage(str(self._place.folder / name)), schema())

    def _keep_arrays(self, name: str) -> None:
        """Write the arrays of segments that have none yet: for the one who holds the lock alone, so that nothing is
        written beside a segment that is gone."""
        folder = self._place.folder / name
        for segment in self._index(name)._segments():
            with reading():
                Segment(folder, FileStorage(str(folder)), segment, kept=True)

    def _clean(self, index: Any) -> None:
        """Rewrite until no file holds a deleted word."""
        while dirty(segments := index._segments()):
            writer(index).commit(mergetype=merge(room(sum(one.doc_count_all() for one in segments))))
