"""While somebody types, the hub completes: what it calls things, and titles anybody may see."""

import pytest

from hub.boundaries import Boundaries
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary
from tests.people import Author, Reader, Staffer
from tests.web.conftest import Fill


def offered(reader: Reader, query: str) -> list[str]:
    """The texts suggested."""
    answer = reader.get(f"/api/v1/suggest?{query}")
    assert answer.status_code == 200, answer.text
    return [one["text"] for one in answer.json["suggestions"]]  # type: ignore[index]


def test_concepts_come_by_any_name_and_titles_after_them(holding: Fill) -> None:
    reader = holding({"title": "Frozen lighthouse"}, {"title": "A frozen lake", "summary": "Ice."})
    found = reader.get("/api/v1/suggest?q=frozen").json["suggestions"]  # type: ignore[index]
    assert [one["kind"] for one in found[:-2]] == ["topic"] * 6
    assert {(one["kind"], one["text"]) for one in found[-2:]} == {("experience", "Frozen lighthouse"), ("news", "A frozen lake")}
    [fet] = [one for one in reader.get("/api/v1/suggest?q=FET").json["suggestions"] if one["concept"] == "fet"]  # type: ignore[index]
    assert fet == {"text": "FET", "kind": "topic", "concept": "fet", "label": "Frozen embryo transfer"}


@pytest.mark.parametrize("typed", ["", " ", "*", "?!", "\0", "-", '"', "kind:news", "a" * 5_000, "%F0%9F%91%B6", "\u202e", "OR", "(((("])
def test_whatever_is_typed_few_come_back(holding: Fill, typed: str) -> None:
    reader = holding({"title": "News of a seahorse"})
    answer = reader.browser.get("/api/v1/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    assert len(answer.json["suggestions"]) <= 8  # type: ignore[index]


def test_no_word_that_is_not_published_is_suggested(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(title="Zebrafish waiting", body="Zebrafish zebrafish.")
    assert offered(reader, "q=zebraf") == []
    moderator.publishes_all()
    assert offered(reader, "q=zebraf") == ["Zebrafish waiting"]
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert offered(reader, "q=zebraf") == []


def test_a_boundary_holds_for_titles_and_for_the_names_of_things(holding: Fill) -> None:
    reader = holding({"title": "Miscellaneous", "outcome": "loss"})
    assert {"Miscarriage", "Miscellaneous"} <= set(offered(reader, "q=misc"))
    assert offered(reader, "q=misc&hide=loss") == []
    assert reader.get("/api/v1/suggest?q=misc&hide=unknown").status_code == 400
    assert "Miscellaneous" in offered(reader, "q=misc&hide=needles")


def test_each_note_that_has_a_name_keeps_known_concepts_unnamed() -> None:
    notes = {concept.note for concept in vocabulary().concepts.values()} - {None}
    assert notes == FACETS["content_notes"].values.keys() - {"embryo_numbers", "medical_detail"}  # how much is told, not what
    assert all(Boundaries(frozenset({note})).concepts for note in notes)
    assert {"loss", "miscarriage", "stillbirth"} <= Boundaries(frozenset({"loss"})).concepts
    assert Boundaries().concepts == frozenset()


def test_the_vocabulary_is_open_to_anybody(reader: Reader) -> None:
    answer = reader.get("/api/v1/vocabulary")
    told = answer.json
    assert told is not None
    concepts = {one["id"]: one for one in told["concepts"]}
    assert concepts.keys() == vocabulary().concepts.keys()
    for one in concepts.values():
        assert one["label"]
        assert one["definition"]
        assert one["source"]
        assert one["label"] in one["forms"]
        assert {*one["broader"], *one["related"]} <= concepts.keys()
    assert {one["form"]: one["means"] for one in told["collisions"]}["er"] == ["egg_collection", "emergency_care"]
    assert reader._asks("GET", "/api/v1/vocabulary", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
