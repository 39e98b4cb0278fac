"""The queries of the bench, and each of them as the hub expands it, for engines that know nothing of the hub."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub import search
from hub.db import part
from hub.search.document import Row, document_of
from hub.search.engine import Alternative, Plan, Scope, Slot
from hub.search.expansion import understand
from hub.search.schema import VALUES
from tests.bench.rivals import Asked, Entry, Way


@dataclass(frozen=True)
class Question:
    """A query as typed, its kind, and as the hub expanded it."""

    kind: str
    typed: str
    asked: Asked


@cache
def queries() -> dict[str, list[str]]:
    """What is asked, by kind."""
    return tomllib.loads((Path(__file__).parent / "queries.toml").read_text(encoding="utf-8"))


def questions() -> list[Question]:
    """All queries, expanded with the words of the present hub's index."""
    return [Question(kind, typed, expanded(typed)) for kind, several in queries().items() for typed in several]


def expanded(typed: str) -> Asked:
    """A typed query as the hub expands it."""
    query = search.Query.parse(typed)
    engine: search.Engine = part("search")
    scope = Scope(query.filters)
    return asked_for(understand(query, engine.lexicon(), scope).plan, scope)


def asked_for(plan: Plan, scope: Scope) -> Asked:
    """A plan without weights, each way once."""
    return Asked(_ways(plan.slots), tuple(_ways([slot]) for slot in plan.required), tuple(map(_way, plan.excluded)),
                 tuple((name, tuple(map(_joined, values))) for name, values in scope.filters.items()))


def entry_of(row: Row) -> Entry:
    """A public row as engines index it: what the hub's own index holds of it."""
    document = document_of(row)
    values = {name: [_joined(value) for value in document.values.get(name, ())] for name in VALUES}
    return Entry(":".join(map(str, document.key)), " ".join(document.title), " ".join(document.body), " ".join(sorted(document.words)),
                 {name: found for name, found in values.items() if found})


def _ways(slots: Iterable[Slot]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(_way(way) for slot in slots for sense in slot.senses for way in sense.ways))


def _way(way: Alternative) -> Way:
    return Way(way.stems, way.slack, way.word, (way.facet[0], _joined(way.facet[1])) if way.facet else None)


def _joined(value: str) -> str:
    """A value as one word."""
    return value.replace(" ", "_")
