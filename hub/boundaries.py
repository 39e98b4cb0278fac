"""What a reader would rather not meet today: one value, handed to every list, search, pair, count and feed.

Made from what the reader chose; an outcome implies its note, so a story that ends in a birth is
left out with `live_birth` even where its author ticked nothing. A reader may also want to be told how a story
ends only once they have read it. Not here: how it is chosen and where it is kept (`hub/web`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from sqlalchemy import Select, String, cast, not_
from sqlalchemy.orm import InstrumentedAttribute

from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary

Row = TypeVar("Row")

OUTCOME_NOTES = {"live_birth": "live_birth", "pregnant": "pregnancy", "loss": "loss", "stopped": "stopping"}
#: Stages that tell how it ended, or may.
LATE_STAGES = ("result", "early_pregnancy", "after", "stopping")
#: What an address or a cookie says beside the notes: how a story ends is told last.
ENDING = "ending"


@dataclass(frozen=True)
class Boundaries:
    """The content notes a reader would rather not meet, and whether they are told how a story ends only after it."""

    hidden: frozenset[str] = frozenset()
    ending_last: bool = False

    @classmethod
    def chosen(cls, words: Iterable[str]) -> "Boundaries":
        """From what was asked for; unknown words are left out."""
        asked = frozenset(words)
        return cls(asked.intersection(FACETS["content_notes"].values), ENDING in asked)

    @classmethod
    def known(cls) -> frozenset[str]:
        """Every word that can be asked for."""
        return frozenset({*FACETS["content_notes"].values, ENDING})

    def __or__(self, other: "Boundaries") -> "Boundaries":
        return Boundaries(self.hidden | other.hidden, self.ending_last or other.ending_last)

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def words(self) -> list[str]:
        """The same as it was asked for, always in one order."""
        return [*sorted(self.hidden), *([ENDING] if self.ending_last else [])]

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts not to be named to this reader unasked."""
        return _noted(self.hidden)

    @property
    def giving_away(self) -> frozenset[str]:
        """The concepts that, named beside a story, would tell this reader too early how it ends."""
        return _noted(frozenset(OUTCOME_NOTES.values())) if self.ending_last else frozenset()

    def meets(self, notes: frozenset[str]) -> bool:
        """Whether something with these notes is within the boundaries."""
        return not self.hidden & notes

    def told(self, notes: Iterable[str]) -> list[str]:
        """The notes that may be told before something is read: where endings come last, none that gives one away."""
        return [note for note in notes if not (self.ending_last and note in OUTCOME_NOTES.values())]

    def of(self, notes: Iterable[str]) -> list[str]:
        """Those of the notes that the reader would rather not meet, in the order of the list of notes."""
        met = self.hidden & frozenset(notes)
        return [note for note in FACETS["content_notes"].values if note in met]

    def within(self, query: Select[Row], notes: InstrumentedAttribute[list[str]]) -> Select[Row]:
        """The query without the rows whose notes the reader would rather not meet."""
        stored = cast(notes, String)
        return query.where(*(not_(stored.contains(f" {note} ", autoescape=True)) for note in sorted(self.hidden)))


@cache
def _noted(notes: frozenset[str]) -> frozenset[str]:
    """The concepts that carry one of these notes, and what is a kind of them."""
    known = vocabulary().concepts
    named = {one.id for one in known.values() if one.note in notes}
    return frozenset(one.id for one in known.values() if named & {one.id, *one.broader})


def implied(notes: Iterable[str], outcome: str | None) -> list[str]:
    """The notes given, and the one the outcome implies, in the order of the list of notes."""
    met = {*notes, OUTCOME_NOTES.get(outcome or "")}
    return [note for note in FACETS["content_notes"].values if note in met]


#: What a reader may choose in one go, by where they are.
PRESETS = {
    "two_week_wait": Boundaries(
        frozenset({"pregnancy", "live_birth", "children", "loss", "baby_loss", "failed_cycle"}), ending_last=True),
    "after_a_loss": Boundaries(frozenset({"pregnancy", "live_birth", "children"})),
    "hope": Boundaries(frozenset({"loss", "baby_loss", "termination", "failed_cycle", "stopping", "mental_health"})),
    "everything": Boundaries(),
}
