"""A reader looks around: pairs with reasons, lists, search; and meets nothing they would rather not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from hub.db import db
from tests.people import Author, Reader, Staffer

Publish = Callable[..., list[str]]


@pytest.fixture
def publish(author: Author, editor: Staffer) -> Publish:
    """Tell stories with these changes, publish them all, and give their ids in order."""
    def publish(*changes: dict[str, object]) -> list[str]:
        for change in changes:
            assert author.tells(**change).status_code == 200
        return editor.publishes_all()
    return publish


def test_home_shows_each_story_beside_people_who_lived_it_and_why(reader: Reader, editor: Staffer, publish: Publish) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    publish({"title": "Told in answer", "news": slug}, {"title": "Told by itself"})
    page = reader.get("/").text
    for words in ("A singer tells of a transfer that failed", "Told in answer", "Told by itself", "Written in answer to this news",
                  "Both speak of"):
        assert words in page
    assert page.index("Told in answer") < page.index("Told by itself")


def test_a_pair_is_seen_from_both_sides(reader: Reader, editor: Staffer, publish: Publish) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    [public_id] = publish({})
    assert f"/experiences/{public_id}" in reader.get(f"/news/{slug}").text
    assert f"/news/{slug}" in reader.get(f"/experiences/{public_id}").text


def test_what_a_reader_would_rather_not_meet_is_left_out_everywhere(reader: Reader, editor: Staffer, publish: Publish) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    editor.adds_news(title="News of a loss", content_notes=["loss"])
    publish({"title": "With a loss", "content_notes": ["loss"]}, {"title": "Ends in a birth", "outcome": "live_birth"},
            {"title": "Neither of them"})
    everywhere = ("/", "/experiences", "/news", f"/news/{slug}", "/search?q=transfer", "/search", "/api/v1/search?q=transfer",
                  f"/api/v1/news/{slug}")
    for path in everywhere:
        page = reader.get(f"{path}{'&' if '?' in path else '?'}hide=loss&hide=live_birth").text
        for title in ("With a loss", "Ends in a birth", "News of a loss"):
            assert title not in page, path
    assert "Neither of them" in reader.get("/experiences?hide=loss").text
    found = reader.get("/api/v1/search?q=transfer&hide=loss").json
    assert found["total"] == 3  # type: ignore[index]
    assert found["facets"]["outcome"] == [  # type: ignore[index]
        {"value": "in_progress", "label": "In the middle of it", "count": 1},
        {"value": "live_birth", "label": "A child was born", "count": 1}]


def test_links_keep_what_a_reader_would_rather_not_meet(reader: Reader, publish: Publish) -> None:
    publish({})
    page = reader.get("/experiences?hide=loss").text
    assert 'href="/news?hide=loss"' in page
    assert "/share?hide" not in page


@pytest.mark.parametrize("path", ["/news/nothing", "/experiences/nothing", "/experiences/%00", "/experiences?page=99", "/x"])
def test_what_is_not_there_is_told_plainly(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.text


def test_long_lists_come_in_pages(reader: Reader, hub: Flask) -> None:
    fill(hub, 45)
    page = reader.get("/experiences").text
    assert "Page 1 of 3" in page
    assert 'rel="next"' in page
    seen = {title for n in (1, 2, 3) for title in titles(reader.get(f"/experiences?page={n}").text)}
    assert len(seen) == 45


def fill(hub: Flask, count: int, start: int = 0) -> None:
    """Import this many experiences and a few stories that pair with them."""
    rows = [{"id": f"e{n}", "title": f"Number {n}", "body": f"Our frozen embryo transfer failed, said voice {n}.", "treatment": ["fet"]}
            for n in range(start, start + count)]
    rows += [{"id": f"n{n}", "title": f"News {n}", "outlet": "O", "url": "https://example.org", "published": "2024-01-02",
              "summary": "A frozen embryo transfer failed."} for n in range(start, start + count // 4)]
    file = Path(hub.config["HUB_INSTANCE"]) / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    result = hub.test_cli_runner().invoke(args=["hub", "import", str(file)])
    assert result.exit_code == 0, result.output
    file.unlink()


def titles(page: str) -> list[str]:
    """The titles of the cards on a page."""
    return [part.split("<")[0] for part in page.split("Number ")[1:]]


def statements(reader: Reader, engine: Engine, path: str) -> int:
    """How many statements a page sends to the database."""
    sent: list[str] = []

    def count(*args: object) -> None:
        sent.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", count)
    assert reader.get(path).status_code == 200
    event.remove(engine, "before_cursor_execute", count)
    return len(sent)


def test_a_longer_list_asks_the_database_no_more_often(reader: Reader, hub: Flask) -> None:
    paths = ("/", "/news", "/experiences", "/news/news-0", "/search?q=transfer", "/search")
    fill(hub, 5)
    few = {path: statements(reader, db.engine, path) for path in paths}
    fill(hub, 25, start=5)
    many = {path: statements(reader, db.engine, path) for path in paths}
    assert all(many[path] <= few[path] for path in paths), (few, many)
    assert max(many.values()) <= 12


@pytest.mark.parametrize("query", [
    "", "a", "*", "a*", "((((", '"', "NOT", "OR OR", "-", "%00", "x" * 5_000, "( " * 5_000, "‮fet", "💔", "kind:nonsense", "the of and"])
def test_any_search_answers_with_help(reader: Reader, publish: Publish, query: str) -> None:
    publish({})
    answer = reader.browser.get("/search", query_string={"q": query})
    assert answer.status_code == 200
    assert "result" in answer.text


def test_search_finds_shorthand_plain_words_and_slips(reader: Reader, publish: Publish) -> None:
    [public_id] = publish({})
    for query in ("FET", "frozen embryo transfer", "fet didn't work", "trasnfer", '"kitchen table"'):
        found = reader.browser.get("/api/v1/search", query_string={"q": query}).json["results"]  # type: ignore[index]
        assert [hit["id"] for hit in found] == [public_id], query
    assert "<mark>" in reader.get("/search?q=kitchen").text


def test_filters_combine_show_in_the_address_and_can_be_taken_out(reader: Reader, publish: Publish) -> None:
    publish({"title": "From Malta", "country": "Malta"}, {"title": "From Peru", "country": "Peru", "treatment": ["iui"]})
    page = reader.get("/search?country=Malta&treatment=fet").text
    assert "From Malta" in page
    assert "From Peru" not in page
    assert "Country: Malta" in page
    assert 'href="/search?treatment=fet"' in page


def test_an_address_with_strange_parameters_is_harmless(reader: Reader, publish: Publish) -> None:
    publish({})
    page = reader.get("/search?_external=1&_scheme=javascript&endpoint=x&_anchor=y&values=1&self=2&q=table")
    assert page.status_code == 200
    assert "javascript:" not in page.text
