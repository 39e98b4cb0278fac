"""A reader opens a topic: what it means, its news, its experiences by stage; pages that come and go by themselves."""

import re

import pytest
from flask import Flask

from hub import worker
from hub.db import db
from hub.reference.vocabulary import vocabulary
from hub.web.topics import KINDS
from tests.guards.test_pages import sound
from tests.people import Author, Reader, Staffer
from tests.web.test_reading import Publish, fill, publish, statements

__all__ = ["publish"]
TOLD: dict[str, object] = {"title": "About the frozen one", "treatment": ["fet"], "outcome": None}


def shown(page: str) -> list[str]:
    """The titles of the experiences on a page, in order."""
    return re.findall(r'<a href="/experiences/\w{12}[^"]*">([^<]+)</a>', page)


def test_a_topic_gets_its_page_with_the_third_item_and_loses_it_with_the_third(
        reader: Reader, author: Author, editor: Staffer, publish: Publish) -> None:
    editor.adds_news()
    publish({"title": "First"})
    answer = reader.get("/topics/fet")
    assert answer.status_code == 404
    assert 'href="/search?q=Frozen+embryo+transfer"' in answer.text
    assert "Frozen embryo transfer" not in reader.get("/topics").text
    publish({"title": "Second"})
    page = reader.get("/topics/fet").text
    assert "2 experiences and 1 news story" in page
    assert vocabulary().concepts["fet"].definition in page
    assert 'href="/topics/fet">Frozen embryo transfer</a> <span class="number">3<' in reader.get("/topics").text
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert reader.get("/topics/fet").status_code == 404, "at once, before the worker has been by"
    worker.drain()
    assert "Frozen embryo transfer" not in reader.get("/topics").text


def test_a_passing_mention_makes_no_topic_but_what_an_author_chose_does(reader: Reader, publish: Publish) -> None:
    once = {"body": "We thought of acupuncture, but did not go.", "treatment": ["icsi"]}
    publish(*({**once, "title": f"Quiet {n}"} for n in range(3)))
    assert reader.get("/topics/acupuncture").status_code == 404
    assert reader.get("/topics/icsi").status_code == 200
    publish(*({**once, "title": f"Acupuncture {n}"} for n in range(3)))
    assert len(shown(reader.get("/topics/acupuncture").text)) == 3


def test_topics_count_and_show_only_what_a_reader_wants_to_meet(reader: Reader, editor: Staffer, publish: Publish) -> None:
    editor.adds_news(content_notes=["loss"])
    publish(TOLD, TOLD | {"title": "With a loss", "content_notes": ["loss"]}, TOLD | {"title": "Another"})
    assert "3 experiences and 1 news story" in reader.get("/topics/fet").text
    answer = reader.get("/topics/fet?hide=loss")
    assert answer.status_code == 404
    assert "would rather not meet" in answer.text
    publish(TOLD | {"title": "One more"})
    page = reader.get("/topics/fet?hide=loss").text
    assert "3 experiences and 0 news stories" in page
    assert "With a loss" not in page
    assert "A singer tells" not in page
    assert "With a loss" not in reader.get("/topics/fet/experiences?hide=loss").text
    assert 'href="/topics/fet?hide=loss">Frozen embryo transfer</a> <span class="number">3<' in reader.get("/topics?hide=loss").text


def test_the_name_of_an_ending_is_not_met_by_whom_it_would_hurt(reader: Reader, publish: Publish) -> None:
    publish(*({"title": f"Miscarriage {n}", "outcome": None} for n in range(3)))
    publish(*({"title": f"The cost {n}", "outcome": None} for n in range(3)))
    page = reader.get("/topics?hide=loss").text
    assert "/topics/miscarriage" in reader.get("/topics").text
    assert "/topics/miscarriage" not in page
    assert reader.get("/topics/miscarriage?hide=loss").status_code == 404
    assert "/topics/cost?hide=loss" in page
    assert "/topics/cost" not in reader.get("/topics?hide=cost").text


def test_experiences_stand_by_stage_with_endings_varied_and_no_birth_first(reader: Reader, publish: Publish) -> None:
    endings = [None, "loss", "in_progress", "loss", "live_birth", "live_birth", "pregnant"]
    publish(*(TOLD | {"title": f"{end} {n}", "stage": "transfer", "outcome": end} for n, end in enumerate(endings)),
            TOLD | {"title": "Deciding", "stage": "deciding"})
    page = reader.get("/topics/fet").text
    order = shown(page)
    assert order[0] == "Deciding"
    assert page.index("Deciding <span") < page.index("Transfer <span")
    told = [title.rsplit(" ", 1)[0] for title in order[1:]]
    assert set(told[:3]) == {"None", "loss", "in_progress"}
    assert set(told[3:5]) == {"pregnant", "live_birth"}
    assert "A child was born" not in page


def test_a_topic_names_what_stands_around_it_and_where_to_go_on(reader: Reader, publish: Publish) -> None:
    publish(*({"title": f"Embryo transfer and FET {n}"} for n in range(3)))
    page = reader.get("/topics/fet").text
    for address in ("/topics/embryo-transfer", "/search?topic=fet", "/share", "/glossary?letter=F"):
        assert f'href="{address}' in page, address
    for words in ("Part of", "frozen embryo replacement", "HFEA", "FET"):
        assert words in page
    assert 'href="/topics/fet"' in reader.get("/topics/embryo-transfer").text


def test_a_topic_shows_the_official_number_and_where_to_turn(reader: Reader, publish: Publish) -> None:
    publish(TOLD, TOLD | {"title": "Another"}, TOLD | {"title": "A third"})
    page = reader.get("/topics/fet").text
    assert "What the register says" in page
    assert re.search(r'id="turn">Where to turn</h2>.*?<a href="https://www\.hfea\.gov\.uk"', page, re.S)
    assert 'href="/support"' in page
    assert "What the register says" not in reader.get("/topics/fet?hide=live_birth").text


def test_a_story_and_an_experience_lead_to_what_they_speak_of(reader: Reader, editor: Staffer, publish: Publish) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    first, *_ = publish({"title": "Frozen"}, {"title": "Thawed", "treatment": ["fet"]}, {"title": "Quiet", "treatment": ["iui"]})
    for path in (f"/news/{slug}", f"/experiences/{first}"):
        assert '<a href="/topics/fet">' in reader.get(path).text, path
        assert "/topics/iui" not in reader.get(path).text, "too little was told of it"


@pytest.mark.parametrize(("asked", "answered"), [
    ("/topics/egg_freezing", "/topics/egg-freezing"), ("/topics/egg_freezing/news?hide=loss", "/topics/egg-freezing/news?hide=loss")])
def test_a_topic_has_one_address(reader: Reader, asked: str, answered: str) -> None:
    answer = reader.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, answered)


@pytest.mark.parametrize("name", ["nothing", "FET", "%00", "fet/nothing", "%F0%9F%92%94", "x" * 3_000])
def test_what_is_no_topic_is_told_plainly(reader: Reader, name: str) -> None:
    assert reader.get(f"/topics/{name}").status_code == 404


@pytest.mark.parametrize("typed", ["fet", "FROZEN", "frozen embryo rep", "embryologist", "zzzz", "<zb>", "zz%00", "a" * 2_000])
def test_topics_are_found_by_any_of_their_names(reader: Reader, publish: Publish, typed: str) -> None:
    publish(*(TOLD | {"title": f"Frozen {n}"} for n in range(3)))
    page = reader.get(f"/topics?q={typed}&hide=loss").text
    sound(page, typed)
    assert ("/topics/fet" in page) == (typed in ("fet", "FROZEN", "frozen embryo rep"))
    assert 'name="hide" value="loss"' in page


def test_every_kind_of_concept_has_its_words() -> None:
    assert {concept.kind for concept in vocabulary().concepts.values()} == set(KINDS)


def test_a_fuller_topic_asks_the_database_no_more_often_and_stays_light(reader: Reader, hub: Flask) -> None:
    paths = {"/topics": 3, "/topics/fet": 8, "/topics/fet/experiences": 5, "/topics/fet/news": 5, "/glossary?letter=F": 3}
    fill(hub, 12)
    reader.get("/voices")  # what there is, is counted once after each change
    few = {path: statements(reader, db.engine, path) for path in paths}
    fill(hub, 48, start=12)
    reader.get("/voices")
    many = {path: statements(reader, db.engine, path) for path in paths}
    assert many == few == paths, "one of them opens the transaction"
    page = reader.get("/topics/fet").text
    sound(page, "/topics/fet")
    assert len(shown(page)) == 24
    assert "All 60 experiences" in page
    assert "Page 1 of 3" in reader.get("/topics/fet/experiences").text


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_both_databases_agree_on_what_belongs(reader: Reader, editor: Staffer, publish: Publish) -> None:
    editor.adds_news()
    publish(TOLD, TOLD | {"title": "Nothing of the kind", "body": "Only waiting.", "stage": "transfer", "outcome": "live_birth"})
    page = reader.get("/topics/fet?hide=cost").text
    assert "2 experiences and 1 news story" in page
    assert shown(page) == ["Nothing of the kind", "About the frozen one"]
