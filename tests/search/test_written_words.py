"""Excerpts cut texts the quick way; it is the same cut that the index was made with."""

from hypothesis import given
from hypothesis import strategies as st

from hub.search.analysis import WORD, stems, tokens
from hub.search.written import Cut

# What stories are written with, and what parts or joins words in odd ways.
PIECES = st.sampled_from(["embryo", "5dp5dt", "I", "don't", "don’t", "'quoted'", "”", "“", "'", "``", "_", "a_b", " ", "\n\n", "—", "…",
                          "£4,000", "naïve", "ﬁve", "½", "e\u0301", "O'Neill's", "-", "\u00a0", "卵", "٣", "\x00", "'n'"])


@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join))
def test_a_text_is_cut_into_the_words_that_were_indexed(text: str) -> None:
    cut = Cut(text)
    assert cut.places(0, len(cut.words)) == [match.span() for match in WORD.finditer(text)]
    assert [stem for word in cut.words for stem in stems(word)] == [token.stem for token in tokens(text)]


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(0, 40), st.integers(0, 40))
def test_the_places_of_some_words_are_those_among_all(text: str, first: int, last: int) -> None:
    cut = Cut(text)
    assert cut.places(first, last) == cut.places(0, len(cut.words))[first:last]
