"""What a topic holds: for each concept of the vocabulary, the public items that truly speak of it.

An item belongs to a concept when its stored profile gives the concept some weight (it stands in the title, or
more than once in the text), or when its author chose it; a passing mention is left to search. A topic has a
page from a few items on that this reader may and wants to meet. Not here: what an item's profile is and which
items stand side by side (`hub/pairing`), nor a concept's words (`reference/vocabulary`).
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, String, case, cast, exists, func, literal, not_, select, tuple_, union_all

from hub.boundaries import LATE_STAGES, OUTCOME_NOTES, Boundaries
from hub.db import db
from hub.models import Experience, Profile, Revision, Story
from hub.reference.facets import FACETS
from hub.reference.vocabulary import Concept, vocabulary

LEAST_WEIGHT = 0.5  # of a concept in a profile; one mention in a text stays below
LEAST_ITEMS = 3
SPOKEN_OF = 5  # topics named on an item's own page, at most
SHOWN = 24  # experiences on a topic's page, over all its stages
CHOSEN = ("treatment", "diagnosis")
FURTHER_ON = "further_on"
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
    """What was told of one stage of treatment, some of it at hand; `name` is empty where none was told, and FURTHER_ON for all
    the stages that would give an ending away to who wants it last."""

    name: str
    total: int
    told: list[Experience]


def standing(boundaries: Boundaries, concepts: Collection[str] | None = None) -> dict[str, Topic]:
    """The topics that have a page for this reader, by id: all, or of these concepts."""
    members = [("news", one) for one in _members(boundaries.within(Story.public(), Story.content_notes), concepts)]
    members += [("experience", one) for one in _members(boundaries.within(Experience.public(), Revision.content_notes), concepts)]
    met = [(kind, one.subquery()) for kind, one in members]
    counted = union_all(*(select(m.c.concept, literal(kind), func.count()).group_by(m.c.concept) for kind, m in met))
    counts: dict[str, Counter[str]] = {}
    for concept, kind, count in db.session.execute(counted):
        counts.setdefault(concept, Counter())[kind] += count
    known = vocabulary().concepts
    found = [Topic(known[c], many["news"], many["experience"]) for c, many in counts.items() if c in known]
    return {t.concept.id: t for t in found if t.total >= LEAST_ITEMS and not _met_under(t.concept.id) & boundaries.hidden}


def news(concept: Concept) -> Select[tuple[Story]]:
    """The stories readers may see that belong to a concept."""
    return _those(Story.public(), Story.id, concept)


def experiences(concept: Concept) -> Select[tuple[Experience]]:
    """The experiences readers may see that belong to a concept."""
    return _those(Experience.public(), Experience.id, concept)


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
    told: dict[str, list[Experience]] = {name: [] for name in (*FACETS["stage"].values, FURTHER_ON, "")}
    totals: dict[str, dict[str | None, int]] = {name: {} for name in told}
    for row, total in rows:
        stage = row.text.stage
        name = FURTHER_ON if boundaries.ending_last and stage in LATE_STAGES else stage or ""
        told[name].append(row)
        totals[name][stage] = total
    return [Stage(name, sum(totals[name].values()), some) for name, some in told.items() if some]


def tellers(concepts: Collection[str], boundaries: Boundaries) -> Counter[tuple[str, str | None]]:
    """How many experiences of each of these concepts each teller has told: by concept and perspective."""
    met = union_all(*_members(boundaries.within(Experience.public(), Revision.content_notes), concepts)).subquery()
    counted = (select(met.c.concept, Revision.perspective, func.count()).join(Experience, Experience.id == met.c.id)
               .join(Experience.live).group_by(met.c.concept, Revision.perspective))
    return Counter({(concept, teller): many for concept, teller, many in db.session.execute(counted)})


def neighbours(item: Story | Experience, concept: Concept, boundaries: Boundaries) -> list[Any]:
    """Of the same kind and topic, within the boundaries: the one published next after this, and the one before; None for none."""
    model: type[Story | Experience] = type(item)
    within = (boundaries.within(news(concept), Story.content_notes) if isinstance(item, Story)
              else boundaries.within(experiences(concept), Revision.content_notes))
    place, mine = tuple_(model.published_on, model.id), (item.published_on, item.id)
    return [db.session.scalar(within.where(place > mine).order_by(model.published_on, model.id).limit(1)),
            db.session.scalar(within.where(place < mine).order_by(model.published_on.desc(), model.id.desc()).limit(1))]


def spoken_of(item: Story | Experience, boundaries: Boundaries) -> list[Topic]:
    """The topics an item belongs to, weightiest first; neither who tells nor how it ended."""
    weights = select(Profile.concept).where(Profile.record == item.record, Profile.weight >= LEAST_WEIGHT)
    told = list(db.session.scalars(weights.order_by(Profile.weight.desc(), Profile.concept)))
    if isinstance(item, Experience):
        told += [c for c, (facet, value) in _choosable().items() if c not in told and value in getattr(item.text, facet)]
    told = [c for c in told if _says_what_of(c)]
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


def _those(public: Select[Any], number: Any, concept: Concept) -> Select[Any]:
    members = union_all(*(select(one.subquery().c.id) for one in _members(public, [concept.id])))
    return public.where(number.in_(members))


def _members(public: Select[Any], concepts: Collection[str] | None) -> list[Select[Any]]:
    """(concept, id) of the public rows that belong to each of these concepts, or to any: the one home of that rule."""
    model: type[Story | Experience] = public.column_descriptions[0]["entity"]
    here = "news:" if model is Story else "experience:"
    # CASE, so that no database reads a number where another kind of record has none
    number = case((Profile.record.startswith(here), cast(func.substr(Profile.record, len(here) + 1), Integer)))
    told = select(Profile.concept, number.label("id")).where(
        Profile.weight >= LEAST_WEIGHT, number.in_(public.with_only_columns(model.id)))
    if concepts is not None:
        told = told.where(Profile.concept.in_(sorted(concepts)))
    choosable = {c: value for c, (_, value) in _choosable().items() if concepts is None or c in concepts}
    if model is Story or not choosable:
        return [told]
    chosen = union_all(*(select(literal(c).label("concept"), literal(f" {value} ").label("value"))
                         for c, value in choosable.items())).subquery()
    # by the revision's id, so that SQLite looks it up for what was chosen alone
    heavy = exists().where(Profile.record == literal(here).concat(cast(Revision.experience_id, String)),
                           Profile.concept == chosen.c.concept, Profile.weight >= LEAST_WEIGHT)
    return [told, public.join(chosen, Revision.treatment.concat(Revision.diagnosis).contains(chosen.c.value))
            .where(not_(heavy)).with_only_columns(chosen.c.concept, Experience.id.label("id"))]


@cache
def _choosable() -> dict[str, tuple[str, str]]:
    """The concepts that an author can choose for an experience: the facet of each, and its value as stored."""
    return {c.id: c.facet for c in vocabulary().concepts.values() if c.facet and c.facet[0] in CHOSEN}


@cache
def _met_under(name: str) -> frozenset[str]:
    """The content notes that a concept's very name is met under: its own, and those of what it is a kind of."""
    known = vocabulary().concepts
    kinds = (name, *known[name].broader)
    ends = (facet[1] for one in kinds if (facet := known[one].facet) and facet[0] == "outcome")
    return frozenset({*kinds, *(OUTCOME_NOTES.get(end, "") for end in ends)} & FACETS["content_notes"].values.keys())


def _says_what_of(name: str) -> bool:
    concept = vocabulary().concepts.get(name)
    return concept is not None and (concept.facet is None or concept.facet[0] not in ("perspective", "outcome"))


def _named(names: Iterable[str]) -> list[Concept]:
    return sorted((vocabulary().concepts[name] for name in names), key=lambda c: c.label.casefold())
