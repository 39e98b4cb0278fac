"""A list in which the endings take turns, so that no first page is all births.

Each turn holds the next best (or newest) story of every ending there still is, those without an ending as one more; within
a turn the usual order stands. A story's place depends on the list alone, so pages follow one another without gap or
repeat. Not here: whether a reader wants it (`hub/web/asking.py`).
"""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from hub.reference.facets import FACETS
from hub.search.document import Key
from hub.search.engine import Alternative, Answer, Engine, Plan, Scope
from hub.search.indexing import public_rows

_TOLD = tuple(Alternative(facet=("outcome", value)) for value in FACETS["outcome"].values)


def in_turn(engine: Engine, plan: Plan, scope: Scope, *, newest: bool, start: int, limit: int) -> Answer:
    """One page of the list whose endings take turns; total and counts are those of the same list in its usual order."""
    whole = engine.answer(plan, scope, newest=newest, start=0, limit=1)
    chosen = scope.filters.get("outcome")
    counts = whole.counts["outcome"].items()
    sizes: dict[str | None, int] = {value: count for value, count in counts if not chosen or value in chosen}
    sizes[None] = max(0, whole.total - sum(sizes.values()))

    def before(turn: int) -> int:
        return sum(min(size, turn) for size in sizes.values())

    turns = range(max(sizes.values()) + 1)
    first = bisect_right(turns, start, key=before) - 1
    last = min(bisect_left(turns, start + limit, key=before), turns[-1])
    taking: list[list[tuple[Key, float]]] = [[] for _ in range(first, last)]
    for ending, size in sizes.items():
        if taking and size > first:
            found = engine.answer(*_only(plan, scope, ending), newest=newest, start=first, limit=last - first).hits
            for turn, hit in zip(taking, found, strict=False):
                turn.append(hit)
    hits = [hit for turn in taking for hit in _ordered(turn, newest)]
    skipped = start - before(first)
    return replace(whole, hits=hits[skipped : skipped + limit])


def _only(plan: Plan, scope: Scope, ending: str | None) -> tuple[Plan, Scope]:
    """The same question of the stories with one ending; None: of what tells of no ending."""
    if ending:
        return plan, replace(scope, filters={**scope.filters, "outcome": (ending,)})
    return replace(plan, excluded=(*plan.excluded, *_TOLD)), scope


def _ordered(turn: list[tuple[Key, float]], newest: bool) -> list[tuple[Key, float]]:
    """One turn, best or newest first."""
    if not newest:
        return sorted(turn, key=lambda hit: (-hit[1], hit[0]))
    rows = public_rows([key for key, _ in turn])
    days = {key: row.published_on.toordinal() if row.published_on else 0 for key, row in rows.items()}
    return sorted(turn, key=lambda hit: (-days.get(hit[0], 0), hit[0]))
