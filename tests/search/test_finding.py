"""What a reader finds, and why."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from hub import outbox, search
from hub.db import db, saving
from hub.models import Experience

Make = Callable[..., Any]


def test_shorthand_finds_the_plain_words_and_says_why(tell: Make, ask: Make) -> None:
    tell("We chose a frozen embryo transfer in spring.", title="Spring")
    tell("We walked by the sea.", title="Sea")
    found = ask("FET")
    assert [hit.row.text.title for hit in found.hits] == ["Spring"]
    assert "<mark>frozen embryo transfer</mark>" in found.hits[0].excerpt
    assert [(match.typed, match.concept, match.found) for match in found.hits[0].matched] == [
        ("fet", "fet", "frozen embryo transfer")
    ]


def test_a_text_with_more_of_the_typed_words_stands_first(tell: Make, titles: Make) -> None:
    tell("An injection, an injection, an injection and nothing more.", title="One word")
    tell("The nurse praised my bruises after each injection.", title="Both words")
    assert titles("bruises injection") == ["Both words", "One word"]


def test_a_word_of_any_subject_never_outweighs_what_is_asked_about(tell: Make, titles: Make) -> None:
    for number in range(6):
        tell("I was afraid of the needles.", title=f"Afraid {number}")
    tell("We painted the kitchen instead.", title="Kitchen")
    assert titles("terrified instead")[-1] == "Kitchen"


def test_what_happens_matters_more_than_to_whom(tell: Make, titles: Make) -> None:
    tell("My husband drove us to the sea.", title="A drive")
    tell("They found no sperm in his sample.", title="Sample")
    for number in range(4):
        tell("We waited by the sea.", title=f"Sea {number}")
    assert titles("my husband has no swimmers") == ["Sample", "A drive"]


def test_a_thing_said_in_several_ways_is_what_a_text_is_about(tell: Make, titles: Make) -> None:
    tell("The frozen embryo transfer was in May. It rained for a week and then we went home.", title="In passing")
    tell("The frozen embryo transfer was in May. A frozen transfer, one FET, and then we went home.", title="About it")
    assert titles("FET") == ["About it", "In passing"]


def test_a_misspelt_word_finds_the_right_one_and_a_better_spelling_is_offered(tell: Make, ask: Make) -> None:
    for number in range(3):
        tell("My clinic lost our saltmarshs.", title=f"Saltmarsh {number}")
    found = ask("saltmershs")
    assert found.total == 3
    assert found.did_you_mean == "saltmarshs"


def test_no_name_seen_in_few_stories_is_offered_as_a_spelling(tell: Make, ask: Make) -> None:
    tell("Marigolda drove me home.", title="The drive")
    found = ask("Marigoldo")
    assert (found.total, found.did_you_mean) == (1, None)


def test_a_phrase_must_stand_as_typed_and_minus_leaves_out(tell: Make, titles: Make) -> None:
    tell("They told me to just relax about it.", title="Phrase")
    tell("I just could not relax.", title="Apart")
    assert titles('"just relax"') == ["Phrase"]
    assert titles("relax -told") == ["Apart"]
    assert set(titles('"just relax" OR "could not"')) == {"Phrase", "Apart"}


def test_what_is_most_about_a_phrase_stands_first_also_where_newer_ones_hold_it(tell: Make, titles: Make) -> None:
    tell("The waiting room, the waiting room, always the waiting room.", title="About it")
    tell("We walked by the sea for a week and passed a waiting room once on our way home to the dog.", title="In passing")
    assert titles('"waiting room"') == ["About it", "In passing"]


def test_a_prefix_meets_unstemmed_words(tell: Make, titles: Make) -> None:
    tell("The saltmarshs swam.", title="Saltmarsh")
    tell("A sealed letter.", title="Seal")
    assert titles("saltm*") == ["Saltmarsh"]


def test_text_is_found_whatever_its_case_accents_or_spelling(tell: Make, titles: Make) -> None:
    tell("Notre be\u0301be\u0301 est né.", title="Decomposed")
    tell("Our gynaecologist counselled us.", title="British")
    tell("My \ufb01fth try.", title="Ligature")
    assert titles("BÉBÉ") == ["Decomposed"]
    assert titles("gynecologist counseled") == ["British"]
    assert titles("fifth") == ["Ligature"]


def test_nothing_typed_lists_everything_newest_first(tell: Make, report: Make, titles: Make) -> None:
    tell(title="Old", on="2024-01-01")
    report(title="New", on="2026-01-01")
    assert titles("") == ["New", "Old"]


def test_newest_first_on_request(tell: Make, titles: Make) -> None:
    tell("A saltmarsh, a saltmarsh.", title="Old", on="2024-01-01")
    tell("One saltmarsh among so many other words of this text here.", title="New", on="2026-01-01")
    assert titles("saltmarsh") == ["Old", "New"]
    assert titles("saltmarsh", sort="newest") == ["New", "Old"]


def test_each_facet_counts_all_matches_as_if_it_were_not_chosen(tell: Make, report: Make, ask: Make) -> None:
    tell(treatment=["ivf"], cycles=1, country="Chile", outcome="loss", age_band="30_34")
    tell(treatment=["ivf", "fet"], cycles=7, outcome="loss")
    report()
    found = ask("", filters={"kind": ["experience"], "treatment": ["fet"]}, per_page=1)
    counts = {name: {one.value: one.count for one in several} for name, several in found.facets.items()}
    assert found.total == 1
    assert counts["treatment"] == {"ivf": 2, "fet": 1}
    assert counts["kind"] == {"experience": 1}
    assert counts["cycles"] == {"4plus": 1}
    assert counts["country"] == {}
    labels = {one.value: one.label for one in found.facets["treatment"]}
    assert labels["fet"] == "Frozen embryo transfer"


def test_facets_can_be_typed(tell: Make, titles: Make) -> None:
    tell(title="Chile", country="Chile", age_band="35_39", cycles=5)
    tell(title="Peru", country="Peru", cycles=2)
    assert titles("country:chile") == ["Chile"]
    tell(title="Kent", country="England")
    tell(title="Fife", country="United Kingdom")
    assert set(titles("country:uk")) == {"Kent", "Fife"}
    assert titles("cycles:4+ age:35-39") == ["Chile"]
    assert titles("colour:blue") == []


def test_pages_follow_one_another_without_gap_or_repeat(tell: Make, titles: Make) -> None:
    for number in range(7):
        tell("The same words.", title=f"Story {number}", indexed=number == 6)
    search.rebuild()
    pages = [titles("same", page=page, per_page=3) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({title for page in pages for title in page}) == 7


@pytest.mark.parametrize("asked", ["saltmarsh", ""])
def test_what_a_reader_would_rather_not_meet_is_in_no_hit_count_or_suggestion(tell: Make, asked: str, ask: Make) -> None:
    for number in range(3):
        tell("A saltmarsh.", title=f"Saltmarsh {number}", content_notes=["loss"], outcome="loss")
    tell("Another saltmarsh.", title="Another")
    found = ask(asked, hidden=frozenset({"loss"}))
    assert [hit.row.text.title for hit in found.hits] == ["Another"]
    assert found.total == 1
    assert found.facets["outcome"] == []
    assert ask("saltmersh", hidden=frozenset({"loss"})).did_you_mean is None
    assert search.suggest("saltmars", hidden=frozenset({"loss"})) == []
    assert search.suggest("saltmars") != []


def test_a_withdrawn_story_is_gone_before_the_index_knows(tell: Make, change: Make, ask: Make) -> None:
    row = tell("A saltmarsh.", title="Withdrawn", country="Chile")
    tell("A saltmarsh.", title="Stays")
    with saving():
        outbox.promise("index", row.record)
    change(row, state="withdrawn", indexed=False)
    found = ask("saltmarsh")
    assert found.total == 1
    assert found.facets["country"] == []


def test_a_content_note_added_later_is_obeyed_before_the_index_knows(tell: Make, change: Make, ask: Make) -> None:
    row = tell("A saltmarsh.", title="Noted", country="Chile")
    with saving():
        outbox.promise("index", row.record)
        row.text.content_notes = ["loss"]
    found = ask("saltmarsh", hidden=frozenset({"loss"}))
    assert (found.total, found.facets["country"]) == (0, [])
    assert ask("saltmarsh").total == 1


def test_a_row_that_is_not_public_never_comes_out_of_the_index(tell: Make, change: Make, ask: Make) -> None:
    change(tell("A saltmarsh.", title="Hidden"), state="hidden", indexed=False)
    found = ask("saltmarsh")
    assert (found.total, found.hits) == (0, [])


def test_a_word_of_several_meanings_is_offered_not_expanded(tell: Make, ask: Make) -> None:
    tell("We used donor sperm.")
    found = ask("DS")
    assert found.total == 0
    [choice] = found.choices
    assert (choice.typed, [concept for concept, _ in choice.means]) == ("DS", ["donor_sperm", "living_children"])
    assert all(ask(instead).choices == [] for _, instead in choice.means)
    assert ask(choice.means[0][1]).total == 1
    assert ask("what if it fails").choices == []


def test_similar_texts_are_found_and_measured(tell: Make, report: Make) -> None:
    words = "The lighthouse keeper gave us plums while the clinic lost our saltmarshs in a storm"
    row = tell(words, title="Lighthouse")
    other = report("Lighthouse keepers grow plums.", title="Plums")
    tell("Quite another matter.", title="Other")
    found = search.similar(words)
    assert found[0] == (row.record, pytest.approx(1.0, abs=0.05))
    assert 0 < dict(found)[other.record] < 0.7
    assert search.similar(words, kind="news")[0][0] == other.record
    assert search.similar(words, exclude=[row.record])[0][0] == other.record
    assert search.similar("") == []


def test_suggestions_name_concepts_first_then_titles(tell: Make) -> None:
    tell("Words.", title="Frozen lighthouse")
    found = [one.text for one in search.suggest("froze")]
    assert all(one.casefold().startswith("froze") for one in found)
    assert len(found) == len(set(found)) <= 8
    assert [(one.text, one.kind) for one in search.suggest("frozen ligh")] == [("Frozen lighthouse", "experience")]
    assert search.suggest("") == []


def test_an_index_far_behind_the_database_shows_nothing_it_should_not(tell: Make, ask: Make) -> None:
    for number in range(12):
        tell("A saltmarsh.", title=f"Saltmarsh {number}", indexed=False)
    search.rebuild()
    with saving():
        db.session.execute(update(Experience).values(state="hidden"))
    assert ask("saltmarsh", per_page=1).hits == []
    assert ask("saltmarsh").total == 0
