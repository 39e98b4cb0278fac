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
from hub.pairing.profiles import Row, Vector, spoken_of, texts_of, vectors
from hub.reference.vocabulary import vocabulary

CANDIDATES = 60  # of each leg
ASKED = 12  # concepts of a text that candidates are sought by
EACH = 200  # texts that speak most centrally of one of them
LEAST = 0.07  # below this a likeness is chance
LEAST_SHARED = 0.01  # below this a concept that both mention is in passing
LEAST_PART = 0.2  # and so is one that joins them this much less than the strongest does
CENTRAL = 0.5  # how central something is that a text is about
CONCEPT_SHARE = 0.6  # the rest is likeness of words
NEAR = 0.4  # how much of its weight a concept a text is about lends to those it is related to
UNSEEN = 30  # texts a hub is thought to have beside its own: a young one does not know yet what is rare
# What was felt, who pays, who decides and who asks joins people more than which procedure or medicine they met.
KINDS = {"treatments": 0.8, "outcomes": 0.8, "stages": 0.7, "tests": 0.6, "medicines": 0.5, "places": 0.5, "body": 0.3}
NO_REASON = frozenset({"places", "body"})  # alone they say too little
# What nearly every text here speaks of is no reason, however it is weighed.
EVERYBODYS = frozenset(("ivf", "assisted_reproduction", "infertility", "cycle", "patient", "partner", "husband", "wife"))
ENDINGS = frozenset(("positive_test", "birth", "natural_surprise"))  # these tell it as surely as an outcome


@dataclass(frozen=True)
class Likeness:
    """A record that is alike: how much (0..1), and what both speak of, strongest first.

    `is_reason` is false for one that was looked at because it stands there already, with too little in common.
    """

    record: str
    score: float
    shared: tuple[str, ...]
    is_reason: bool = True


def nearest(row: Row, kind: str, also: Collection[str] = ()) -> list[Likeness]:
    """The public records of a kind that are most like this one, public or not, best first; `also` are looked at in any case.

    Only what something joins, and what has a reason to show, is alike.
    """
    words = dict(search.similar("\n".join(texts_of(row).values()), kind=kind, limit=CANDIDATES, exclude=[row.record]))
    said = spoken_of(row)
    own = _widened(said)
    candidates = _public({*words, *also, *_sharing(own, kind)} - {row.record}, kind)
    others = vectors(candidates)
    theirs = {record: _widened(others[record]) for record in candidates}
    rarity = _rarity({c for vector in (own, *theirs.values()) for c in vector})
    found = []
    for record in candidates:
        parts, likeness = _compared(own, theirs[record], rarity)
        strands = _strands(parts)
        told = _told(parts, strands, said, others[record])
        score = round(CONCEPT_SHARE * likeness + (1 - CONCEPT_SHARE) * words.get(record, 0.0), 4)
        found.append(Likeness(record, score, told, bool(strands and told) and score >= LEAST))
    return sorted((one for one in found if one.is_reason or one.record in also), key=lambda one: (-one.score, one.record))


def _widened(said: Vector) -> Vector:
    """A profile with what is near to what it is about: who waits for funding is near to the news of who gets it."""
    known = vocabulary().concepts
    near: Vector = {}
    for concept, weight in said.items():
        if weight >= CENTRAL and concept in known:
            for other in known[concept].related:
                near[other] = max(near.get(other, 0.0), NEAR * weight)
    return near | {concept: max(weight, near.get(concept, 0.0)) for concept, weight in said.items()}


def _sharing(own: Vector, kind: str) -> list[str]:
    """The records of a kind that share most of what is central and rare in this profile."""
    rarity = _rarity(own)
    worth = {c: w * rarity[c] for c, w in own.items()}
    asked = sorted((c for c in worth if worth[c] > 0), key=lambda c: (-worth[c], c))[:ASKED]
    if not asked:
        return []
    central = union_all(*(
        select(select(Profile.record, Profile.concept, Profile.weight).where(Profile.concept == concept, Profile.kind == kind)
               .order_by(Profile.weight.desc(), Profile.record).limit(EACH).subquery()) for concept in asked)).subquery()
    total = func.sum(case({c: worth[c] for c in asked}, value=central.c.concept, else_=0.0) * central.c.weight)
    return list(db.session.scalars(select(central.c.record).group_by(central.c.record)
                                   .order_by(total.desc(), central.c.record).limit(CANDIDATES)))


def _rarity(concepts: Collection[str]) -> Vector:
    """Concept -> how much it says that two texts share it: 0 for the ending, and when nearly all speak of it."""
    texts, seen = Spread.of(concepts)
    texts += UNSEEN
    known = vocabulary().concepts
    rarity = {}
    for concept in concepts:
        count = 1 + seen.get(concept, 0)
        counts = concept in known and _facet(concept) != "outcome"
        kind = KINDS.get(known[concept].kind, 1.0) if counts else 0.0
        rarity[concept] = kind * max(0.0, math.log(texts / count)) / math.log(texts)
    return rarity


def _compared(one: Vector, two: Vector, rarity: Vector) -> tuple[Vector, float]:
    """What two profiles share and how much that says, the strongest first; and the cosine of the weighted profiles."""
    a, b = ({c: w * rarity[c] for c, w in v.items()} for v in (one, two))
    parts = {c: a[c] * b[c] for c in a.keys() & b.keys() if a[c] * b[c] > 0}
    length = math.sqrt(math.fsum(w * w for w in a.values()) * math.fsum(w * w for w in b.values()))
    likeness = math.fsum(parts.values()) / length if length else 0.0  # fsum: the same in whatever order they come
    return {c: parts[c] for c in sorted(parts, key=lambda c: (-parts[c], c))}, likeness


def _strands(parts: Vector) -> list[str]:
    """What joins two profiles more than in passing."""
    least = max(LEAST_SHARED, LEAST_PART * max((part for c, part in parts.items() if _may_be_told(c)), default=0.0))
    return [c for c, part in parts.items() if part > least]


def _told(parts: Vector, strands: Collection[str], one: Vector, two: Vector) -> tuple[str, ...]:
    """What may be shown as the reason: strands that both really speak of; failing that, whatever both speak of."""
    both = [c for c in parts if c in one and c in two and _may_be_told(c)]
    return tuple(c for c in both if c in strands) or tuple(both)


def _may_be_told(concept: str) -> bool:
    """Whether sharing it is a reason to show: who tells is none, and how it ended is not told in advance."""
    return (vocabulary().concepts[concept].kind not in NO_REASON and concept not in EVERYBODYS | ENDINGS
            and _facet(concept) not in ("perspective", "outcome"))


def _facet(concept: str) -> str | None:
    facet = vocabulary().concepts[concept].facet
    return facet[0] if facet else None


def _public(records: Collection[str], kind: str) -> list[str]:
    """Those of the records that readers may see, in a stable order."""
    model = Story if kind == "news" else Experience
    numbers = [int(record.partition(":")[2]) for record in records]
    public: Select[Any] = model.public().where(model.id.in_(numbers)).with_only_columns(model.id)
    return [f"{kind}:{number}" for number in sorted(db.session.scalars(public))]
