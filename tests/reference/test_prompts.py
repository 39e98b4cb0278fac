"""Everybody who may tell here finds questions that fit them, and none that asks who they are."""

import re

import pytest

from hub.reference.facets import FACETS
from hub.reference.prompts import ANYBODY, BY_FACET, fitting
from hub.screening.identity import traces

ALL = [*ANYBODY, *(question for values in BY_FACET.values() for questions in values.values() for question in questions)]


@pytest.mark.parametrize("facet", ["perspective", "stage"])
def test_every_teller_and_every_stage_has_two_to_four_questions(facet: str) -> None:
    assert BY_FACET[facet].keys() == FACETS[facet].values.keys()
    assert {len(questions) for questions in BY_FACET[facet].values()} <= {2, 3, 4}


def test_each_is_one_short_question_that_asks_for_no_name_place_day_or_number() -> None:
    for question in ALL:
        assert len(question) <= 90, question
        assert question.count("?") == 1, question
        assert question.endswith("?"), question
        assert not re.search(r"\b(name of|which clinic|which doctor|what date|how many|how old|town|city)\b", question.lower()), question
        assert traces(question) == [], question


def test_a_teller_and_a_stage_give_both_and_nothing_chosen_gives_those_for_anybody() -> None:
    assert fitting("partner", "transfer") == BY_FACET["perspective"]["partner"] + BY_FACET["stage"]["transfer"]
    assert fitting("", None) == fitting("nonsense", "nonsense") == ANYBODY
