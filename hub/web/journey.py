"""The road a story tells of, as a strip of small signs: its stages among all stages, cycles so far, where it stands.

Only what its author said in facets and chapters is drawn, in the order it is told; nothing is filled in between. Every
ending has the same sign, so that none looks better than another. The words beside the strip say all it shows. Not here:
the SVG itself (`templates/_macros/parts.html`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.boundaries import LATE_STAGES, Boundaries
from hub.models import Revision
from hub.models.revision import Part
from hub.reference.facets import FACETS, label
from hub.submissions.draft import Draft

STAGES = list(FACETS["stage"].values)
SIGNS = {"waiting_for_funding": "wait", "two_week_wait": "wait", "transfer": "transfer"}
STEP, LOOP, EDGE = 12.0, 6.0, 7.0  # from one stage to the next, from one cycle to the next, and free at either end
MOST_LOOPS = 8
LINE, HEIGHT = 13.0, 22.0
UNSAID = ("untold", "not_applicable")


@dataclass(frozen=True)
class Stop:
    """A stage that is told of: where it stands, and its sign: a step, a wait or a transfer."""

    x: float
    sign: str


@dataclass(frozen=True)
class Journey:
    """A strip `width` wide: a loop for every cycle, a dot for every stage there is, the stops told of, the ways between them
    as SVG paths, the place of the ending where it may be told; and the same in words."""

    width: float
    loops: tuple[float, ...]
    dots: tuple[float, ...]
    stops: tuple[Stop, ...]
    ways: tuple[str, ...]
    ending: float | None
    said: str

    @classmethod
    def on_card(cls, text: Revision | Draft, limits: Boundaries) -> "Journey | None":
        """What a card shows: never how it stands. None where nothing was told."""
        return _drawn(_stages(text, limits), text.cycles, None, len(_told(text)))

    @classmethod
    def of_parts(cls, text: Revision, parts: Sequence[Part], limits: Boundaries) -> "Journey | None":
        """What a story's own page shows: the parts that are read, and how it stands where all of it is."""
        whole = len(parts) == len(text.parts)
        ending = text.outcome if whole and not limits.ending_last and text.outcome not in UNSAID else None
        return _drawn([part.stage for part in parts if part.stage], text.cycles if whole else None, ending, len(parts))


def _told(text: Revision | Draft) -> list[str | None]:
    return [part.stage for part in text.parts]


def _stages(text: Revision | Draft, limits: Boundaries) -> list[str]:
    return [stage for stage in _told(text) if stage and not (limits.ending_last and stage in LATE_STAGES)]


def _drawn(stages: list[str], cycles: int | None, outcome: str | None, parts: int) -> Journey | None:
    if not (stages or cycles or outcome):
        return None
    loops = tuple(EDGE + LOOP * nth for nth in range(min(cycles or 0, MOST_LOOPS)))
    start = loops[-1] + STEP if loops else EDGE
    places = {stage: start + STEP * nth for nth, stage in enumerate(STAGES)}
    met = [stage for nth, stage in enumerate(stages) if nth == 0 or stage != stages[nth - 1]]
    end = places[STAGES[-1]]
    ending = end + STEP if outcome else None
    return Journey(round((ending or end) + EDGE, 1), loops, tuple(places.values()),
                   tuple(Stop(places[stage], SIGNS.get(stage, "step")) for stage in dict.fromkeys(met)),
                   tuple(_way(places[a], places[b]) for a, b in zip(met, met[1:], strict=False)),
                   ending, _said(met, cycles, outcome, parts))


def _way(a: float, b: float) -> str:
    """From one stop to the next: above the line onwards, below it back to an earlier stage."""
    bend = min(8.0, 4 + abs(b - a) / 12)
    return f"M{a:g} {LINE:g}Q{(a + b) / 2:g} {LINE - bend * 2 if b > a else LINE + bend * 2:g} {b:g} {LINE:g}"


def _said(met: list[str], cycles: int | None, outcome: str | None, parts: int) -> str:
    names = [label("stage", stage) for stage in met]
    first = names[0] if len(names) == 1 else f"{names[0]} to {names[-1][0].lower()}{names[-1][1:]}" if names else ""
    told = [f"{first}, told in {parts} parts" if first and parts > 1 else first]
    told.append(f"{cycles} {'cycle' if cycles == 1 else 'cycles'} so far" if cycles else "")
    told.append(label("outcome", outcome) if outcome else "")
    return " · ".join(words for words in told if words)
