"""What an author sees in the two mirrors before sending: who could be recognised, and how to say it more roughly."""

import pytest
from flask import Flask
from sqlalchemy import event

from hub.db import db
from hub.reference.facets import FACETS
from hub.reference.regions import region
from hub.reference.softening import SOFTENINGS
from hub.screening.combination import FEW, rarest
from hub.screening.identity import traces
from hub.submissions.draft import Draft
from hub.submissions.recognition import recognisable
from tests.people import Author, Staffer

SPAIN = {"country": "Spain", "treatment": ["donor_egg"], "age_band": "40_44", "topics": ["twins"]}
MALTA = SPAIN | {"country": "Malta"}


def test_twins_from_donor_eggs_in_a_small_country_are_told_with_the_part_of_the_world_instead() -> None:
    seen = rarest(MALTA, [(SPAIN, 9), (MALTA, 1)])
    assert seen is not None
    assert seen.stories == 1
    assert ("country", "Malta") in seen.items
    assert seen.softer is not None
    assert (seen.softer.instead, seen.softer.stories) == ("Southern Europe", 10)
    assert seen.words().startswith("Only 1 published story is Malta + ")
    assert seen.words().endswith("Say “Southern Europe” instead?")


def test_what_many_share_is_not_rare() -> None:
    assert rarest(SPAIN, [(SPAIN, FEW)]) is None


def test_what_cannot_be_said_more_roughly_is_left_alone() -> None:
    assert rarest({"treatment": ["donor_egg"], "diagnosis": ["cancer"]}, []) is None


def test_three_things_are_rare_where_each_two_are_common() -> None:
    a, b, c = ("country", "Spain"), ("age_band", "40_44"), ("year", 2019)
    others = [(dict(pair), 20) for pair in ((a, b), (a, c), (b, c))]
    seen = rarest(dict((a, b, c)), others)
    assert seen is not None
    assert len(seen.items) == 3
    assert seen.stories == 0


@pytest.mark.parametrize(("band", "instead"), [("20_24", "20 to 29"), ("40_44", "40 and over"), ("45_plus", "40 and over")])
def test_an_age_is_widened_to_its_neighbour(band: str, instead: str) -> None:
    near = [({"age_band": other, "diagnosis": ["cancer"]}, 9) for other in FACETS["age_band"].values if other != band]
    seen = rarest({"age_band": band, "diagnosis": ["cancer"]}, near)
    assert seen is not None
    assert seen.softer is not None
    assert seen.softer.instead == instead


def test_a_year_is_left_out() -> None:
    seen = rarest({"year": 2004, "diagnosis": ["cancer"]}, [({"year": 2019, "diagnosis": ["cancer"]}, 30)])
    assert seen is not None
    assert seen.words().endswith("Leave “Year” out?")


@pytest.mark.parametrize(("country", "part"), [
    ("Malta", "Southern Europe"), ("malta", "Southern Europe"), ("Côte d’Ivoire", "Western Africa"), ("UK", "Northern Europe"),
    ("The Netherlands", "Western Europe"), ("Türkiye", "Western Asia"), ("Atlantis", None), (None, None)])
def test_a_country_is_known_by_its_usual_names(country: str | None, part: str | None) -> None:
    assert region(country) == part


def test_only_published_stories_are_counted_and_in_one_question(hub: Flask, author: Author, moderator: Staffer) -> None:
    for number in range(FEW):
        author.tells(title=f"Told {number}", country="Spain", age_band="40_44", treatment=["donor_egg"])
    draft = Draft.of({"title": "t", "body": "b", "country": "Spain", "age_band": "40_44", "treatment": ["donor_egg"]})
    waiting = recognisable(draft, ["twins"])
    assert waiting is not None
    assert waiting.stories == 0
    moderator.publishes_all()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    assert recognisable(draft) is None
    assert len([question for question in asked if "FROM" in question]) == 1


def test_the_identity_mirror_tells_kinds_apart_and_softens_each() -> None:
    text = ("Dr Wren Hollow at the Wrenfield Fertility Centre rang on 14 March 2021. Mail wren@example.org or ring 01632 960 555, "
            "or find us at 12 Tannery Lane. I'm @wren.waits there.")
    found = {trace.kind: text[trace.start:trace.end] for trace in traces(text)}
    assert found == {
        "person": "Dr Wren Hollow", "clinic": "Wrenfield Fertility Centre", "date": "14 March 2021", "mail": "wren@example.org",
        "phone": "01632 960 555", "address": "12 Tannery Lane", "handle": "@wren.waits"}
    for trace in traces(text):
        assert trace.softening.author.endswith(".")
        assert trace.softening.moderator.endswith(".")


def test_the_identity_mirror_of_a_story_without_traces_is_empty() -> None:
    assert traces("AMH 1.2, day 5, 5AA, £4,000. The nurse was kind and it rained.") == []
    assert {"mail", "phone", "handle", "address", "person", "clinic", "date", "group"} <= SOFTENINGS.keys()
