"""A real hub in a folder of its own, filled with generated stories, and asked as its search page asks it."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from app import create_app
from hub import cli, outbox, search
from hub.db import db, part, saving
from hub.erasure import erase
from hub.models import Experience, Revision, Story
from tests.bench.asking import entry_of
from tests.bench.corpus import Piece
from tests.bench.rivals import TOP, Entry, Found

MANY = 5_000
SUMMARY = 400
Progress = Callable[[int, int], None]


class Hub:
    """The hub's search, with the interface of `rivals.Engine` as far as it is asked; `said` is what a reader types."""

    name = "hub"

    def __init__(self, folder: Path) -> None:
        self.app: Flask = create_app({"HUB_INSTANCE": str(folder), "HUB_DATABASE_URL": "", "HUB_RATE_LIMITS": False})
        with self.app.app_context():
            cli.prepare()
            search.warm()  # as the worker of a served hub does when it starts

    def ask(self, said: str) -> Found:
        """One answer, as a page has it: with rows from the database, titles and excerpts marked, all facets counted."""
        return told(search.find(search.Query.parse(said), per_page=TOP))

    def keys(self, said: str) -> set[str]:
        """Every match."""
        query = search.Query.parse(said)
        pages = (search.find(query, page=page, per_page=MANY) for page in itertools.count(1))
        return {hit.key for page in itertools.takewhile(lambda page: page.hits, pages) for hit in page.hits}


def told(results: search.Results) -> Found:
    """The hub's answer in the form of the others'."""
    counts = {name: {each.value.replace(" ", "_"): each.count for each in found} for name, found in results.facets.items()}
    return Found(results.total, [hit.key for hit in results.hits], counts, [str(hit.excerpt) for hit in results.hits])


def fill(app: Flask, pieces: Iterable[Piece]) -> None:
    """Store these as published, in big transactions."""
    with app.app_context():
        cli.prepare()
        several = iter(pieces)
        while batch := list(itertools.islice(several, MANY)):
            told = [piece for piece in batch if piece.kind == "experience"]
            news = [piece for piece in batch if piece.kind == "news"]
            with saving():
                for model, rows in ((Experience, map(_experience, told)), (Revision, map(_revision, told)), (Story, map(_story, news))):
                    if rows := list(rows):
                        db.session.execute(insert(model), rows)


def index(app: Flask, progress: Progress | None = None) -> None:
    """Make the hub's index of what is stored."""
    with app.app_context():
        search.rebuild(progress)


def needs_index(app: Flask) -> bool:
    """Whether its index is missing or made with another vocabulary, analysis or layout."""
    with app.app_context():
        return bool(part("search").needs_rebuild)


def entries(app: Flask) -> Iterator[Entry]:
    """All public rows, as engines index them."""
    with app.app_context():
        for model in (Experience, Story):
            last = 0
            while rows := list(db.session.scalars(model.public().where(model.id > last).order_by(model.id).limit(MANY // 10))):
                last = rows[-1].id
                yield from [entry_of(row) for row in rows]
                db.session.rollback()
                db.session.expunge_all()


def publish(piece: Piece) -> str:
    """Store one more story as published, its indexing promised in the same transaction; its record."""
    row = Experience(**_experience(piece))
    row.revisions.append(Revision(**_revision(piece)))
    with saving():
        db.session.add(row)
        outbox.promise("index", row.record)
    return row.record


def withdraw(record: str) -> None:
    """Have a story withdrawn and erased, the index's change promised in the same transaction."""
    with saving():
        row = db.session.scalars(select(Experience).where(Experience.id == int(record.split(":")[1]))).one()
        row.state = "withdrawn"
        erase(row)


def _experience(piece: Piece) -> dict[str, Any]:
    return {"id": piece.number, "public_id": f"{piece.number:012d}", "state": "published", "live_number": 1, "published_on": piece.on}


def _revision(piece: Piece) -> dict[str, Any]:
    return {"experience_id": piece.number, "number": 1, "made_on": piece.on, "title": piece.title, "body": piece.body, **piece.facets}


def _story(piece: Piece) -> dict[str, Any]:
    return {"id": piece.number, "slug": f"story-{piece.number}", "state": "published", "title": piece.title, "outlet": "The Invented Gazette",
            "url": "https://example.org/", "published_on": piece.on, "summary": piece.body[:SUMMARY], "body": piece.body[SUMMARY:], **piece.facets}
