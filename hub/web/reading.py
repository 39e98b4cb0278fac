"""How far a reader goes in a story told in several parts: up to a stage of their own, or all of it.

A reader who waits for a result need not meet one, and who wants endings last stops before they begin. Not here: which
stories are shown at all (`hub/boundaries.py`).
"""

from dataclasses import dataclass

from hub.boundaries import LATE_STAGES
from hub.models import Revision
from hub.models.revision import Part
from hub.reference.facets import FACETS

STAGES = list(FACETS["stage"].values)
ALL = "all"


@dataclass(frozen=True)
class Reading:
    """The parts that are shown. `stops` are the places where the part after goes further than all before: how many parts
    are read by then, and the stage to name in the address. `offered` are the stages named to the reader to stop at. `next` is
    where reading on leads; None is all of it."""

    parts: list[Part]
    total: int
    stops: dict[int, str]
    offered: list[str]
    upto: str
    next: str | None

    @classmethod
    def of(cls, text: Revision, upto: str, ending_last: bool = False) -> "Reading":
        """A text read up to a stage; all of it where that is none, or one the hub does not know. Where endings come last, and
        no stage nor `ALL` is named, up to where they begin; the first part at least."""
        stops = _stops(text.parts)
        offered = [stage for stage in stops.values() if not (ending_last and stage in LATE_STAGES)]
        least = 0
        if not upto and ending_last:
            upto, least = STAGES[STAGES.index(LATE_STAGES[0]) - 1], 1
        if upto not in STAGES or len(text.parts) == 1:
            return cls(text.parts, len(text.parts), stops, offered, "", None)
        beyond = (number for number, part in enumerate(text.parts) if _rank(part) > STAGES.index(upto))
        shown = max(least, next(beyond, len(text.parts)))
        further = next((stage for number, stage in stops.items() if number > shown), None)
        return cls(text.parts[:shown], len(text.parts), stops, offered, stops.get(shown, upto), further)

    @property
    def several(self) -> bool:
        """Whether the story is told in more than one part."""
        return self.total > 1

    @property
    def whole(self) -> bool:
        """Whether every part is shown."""
        return len(self.parts) == self.total


def _rank(part: Part) -> int:
    return STAGES.index(part.stage) if part.stage in STAGES else -1


def _stops(parts: list[Part]) -> dict[int, str]:
    stops, furthest = {}, -1
    for number, part in enumerate(parts):
        if furthest >= 0 and _rank(part) > furthest:
            stops[number] = STAGES[furthest]
        furthest = max(furthest, _rank(part))
    return stops
