"""Keeping the index equal to the rows readers may see: the worker's side of search.

The rows are the truth. Each call ends the session's read transaction first, so that it sees what was
last committed; call it outside `saving()`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, select

from hub.db import db, part, saving
from hub.models import Content, Experience, Story
from hub.search.document import Document, Key, Row, document_of, key_of, keys
from hub.search.engine import Engine, IndexUnavailable
from hub.search.whoosh_engine import WhooshEngine

BATCH = 100
KINDS: dict[Any, str] = {Experience: "experience", Story: "news"}


def open_engine(folder: Path, pending: Callable[[], Collection[str]] = tuple) -> Engine:
    """The embedded engine over a folder, made if missing.

    `pending` names the records whose change is not in the index yet (`experience:12`): readers subtract them at once.
    An index that cannot be read is let go; `needs_rebuild` then asks the worker for a new one.
    """
    return WhooshEngine(folder, pending)


def sync(names: Iterable[str]) -> None:
    """Make the index agree with these records (`experience:12`, `news:3`) as they are now in the database.

    Records readers may no longer see leave the index, and their words leave its files. Without an index, or with one
    that turns out to be damaged, all of it is made.
    """
    engine: Engine = part("search")
    if engine.is_missing:
        rebuild()
        return
    db.session.rollback()
    wanted = keys(names)
    documents = [document_of(row) for row in public_rows(wanted).values()]
    try:
        engine.apply(wanted, documents)
    except IndexUnavailable:
        if not engine.is_missing:
            raise
        rebuild()  # what was written before could not be read any more
        return
    _say_so()


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Make the index again from the database and swap it in; readers keep the old one until then.

    `progress` is told how many of how many records are done. Returns the number of documents.
    """
    engine: Engine = part("search")
    db.session.rollback()
    total: int = sum(db.session.scalar(_count(model)) or 0 for model in KINDS)
    done = engine.replace_all(_told(_documents(), total, progress))
    _say_so()
    return done


def faults() -> list[str]:
    """Where the index differs from what the database says it should hold, one sentence each, naming records only."""
    engine: Engine = part("search")
    if engine.is_missing:
        return ["There is no search index."]
    db.session.rollback()
    indexed = engine.fingerprints()
    found = []
    for document in _documents():
        name = f"{document.key[0]}:{document.key[1]}"
        if document.key not in indexed:
            found.append(f"{name} is published but not in the index.")
        elif indexed.pop(document.key) != document.fingerprint:
            found.append(f"{name} is indexed otherwise than it is published.")
    return [*found, *(f"{kind}:{number} is in the index but not published." for kind, number in indexed)]


def public_rows(wanted: Collection[Key]) -> dict[Key, Row]:
    """Those of these records that readers may see."""
    return {key_of(row): row for model, some in _batches(wanted) for row in db.session.scalars(_chosen(model), some)}


def public_keys(wanted: Collection[Key]) -> set[Key]:
    """The keys of those of these records that readers may see, without loading them."""
    return {(KINDS[model], number) for model, some in _batches(wanted)
            for number in db.session.scalars(_chosen(model).with_only_columns(model.id), some)}


def _batches(wanted: Collection[Key]) -> Iterator[tuple[Any, dict[str, list[int]]]]:
    """Each model with the numbers of these records, so many at a time."""
    for model, kind in KINDS.items():
        numbers = [number for one, number in wanted if one == kind]
        for start in range(0, len(numbers), BATCH):
            yield model, {"numbers": numbers[start : start + BATCH]}


@cache
def _chosen(model: Any) -> Any:
    """The public rows among some numbers; made once, for every answer asks it."""
    return model.public().where(model.id.in_(bindparam("numbers", expanding=True)))


def _count(model: Any) -> Any:
    return select(func.count()).select_from(model.public().with_only_columns(model.id).order_by(None).subquery())


def _documents() -> Iterator[Document]:
    """The documents of all public rows, read in batches so that no read transaction stays open for long."""
    for model in KINDS:
        last = 0
        while rows := list(db.session.scalars(model.public().where(model.id > last).order_by(model.id).limit(BATCH))):
            last = rows[-1].id
            made = [document_of(row) for row in rows]
            db.session.rollback()
            yield from made


def _say_so() -> None:
    """Once the index is written: answers made of the one before are not given any more."""
    with saving():
        Content.changed()


def _told(documents: Iterable[Document], total: int, progress: Callable[[int, int], None] | None) -> Iterator[Document]:
    for done, document in enumerate(documents, 1):
        if progress and (done % BATCH == 0 or done == total):
            progress(done, total)
        yield document
