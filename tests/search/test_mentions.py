"""Where a text speaks of a concept: by the longest form, whole words, and never by a form of several meanings."""

from itertools import pairwise

import pytest

from hub.reference.vocabulary import vocabulary
from hub.search import mentions
from hub.search.analysis import stems


def said(text: str) -> list[tuple[str, str]]:
    return [(mention.concept, text[mention.start : mention.end]) for mention in mentions(text)]


def test_the_longest_form_wins_and_stands_where_it_was_written() -> None:
    text = "Our “frozen embryo transfers” — bébé! — failed."
    assert ("fet", "frozen embryo transfers") in said(text)


def test_acronyms_are_whole_words_in_any_case() -> None:
    assert said("An ICSI, an icsi.") == [("icsi", "ICSI"), ("icsi", "icsi")]
    assert ("icsi", "ICSIx") not in said("ICSIx")


def test_a_form_of_several_meanings_is_nobodys() -> None:
    assert all(found not in ("DS", "IF", "if") for _, found in said("IF you ask my DS"))


def test_mentions_never_overlap() -> None:
    text = " and ".join(concept.label for concept in vocabulary().concepts.values())
    found = mentions(text)
    assert len(found) > 100
    assert all(one.end <= two.start or one.start == two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [("fertilisation", "fertilization"), ("oestrogen", "estrogen"), ("gynaecologist", "gynecologist"), ("tumour", "tumor"),
     ("mum", "mom"), ("counselled", "counseled"), ("wives", "wife"), ("lost", "losing"), ("frozen", "freeze"), ("İVF", "ivf")],
)
def test_spellings_and_irregular_forms_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_words_that_must_not_be_confused_keep_their_stems_apart() -> None:
    assert stems("test") != stems("testes")
    assert stems("egg") != stems("ego")
