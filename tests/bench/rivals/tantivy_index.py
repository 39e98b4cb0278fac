"""tantivy, with facets counted by its own aggregations and excerpts by its snippet generator."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from tests.bench.rivals import COUNTED, EXCERPT, TEXTS, TOP, Asked, Entry, Found, Way

VALUES = ("kind", "topic", "treatment", "outcome", "perspective", "diagnosis", "cycles", "country", "age", "year", "stage", "note")
COUNTS = {name: {"terms": {"field": name, "size": 1000}} for name in COUNTED}
HEAP = 256_000_000


class Tantivy:
    """See `Engine`."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        self._writer: Any = None

    @classmethod
    def build(cls, folder: Path, entries: Iterable[Entry]) -> None:
        made = tantivy.SchemaBuilder()
        made.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
        for name in TEXTS:
            made.add_text_field(name, stored=True)
        made.add_text_field("words", index_option="basic")
        for name in VALUES:
            made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        writer = tantivy.Index(made.build(), path=str(folder)).writer(HEAP, 1)
        for entry in entries:
            writer.add_document(cls._document(entry))
        writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def _document(entry: Entry) -> tantivy.Document:
        values = {name: values for name, values in entry.values.items() if name in VALUES}
        return tantivy.Document(key=entry.key, title=entry.title, body=entry.body, words=entry.words, **values)

    @classmethod
    def speak(cls, asked: Asked) -> str:
        any_of = " ".join(map(cls._way, asked.ways))
        musts = [*([any_of] if any_of and not asked.required else []), *(" ".join(map(cls._way, group)) for group in asked.required)]
        musts += [" ".join(f'{name}:"{value}"' for value in values) for name, values in asked.filters]
        order = f"({any_of})" if any_of and asked.required else ""
        return " ".join([*(f"+({said})" for said in musts), order, *(f"-({cls._way(way)})" for way in asked.excluded)])

    @staticmethod
    def _way(way: Way) -> str:
        if way.facet:
            return '{}:"{}"'.format(*way.facet)
        if way.word:
            return f"words:{way.word}"
        slack = f"~{way.slack}" if way.slack else ""
        said = f'"{" ".join(way.stems)}"{slack}' if len(way.stems) > 1 else way.stems[0]
        return " ".join(f"{name}:{said}" for name in TEXTS)

    def ask(self, said: str) -> Found:
        query = self._index.parse_query(said, ["body"])
        result = self._searcher.search(query, TOP)
        counts = self._searcher.aggregate(query, COUNTS)
        marker = tantivy.SnippetGenerator.create(self._searcher, query, self._index.schema, "body")
        marker.set_max_num_chars(EXCERPT)
        found = [self._searcher.doc(address) for _, address in result.hits]
        return Found(
            result.count, [document["key"][0] for document in found],
            {name: {each["key"]: each["doc_count"] for each in counts[name]["buckets"]} for name in COUNTED},
            [marker.snippet_from_doc(document).to_html() for document in found])

    def keys(self, said: str) -> set[str]:
        query = self._index.parse_query(said, ["body"])
        hits = self._searcher.search(query, max(1, self._searcher.num_docs)).hits
        return {self._searcher.doc(address)["key"][0] for _, address in hits}

    def put(self, entry: Entry) -> None:
        self._write().add_document(self._document(entry))
        self._commit()

    def drop(self, key: str) -> None:
        self._write().delete_documents_by_term("key", key)
        self._commit()

    def _write(self) -> Any:
        self._writer = self._writer or self._index.writer(HEAP, 1)
        return self._writer

    def _commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
