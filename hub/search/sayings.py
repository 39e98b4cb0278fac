"""The ways concepts are said: their own forms, what authors chose or noted, and the concepts beside them.

Worked out once from the vocabulary. Not here: which concepts typed words mean (`expansion.py`).
"""

from collections.abc import Iterable, Sequence
from functools import cache

from hub.reference.vocabulary import vocabulary
from hub.search.analysis import LIGHT_WORDS, SMALL_WORDS, STOP_WORDS, Token
from hub.search.document import NOTE
from hub.search.engine import Alternative, Sense
from hub.search.mentions import Form, all_forms, forms_by_concept

SAME, DESCRIBED, HINTED, FACET = 0.95, 0.7, 0.3, 0.95
#: What its author only noted that a story mentions.
NOTED = 0.7
#: A description made of these alone hardly says it where other words stand in between (“something I ate”).
UNTELLING = STOP_WORDS | LIGHT_WORDS | SMALL_WORDS
NARROWER, BROADER, RELATED = 0.6, 0.3, 0.15


def said(concept: str, weight: float = 1.0) -> Sense:
    """A concept with every way it is said itself."""
    return Sense(_ways(concept), weight, concept)


@cache
def _ways(concept: str) -> tuple[Alternative, ...]:
    """The ways one concept itself is said."""
    known = vocabulary().concepts[concept]
    told = [Alternative(weight=FACET, facet=known.facet)] if known.facet else []
    told += [Alternative(weight=NOTED, facet=(NOTE, known.note))] if known.note else []
    return (*_needed(tuple(dict.fromkeys(way for form in forms_by_concept().get(concept, ()) for way in _said_as(form)))), *told)


def _needed(ways: tuple[Alternative, ...]) -> Iterable[Alternative]:
    """The ways of saying that no shorter one of the same worth already finds ("my egg collection", "egg collection")."""
    worth = {way.stems: way.weight for way in ways}
    for way in ways:
        count = len(way.stems)
        parts = (way.stems[i:j] for i in range(count) for j in range(i + 1, count + 1) if j - i < count)
        if not any(worth.get(part, 0) >= way.weight for part in parts):
            yield way


@cache
def beside(concept: str) -> tuple[Sense, ...]:
    """The concepts beside one, for less."""
    known = vocabulary().concepts[concept]
    near_by = ((narrower().get(concept, ()), NARROWER), (known.broader, BROADER), (known.related, RELATED))
    return tuple(said(other, weight) for others, weight in near_by for other in others)


def _said_as(form: Form) -> Iterable[Alternative]:
    """A form as ways of saying: side by side, but a long description also with other small words in between."""
    content = _content(form)
    described = 1 < len(set(content)) < len(form.stems) and not form.exact
    if not described or not _tells(form):
        yield Alternative(form.stems, SAME if len(content) == len(form.stems) or form.exact else DESCRIBED)
    if described:
        slack = len(form.stems) - len(content) + (2 if len(content) > 2 else 0)
        yield Alternative(content, DESCRIBED if _tells(form) else HINTED, slack)


def _tells(form: Form) -> bool:
    return not UNTELLING.issuperset(form.words)


def _content(form: Form) -> tuple[str, ...]:
    return tuple(one for one, word in zip(form.stems, form.words, strict=True) if word not in SMALL_WORDS)


@cache
def narrower() -> dict[str, tuple[str, ...]]:
    """The concepts directly beneath each."""
    found: dict[str, list[str]] = {}
    for concept in vocabulary().concepts.values():
        for broader in concept.broader:
            found.setdefault(broader, []).append(concept.id)
    return {broader: tuple(ids) for broader, ids in found.items()}


def loosely_said(read: Sequence[Token]) -> dict[str, set[str]]:
    """Concepts one of whose forms has all its words among those typed, though not side by side: by each of its stems."""
    typed = {token.stem for token in read if token.word not in SMALL_WORDS}
    found: dict[str, set[str]] = {}
    for one in typed:
        for content, concept in _forms_by_content().get(one, ()):
            if content <= typed:
                for each in content:
                    found.setdefault(each, set()).add(concept)
    return found


@cache
def _forms_by_content() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    found: dict[str, set[tuple[frozenset[str], str]]] = {}
    for form in all_forms():
        content = frozenset(_content(form))
        if len(content) > 1 and not form.exact:
            for each in content:
                found.setdefault(each, set()).add((content, form.concept))
    return {each: tuple(several) for each, several in found.items()}
