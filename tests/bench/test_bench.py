"""The bench runs from end to end and compares like with like. Nothing here is timed."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from hub import search
from hub.db import part
from hub.search.engine import Plan, Scope, Sense, Slot
from hub.search.expansion import understand
from tests.bench import desk, pages, report
from tests.bench import search as bench
from tests.bench.asking import asked_for, queries
from tests.bench.building import Built, build
from tests.bench.corpus import Piece, stories
from tests.bench.engines import HUB, RIVALS, around, engine
from tests.bench.rivals import COUNTED

FEW = 60


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def built(kept: Path) -> Built:
    return build(kept, FEW)


@pytest.fixture(scope="module")
def engines(built: Built) -> Iterator[dict[str, Any]]:
    opened = {name: engine(name)(folder) for name, folder in built.folders.items()}
    with ExitStack() as stack:
        stack.enter_context(around(opened[HUB]))
        yield opened


def exactly(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Without what is said with other words in between: engines differ in what may stand there, and in which order."""
    senses = [tuple(Sense(tuple(way for way in sense.ways if not way.slack), sense.weight) for sense in slot.senses) for slot in slots]
    return tuple(Slot(slot.typed, said, slot.weight, slot.bonus) for slot, said in zip(slots, senses, strict=True))


@pytest.mark.parametrize("typed", [one for several in queries().values() for one in several])
def test_every_engine_finds_and_counts_the_same(engines: dict[str, Any], typed: str) -> None:
    asked = search.Query.parse(typed)
    ours: search.Engine = part("search")
    scope = Scope(asked.filters)
    plan = understand(asked, ours.lexicon(), scope).plan
    plan = Plan(exactly(plan.slots), plan.required, plan.excluded)
    answer = ours.answer(plan, scope, newest=False, start=0, limit=FEW)
    expected = {f"{kind}:{number}" for (kind, number), _ in answer.hits}
    counted = [name for name in COUNTED if name not in asked.filters]  # the hub counts a filtered facet as if it were not
    for name in RIVALS:
        said = engines[name].speak(asked_for(plan, scope))
        found = engines[name].ask(said)
        assert engines[name].keys(said) == expected, name
        assert found.total == answer.total == len(expected)
        assert len(found.keys) == len(found.excerpts) == min(10, found.total)
        for facet in counted:
            ours_counted = {value.replace(" ", "_"): count for value, count in answer.counts[facet].items()}
            assert found.counts.get(facet, {}) == ours_counted, (name, facet)


def test_most_questions_have_answers(engines: dict[str, Any]) -> None:
    found = [engines[HUB].ask(typed).total for several in queries().values() for typed in several]
    assert len(found) == 43
    assert sum(total > 0 for total in found) > 38


def test_a_story_can_be_added_and_taken_out_of_each(built: Built) -> None:
    measured = bench.changed(built, 1)
    assert measured[HUB].gone_at_once
    assert all(len(one.added) == len(one.taken) == 1 for one in measured.values())


def test_all_is_measured_and_told(kept: Path, built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    report.tell(bench.measure([built.count], kept, repeats=1, updates=1, burst=0.01))
    told = capsys.readouterr().out
    for said in ("warm, p50", "memory added", "one rare word", "out of every process's next answer"):
        assert said in told


def test_pages_are_measured_beside_a_bare_hello(kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in (("KEPT", 3), ("NEW", 1), ("ROUNDS", 1)):
        monkeypatch.setattr(pages, name, few)
    pages.tell([FEW, FEW + 1], kept)
    told = capsys.readouterr().out
    for name in pages.LEAST:
        assert len(re.findall(rf"^  {re.escape(name)} .* (?:yes|NO)$", told, re.M)) == 3, name


def test_the_corpus_is_the_same_each_time_and_a_smaller_one_its_beginning() -> None:
    assert list(stories(40)) == list(islice(stories(1200), 40))


def test_the_corpus_speaks_of_its_field_and_holds_its_rare_words() -> None:
    texts = [f" {piece.body.lower()} " for piece in stories(2000)]
    share = {word: sum(word in text for text in texts) / 2000 for word in ("embryo", "transfer", "ivf", *queries()["one rare word"][:3])}
    assert all(0.6 < share[word] < 0.85 for word in ("embryo", "transfer", "ivf"))
    assert all(0 < share[word] < 0.05 for word in queries()["one rare word"][:3])
    lengths = [len(text.split()) for text in texts]
    assert 300 < sum(lengths) / len(lengths) < 380


def test_pieces_of_both_kinds_have_what_the_hub_asks_for() -> None:
    pieces: list[Piece] = list(stories(500))
    assert {piece.kind for piece in pieces} == {"experience", "news"}
    assert all(0 < len(piece.title) <= 120 for piece in pieces)


def test_the_desk_is_measured_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    one = desk.measure(30, 3, 6, 1)
    assert (one.decisions, one.twice, one.lost, one.keys, one.pages) == (6, 0, 0, 2, 2)
    desk.tell(30, 1, 1, 1)
    assert "keys from the queue to published" in capsys.readouterr().out
