"""What a record's public text speaks of, and how centrally: concepts of the vocabulary with a weight.

Central is what stands in the title or the summary, opens or closes the text, comes back, and runs
through the whole of it; a word in passing weighs little. Made again when the text changes, and for
every record when the vocabulary does. Not here: comparing profiles (`likeness.py`).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select

from hub import outbox, search
from hub.db import db
from hub.models import Edition, Experience, Profile, Story
from hub.pairing.speaking import spoken, sureness
from hub.reference.vocabulary import fold, vocabulary

VERSION = "3"  # changes with how profiles and pairs are made
MADE = "profiles"
HEADINGS = {"title": 2.5, "summary": 2.0}
EDGE = 1 / 7  # of a text is its opening, and as much its closing
LEAST_EDGE = 300  # characters
AT_AN_EDGE = 0.5
PARTS = 5
EACH_PART = 0.5  # a part of the text more in which it is spoken of
CHOSEN = 1.0  # a facet its author chose
TELLER = 2.0  # who tells colours all of it
BROADER = 0.4  # how much of a concept's weight its broader one gets

Row = Experience | Story
Vector = dict[str, float]


def profile(record: str) -> None:
    """Re-make what a record's public text speaks of; nothing is kept of a text that is not public."""
    row = public_row(record)
    Profile.keep(record, concepts_of(row) if row else {})


def is_outdated() -> bool:
    """Whether the profiles were made with another vocabulary, or in another way, than there is now."""
    made = db.session.get(Edition, MADE)
    return made is None or made.edition != _edition()


def renew() -> None:
    """Have the worker make every profile again, and when all are made, every pair."""
    db.session.merge(Edition(made=MADE, edition=_edition()))
    kinds: dict[str, Any] = {"news": Story, "experience": Experience}
    records = [f"{kind}:{number}" for kind, model in kinds.items()
               for number in db.session.scalars(model.public().with_only_columns(model.id).order_by(model.id))]
    for task in ("profile", "pair"):
        for record in records:
            outbox.promise(task, record)


def public_row(record: str) -> Row | None:
    """The record, if readers may see it."""
    kind, _, number = record.partition(":")
    query: Select[Any] = (Story.public().where(Story.id == int(number)) if kind == "news"
                          else Experience.public().where(Experience.id == int(number)))
    row: Row | None = db.session.scalar(query)
    return row


def texts_of(row: Row) -> dict[str, str]:
    """The texts readers see, or would see, by the name of their field, in the order of reading."""
    if isinstance(row, Story):
        return {"title": row.title, "summary": row.summary, "body": row.body}
    return {"title": row.at_hand.title, "body": row.at_hand.whole}


def concepts_of(row: Row) -> Vector:
    """Concept -> how central it is, 0..1."""
    said: Counter[str] = Counter()  # points, not whole numbers
    for place, text in texts_of(row).items():
        if place in HEADINGS:
            said.update({concept: HEADINGS[place] * sure for concept, sure in _surest(text).items()})
        else:
            said.update(_through(text))
    if isinstance(row, Experience):
        said.update(_chosen(row))
    weights = {concept: points / (points + 2) for concept, points in said.items()}
    broader: Vector = defaultdict(float)
    for concept, weight in weights.items():
        for wider in vocabulary().concepts[concept].broader:
            broader[wider] = max(broader[wider], BROADER * weight)
    return {**broader, **{c: max(w, broader.get(c, 0.0)) for c, w in weights.items()}}


def spoken_of(row: Row) -> Vector:
    """Concept -> how central it is to the text, 0..1: as last profiled; of what readers do not see, as it is now."""
    return vectors([row.record])[row.record] if row.is_public else concepts_of(row)


def vectors(records: Collection[str]) -> dict[str, Vector]:
    """The profiles of these records; an empty one where nothing is known."""
    found: dict[str, Vector] = defaultdict(dict)
    for record, concept, weight in db.session.execute(
            select(Profile.record, Profile.concept, Profile.weight).where(Profile.record.in_(records))):
        found[record][concept] = weight
    return found


def _through(text: str) -> Vector:
    """What a running text says of each concept: how often, where, and over how much of it."""
    places: dict[str, list[int]] = defaultdict(list)
    for mention in spoken(text):
        places[mention.concept].append(mention.start)
    surest = _surest(text)
    edge = max(LEAST_EDGE, len(text) * EDGE)
    points = {}
    for concept, starts in places.items():
        parts = len({start * PARTS // len(text) for start in starts})
        edges = (starts[0] < edge) + (len(text) > 2 * edge and starts[-1] > len(text) - edge)
        points[concept] = surest[concept] * (math.log2(1 + len(starts)) + EACH_PART * (parts - 1) + AT_AN_EDGE * edges)
    return points


def _surest(text: str) -> Vector:
    """Concept -> how surely a text says it, at its surest."""
    surest: Vector = {}
    for mention in spoken(text):
        surest[mention.concept] = max(surest.get(mention.concept, 0.0), sureness(text, mention))
    return surest


def _chosen(experience: Experience) -> Vector:
    """What its author chose from lists, as concepts. How it ended is not what it is about."""
    told, known = experience.at_hand, vocabulary()
    values = [(name, value) for name in ("treatment", "diagnosis") for value in getattr(told, name)]
    chosen = [known.for_facet(name, value) for name, value in (*values, ("stage", told.stage or ""))]
    points = {concept.id: CHOSEN for concept in chosen if concept}
    points |= dict.fromkeys(known.by_form.get(fold(told.country or ""), ()), CHOSEN)
    if teller := known.for_facet("perspective", told.perspective or ""):
        points[teller.id] = TELLER
    return points


def _edition() -> str:
    return f"{VERSION}-{search.edition()}"
