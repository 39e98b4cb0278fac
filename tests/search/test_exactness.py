"""The snapshot finds what Whoosh's own searcher finds, with the same BM25F score for each term."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Phrase, Term

from hub import search
from hub.db import part
from hub.search.schema import record_of, schema, weighting

Make = Callable[..., Any]
WORDS = ["seahors", "lighthous", "plum", "storm", "clinic", "letter", "river", "hope", "loss", "egg"]


@pytest.fixture
def searcher(tell: Make, report: Make, change: Make, folder: Any) -> Any:
    chance = random.Random(7)
    rows = []
    for _ in range(60):
        make = tell if chance.random() < 0.7 else report
        text = " ".join(chance.choices(WORDS, weights=range(10, 0, -1), k=chance.randint(3, 200)))
        rows.append(make(text, title=" ".join(chance.choices(WORDS, k=3)), indexed=False))
    search.rebuild()
    for row in rows[::6]:
        change(row, state="hidden" if hasattr(row, "live_number") else "retired")
    for _ in range(12):
        tell(" ".join(chance.choices(WORDS, k=50)))
    storage = FileStorage(str(folder / (folder / "current").read_text()))
    return FileIndex(storage, schema()).searcher(weighting=weighting())


def found_by_whoosh(searcher: Any, query: Any) -> dict[int, float]:
    column = searcher.reader().column_reader("record", translate=False)
    return {column[hit.docnum]: hit.score for hit in searcher.search(query, limit=None)}


def found_here(docs: Any, scores: Any) -> dict[int, float]:
    snapshot = part("search").snapshot()
    return {int(snapshot.records[doc]): float(score) for doc, score in zip(docs, scores, strict=True) if snapshot.alive[doc]}


@pytest.mark.parametrize("field", ["title", "body"])
def test_each_term_has_the_same_hits_and_scores(searcher: Any, field: str) -> None:
    snapshot = part("search").snapshot()
    assert len(snapshot.segments) > 1
    for word in [*WORDS, "unheard"]:
        assert found_here(*snapshot.score(field, word)) == pytest.approx(found_by_whoosh(searcher, Term(field, word)))


def test_each_phrase_has_the_same_hits(searcher: Any) -> None:
    snapshot = part("search").snapshot()
    chance = random.Random(3)
    for _ in range(60):
        words = chance.choices(WORDS, k=chance.randint(2, 4))
        ours = found_here(*snapshot.near("body", tuple(words), 0))
        assert ours.keys() == found_by_whoosh(searcher, Phrase("body", words)).keys()


def test_deleted_documents_do_not_count(searcher: Any) -> None:
    snapshot = part("search").snapshot()
    records = {record_of(key) for key in part("search").fingerprints()}
    assert records == set(snapshot.records[snapshot.alive].tolist())
