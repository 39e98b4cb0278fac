"""Which news stories stand beside which experiences, and why.

`response`: the author answered that story. `editor`: put there by hand. `suggested`: shared
concepts of the vocabulary, weighed by how rare and how central they are, and similar words.
No reason, no pair. Not here: how reasons and pairs look on a page (`hub/web/present.py`).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, case, delete, func, or_, select

from hub import history, search
from hub.boundaries import Boundaries
from hub.db import db
from hub.errors import NotFound
from hub.models import Experience, Pair, Profile, Revision, Staff, Story
from hub.policy import demand
from hub.reference.vocabulary import vocabulary

SHOWN = 6  # beside one page, at most
CANDIDATES = 60
REASONS = 4
LEAST_SHARED = 0.01  # below this a concept that both mention is in passing
LEAST = 0.08  # below this a likeness is chance
CONCEPT_SHARE = 0.7  # the rest is likeness of words
UNSEEN = 30  # texts a hub is thought to have beside its own: a young one does not know yet what is rare
BROADER = 0.4  # how much of a concept's weight its broader one gets
PLACE_WEIGHTS = {"title": 3, "summary": 2, "body": 1}

Vector = dict[str, float]


def profile(record: str) -> None:
    """Re-make what a record's public text speaks of; nothing is kept of a text that is not public."""
    db.session.execute(delete(Profile).where(Profile.record == record))
    if row := _row(record):
        db.session.add_all(Profile(record=record, concept=c, weight=w) for c, w in _concepts(row).items())


def refresh(record: str) -> None:
    """Re-make a record's suggested pairs from the profiles and what is public now. Pairs by hand stay."""
    row = _row(record)
    kept = _kept_pairs(record)
    for pair in [p for p in kept.values() if p.standing == "offered"]:
        if pair.origin == "suggested" or (row is None and pair.origin == "response"):
            db.session.delete(pair)
            kept = {key: p for key, p in kept.items() if p is not pair}
    db.session.flush()
    if row is None:
        return
    if isinstance(row, Experience) and row.answers_id and f"news:{row.answers_id}" not in kept:
        kept[f"news:{row.answers_id}"] = _add(row, f"news:{row.answers_id}", "response")
    for other, score, reasons in _likenesses(row):
        pair = kept[other] if other in kept else _add(row, other, "suggested")
        pair.score, pair.reasons = score, reasons


def beside_stories(
    stories: Collection[Story], boundaries: Boundaries, each: int = SHOWN
) -> dict[int, list[tuple[Pair, Experience]]]:
    """Story id -> the pairs whose experiences this reader may and wants to meet: answers first, then by hand."""
    query = boundaries.within(Experience.public(), Revision.content_notes).add_columns(Pair)
    query = query.join(Pair, Pair.experience_id == Experience.id)
    nth = func.row_number().over(partition_by=Pair.story_id, order_by=_order())
    places = (query.where(Pair.story_id.in_([s.id for s in stories]), Pair.standing != "refused")
              .with_only_columns(Pair.id, nth.label("nth")).subquery())
    beside: dict[int, list[tuple[Pair, Experience]]] = {s.id: [] for s in stories}
    for row, pair in db.session.execute(query.join(places, places.c.id == Pair.id).where(places.c.nth <= each)
                                        .order_by(places.c.nth)):
        beside[pair.story_id].append((pair, row))
    return beside


def beside_experience(experience: Experience, boundaries: Boundaries, limit: int = SHOWN) -> list[tuple[Pair, Story]]:
    """The pairs of an experience whose stories this reader may and wants to meet."""
    query = boundaries.within(Story.public(), Story.content_notes).add_columns(Pair)
    query = query.join(Pair, Pair.story_id == Story.id).where(Pair.experience_id == experience.id)
    query = query.where(Pair.standing != "refused").order_by(*_order()).limit(limit)
    return [(pair, row) for row, pair in db.session.execute(query)]


def spoken_of(row: Experience | Story) -> Vector:
    """Concept -> how central it is to the public text, 0..1, as last profiled."""
    return _vectors([row.record])[row.record]


def of_story(story: Story) -> list[Pair]:
    """Every pair of a story for the desk, the refused ones last."""
    query = Experience.public().add_columns(Pair).join(Pair, Pair.experience_id == Experience.id)
    query = query.where(Pair.story_id == story.id).order_by(Pair.standing == "refused", *_order())
    return [pair for _, pair in db.session.execute(query)]


def stand(pair_id: int, standing: str, *, by: Staff) -> Pair:
    """Confirm a pair, refuse it (it stays refused), or offer it again.

    Raises:
        NotAllowed: they do not keep pairs.
        NotFound: the pair is gone.
    """
    demand("pair", by)
    pair = db.session.get(Pair, pair_id)
    if pair is None:
        raise NotFound("This pair is gone: one of its sides was changed or withdrawn.")
    was, pair.standing = pair.standing, standing
    history.note("pair", f"pair:{pair.story_id}-{pair.experience_id}", by, was=was, became=standing)
    return pair


def add(story_id: int, public_id: str, *, by: Staff) -> Pair:
    """Put an experience beside a story by hand.

    Raises:
        NotAllowed: they do not keep pairs.
        NotFound: no published experience has this id.
    """
    demand("pair", by)
    experience = db.session.scalar(Experience.public().where(Experience.public_id == public_id))
    if experience is None:
        raise NotFound("No published experience has this id. It is the last part of the experience's address.")
    pair = db.session.scalar(select(Pair).where(Pair.story_id == story_id, Pair.experience_id == experience.id))
    if pair is None:
        pair = Pair(story_id=story_id, experience_id=experience.id, origin="editor")
        db.session.add(pair)
        db.session.flush()
    return stand(pair.id, "confirmed", by=by)


def _row(record: str) -> Experience | Story | None:
    kind, _, number = record.partition(":")
    query: Select[Any] = (Story.public().where(Story.id == int(number)) if kind == "news"
                          else Experience.public().where(Experience.id == int(number)))
    row: Experience | Story | None = db.session.scalar(query)
    return row


def _kept_pairs(record: str) -> dict[str, Pair]:
    kind, _, number = record.partition(":")
    column = Pair.story_id if kind == "news" else Pair.experience_id
    return {(f"experience:{p.experience_id}" if kind == "news" else f"news:{p.story_id}"): p
            for p in db.session.scalars(select(Pair).where(column == int(number)))}


def _add(row: Experience | Story, other: str, origin: str) -> Pair:
    number = int(other.partition(":")[2])
    story_id, experience_id = (row.id, number) if isinstance(row, Story) else (number, row.id)
    pair = Pair(story_id=story_id, experience_id=experience_id, origin=origin, standing="offered")
    db.session.add(pair)
    return pair


def _texts(row: Experience | Story) -> dict[str, str]:
    if isinstance(row, Story):
        return {"title": row.title, "summary": row.summary, "body": row.body}
    return {"title": row.text.title, "body": row.text.body}


def _concepts(row: Experience | Story) -> Vector:
    """Concept -> how central it is, 0..1: by place, by repetition, by the facets its author chose."""
    counts: Counter[str] = Counter()
    for place, text in _texts(row).items():
        for mention in search.mentions(text):
            counts[mention.concept] += PLACE_WEIGHTS[place]
    known = vocabulary()
    if isinstance(row, Experience):
        for name in ("treatment", "diagnosis"):
            for value in getattr(row.text, name):
                if found := known.for_facet(name, value):
                    counts[found.id] += 1
    weights = {concept: count / (count + 2) for concept, count in counts.items()}
    broader: Vector = defaultdict(float)
    for concept, weight in weights.items():
        for wider in known.concepts[concept].broader:
            broader[wider] = max(broader[wider], BROADER * weight)
    return {**broader, **{c: max(w, broader.get(c, 0.0)) for c, w in weights.items()}}


def _tells_apart(concept: str) -> bool:
    """Whether sharing it is a reason to show: who tells is none, and how it ended is not told in advance."""
    facet = vocabulary().concepts[concept].facet
    return facet is None or facet[0] not in ("perspective", "outcome")


def _rarity(concepts: list[str]) -> Vector:
    """Concept -> how much it says that two texts share it: 0 when nearly all speak of it."""
    texts = db.session.scalar(select(func.count(Profile.record.distinct()))) or 1
    seen = dict(db.session.execute(
        select(Profile.concept, func.count()).where(Profile.concept.in_(concepts)).group_by(Profile.concept)).all())
    texts += UNSEEN
    return {c: math.log(texts / (seen.get(c, 0) + 1)) / math.log(texts) for c in concepts}


def _likenesses(row: Experience | Story) -> list[tuple[str, float, list[dict[str, Any]]]]:
    """The most alike records of the other kind: (record, score 0..1, reasons), best first."""
    other = "experience" if isinstance(row, Story) else "news"
    texts = dict(search.similar("\n".join(_texts(row).values()), kind=other, limit=CANDIDATES))
    profile = _vectors([row.record])[row.record]
    candidates = _public({*texts, *_sharing(profile, _rarity(list(profile)), other)}, other)
    vectors = _vectors(candidates)
    rarity = _rarity(list({c for vector in (profile, *vectors.values()) for c in vector}))
    found = []
    for record in candidates:
        shared, likeness = _compared(profile, vectors[record], rarity)
        score = CONCEPT_SHARE * likeness + (1 - CONCEPT_SHARE) * texts.get(record, 0.0)
        if shared and score >= LEAST:
            found.append((record, round(score, 4), [{"concept": c} for c in shared[:REASONS]]))
    return sorted(found, key=lambda item: (-item[1], item[0]))[:2 * SHOWN]


def _sharing(profile: Vector, rarity: Vector, other: str) -> list[str]:
    """The records of the other kind that share most of what is central and rare here."""
    told = sorted(profile, key=lambda c: -profile[c] * rarity[c])[:12]
    if not told:
        return []
    worth = case({c: profile[c] * rarity[c] for c in told}, value=Profile.concept, else_=0.0)
    return list(db.session.scalars(
        select(Profile.record).where(Profile.concept.in_(told), Profile.record.startswith(f"{other}:"))
        .group_by(Profile.record).order_by(func.sum(worth * Profile.weight).desc()).limit(CANDIDATES)))


def _compared(one: Vector, two: Vector, rarity: Vector) -> tuple[list[str], float]:
    """What both speak of, strongest first, and the cosine of the two weighted profiles."""
    a, b = ({c: w * rarity[c] for c, w in v.items()} for v in (one, two))
    parts = {c: a[c] * b[c] for c in a.keys() & b.keys() if a[c] * b[c] > LEAST_SHARED and _tells_apart(c)}
    length = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return sorted(parts, key=lambda c: (-parts[c], c)), sum(parts.values()) / length if length else 0.0


def _vectors(records: Collection[str]) -> dict[str, Vector]:
    vectors: dict[str, Vector] = defaultdict(dict)
    for record, concept, weight in db.session.execute(
            select(Profile.record, Profile.concept, Profile.weight).where(Profile.record.in_(records))):
        vectors[record][concept] = weight
    return vectors


def _public(records: set[str], kind: str) -> list[str]:
    """Those of the records that readers may see, in a stable order."""
    model = Story if kind == "news" else Experience
    numbers = [int(record.partition(":")[2]) for record in records]
    public: Select[Any] = model.public().where(model.id.in_(numbers))
    return sorted(row.record for row in db.session.scalars(public))


def _order() -> list[Any]:
    rank = case((Pair.origin == "response", 0), (or_(Pair.origin == "editor", Pair.standing == "confirmed"), 1), else_=2)
    return [rank, Pair.score.desc(), Pair.id]
