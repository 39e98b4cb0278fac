"""What a topic holds: for each concept of the vocabulary, the public items that truly speak of it.

A topic has a page from a few items on that this reader may and wants to meet. Not here: what belongs to a concept and how
it is counted (`census.py`), what an item's profile is and which items stand side by side (`hub/pairing`), nor a
concept's words (`reference/vocabulary`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from sqlalchemy import select

from hub.boundaries import LATE_STAGES, OUTCOME_NOTES, Boundaries
from hub.db import db
from hub.models import Experience, Profile, Story
from hub.reference.facets import FACETS
from hub.reference.vocabulary import Concept, vocabulary
from hub.topics.census import LEAST_WEIGHT, Census, Numbers, Shelf, choosable, shelf

__all__ = ["Census", "Shelf", "Stage", "Topic", "around", "named", "neighbours", "shelf", "slug", "spoken_of", "stages",
           "standing"]

LEAST_ITEMS = 3
SPOKEN_OF = 5  # topics named on an item's own page, at most
SHOWN = 24  # experiences on a topic's page, over all its stages
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
    news, told = shelf(Story).sizes(boundaries), shelf(Experience).sizes(boundaries)
    known = vocabulary().concepts
    names = known.keys() & (news.keys() | told.keys() if concepts is None else concepts)
    found = [Topic(known[name], news.get(name, 0), told.get(name, 0)) for name in sorted(names)]
    return {t.concept.id: t for t in found if t.total >= LEAST_ITEMS and not _met_under(t.concept.id) & boundaries.hidden}


def stages(concept: Concept, boundaries: Boundaries) -> list[Stage]:
    """The newest experiences of a concept by the stage they speak of, their endings varied and births never first."""
    kept = shelf(Experience)
    met = kept.within(boundaries, concept.id)
    told: dict[str, list[Experience]] = {name: [] for name in (*FACETS["stage"].values, FURTHER_ON, "")}
    totals, turns = dict.fromkeys(told, 0), []
    for at, stage in (*enumerate(FACETS["stage"].values), (-1, "")):
        own = met[kept.told["stage"][met] == at]
        totals[_told_under(stage, boundaries)] += len(own)
        turns += list(enumerate(_varied(own, kept)))
    for row in kept.rows(place for _, place in sorted(turns)[:SHOWN]):
        told[_told_under(row.text.stage or "", boundaries)].append(row)
    return [Stage(name, totals[name], some) for name, some in told.items() if some]


def neighbours(item: Story | Experience, concept: Concept, boundaries: Boundaries) -> list[Story | Experience | None]:
    """Of the same kind and topic, within the boundaries: the one published next after this, and the one before; None for none."""
    kept = shelf(type(item))
    met, mine = kept.within(boundaries, concept.id), kept.place(item.id)
    newer, older = met[met < mine][-1:], met[met > mine][:1]
    return [next(iter(kept.rows(one)), None) for one in (newer, older)]


def spoken_of(item: Story | Experience, boundaries: Boundaries) -> list[Topic]:
    """The topics an item belongs to, weightiest first; neither who tells nor how it ended."""
    weights = select(Profile.concept).where(Profile.record == item.record, Profile.weight >= LEAST_WEIGHT)
    told = list(db.session.scalars(weights.order_by(Profile.weight.desc(), Profile.concept)))
    if isinstance(item, Experience):
        told += [c for (facet, value), c in choosable().items() if c not in told and value in getattr(item.text, facet)]
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


def _told_under(stage: str, boundaries: Boundaries) -> str:
    return FURTHER_ON if boundaries.ending_last and stage in LATE_STAGES else stage


def _varied(own: Numbers, kept: Shelf) -> list[int]:
    """The first of these places that are shown: endings take turns, births never first, and the newest of each first."""
    endings = kept.told["outcome"][own]
    births = [list(FACETS["outcome"].values).index(name) for name in BIRTHS]
    turns = [(nth, ending in births, int(place)) for ending in np.unique(endings).tolist()
             for nth, place in enumerate(own[endings == ending][:SHOWN].tolist())]
    return [place for _, _, place in sorted(turns)[:SHOWN]]


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
