"""Which records of one kind are most like a record: shared concepts, and likeness of words.

Candidates come from an index: for each of the concepts a text is most about, the texts that speak of it
most centrally, and those whose words are alike. So the cost follows the candidates looked at, not the
size of the hub. Not here: which of the alike are shown (`showing.py`) and why in words (`reasons.py`).
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select, union_all

from hub import search
from hub.db import db
from hub.models import Experience, Profile, Spread, Story
from hub.pairing.profiles import Row, Vector, texts_of, vectors
from hub.reference.vocabulary import vocabulary

CANDIDATES = 60  # of each leg
ASKED = 12  # concepts of a text that candidates are sought by
EACH = 200  # texts that speak most centrally of one of them
LEAST = 0.1  # below this a likeness is chance
LEAST_SHARED = 0.01  # below this a concept that both mention is in passing
CENTRAL = 0.5  # one shared concept is enough where it is this central to both
CONCEPT_SHARE = 0.75  # the rest is likeness of words
UNSEEN = 30  # texts a hub is thought to have beside its own: a young one does not know yet what is rare
# What was felt, who pays, who decides and who asks joins people more than which procedure or medicine they met.
KINDS = {"treatments": 0.8, "outcomes": 0.8, "stages": 0.7, "tests": 0.6, "medicines": 0.5, "places": 0.5, "body": 0.3}
NO_REASON = frozenset({"places", "body"})  # alone they say too little


@dataclass(frozen=True)
class Likeness:
    """A record that is alike: how much (0..1), and what both speak of, strongest first."""

    record: str
    score: float
    shared: tuple[str, ...]


def nearest(row: Row, kind: str, also: Collection[str] = ()) -> list[Likeness]:
    """The public records of a kind that are most like this one, best first; `also` are looked at in any case.

    Only what shares a reason is alike: two things both speak of, or one that is central to both.
    """
    words = dict(search.similar("\n".join(texts_of(row).values()), kind=kind, limit=CANDIDATES, exclude=[row.record]))
    own = vectors([row.record])[row.record]
    candidates = _public({*words, *also, *_sharing(own, kind)} - {row.record}, kind)
    theirs = vectors(candidates)
    rarity = _rarity({c for vector in (own, *theirs.values()) for c in vector})
    found = []
    for record in candidates:
        shared, likeness = _compared(own, theirs[record], rarity)
        score = CONCEPT_SHARE * likeness + (1 - CONCEPT_SHARE) * words.get(record, 0.0)
        if shared and score >= LEAST:
            found.append(Likeness(record, round(score, 4), tuple(shared)))
    return sorted(found, key=lambda one: (-one.score, one.record))


def _sharing(own: Vector, kind: str) -> list[str]:
    """The records of a kind that share most of what is central and rare in this profile."""
    worth = {c: w * r for (c, w), r in zip(own.items(), _rarity(own).values(), strict=True) if _is_scored(c)}
    asked = sorted(worth, key=lambda c: (-worth[c], c))[:ASKED]
    if not asked:
        return []
    central = union_all(*(
        select(select(Profile.record, Profile.concept, Profile.weight).where(Profile.concept == concept, Profile.kind == kind)
               .order_by(Profile.weight.desc(), Profile.record).limit(EACH).subquery()) for concept in asked)).subquery()
    total = func.sum(case({c: worth[c] for c in asked}, value=central.c.concept, else_=0.0) * central.c.weight)
    return list(db.session.scalars(select(central.c.record).group_by(central.c.record)
                                   .order_by(total.desc(), central.c.record).limit(CANDIDATES)))


def _rarity(concepts: Collection[str]) -> Vector:
    """Concept -> how much it says that two texts share it: 0 when nearly all speak of it."""
    texts, seen = Spread.of(concepts)
    texts += UNSEEN
    return {c: _weight_of_kind(c) * max(0.0, math.log(texts / (seen.get(c, 0) + 1))) / math.log(texts) for c in concepts}


def _compared(one: Vector, two: Vector, rarity: Vector) -> tuple[list[str], float]:
    """What both speak of, strongest first, and the cosine of the two weighted profiles."""
    a, b = ({c: w * rarity[c] for c, w in v.items() if _is_scored(c)} for v in (one, two))
    parts = {c: a[c] * b[c] for c in a.keys() & b.keys()}
    length = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    told = [c for c in sorted(parts, key=lambda c: (-parts[c], c)) if parts[c] > LEAST_SHARED and is_reason(c)]
    if len(told) < 2 and not any(min(one[c], two[c]) >= CENTRAL for c in told):
        told = []
    return told, sum(parts.values()) / length if length else 0.0


def is_reason(concept: str) -> bool:
    """Whether sharing it is a reason to show: who tells is none, and how it ended is not told in advance."""
    known = vocabulary().concepts.get(concept)
    return known is not None and known.kind not in NO_REASON and (known.facet or ("",))[0] not in ("perspective", "outcome")


def _is_scored(concept: str) -> bool:
    """Whether sharing it counts at all: the ending does not, who tells does."""
    known = vocabulary().concepts.get(concept)
    return known is not None and (known.facet or ("",))[0] != "outcome"


def _weight_of_kind(concept: str) -> float:
    known = vocabulary().concepts.get(concept)
    return KINDS.get(known.kind, 1.0) if known else 0.0


def _public(records: Collection[str], kind: str) -> list[str]:
    """Those of the records that readers may see, in a stable order."""
    model = Story if kind == "news" else Experience
    numbers = [int(record.partition(":")[2]) for record in records]
    public: Select[Any] = model.public().where(model.id.in_(numbers)).with_only_columns(model.id)
    return [f"{kind}:{number}" for number in sorted(db.session.scalars(public))]
