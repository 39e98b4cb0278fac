"""What readers may see, in numbers: how much there is, by concept, teller, stage and ending, within what a reader wants to meet.

Read once for each generation of the content (`hub/models/content.py`) and held in memory, row numbers and labels alone; so
what a page counts, and which few of many it shows, cost the same in a large hub as in a small one. At another generation all
is read anew: what was taken down is counted no more at the very next question, in every process. A page loads the rows
themselves through `public()`. Here is also the one rule by which an item belongs to a concept.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select

from hub.boundaries import Boundaries
from hub.db import db, part
from hub.models import Content, Experience, Profile, Revision, Story
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary

LEAST_WEIGHT = 0.5  # of a concept in a profile; one mention in a text stays below
CHOSEN = ("treatment", "diagnosis")
TOLD = ("perspective", "stage", "outcome")  # of each experience, one value or none
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Shelf:
    """All stories or all experiences that readers may see, newest first; a place counts from the newest. `notes` are the
    content notes as bits, `told` the labels of experiences as places in their facet, -1 for none. The places of
    each concept stand together in `members`, at its slice in `concepts`."""

    model: type[Story | Experience]
    numbers: Numbers
    notes: Numbers
    told: dict[str, Numbers]
    members: Numbers
    concepts: dict[str, slice]

    def within(self, boundaries: Boundaries, concept: str | None = None) -> Numbers:
        """The places of what this reader may and wants to meet, newest first: of all, or of one concept."""
        own = np.arange(len(self.numbers)) if concept is None else self.members[self.concepts.get(concept, slice(0))]
        hidden = _bits(boundaries.hidden)
        met: Numbers = own[(self.notes[own] & hidden) == 0] if hidden else own
        return met

    def sizes(self, boundaries: Boundaries) -> dict[str, int]:
        """Concept -> how many belong to it that this reader may and wants to meet; none that nobody speaks of."""
        if not boundaries.hidden:
            return {concept: own.stop - own.start for concept, own in self.concepts.items()}
        met = ((self.notes & _bits(boundaries.hidden)) == 0)[self.members]
        sums = np.concatenate(([0], np.cumsum(met)))
        return {concept: int(sums[own.stop] - sums[own.start]) for concept, own in self.concepts.items()}

    def tellers(self, boundaries: Boundaries, concept: str | None = None) -> dict[str, int]:
        """How many each teller has told: of all, or of one concept."""
        names = list(FACETS["perspective"].values)
        told = self.told["perspective"][self.within(boundaries, concept)]
        counts = np.bincount(told[told >= 0], minlength=len(names)).tolist()
        return dict(zip(names, counts, strict=True))

    def rows(self, places: Iterable[int]) -> list[Any]:
        """The rows at these places, in this order."""
        numbers = [int(self.numbers[place]) for place in places]
        public: Select[Any] = self.model.public().where(self.model.id.in_(numbers))
        found = {row.id: row for row in db.session.scalars(public)}
        return [found[number] for number in numbers if number in found]

    def place(self, number: int) -> int:
        """Where the row of this number stands; -1 where readers do not see it."""
        at = np.flatnonzero(self.numbers == number)
        return int(at[0]) if at.size else -1


class Census:
    """Both shelves of one running app, as of one generation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = -1
        self._shelves: dict[type[Story | Experience], Shelf] = {}

    def now(self) -> dict[type[Story | Experience], Shelf]:
        """The shelves as the database stands now. The generation is read first, so that nothing is older than it says."""
        generation = db.session.scalar(select(Content.generation)) or 0
        with self._lock:
            if generation != self._generation:
                self._shelves = {Story: _news(), Experience: _experiences()}
                self._generation = generation
            return self._shelves


def shelf(model: type[Story | Experience]) -> Shelf:
    """All of one kind that readers may see now."""
    census: Census = part("census")
    return census.now()[model]


@cache
def choosable() -> dict[tuple[str, str], str]:
    """What an author can choose for an experience, by facet and value, and the concept it is."""
    return {c.facet: c.id for c in vocabulary().concepts.values() if c.facet and c.facet[0] in CHOSEN}


def _news() -> Shelf:
    newest = (Story.published_on.desc(), Story.id.desc())
    rows = db.session.execute(Story.public().with_only_columns(Story.id, Story.content_notes).order_by(*newest)).all()
    return _made(Story, rows, {}, lambda _row: ())


def _experiences() -> Shelf:
    told = (getattr(Revision, name) for name in (*TOLD, *CHOSEN))
    rows = db.session.execute(Experience.public().with_only_columns(Experience.id, Revision.content_notes, *told)
                              .order_by(Experience.published_on.desc(), Experience.id.desc())).all()
    labels = {}
    for name in TOLD:
        values = {value: place for place, value in enumerate(FACETS[name].values)}
        labels[name] = np.fromiter((values.get(getattr(row, name), -1) for row in rows), np.int64, len(rows))
    known = choosable()
    return _made(Experience, rows, labels, lambda row: (
        known[facet, value] for facet in CHOSEN for value in getattr(row, facet) if (facet, value) in known))


def _made(model: type[Story | Experience], rows: Sequence[Any], told: dict[str, Numbers],
          chosen: Callable[[Any], Iterable[str]]) -> Shelf:
    """A shelf of these rows. An item belongs to a concept when its stored profile gives the concept some weight (it stands
    in the title, or more than once in the text), or when its author chose it; a passing mention is left to search."""
    kind = "news" if model is Story else "experience"
    places = {f"{kind}:{row.id}": place for place, row in enumerate(rows)}
    members: dict[str, set[int]] = {}
    weighty = select(Profile.concept, Profile.record).where(Profile.kind == kind, Profile.weight >= LEAST_WEIGHT)
    for concept, record in db.session.execute(weighty):
        if record in places:
            members.setdefault(concept, set()).add(places[record])
    for place, row in enumerate(rows):
        for concept in chosen(row):
            members.setdefault(concept, set()).add(place)
    slices, end = {}, 0
    for concept, several in members.items():
        slices[concept] = slice(end, end := end + len(several))
    return Shelf(model, np.fromiter((row.id for row in rows), np.int64, len(rows)),
                 np.fromiter((_bits(row.content_notes) for row in rows), np.int64, len(rows)), told,
                 np.fromiter((place for several in members.values() for place in sorted(several)), np.int64, end), slices)


def _bits(notes: Iterable[str]) -> int:
    """Content notes as one number."""
    return sum(_bit()[note] for note in set(notes) if note in _bit())


@cache
def _bit() -> dict[str, int]:
    return {note: 1 << place for place, note in enumerate(FACETS["content_notes"].values)}
