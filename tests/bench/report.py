"""What was measured, as plain tables: each size, every target with what was reached, and how it grows."""

import os
from collections.abc import Callable, Iterable
from statistics import median

from tests.bench.engines import ENGINES, HUB, RIVALS
from tests.bench.figures import flat, percentile
from tests.bench.search import Measured
from tests.bench.targets import as_ratio, reached

WIDTH = 34


def tell(measured: Iterable[Measured]) -> None:
    """Print each size as soon as it is measured, and how it grew from the one before."""
    before = None
    for one in measured:
        _size(one)
        _kinds(one)
        _agreement(one)
        _targets(one)
        if before:
            _growth(before, one)
        before = one


def _size(one: Measured) -> None:
    told = {"wall": "", "cpu": " (answers: of processor time)"}[one.clock]
    print(f"\n== {one.built.count:,} stories, {len(one.questions)} questions, milliseconds{told} unless said otherwise")
    print(f"   The machine's load while they were answered: {one.load:.1f} on {os.cpu_count()} cores; the bench itself is 1")
    _row("", ENGINES)
    _figures("one answer, warm, p50", lambda name: median(flat(one.warm[name])))
    _figures("one answer, warm, p95", lambda name: percentile(flat(one.warm[name]), 0.95))
    _row("  the hub's p50 against it", ["", *(_ratio(one, name, 0.5) for name in RIVALS)])
    _row("  the hub's p95 against it", ["", *(_ratio(one, name, 0.95) for name in RIVALS)])
    _figures("first time asked, p50", lambda name: median(one.fresh[name].cold))
    _figures("first time asked, worst", lambda name: max(one.fresh[name].cold))
    _figures("opened in a fresh process", lambda name: one.fresh[name].opening)
    _figures("memory added a process, MB", lambda name: one.fresh[name].memory - one.base[name])
    _figures("story added, findable, p50", lambda name: median(one.changes[name].added))
    _figures("story added, findable, p95", lambda name: percentile(one.changes[name].added, 0.95))
    _figures("story taken out, p50", lambda name: median(one.changes[name].taken))
    _figures("story taken out, p95", lambda name: percentile(one.changes[name].taken, 0.95))
    _figures("answers a second, 1 thread", lambda name: one.a_second[name, 1])
    _figures("answers a second, 4 threads", lambda name: one.a_second[name, 4])
    _figures("index on disk, MB", lambda name: one.built.megabytes[name])
    _figures("index built, s", lambda name: one.built.seconds[name])
    for name, repeats in one.repeats.items():
        if repeats < max(one.repeats.values()):
            print(f"  ({name} is too slow here to ask more than {repeats} times each; the others {max(one.repeats.values())})")
    slowest = sorted(zip(one.fresh[HUB].cold, (question.typed for question in one.questions), strict=True), reverse=True)[:4]
    print("  The hub's slowest first answers: " + ", ".join(f"{typed} {took:.1f}" for took, typed in slowest))
    query, found, rest = (median(one.parts[part]) for part in ("query", "engine", "rest"))
    print(f"  The hub's p50 by part: reading the query {query:.2f}, engine {found:.2f}, rows, excerpts and labels {rest:.2f}")


def _kinds(one: Measured) -> None:
    print("\nOne answer, warm, p50 / p95 by kind")
    _row("", ENGINES)
    for kind in dict.fromkeys(question.kind for question in one.questions):
        places = [place for place, question in enumerate(one.questions) if question.kind == kind]
        cells = []
        for name in ENGINES:
            times = flat(one.warm[name][place] for place in places)
            cells.append(f"{median(times):.2f} / {percentile(times, 0.95):.2f}")
        _row(kind, cells)


def _agreement(one: Measured) -> None:
    """Where the totals differ, by how much at most."""
    print("\nNumber of matches")
    for name in RIVALS:
        pairs = list(zip(one.totals[HUB], one.totals[name], strict=True))
        off = max(abs(theirs - ours) / max(ours, theirs, 1) for ours, theirs in pairs)
        same = sum(ours == theirs for ours, theirs in pairs)
        print(f"  {name:<10} the same as the hub's for {same} of {len(pairs)} questions, at most {off:.1%} off")


def _targets(one: Measured) -> None:
    print("\nTargets for one answer")
    for target in reached(one):
        print(f"  {target.says:<62} {target.goal:>12}   {target.reached:>12}   {'yes' if target.met else 'NO'}", flush=True)


def _growth(smaller: Measured, larger: Measured) -> None:
    print(f"\n== From {smaller.built.count:,} to {larger.built.count:,} stories, times as much")
    _row("", ENGINES)
    for what, value in (("warm p50", lambda one, name: median(flat(one.warm[name]))),
                        ("warm p95", lambda one, name: percentile(flat(one.warm[name]), 0.95)),
                        ("story added, p50", lambda one, name: median(one.changes[name].added)),
                        ("story taken out, p50", lambda one, name: median(one.changes[name].taken))):
        _figures(what, lambda name, value=value: value(larger, name) / value(smaller, name))


def _ratio(one: Measured, name: str, share: float) -> str:
    return as_ratio(percentile(flat(one.warm[HUB]), share) / percentile(flat(one.warm[name]), share))


def _figures(what: str, value: Callable[[str], float]) -> None:
    _row(what, [f"{value(name):.2f}" for name in ENGINES])


def _row(what: str, cells: Iterable[str]) -> None:
    print(f"  {what:<{WIDTH}}" + "".join(f"{cell:>18}" for cell in cells))
