"""What a reader is told beside the hits: which typed words met nothing, what would find something, and whose voice is missing.

Every offer was asked first, with the reader's own filters and boundaries, so none leads to an empty page. Not here: the words
it is said in (templates), and misspelt words (`correction.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hub.db import part
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary
from hub.search.analysis import words
from hub.search.correction import written
from hub.search.engine import Engine, IndexUnavailable, Plan, Results, Scope, Slot
from hub.search.expansion import INNER, saying
from hub.search.finding import find
from hub.search.query import Query, Term

MOST_OFFERS = 3
#: Facets whose values are what a story is about, not who tells it or how it ended.
SUBJECTS = ("diagnosis", "treatment")
#: Who tells, as it is typed.
TELLERS = {value.replace("_", " "): value for value in FACETS["perspective"].values}


@dataclass(frozen=True, slots=True)
class Offer:
    """Another question and how many it finds: `query`, without the filters in the facet `without`."""

    query: str
    total: int
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody nobody has heard yet: who (a perspective), about what (a concept); one of them may be open."""

    perspective: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """See this module."""

    unmet: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    missing: Voice | None = None


def advise(query: Query, results: Results) -> Advice:
    """What to tell the reader of these results beside them; nothing when the index cannot be read."""
    if results.unavailable:
        return Advice()
    try:
        unmet = [slot for slot in _asked(results.plan) if not _is_met(slot, results)]
        offers = [] if results.total else list(_offers(query, results, unmet))
        return Advice([slot.typed for slot in unmet], offers[:MOST_OFFERS], _missing(results, unmet))
    except IndexUnavailable:
        return Advice()


def _asked(plan: Plan) -> list[Slot]:
    """What was typed, but for numbers: how many it was matters less than what."""
    return [slot for slot in (*plan.required, *plan.slots) if not slot.bonus and slot.weight == 1]


def _is_met(slot: Slot, results: Results) -> bool:
    """Whether any record says it, not only what stands near it."""
    itself = replace(slot, senses=tuple(sense for sense in slot.senses if sense.weight >= INNER))
    meant = {sense.concept for sense in itself.senses}
    told = (match for hit in results.hits for match in hit.matched if match.typed == slot.typed and match.concept in meant)
    return any(len(words(match.found)) >= len(words(slot.typed)) for match in told) or _count(Plan((itself,)), results.scope) > 0


def _count(plan: Plan, scope: Scope) -> int:
    engine: Engine = part("search")
    return engine.answer(plan, scope, newest=True, start=0, limit=1).total


# What would find something


def _offers(query: Query, results: Results, unmet: list[Slot]) -> Iterator[Offer]:
    seen = {query.text}
    for text in (*_nearby(query, unmet), *_wider(results, unmet)):
        if text not in seen and (total := _total(text, results.scope)):
            yield Offer(text, total)
        seen.add(text)
    chosen = {name: values for name, values in results.scope.filters.items() if name not in query.filters}
    for name in chosen:
        others = {other: values for other, values in chosen.items() if other != name}
        if total := _total(query.text, replace(results.scope, filters=others)):
            yield Offer(query.text, total, name)


def _nearby(query: Query, unmet: list[Slot]) -> Iterator[str]:
    """The query without its unmet words, without its quotes, without what it leaves out."""
    lost = {word for slot in unmet for word in words(slot.typed)}
    met = [term for term in query.terms if term.unwanted or not lost.issuperset(term.words)]
    if any(not term.unwanted for term in met):
        yield _written(query, met)
    yield _written(query, [replace(term, phrase=False) for term in query.terms])
    yield _written(query, [term for term in query.terms if not term.unwanted])


def _wider(results: Results, unmet: list[Slot]) -> Iterator[str]:
    """What the unmet words are kinds of, the nearest first, where anybody speaks of it."""
    known = vocabulary().concepts
    wider = [concept for slot in unmet for sense in slot.senses[:1] if (concept := sense.concept)]
    for concept in wider:  # grows while it is read: what each is a kind of comes after it
        wider += [broader for broader in known[concept].broader if broader not in wider]
        if _count(Plan(required=(saying(concept),)), results.scope):
            yield known[concept].label


def _written(query: Query, terms: list[Term]) -> str:
    """The query as it would be typed with these terms; never none at all, which would list everything."""
    typed = [written(term) for term in terms]
    return " ".join([*typed, *(f'{name}:"{values[0]}"' for name, values in query.filters.items())]) if typed else query.text


def _total(text: str, scope: Scope) -> int:
    query = Query.parse(text)
    filters = {name: values for name, values in scope.filters.items() if name not in query.filters}
    return find(query, filters=filters, hidden=scope.hidden, per_page=1).total


# Whose voice is missing


def _missing(results: Results, unmet: list[Slot]) -> Voice | None:
    """The teller and the subject of the question, if no experience joins them; one of them alone, if nothing was found or the
    word for it met nothing."""
    known, filters = vocabulary(), results.scope.filters
    concepts = [slot.senses[0].concept for slot in _asked(results.plan) if slot.senses]
    tellers = [*filters.get("perspective", ()),
               *(TELLERS[slot.typed] for slot in _asked(results.plan) if slot.typed in TELLERS)]
    subjects = [*filters.get("topic", ()), *(one.id for name in SUBJECTS for value in filters.get(name, ())
                                             if (one := known.for_facet(name, value)))]
    for concept in concepts:
        facet = known.concepts[concept].facet if concept else None
        if concept and facet and facet[0] == "perspective":
            tellers.append(facet[1])
        elif concept and not (facet and facet[0] == "outcome"):
            subjects.append(concept)
    voice = Voice(next(iter(tellers), None), next(iter(subjects), None))
    lost = {slot.senses[0].concept for slot in unmet}
    alone = voice.perspective or voice.subject
    wanted = (voice.perspective and voice.subject) or (alone and (not results.total or voice.subject in lost))
    return voice if wanted and not _heard(voice, results.scope) else None


def _heard(voice: Voice, scope: Scope) -> int:
    """How many experiences this reader may see hold this voice, whatever else was filtered by."""
    filters = {"kind": ("experience",), **({"perspective": (voice.perspective,)} if voice.perspective else {})}
    plan = Plan(required=(saying(voice.subject),)) if voice.subject else Plan()
    return _count(plan, replace(scope, filters=filters))
