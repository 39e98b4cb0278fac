"""Readers and authors say the same in different everyday words; and what must not be widened."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub import search
from hub.reference.everyday import EverydayFault, everyday, load
from hub.reference.vocabulary import vocabulary
from hub.search.analysis import STOP_WORDS, quiet, stem, tokens
from hub.search.paraphrase import MOST_WAYS, paraphrases

Make = Callable[..., Any]
CASES = tomllib.loads((Path(__file__).parent / "everyday_cases.toml").read_text(encoding="utf-8"))


@pytest.fixture
def ranks(tell: Make, titles: Make) -> dict[str, int]:
    """The place of each case's own text in the answer to its question, among the texts of all cases."""
    for name, case in CASES.items():
        tell(case["text"], title=f"Untitled {list(CASES).index(name)}", indexed=False)
    search.rebuild()
    found = {}
    for number, (name, case) in enumerate(CASES.items()):
        listed = titles(case["asked"], per_page=50)
        own = f"Untitled {number}"
        found[name] = listed.index(own) + 1 if own in listed else len(CASES) + 1
    return found


# What readers find


def test_other_words_for_the_same_are_found(ranks: dict[str, int]) -> None:
    assert [name for name, rank in ranks.items() if rank > len(CASES)] == []
    assert sum(rank <= 3 for rank in ranks.values()) >= 30
    assert sum(rank == 1 for rank in ranks.values()) >= 20


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("told nobody", "We kept this to ourselves until spring."),
        ("told no one", "Nobody knew, and we liked it so."),
        ("boss", "My line manager moved the meeting."),
        ("sacked", "She was made redundant in May."),
        ("jelous", "I resented her and smiled."),
        ("gave up", "In June we called it a day."),
        ("black and blue", "Bruises everywhere, and he counted them."),
    ],
)
def test_a_word_or_saying_finds_another(tell: Make, titles: Make, asked: str, told: str) -> None:
    tell(told, title="Told")
    tell("We walked by the lake with a flask of soup.", title="Other")
    assert titles(asked) == ["Told"]


def test_a_hit_says_which_words_were_found(tell: Make, ask: Make) -> None:
    tell("My supervisor moved the rota.")
    hit = ask("boss").hits[0]
    assert [(match.typed, match.found) for match in hit.matched] == [("boss", "supervisor")]
    assert "<mark>supervisor</mark>" in hit.excerpt


def test_what_is_only_near_is_told_of_where_nothing_better_is_met(tell: Make, ask: Make) -> None:
    tell("He never apologised.", title="Near")
    tell("It was a blunder, he never apologised.", title="Same")
    found = {hit.title: hit.excerpt.count("<mark>") for hit in ask("bungled").hits}
    assert found == {"Same": 1, "Near": 1}
    assert [hit.title for hit in ask("bungled").hits][0] == "Same"


# What stays first, and what is not widened


def test_the_typed_words_stand_before_others_for_them(tell: Make, titles: Make) -> None:
    tell("The boss knew of my debt, and there the story of that year could end for all I care.", title="Typed")
    tell("My manager, the manager of managers, knew of the overdraft and the overdraft grew.", title="Otherwise")
    tell("My boss, a boss like any boss, knew that we owed.", title="Half")
    assert titles("boss debt") == ["Typed", "Half", "Otherwise"]


@pytest.mark.parametrize("asked", ['"boss"', "boss*"])
def test_what_was_meant_literally_is_not_widened(tell: Make, titles: Make, asked: str) -> None:
    tell("A manager rang.", title="Manager")
    tell("The boss rang.", title="Boss")
    assert titles(asked) == ["Boss"]


def test_a_word_left_out_leaves_out_itself_alone(tell: Make, titles: Make) -> None:
    tell("The boss and his debt.", title="Boss")
    tell("The manager and his debt.", title="Manager")
    assert titles("debt -boss") == ["Manager"]


def test_shorthand_is_never_widened() -> None:
    for known in vocabulary().acronyms:
        assert paraphrases(tokens(known)) == [] or " " in known, known


@pytest.mark.parametrize("asked", ["FET", "PCOS", "ICSI", "endometriosis", "blastocyst"])
def test_a_question_for_one_thing_of_the_field_is_not_widened(asked: str) -> None:
    assert paraphrases(tokens(asked)) == []


def test_no_word_brings_more_than_a_bounded_number_of_others() -> None:
    for group in everyday():
        for member in (*group.same, *group.near):
            for found in paraphrases(tokens(member)):
                assert 1 <= sum(len(sense.ways) for sense in found.senses) <= MOST_WAYS
                assert all(sense.weight <= 0.5 for sense in found.senses)


# How a question is put


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("does anyone hide the bump", ["hide", "bump"]),
        ("is it normal to bleed", ["bleed"]),
        ("how long does it take to grieve", ["grieve"]),
        ("what is it like at nights alone", ["nights", "alone"]),
        ("nobody knows", ["nobody", "knows"]),
    ],
)
def test_the_scaffold_of_a_question_does_not_count_and_what_it_is_about_does(asked: str, counts: list[str]) -> None:
    words = asked.split()
    assert [word for place, word in enumerate(words) if place not in quiet(words)] == counts


def test_a_question_that_is_all_scaffold_still_finds(tell: Make, titles: Make) -> None:
    tell("Is it normal, I asked.", title="Asked")
    tell("We walked.", title="Walked")
    assert titles("is it normal") == ["Asked"]


# The list


def test_the_list_is_as_wide_as_life_and_each_group_is_tight() -> None:
    groups = everyday()
    assert len(groups) >= 350
    for group in groups:
        members = [*group.same, *group.near]
        assert 3 <= len(members) <= 15, members
        assert len({tuple(map(stem, member.split())) for member in members}) == len(members), members


def test_no_member_is_a_stop_word_or_shorthand() -> None:
    members = {member for group in everyday() for member in (*group.same, *group.near)}
    assert members & STOP_WORDS == set()
    assert members & (vocabulary().acronyms | vocabulary().collisions.keys()) == set()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("boss; manager; Boss", "'boss' stands there twice"),
        ("boss; manager ~ boss", "'boss' stands there twice"),
        ("boss", "fewer than two"),
        ("~ boss; manager", "fewer than two"),
        ("boss; ; manager", "without a word"),
        ("boss; a very long way of saying it", "longer than"),
        ("\n".join(f"boss; word{letter}" for letter in "abcd"), "'boss' stands in 4 groups"),
    ],
)
def test_the_loader_refuses(tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "list.toml"
    path.write_text(f"reviewed = '2026-01-01'\nsource = 'a test'\n[work]\ngroups = '''\n{lines}\n'''\n", encoding="utf-8")
    with pytest.raises(EverydayFault, match=said):
        load(path)


def test_a_list_without_date_or_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text("[work]\ngroups = 'boss; manager'\n", encoding="utf-8")
    with pytest.raises(EverydayFault) as caught:
        load(path)
    assert caught.value.faults == ("no `reviewed`", "no `source`")
