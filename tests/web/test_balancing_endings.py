"""One click, and the endings take turns: no first page is all births, and pages still hold everything once."""

from typing import Any

import pytest

from tests.people import Reader
from tests.web.conftest import Fill

ENDINGS = {"live_birth": 14, "loss": 4, "stopped": 2, None: 3}


@pytest.fixture
def births_first(holding: Fill) -> Reader:
    """A hub where the best matches all end in a birth."""
    rows: list[dict[str, Any]] = []
    for ending, many in ENDINGS.items():
        for number in range(many):
            row = {"body": "A transfer. " * (9 if ending == "live_birth" else 1) + "Other words stand here. " * number}
            rows.append({**row, **({"outcome": ending} if ending else {})})
    return holding(*rows, {"summary": "A transfer."})


def listed(reader: Reader, query: str, per_page: int = 50) -> list[str]:
    """What is found, by its outside id."""
    answer = reader.get(f"/api/v1/search?per_page={per_page}&{query}")
    assert answer.status_code == 200, answer.text
    return [hit["ref"] for hit in answer.json["results"]]  # type: ignore[index]


def ending(ref: str) -> str | None:
    """How the row ends."""
    place = int(ref[1:])
    for value, many in ENDINGS.items():
        if place < many:
            return value
        place -= many
    return None  # the news


def test_the_first_page_is_not_all_births(births_first: Reader) -> None:
    assert {ending(ref) for ref in listed(births_first, "q=transfer", 10)} == {"live_birth"}
    for words in ("q=transfer", "q=transfer&sort=newest", ""):
        for start in (0, 4):  # two turns of all four
            assert {ending(ref) for ref in listed(births_first, f"{words}&endings=mixed")[start : start + 4]} == set(ENDINGS), words
    page = births_first.get("/search?q=transfer").text
    assert 'href="/search?q=transfer&amp;endings=mixed">Balance the endings' in page
    assert "the endings taking turns" in births_first.get("/search?q=transfer&endings=mixed").text


@pytest.mark.parametrize("query", ["q=transfer", "q=transfer&sort=newest", "", "q=transfer&hide=loss", "q=transfer&outcome=loss&outcome=stopped"])
@pytest.mark.parametrize("per_page", [1, 3, 7])
def test_pages_hold_everything_once_in_one_order(births_first: Reader, query: str, per_page: int) -> None:
    whole = listed(births_first, f"{query}&endings=mixed")
    paged = [ref for page in range(1, len(whole) // per_page + 2)
             for ref in listed(births_first, f"{query}&endings=mixed&page={page}", per_page)]
    assert paged == whole
    assert sorted(whole) == sorted(listed(births_first, query))


def test_within_one_ending_the_order_is_the_usual_one(births_first: Reader) -> None:
    for query in ("q=transfer", "q=transfer&sort=newest"):
        usual, mixed = listed(births_first, query), listed(births_first, f"{query}&endings=mixed")
        for value in ENDINGS:
            assert [ref for ref in mixed if ending(ref) == value] == [ref for ref in usual if ending(ref) == value]


def test_a_boundary_holds_when_endings_take_turns(births_first: Reader) -> None:
    assert {ending(ref) for ref in listed(births_first, "q=transfer&endings=mixed&hide=live_birth&hide=loss")} == {"stopped", None}


def test_another_word_for_it_is_refused(births_first: Reader) -> None:
    assert births_first.get("/api/v1/search?endings=happy").status_code == 400
    assert "endings is mixed, or left out." in births_first.get("/search?endings=happy").text
