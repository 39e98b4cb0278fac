"""What the hub says of itself is a test: no sentence without its promise, no promise without its test, no column without words."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect

from hub.db import db
from hub.reference import about
from tests.people import Reader

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


def test_p10_each_sentence_names_a_promise_and_each_promise_has_a_test_of_its_name() -> None:
    named = {name.upper() for prefix in re.findall(r"def test_((?:[a-z]\d+_)+)", TESTS) for name in prefix.strip("_").split("_")}
    sentences = [one for part in about.privacy() for one in part.sentences]
    assert len(sentences) > 15
    for one in sentences:
        assert re.fullmatch(r"[PECXMR]\d+", one.promise), one.words
        assert one.promise in named, f"no test is named after {one.promise}: {one.words}"
        assert one.words.strip().endswith("."), one.words


def test_p10_the_page_shows_the_sentences_and_nothing_beside_them(reader: Reader) -> None:
    page = reader.get("/about/privacy").text
    shown = re.findall(r"<li>(.*?) <small>([A-Z]\d+)</small></li>", page.split("<main")[1])
    kept = [(one.words, one.promise) for part in about.privacy_of("sqlite", ledger=False) for one in part.sentences]
    assert [(words.replace("&#39;", "'"), promise) for words, promise in shown] == kept
    assert page.split("<main")[1].split("</main")[0].count("<p") == 2  # what the page is, and where it leads


def test_p10_what_we_hold_names_every_table_and_column_of_the_schema(hub: Flask, reader: Reader) -> None:
    schema, page = inspect(db.engine), reader.get("/about/what-we-hold").text
    there = {table: {column["name"] for column in schema.get_columns(table)} for table in schema.get_table_names()}
    assert {table: set(held.columns) for table, held in about.held().items()} == there, "say in hub/reference/about/held.toml what it is for"
    for table, held in about.held().items():
        assert f'id="{table}"' in page
        for column, words in held.columns.items():
            assert len(words) > 5, f"{table}.{column}"
            assert f"<dt>{column}</dt><dd>{words.replace(chr(39), '&#39;')}</dd>" in page


def test_each_check_the_accessibility_statement_stands_on_is_there() -> None:
    checks, limits = about.accessibility()
    for words, test in checks:
        file, name = test.split("::")
        assert f"def {name}(" in (ROOT / file).read_text(), words
    assert limits
