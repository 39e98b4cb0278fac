"""What a topic holds: for each concept of the vocabulary, the public items that truly speak of it.

An item belongs to a concept when its stored profile gives the concept some weight (it stands in the title, or
more than once in the text), or when its author chose it; a passing mention is left to search. A topic has a
page from a few items on that this reader may and wants to meet. Not here: what an item's profile is and which
items stand side by side (`hub/pairing`), nor a concept's words (`reference/vocabulary`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, literal, or_, select, union_all

from hub.boundaries import OUTCOME_NOTES, Boundaries
from hub.db import db
from hub.models import Experience, Profile, Revision, Story
from hub.reference.facets import FACETS
from hub.reference.vocabulary import Concept, vocabulary

LEAST_WEIGHT = 0.5  # of a concept in a profile; one mention in a text stays below
LEAST_ITEMS = 3
SPOKEN_OF = 5  # topics named on an item's own page, at most
SHOWN = 24  # experiences on a topic's page, over all its stages
CHOSEN = ("treatment", "diagnosis")
BIRTHS = ("live_birth", "pregnant")  # endings that never come first


@dataclass(frozen=True)
class Topic:
    """A concept that has a page, and how much this reader would find there."""

    concept: Concept
    news: int
    experiences: int

    @property
    def total(self) -> int:
        """All its items."""
        return self.news + self.experiences


@dataclass(frozen=True)
class Stage:
    """What was told of one stage of treatment, some of it at hand; `name` is empty where none was told."""

    name: str
    total: int
    told: list[Experience]


def standing(boundaries: Boundaries, concepts: Collection[str] | None = None) -> dict[str, Topic]:
    """The topics that have a page for this reader, by id: all, or of these concepts."""
    met = [row.subquery() for row in (
        _joined(boundaries.within(Story.public(), Story.content_notes), "news", concepts)
        .with_only_columns(Profile.concept, literal("news").label("kind")),
        _joined(boundaries.within(Experience.public(), Revision.content_notes), "experience", concepts)
        .with_only_columns(Profile.concept, literal("experience").label("kind")))]
    counted = union_all(*(select(m.c.concept, m.c.kind, func.count()).group_by(m.c.concept, m.c.kind) for m in met))
    counts: dict[str, dict[str, int]] = {}
    for concept, kind, count in db.session.execute(counted):
        counts.setdefault(concept, {})[kind] = count
    known = vocabulary().concepts
    found = [Topic(known[c], many.get("news", 0), many.get("experience", 0)) for c, many in counts.items() if c in known]
    return {t.concept.id: t for t in found if t.total >= LEAST_ITEMS and not _met_under(t.concept.id) & boundaries.hidden}


def news(concept: Concept) -> Select[tuple[Story]]:
    """The stories readers may see that belong to a concept."""
    return _joined(Story.public(), "news", [concept.id])


def experiences(concept: Concept) -> Select[tuple[Experience]]:
    """The experiences readers may see that belong to a concept."""
    return _joined(Experience.public(), "experience", [concept.id])


def stages(concept: Concept, boundaries: Boundaries) -> list[Stage]:
    """The newest experiences of a concept by the stage they speak of, their endings varied and births never first."""
    query = boundaries.within(experiences(concept), Revision.content_notes)
    newest = (Experience.published_on.desc(), Experience.id.desc())
    nth = func.row_number().over(partition_by=(Revision.stage, Revision.outcome), order_by=newest)
    ranked = query.with_only_columns(Experience.id, Revision.stage, Revision.outcome, nth.label("nth")).subquery()
    varied = (ranked.c.nth, case((ranked.c.outcome.in_(BIRTHS), 1), else_=0), ranked.c.id.desc())
    placed = select(ranked.c.id, func.row_number().over(partition_by=ranked.c.stage, order_by=varied).label("place"),
                    func.count().over(partition_by=ranked.c.stage).label("total")).subquery()
    rows = db.session.execute(Experience.public().add_columns(placed.c.total).join(placed, placed.c.id == Experience.id)
                              .order_by(placed.c.place, Experience.id.desc()).limit(SHOWN)).all()
    names = [*FACETS["stage"].values, ""]
    found = {name: Stage(name, 0, []) for name in names}
    for row, total in rows:
        name = row.text.stage or ""
        found[name] = Stage(name, total, [*found[name].told, row])
    return [stage for stage in found.values() if stage.told]


def spoken_of(item: Story | Experience, boundaries: Boundaries) -> list[Topic]:
    """The topics an item belongs to, weightiest first; neither who tells nor how it ended."""
    query: Select[Any] = Story.public() if isinstance(item, Story) else Experience.public()
    kind = item.record.partition(":")[0]
    weights = _joined(query.where(type(item).id == item.id), kind).where(Profile.record == item.record)
    told = [c for c in db.session.scalars(weights.with_only_columns(Profile.concept)
                                          .order_by(Profile.weight.desc(), Profile.concept)) if _says_what_of(c)]
    topics = standing(boundaries, told) if told else {}
    return [topics[c] for c in told if c in topics][:SPOKEN_OF]


def slug(concept: Concept) -> str:
    """The concept's name in an address."""
    return concept.id.replace("_", "-")


def named(slug: str) -> Concept | None:
    """The concept of this name in an address, if there is one."""
    return vocabulary().concepts.get(slug.replace("-", "_"))


def around(concept: Concept) -> dict[str, list[Concept]]:
    """The concepts beside one: `broader`, `narrower`, and `related` from either side."""
    known = vocabulary().concepts
    related = {*concept.related, *(c.id for c in known.values() if concept.id in c.related)}
    narrower = [c.id for c in known.values() if concept.id in c.broader]
    return {"broader": _named(concept.broader), "narrower": _named(narrower),
            "related": _named(related - {*concept.broader, *narrower})}


def _joined(query: Select[Any], kind: str, concepts: Collection[str] | None = None) -> Select[Any]:
    """A query of public rows of a kind, joined to the concepts they belong to: the one home of that rule."""
    here = f"{kind}:"
    # CASE, so that no database reads a number where another kind of record has none
    number = case((Profile.record.startswith(here), cast(func.substr(Profile.record, len(here) + 1), Integer)))
    model, belongs = (Story, Profile.weight >= LEAST_WEIGHT) if kind == "news" else (Experience, _told_or_chosen())
    query = query.join(Profile, model.id == number).where(belongs)
    return query if concepts is None else query.where(Profile.concept.in_(sorted(concepts)))


def _told_or_chosen() -> ColumnElement[bool]:
    values = _choosable()
    value = literal(" ").concat(case(values, value=Profile.concept)).concat(" ")
    chosen = Revision.treatment.concat(Revision.diagnosis).contains(value)
    return or_(Profile.weight >= LEAST_WEIGHT, and_(Profile.concept.in_(sorted(values)), chosen))


@cache
def _choosable() -> dict[str, str]:
    """The concepts that an author can choose for an experience, and the value each is stored as."""
    return {c.id: c.facet[1] for c in vocabulary().concepts.values() if c.facet and c.facet[0] in CHOSEN}


@cache
def _met_under(name: str) -> frozenset[str]:
    """The content notes that a concept's very name is met under: those of the endings it stands for, or is a kind of."""
    known = vocabulary().concepts
    ends = (known[one].facet for one in (name, *known[name].broader))
    return frozenset(OUTCOME_NOTES[end[1]] for end in ends if end and end[0] == "outcome" and end[1] in OUTCOME_NOTES)


def _says_what_of(name: str) -> bool:
    concept = vocabulary().concepts.get(name)
    return concept is not None and (concept.facet is None or concept.facet[0] not in ("perspective", "outcome"))


def _named(names: Iterable[str]) -> list[Concept]:
    return sorted((vocabulary().concepts[name] for name in names), key=lambda c: c.label.casefold())
