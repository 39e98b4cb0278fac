"""Whose voice is hardly heard here: who tells, and who tells of what, counted within what a reader wants to meet.

So that those can be invited who would be the first the next reader finds. A count of stories, never of people. Not here:
the voice a search asked for and did not find (`hub/search/advice.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass

from hub import topics
from hub.boundaries import Boundaries
from hub.models import Experience
from hub.reference.facets import FACETS
from hub.reference.vocabulary import Concept

#: Who could tell of any theme; donors, surrogates and those born of it tell of their own.
ANYBODY = ("patient", "partner", "male_factor", "solo", "same_sex", "trans", "family")
FEW = 2  # fewer stories than this are few
THEMES = 12
#: The kinds of concepts that are themes: not who tells, how it ended, or where.
THEMED = frozenset({"care", "diagnoses", "donors", "embryos", "extras", "feelings", "male_diagnoses", "money_and_law", "stages",
                    "tests", "treatments"})


@dataclass(frozen=True)
class Voice:
    """A teller, how many stories they have told so far, and of which theme; of any where it is None."""

    teller: str
    told: int
    theme: Concept | None = None


def heard(boundaries: Boundaries) -> list[Voice]:
    """Every teller there could be, those with the fewest stories first."""
    counts = topics.shelf(Experience).tellers(boundaries)
    return sorted((Voice(teller, counts[teller]) for teller in FACETS["perspective"].values), key=lambda one: one.told)


def themes(boundaries: Boundaries) -> list[Concept]:
    """What is told of most."""
    standing = [one for one in topics.standing(boundaries).values() if one.concept.kind in THEMED and one.experiences]
    return [one.concept for one in sorted(standing, key=lambda one: (-one.experiences, one.concept.id))[:THEMES]]


def missing(concepts: Collection[Concept], boundaries: Boundaries) -> dict[str, list[Voice]]:
    """Concept id -> those who could tell of it and hardly have, the rarest first."""
    kept = topics.shelf(Experience)
    told = {one.id: kept.tellers(boundaries, one.id) for one in concepts}
    return {one.id: sorted((Voice(teller, told[one.id][teller], one) for teller in ANYBODY if told[one.id][teller] < FEW),
                           key=lambda voice: voice.told) for one in concepts}
