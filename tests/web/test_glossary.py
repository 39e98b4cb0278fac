"""A reader looks a word up: by letter, by typing, by its short form; and is told when a form means several things."""

import re

import pytest

from hub.reference.vocabulary import vocabulary
from hub.web.glossary import _filed, _places
from tests.guards.test_pages import sound
from tests.people import Reader
from tests.web.test_reading import Publish, publish

__all__ = ["publish"]
LIGHT = 42_000  # bytes; with style, script and icon still under 60 kB


def test_every_word_is_explained_under_its_letter_where_links_lead(reader: Reader) -> None:
    pages: dict[str, str] = {}
    for name, (letter, place) in _places().items():
        path = f"/glossary?letter={letter}&page={place // 24 + 1}"
        pages.setdefault(path, reader.get(path).text)
        concept = vocabulary().concepts[name]
        assert f'id="{name.replace("_", "-")}"' in pages[path], name
        assert concept.source.split("'")[0] in pages[path], name
    for path, page in pages.items():
        sound(page, path)
        assert len(page.encode()) < LIGHT, f"{path}: {len(page.encode())}"


def test_every_short_form_and_every_collision_is_filed() -> None:
    filed = " ".join(entry.word for entries in _filed().values() for entry in entries if entry.note)
    assert all(form.upper() in filed for form in vocabulary().collisions)


def test_a_form_with_several_meanings_says_so(reader: Reader) -> None:
    page = reader.get("/glossary?q=er").text
    assert "It can mean <a" in page
    for words in ("Egg collection", "Emergency care", "emergency room"):
        assert words in page
    assert "Aneuploid" not in page, "two letters are looked up as they are"


@pytest.mark.parametrize(("typed", "found"), [
    ("FET", "frozen"), ("oocyte", "Egg"), ("egg retrieval", "Egg collection"), ("oestrogen", "Oestrogen"), ("2WW", "Two-week wait"),
    ("Müllerian", "AMH"), ("frostie", "Frozen embryo")])
def test_a_word_is_found_by_any_way_to_say_it(reader: Reader, typed: str, found: str) -> None:
    page = reader.get(f"/glossary?q={typed}").text
    assert found in page
    assert vocabulary().concepts["ivf"].definition not in page


@pytest.mark.parametrize("query", ["q=", "q=zzzz", "q=<script>", "q=%00", "q=" + "x" * 5_000, "q=💔", "q=%E2%80%AEfet", "q=ivf&letter=F",
                                   "letter=0-9", "letter=S&page=2", "q=the&hide=loss"])
def test_any_question_is_answered(reader: Reader, query: str) -> None:
    answer = reader.get(f"/glossary?{query}")
    assert answer.status_code == 200
    sound(answer.text, query)
    assert "<script>" not in answer.text


@pytest.mark.parametrize("query", ["letter=%C3%9F", "letter=ab", "letter=S&page=99", "letter=A'"])
def test_what_the_glossary_does_not_hold_is_told_plainly(reader: Reader, query: str) -> None:
    assert reader.get(f"/glossary?{query}").status_code == 404


def test_a_word_leads_to_its_topic_where_there_is_one(reader: Reader, publish: Publish) -> None:
    assert "/topics/fet" not in reader.get("/glossary?q=fet").text
    publish(*({"title": f"Frozen {n}"} for n in range(3)))
    assert 'href="/topics/fet"' in reader.get("/glossary?q=fet").text
    assert 'href="/topics/fet?hide=loss"' in reader.get("/glossary?q=fet&hide=loss").text


def test_pages_of_a_letter_keep_it_and_what_is_not_to_be_met(reader: Reader) -> None:
    following = reader.get("/glossary?letter=S&hide=loss").text.split('rel="next"')[1].split(">")[0]
    assert {"letter=S", "hide=loss", "page=2"} <= set(re.findall(r"\w+=\w+", following.partition("?")[2]))
