"""A reader looks at the official numbers: drawn, in words, in a table, each with all that says what it is."""

import datetime as dt
import re

import html5lib
import pytest
from flask import Flask, render_template

from hub.reference import figures
from hub.web.charts import chart
from tests.people import Author, Reader, Staffer

SVG, HTML = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def page(reader: Reader) -> str:
    return reader.get("/numbers").text


def story(editor: Staffer, **changes: object) -> str:
    """A published story's address."""
    return "/news/" + editor.adds_news(**changes).headers["Location"].rpartition("/")[2]


def named(name: str) -> figures.Figure:
    return next(figure for figure in figures.shown() if figure.id == name)


def test_each_number_stands_there_with_all_that_says_what_it_is(page: str) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#39;", "'").replace("&amp;", "&")
    for figure in figures.shown():
        for words in (figure.title, figure.whose, figure.year, figure.counts, figure.per, figure.source.title, figure.source.publisher,
                      figure.source.published, figure.limits, f"{figure.as_of:%B %Y}", f"{figure.review:%B %Y}"):
            assert words in text, (figure.id, words)
    assert page.count("What this number does not say") == len(figures.shown())


def on(hub: Flask, day: dt.date) -> str:
    """The page as it is on a day."""
    with hub.test_request_context("/numbers"):
        return render_template("reference/numbers.html", groups=figures.groups(), shown=figures.shown(), left_out=0, today=day)


def test_each_picture_says_in_words_what_it_draws_and_a_table_says_it_again(page: str) -> None:
    tree = html5lib.HTMLParser(strict=True).parse(page)
    pictures = [node for node in tree.iter(SVG + "svg") if node.get("role") == "img"]
    tables = list(tree.iter(HTML + "table"))
    assert len(pictures) == len(tables) == len(figures.shown())
    for figure, picture, table in zip(figures.shown(), pictures, tables, strict=True):
        names = {node.get("id"): node.text for node in picture.iter() if node.get("id")}
        assert names[picture.get("aria-labelledby")] == figure.title
        rows = [(row.find(HTML + "th").text, row.find(HTML + "td").text) for row in table.iter(HTML + "tr")]
        assert rows == figure.rows
        assert names[picture.get("aria-describedby")] == "; ".join(f"{label}: {written}" for label, written in rows) + "."
        drawn = [node.text for node in picture.iter(SVG + "text")]
        assert all(written in drawn for _, written in rows)


def test_shares_are_drawn_on_a_hundred_and_amounts_beside_the_largest() -> None:
    births = chart(named("uk_fresh_births"))
    assert ([bar.length for bar in births.bars], births.of_a_hundred) == ([25.0, 35.0, 5.0], True)
    counted = chart(named("uk_treatment"))
    assert ([bar.length for bar in counted.bars], counted.of_a_hundred) == ([67.61, 100.0, 26.71], False)


@pytest.mark.parametrize(("name", "several", "rows"), [("infertility_worldwide", 6, 1), ("uk_births", 32, 4)])
def test_one_in_so_many_is_drawn_as_that_many_dots(name: str, several: int, rows: int) -> None:
    dots = chart(named(name)).dots
    assert [dot.filled for dot in dots] == [True] + [False] * (several - 1)
    assert len({dot.down for dot in dots}) == rows
    assert len({(dot.across, dot.down) for dot in dots}) == several


def test_a_reader_who_would_rather_not_meet_births_is_not_shown_them_and_told_so(reader: Reader) -> None:
    page = reader.get("/numbers?hide=live_birth").text
    assert "Babies born" not in page
    assert 'id="uk_frozen"' not in page
    assert 'id="uk_add_ons"' in page
    left_out = len(figures.shown()) - len(figures.shown(frozenset({"live_birth"})))
    assert f"{left_out} numbers are left out" in page
    assert 'href="/support?hide=live_birth"' in page


def test_a_number_past_its_review_is_marked_on_every_page_that_shows_it(hub: Flask) -> None:
    figure = min(figures.shown(), key=lambda one: one.review)
    due = figure.review + dt.timedelta(1)
    assert "should have been looked at again" not in on(hub, figure.review)
    assert on(hub, due).count("should have been looked at again") == len(figures.overdue(due)) >= 1
    with hub.test_request_context("/news/a-story"):
        beside = hub.jinja_env.get_template("_macros/figures.html").make_module({}).register(figure, due)  # type: ignore[attr-defined]
    assert "should have been looked at again in " + figure.review.strftime("%B %Y") in beside


# Beside a story


def test_a_story_about_frozen_transfers_stands_beside_what_the_register_says(editor: Staffer, reader: Reader) -> None:
    page = reader.get(story(editor)).text
    block = page[page.index("What the register says"):page.index("People who lived it")]
    for words in ("HFEA, the UK regulator", "2023", "preliminary", "100 frozen embryos transferred", "39%", "33%", "What this number does not say",
                  "As of June 2025", 'href="/numbers#uk_frozen"'):
        assert words in block


def test_a_story_that_no_number_is_about_has_none(editor: Staffer, reader: Reader) -> None:
    page = reader.get(story(editor, title="Rain in the north", summary="It rained, and then it rained more.")).text
    assert "What the register says" not in page


def test_the_number_beside_a_story_obeys_boundaries(editor: Staffer, reader: Reader) -> None:
    assert "What the register says" not in reader.get(story(editor) + "?hide=live_birth").text


def test_the_number_follows_what_the_story_says_and_never_what_readers_tell(editor: Staffer, author: Author, reader: Reader) -> None:
    path = story(editor)
    before = reader.get(path).text
    for nth in range(3):
        author.tells(title=f"It worked {nth}", outcome="live_birth")
    editor.publishes_all()
    after = reader.get(path).text
    block = slice("What the register says", "</article>")
    said = [page[page.index(block.start):].partition(block.stop)[0] for page in (before, after)]
    assert said[0] == said[1]
    assert "It worked 2" in after
