"""What makes two texts alike: only what is surely said, and only concepts the vocabulary knows."""

import pytest

from hub.pairing import likeness
from hub.pairing.speaking import spoken, sureness
from hub.reference.vocabulary import vocabulary


@pytest.mark.parametrize("names", [likeness.EVERYBODYS, likeness.ENDINGS])
def test_every_concept_named_is_in_the_vocabulary(names: frozenset[str]) -> None:
    assert names - vocabulary().concepts.keys() == set()


def test_every_kind_named_is_a_kind_of_the_vocabulary() -> None:
    assert {*likeness.KINDS, *likeness.NO_REASON} <= {concept.kind for concept in vocabulary().concepts.values()}


@pytest.mark.parametrize("text", ["It was in March.", "The air was warm.", "A man came by.", "In my experience it rains.", "Its works are new."])
def test_a_word_that_only_looks_alike_is_no_mention(text: str) -> None:
    assert spoken(text) == []


@pytest.mark.parametrize(("text", "concept"), [
    ("She had endometriosis.", "endometriosis"), ("Two insurers paid.", "insurance_cover"), ("I chose to freeze eggs.", "egg_freezing"),
    ("Frozen embryo transfers, three of them.", "fet"), ("AMH", "amh")])
def test_what_is_surely_said_is_found(text: str, concept: str) -> None:
    assert concept in {mention.concept for mention in spoken(text)}


def test_everyday_words_say_less_than_names() -> None:
    everyday, name = "The judge was kind.", "A court ruling came."
    assert [sureness(everyday, mention) for mention in spoken(everyday) if mention.concept == "court_ruling"] == [0.5]
    assert [sureness(name, mention) for mention in spoken(name) if mention.concept == "court_ruling"] == [1.0]
