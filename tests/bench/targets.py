"""What one answer of the hub's search may cost, by size, and whether it does."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.engines import HUB
from tests.bench.figures import flat, percentile
from tests.bench.search import Measured

SIZES = (1_000, 10_000, 100_000)
#: The hub's share of the rival's time, at most.
P50 = {"tantivy": (1.3, 0.8, 0.8), "FTS5": (0.8, 0.15, 0.03), "Whoosh": (1 / 15, 1 / 80, 1 / 300)}
P95 = {"tantivy": (1.5, 1.0, 1.2)}
COLD = (10, 30, 150)  # ms
MEMORY = (20, 40, 150)  # MB
FINDABLE = 2_000  # ms


@dataclass(frozen=True)
class Target:
    """A goal in words, and what was reached."""

    says: str
    goal: str
    reached: str
    met: bool


def reached(one: Measured) -> Iterator[Target]:
    """Every target of this size."""
    if one.built.count in SIZES:
        yield from _of_size(one, SIZES.index(one.built.count))
    changes = one.changes[HUB]
    late = percentile(changes.by_worker, 0.95)
    yield Target("published: findable, p95, the worker running as it does", f"{FINDABLE} ms", f"{late:.0f} ms", late <= FINDABLE)
    yield Target("withdrawn: out of every process's next answer", "always", "always" if changes.gone_at_once else "not always",
                 changes.gone_at_once)


def _of_size(one: Measured, column: int) -> Iterator[Target]:
    for says, goals, share in (("p50", P50, 0.5), ("p95", P95, 0.95)):
        for rival, goal in goals.items():
            ratio = percentile(flat(one.warm[HUB]), share) / percentile(flat(one.warm[rival]), share)
            yield Target(f"warm {says} against {rival}", as_ratio(goal[column]), as_ratio(ratio), ratio <= goal[column])
    cold = max(one.fresh[HUB].cold)
    yield Target("worst answer the first time asked", f"{COLD[column]} ms", f"{cold:.1f} ms", cold <= COLD[column])
    memory = one.fresh[HUB].memory - one.base[HUB]
    yield Target("memory added a process", f"{MEMORY[column]} MB", f"{memory:.1f} MB", memory <= MEMORY[column])


def as_ratio(ratio: float) -> str:
    """A ratio as people say it: 0.80, or 1/15."""
    return f"{ratio:.2f}" if ratio > 0.14 else f"1/{1 / ratio:.0f}"
