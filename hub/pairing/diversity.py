"""Which of the alike are shown, and in what order: not five tellings of one kind, and nobody everywhere.

Pure arithmetic on what is known of each candidate, so the same pairs always give the same order.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

SHARE_OF_BEST = 0.5  # what is less than this part of the best is left out: fewer, right ones
GOOD = 0.12  # but nothing that is as alike as this
ROOM = 6  # stories beside which an experience may fit better before it counts half here
# How much what is told again counts: who tells, how it ended, what both speak of, where they were.
AGAIN = {"teller": 0.7, "ending": 0.7, "about": 0.85, "stage": 0.9}


@dataclass(frozen=True)
class Candidate:
    """What choosing needs to know of one experience. `rank`: 0 an answer, 1 by hand, 2 suggested; `crowd`: how
    many stories it fits better beside."""

    key: int
    score: float
    rank: int = 2
    place: int | None = None
    crowd: int = 0
    teller: str | None = None
    ending: str | None = None
    about: str | None = None
    stage: str | None = None

    @property
    def worth(self) -> float:
        """Its score, less the more other stories it fits better."""
        return self.score * ROOM / (ROOM + self.crowd)

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        """What is told again where it is told by another as well."""
        return [(name, value) for name in AGAIN if (value := getattr(self, name))]


def chosen(candidates: Iterable[Candidate], limit: int) -> list[Candidate]:
    """Answers first, then by hand, then the best of what is left, each next one weighed by what was told before.

    What an editor moved stands where it was put, among its own.
    """
    left = list(candidates)
    # Of all, not of suggestions alone: confirming the best lets nothing weaker in.
    floor = min(GOOD, SHARE_OF_BEST * max((one.score for one in left), default=0.0))
    left = [one for one in left if one.rank < 2 or one.place is not None or one.worth >= floor]
    told: Counter[tuple[str, str]] = Counter()
    order: list[Candidate] = []
    while left and len(order) < limit:
        best = min(left, key=lambda one: (one.rank, one.place is None, one.place or 0, -_weighed(one, told), one.key))
        left.remove(best)
        order.append(best)
        told.update(best.kinds)
    return order


def _weighed(one: Candidate, told: Counter[tuple[str, str]]) -> float:
    worth = one.worth
    for kind in one.kinds:
        worth *= AGAIN[kind[0]] ** told[kind]
    return worth
