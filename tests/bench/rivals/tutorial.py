"""Whoosh as its manual shows it: stored TEXT and KEYWORD fields, QueryParser with OR, `groupedby` and `highlights`, a
searcher opened for each question."""

# ruff: noqa: E402 (the filter has to stand before Whoosh is imported)
import warnings

warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*whoosh")

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import OrGroup, QueryParser
from whoosh.sorting import Count, Facets

from tests.bench.rivals import COUNTED, TEXTS, TOP, Asked, Entry, Found, Way

ONE = ("kind", "outcome", "perspective", "cycles", "country", "age", "year", "stage")
SEVERAL = ("topic", "treatment", "diagnosis", "note")
MEMORY = 256


class Tutorial:
    """See `Engine`."""

    name = "Whoosh"

    def __init__(self, folder: Path) -> None:
        self._index = open_dir(str(folder))
        self._parser = QueryParser("body", self._index.schema, group=OrGroup)
        self._facets = Facets()
        for name in COUNTED:
            self._facets.add_field(name, allow_overlap=name in SEVERAL)

    @classmethod
    def build(cls, folder: Path, entries: Iterable[Entry]) -> None:
        schema = Schema(
            key=ID(stored=True, unique=True),
            **{name: TEXT(stored=True, analyzer=SpaceSeparatedTokenizer()) for name in TEXTS},
            words=KEYWORD(),
            **{name: KEYWORD(sortable=True) for name in ONE},
            **{name: KEYWORD() for name in SEVERAL})
        writer = create_in(str(folder), schema).writer(limitmb=MEMORY)
        for entry in entries:
            writer.add_document(**cls._fields(entry))
        writer.commit(optimize=True)

    @staticmethod
    def _fields(entry: Entry) -> dict[str, str]:
        values = {name: " ".join(values) for name, values in entry.values.items() if name in (*ONE, *SEVERAL)}
        return {"key": entry.key, "title": entry.title, "body": entry.body, "words": entry.words, **values}

    @classmethod
    def speak(cls, asked: Asked) -> str:
        any_of = " ".join(map(cls._way, asked.ways))
        musts = [" ".join(map(cls._way, group)) for group in asked.required] or [any_of]
        musts += [" ".join(f"{name}:{value}" for value in values) for name, values in asked.filters]
        said = " AND ".join(f"({must})" for must in musts if must)
        if any_of and asked.required:
            said = f"({said}) ANDMAYBE ({any_of})"
        return f"({said}) ANDNOT ({' '.join(map(cls._way, asked.excluded))})" if asked.excluded else said

    @staticmethod
    def _way(way: Way) -> str:
        if way.facet:
            return ":".join(way.facet)
        if way.word:
            return f"words:{way.word}"
        slack = f"~{way.slack + 1}" if way.slack else ""
        said = f'"{" ".join(way.stems)}"{slack}' if len(way.stems) > 1 else way.stems[0]
        return " ".join(f"{name}:{said}" for name in TEXTS)

    def ask(self, said: str) -> Found:
        with self._index.searcher() as searcher:
            results = searcher.search(self._parser.parse(said), limit=TOP, groupedby=self._facets, maptype=Count)
            best = list(islice(results, TOP))  # with groupedby all matches are in it
            counts = {name: dict(results.groups(name)) for name in COUNTED}
            return Found(len(results), [hit["key"] for hit in best],
                         {name: {value: count for value, count in found.items() if value} for name, found in counts.items()},
                         [hit.highlights("body") for hit in best])

    def keys(self, said: str) -> set[str]:
        with self._index.searcher() as searcher:
            return {hit["key"] for hit in searcher.search(self._parser.parse(said), limit=None)}

    def put(self, entry: Entry) -> None:
        self._change(lambda writer: writer.add_document(**self._fields(entry)))

    def drop(self, key: str) -> None:
        self._change(lambda writer: writer.delete_by_term("key", key))

    def _change(self, act: Any) -> None:
        writer = self._index.writer()
        act(writer)
        writer.commit()
        self._index = open_dir(self._index.storage.folder)
