"""The reader's side of search: a query in, hits with their reasons out.

What a reader would rather not meet is left out of hits, counts and suggestions alike, and records whose
withdrawal the index does not know yet are subtracted at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import islice

from hub.db import part
from hub.reference.facets import label
from hub.reference.vocabulary import vocabulary
from hub.search.analysis import stems
from hub.search.choices import choices
from hub.search.document import FACETS, Key, Row, facets_of, key_of, keys, text_of, title_of
from hub.search.endings import in_turn
from hub.search.engine import Answer, Engine, FacetCount, Hit, IndexUnavailable, Match, Results, Scope, Slot
from hub.search.excerpts import FAINT, Marker
from hub.search.expansion import understand
from hub.search.indexing import public_keys, public_rows
from hub.search.query import Query

UNAVAILABLE = "Search is being repaired and will be back in a moment. Everything can still be read."
MOST_VALUES = 40
#: An index so far behind the database that this many pages in a row hold lost rows answers with what is left.
MOST_ASKED = 5
LABELS = {"kind": {"experience": "Experiences", "news": "News"}, "cycles": {"4plus": "4 or more"}}


def find(
    query: Query,
    *,
    filters: Mapping[str, Collection[str]] = {},
    hidden: frozenset[str] = frozenset(),
    sort: str = "relevance",
    mixed: bool = False,
    page: int = 1,
    per_page: int = 10,
) -> Results:
    """The public records that meet a query, best (or `newest`) first, with counts over all of them.

    `filters`: for a facet the values of which one must hold; `hidden`: content notes not to be met; `mixed`: endings
    take turns. Without words everything is listed, newest first. Never raises for a query or a broken index.
    """
    engine: Engine = part("search")
    chosen = {name: values for name, values in {**query.filters, **filters}.items() if name in FACETS and values}
    try:
        scope = Scope(chosen, hidden, _masked(engine, hidden))
        understood = understand(query, engine.lexicon(), scope)
        asking = partial(in_turn, engine) if mixed else engine.answer
        answer, rows = _loaded(partial(asking, understood.plan, newest=sort == "newest" or query.is_empty,
                                       start=max(0, page - 1) * per_page, limit=per_page), scope)
    except IndexUnavailable:
        return Results(notes=[*query.ignored, UNAVAILABLE], unavailable=True)
    slots = (*understood.plan.slots, *understood.plan.required)
    plainly, at_all = _Reasons(slots, FAINT), cache(lambda: _Reasons(slots, 0))
    hits = [hit if hit.matched else at_all().hit(hit.row, hit.score) for key, score in answer.hits
            for hit in (plainly.hit(rows[key], score),)]
    return Results(answer.total, hits, _facets(answer), understood.did_you_mean, list(query.ignored), choices(query),
                   plan=understood.plan, scope=scope)


def similar(
    text: str, *, kind: str | None = None, limit: int = 20, hidden: frozenset[str] = frozenset(), exclude: Collection[str] = ()
) -> list[tuple[str, float]]:
    """Public records whose words are like a text's: key and likeness from 0 to 1, the most alike first.

    Empty when the index cannot be read.
    """
    engine: Engine = part("search")
    try:
        masked = {*_masked(engine, hidden), *keys(exclude)}
        scope = Scope({"kind": (kind,)} if kind else {}, hidden, masked)
        found = engine.similar(stems(text), scope, limit)
    except IndexUnavailable:
        return []
    rows = public_rows([key for key, _ in found])
    return [(f"{name}:{number}", score) for (name, number), score in found if (name, number) in rows]


def _masked(engine: Engine, hidden: frozenset[str]) -> set[Key]:
    """Records the index may still answer with although readers may no longer see them, or not these readers."""
    names = keys(engine.pending())
    waiting = engine.holding(names) if names else []
    if not hidden:
        return set(waiting) - public_keys(waiting)
    rows = public_rows(waiting)
    return {key for key in waiting if key not in rows or hidden & rows[key].notes_met}


def _loaded(asking: Callable[[Scope], Answer], scope: Scope) -> tuple[Answer, dict[Key, Row]]:
    """The answer with its rows; a key without a row this reader may see is masked and the engine asked again."""
    for _ in range(MOST_ASKED):
        answer = asking(scope)
        rows = public_rows([key for key, _ in answer.hits])
        lost = {key for key, _ in answer.hits if key not in rows or scope.hidden & rows[key].notes_met}
        if not lost:
            break
        scope = Scope(scope.filters, scope.hidden, {*scope.masked, *lost})
    return replace(answer, hits=[hit for hit in answer.hits if hit[0] not in lost]), rows


class _Reasons:
    """Why records were found, by ways of meeting the query that weigh at least so much."""

    def __init__(self, slots: Sequence[Slot], least: float) -> None:
        self._marker = Marker(slots, least)
        # An author's own choice in a facet may be what meets a word. Never an ending: no card tells it.
        self._chosen = [(slot.typed, sense.concept, *way.facet) for slot in slots if not slot.bonus for sense in slot.senses
                        for way in sense.ways if way.facet and way.facet[0] != "outcome" and sense.weight * way.weight >= least]

    def hit(self, row: Row, score: float) -> Hit:
        """The record with its passage marked and its reasons."""
        key = key_of(row)
        title, excerpt, matched = self._marker.present(title_of(row), text_of(row))
        told = {match.typed for match in matched}
        if chosen := [one for one in self._chosen if one[0] not in told]:
            held = facets_of(row)
            for typed, concept, name, value in chosen:
                if typed not in told and value in held.get(name, ()):
                    matched.append(Match(typed, concept, _label(name, value), name))
                    told.add(typed)
        return Hit(key[0], f"{key[0]}:{key[1]}", row, score, title, excerpt, matched)


def _facets(answer: Answer) -> dict[str, list[FacetCount]]:
    found = {}
    for name, counts in answer.counts.items():
        found[name] = [FacetCount(value, _label(name, value), count) for value, count in islice(counts.items(), MOST_VALUES)]
    return found


@lru_cache(maxsize=2_000)
def _label(name: str, value: str) -> str:
    if name == "topic":
        concept = vocabulary().concepts.get(value)
        return concept.label if concept else value
    return LABELS.get(name, {}).get(value) or label("age_band" if name == "age" else name, value)
