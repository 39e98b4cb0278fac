"""Typed forms that mean several things: the reader is offered a choice, and nothing is expanded silently."""

from hub.reference.vocabulary import fold, vocabulary
from hub.search.correction import written
from hub.search.engine import Choice
from hub.search.query import Query


def choices(query: Query) -> list[Choice]:
    """A choice for each such form; on an ordinary word only where it was written in capitals or stands alone."""
    known = vocabulary()
    found: dict[str, Choice] = {}
    for term in query.terms:
        for typed in () if term.unwanted else term.typed.split():
            means = known.collisions.get(fold(typed), ())
            if means and (typed.isupper() or len(query.terms) == 1):
                found[typed] = Choice(typed, tuple((one, _saying(query, typed, known.concepts[one].label)) for one in means))
    return list(found.values())


def _saying(query: Query, typed: str, meant: str) -> str:
    """The query with a form written as what it means."""
    return " ".join(written(term, {fold(typed): meant}) for term in query.terms)
