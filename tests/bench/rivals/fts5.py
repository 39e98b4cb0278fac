"""SQLite's FTS5, with facets counted by SQL over all matches."""

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

from tests.bench.rivals import COUNTED, TOP, Asked, Entry, Found, Way

SCHEMA = """
CREATE VIRTUAL TABLE story USING fts5(title, body, words, facets, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'");
CREATE TABLE record (doc INTEGER PRIMARY KEY, key TEXT UNIQUE);
CREATE TABLE facet (doc INTEGER, name TEXT, value TEXT, PRIMARY KEY (doc, name, value)) WITHOUT ROWID;
"""
COUNT = f"""
WITH hit AS MATERIALIZED (SELECT rowid AS doc FROM story WHERE story MATCH ?)
SELECT '' AS name, '' AS value, count(*) FROM hit
UNION ALL
SELECT name, value, count(*) FROM hit CROSS JOIN facet USING (doc) WHERE name IN {COUNTED} GROUP BY name, value
"""
BEST = f"""
SELECT key, snippet(story, 1, '<mark>', '</mark>', '…', 32) FROM story JOIN record ON record.doc = story.rowid
WHERE story MATCH ? ORDER BY rank LIMIT {TOP}
"""


class Fts5:
    """See `Engine`."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "stories.sqlite3"
        self._own = threading.local()

    @property
    def _base(self) -> sqlite3.Connection:
        """A connection for each thread."""
        if not hasattr(self._own, "base"):
            self._own.base = sqlite3.connect(self._file)
        found: sqlite3.Connection = self._own.base
        return found

    @classmethod
    def build(cls, folder: Path, entries: Iterable[Entry]) -> None:
        base = sqlite3.connect(folder / "stories.sqlite3")
        base.execute("PRAGMA journal_mode = WAL")
        base.executescript(SCHEMA)
        with base:
            for entry in entries:
                cls._insert(base, entry)
        with base:
            base.execute("INSERT INTO story(story) VALUES ('optimize')")
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.close()

    @staticmethod
    def _insert(base: sqlite3.Connection, entry: Entry) -> None:
        doc = base.execute("INSERT INTO record(key) VALUES (?)", (entry.key,)).lastrowid
        pairs = [(name, value) for name, values in entry.values.items() for value in values]
        facets = " ".join(f"{name}_{value}" for name, value in pairs)
        base.execute("INSERT INTO story(rowid, title, body, words, facets) VALUES (?, ?, ?, ?, ?)",
                     (doc, entry.title, entry.body, entry.words, facets))
        base.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(doc, *pair) for pair in pairs])

    @classmethod
    def speak(cls, asked: Asked) -> str:
        groups = asked.required or ((asked.ways,) if asked.ways else ())
        filters = tuple(tuple(Way(facet=(name, value)) for value in values) for name, values in asked.filters)
        said = " AND ".join(f"({cls._any(group)})" for group in (*groups, *filters))
        return f"({said}) NOT ({cls._any(asked.excluded)})" if asked.excluded else said

    @classmethod
    def _any(cls, ways: Iterable[Way]) -> str:
        """FTS5 reads long rows of OR as deep trees unless the terms stand in one column filter."""
        texts, words, facets = [], [], []
        for way in ways:
            if way.facet:
                facets.append(f'"{"_".join(way.facet)}"')
            elif way.word:
                words.append(f'"{way.word}"')
            elif way.slack:
                reach = len(way.stems) - 2 + way.slack
                texts.append(f"NEAR({' '.join(way.stems)}, {reach})")
            else:
                texts.append(f'"{" ".join(way.stems)}"')
        columns = {"{title body}": texts, "words": words, "facets": facets}
        return " OR ".join(f"{column} : ({' OR '.join(said)})" for column, said in columns.items() if said)

    def ask(self, said: str) -> Found:
        counts: dict[str, dict[str, int]] = {}
        for name, value, count in self._base.execute(COUNT, (said,)):
            counts.setdefault(name, {})[value] = count
        best = self._base.execute(BEST, (said,)).fetchall()
        return Found(counts.pop("")[""], [key for key, _ in best], counts, [excerpt for _, excerpt in best])

    def keys(self, said: str) -> set[str]:
        sql = "SELECT key FROM story JOIN record ON record.doc = story.rowid WHERE story MATCH ?"
        return {key for key, in self._base.execute(sql, (said,))}

    def put(self, entry: Entry) -> None:
        with self._base:
            self._insert(self._base, entry)

    def drop(self, key: str) -> None:
        with self._base:
            (doc,) = self._base.execute("SELECT doc FROM record WHERE key = ?", (key,)).fetchone()
            for sql in ("DELETE FROM story WHERE rowid = ?", "DELETE FROM facet WHERE doc = ?", "DELETE FROM record WHERE doc = ?"):
                self._base.execute(sql, (doc,))
