"""The part of the bench that measures search: the hub and its rivals over the same stories, the same questions, one run."""

import itertools
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import asking, changes, warm
from tests.bench.asking import Question
from tests.bench.building import Built, build, entries
from tests.bench.changes import Changes
from tests.bench.clocks import CLOCKS
from tests.bench.engines import ENGINES, HUB, RIVALS, around, engine
from tests.bench.fresh import Fresh, asked_first
from tests.bench.progress import say

#: Beside it memory is counted: an index of so few stories takes none, and all code has run.
NEXT_TO_NOTHING = 20
#: From here on the tutorial's Whoosh takes seconds an answer, and is asked less often.
MANY = 50_000
SLOW, SELDOM = "Whoosh", 2
BURST = 3.0


@dataclass(frozen=True)
class Measured:
    """All that was measured over so many stories, by engine."""

    built: Built
    questions: list[Question]
    warm: dict[str, warm.Times]
    repeats: dict[str, int]
    totals: dict[str, list[int]]
    parts: dict[str, list[float]]
    fresh: dict[str, Fresh]
    base: dict[str, float]
    changes: dict[str, Changes]
    a_second: dict[tuple[str, int], float]
    clock: str
    load: float


def measure(sizes: Sequence[int], keep: Path | None, *, repeats: int | None = None, updates: int = 30, burst: float = BURST,
            clock: str = "wall") -> Iterator[Measured]:
    """Measure size after size. With `keep`, what was built lies there for the next time; `clock` tells answers, one of `CLOCKS`."""
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-")))
        say(f"sizes {', '.join(f'{size:,}' for size in sizes)}: about {_minutes(sizes)} minutes")
        base = _memory(build(folder, NEXT_TO_NOTHING))
        for size in sizes:
            yield _measured(build(folder, size), base, repeats or _usual(size), updates, burst, clock)


def _minutes(sizes: Sequence[int]) -> int:
    """On two quiet cores of 2026: two minutes, and three and a half more for each ten thousand stories."""
    return round(sum(2 + 3.5 * size / 10_000 for size in sizes))


def _usual(count: int) -> int:
    return 20 if count <= 2_000 else 10 if count < MANY else 5


def _memory(built: Built) -> dict[str, float]:
    """What each engine's process takes that has answered every question."""
    _, _, said = _asked(built)
    return {name: asked_first(name, built.folders[name], said[name], "wall").memory for name in ENGINES}


def _asked(built: Built) -> tuple[dict[str, Any], list[Question], dict[str, list[str]]]:
    """The engines, the questions, and how each is told to each engine."""
    opened = {name: engine(name)(folder) for name, folder in built.folders.items()}
    with around(opened[HUB]):
        questions = asking.questions()
    return opened, questions, {HUB: [one.typed for one in questions]} | {
        name: [opened[name].speak(one.asked) for one in questions] for name in RIVALS}


def _measured(built: Built, base: dict[str, float], repeats: int, updates: int, burst: float, clock: str) -> Measured:
    opened, questions, said = _asked(built)
    often = {name: min(repeats, SELDOM) if name == SLOW and built.count >= MANY else repeats for name in ENGINES}
    say(f"{built.count:,} stories: first answers in fresh processes")
    fresh = {name: asked_first(name, built.folders[name], said[name], clock) for name in ENGINES}
    say(f"{built.count:,} stories: warm answers, {repeats} times {len(questions)} questions, engines in turn")
    totals = warm.totals(opened, said)
    times = warm.take_turns(opened, said, often, CLOCKS[clock])
    load = os.getloadavg()[0]
    parts = warm.parts_of_the_hub(opened[HUB], questions, repeats, CLOCKS[clock])
    say(f"{built.count:,} stories: answers a second")
    rates = {(name, threads): warm.answers_a_second(opened[name], said[name], threads, burst) for name in ENGINES for threads in (1, 4)}
    say(f"{built.count:,} stories: {updates} stories added and taken out")
    return Measured(built, questions, times, often, totals, parts, fresh, base, changed(built, updates), rates, clock, load)


def changed(built: Built, updates: int) -> dict[str, Changes]:
    """Stories added to a copy of each index and taken out again."""
    several = list(itertools.islice(entries(built), updates))
    return {HUB: changes.of_hub(built.folders[HUB], built.count, updates)} | {
        name: changes.of_rival(name, built.folders[name], several) for name in RIVALS}
