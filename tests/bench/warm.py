"""What answers cost an engine that has been running for a while, all engines in one process, turn by turn."""

import itertools
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hub import search
from hub.db import part
from hub.search.engine import Scope
from hub.search.expansion import understand
from tests.bench.asking import Question
from tests.bench.engines import HUB, around
from tests.bench.rivals import TOP

Times = list[list[float]]
"""For each question the milliseconds of each time it was asked."""


def take_turns(engines: Mapping[str, Any], said: Mapping[str, Sequence[str]], repeats: Mapping[str, int],
               clock: Callable[[], float]) -> dict[str, Times]:
    """Each question once unmeasured, then so often measured, each time another engine first."""
    names = list(engines)
    times: dict[str, Times] = {name: [[] for _ in said[name]] for name in names}
    for round_ in range(max(repeats.values()) + 1):
        first = round_ % len(names)
        for number in range(len(said[HUB])):
            for name in (*names[first:], *names[:first]):
                if round_ <= repeats[name]:
                    took = _timed(engines[name], said[name][number], clock)
                    if round_:
                        times[name][number].append(took)
    return times


def totals(engines: Mapping[str, Any], said: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """How many matches each engine finds for each question."""
    found = {}
    for name, opened in engines.items():
        found[name] = []
        for one in said[name]:
            with around(opened):
                found[name].append(opened.ask(one).total)
    return found


def parts_of_the_hub(hub: Any, questions: Sequence[Question], repeats: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    """What of the hub's answers goes into reading the query, into the engine, and into rows, excerpts and labels."""
    several = [question.typed for question in questions] * repeats
    whole = [_timed(hub, typed, clock) for typed in several]
    parts = [_parts(hub, typed, clock) for typed in several]  # not one after the other: the second would find all at hand
    return {"query": [query for query, _ in parts], "engine": [found for _, found in parts],
            "rest": [all_ - query - found for all_, (query, found) in zip(whole, parts, strict=True)]}


def _parts(hub: Any, typed: str, clock: Callable[[], float]) -> tuple[float, float]:
    with around(hub):
        engine: search.Engine = part("search")
        began = clock()
        query = search.Query.parse(typed)
        scope = Scope(query.filters)
        plan = understand(query, engine.lexicon(), scope).plan
        read = clock()
        engine.answer(plan, scope, newest=False, start=0, limit=TOP)
        return (read - began) * 1000, (clock() - read) * 1000


def answers_a_second(opened: Any, said: Sequence[str], threads: int, seconds: float) -> float:
    """How many answers an engine gives when so many threads ask one after another."""
    counted: list[int] = []
    end = time.perf_counter() + seconds

    def ask(offset: int) -> None:
        asked = 0
        for one in itertools.islice(itertools.cycle(said), offset, None):
            if time.perf_counter() > end:
                break
            with around(opened):
                opened.ask(one)
            asked += 1
        counted.append(asked)

    workers = [threading.Thread(target=ask, args=(number * 11,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counted) / seconds


def _timed(opened: Any, said: str, clock: Callable[[], float]) -> float:
    with around(opened):
        began = clock()
        opened.ask(said)
        return (clock() - began) * 1000
