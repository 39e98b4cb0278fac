"""How a number is drawn: bars on a common measure, or dots for one in so many.

Lengths are in em and per cent, never in pixels of a picture that shrinks: words in a chart keep the
size of the page's words on a phone, and grow with them. Not here: what is drawn (`reference/figures`, `hub/transparency`),
and the SVG itself (`templates/_macros/figures.html`).
"""

import math
from dataclasses import dataclass

from hub.reference.figures import Figure
from hub.transparency import LEAST

ROW = 3.0  # em from one bar to the next
DOT = 1.7  # em from one dot to the next
RADIUS = .65  # em, with its line
DOTS_TOP = 3.4  # em kept above the dots for the number in words
DOTS_ACROSS = 8


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its number, how far down it stands (em) and how long it is (per cent of the width)."""

    label: str
    written: str
    top: float
    length: float


@dataclass(frozen=True)
class Dot:
    """One dot of one in so many; the first is filled."""

    across: float
    down: float
    filled: bool


@dataclass(frozen=True)
class Chart:
    """What a figure looks like; `height` in em, `said` the same in words. Only shares of a hundred have a whole to show."""

    height: float
    said: str
    of_a_hundred: bool = False
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True)
class Counted:
    """What the hub counts of itself: a number for each label, None where it is too small to be told."""

    id: str
    title: str
    counts: tuple[tuple[str, int | None], ...]
    unit: str = "count"

    @property
    def values(self) -> tuple[tuple[str, float], ...]:
        """The numbers as they are drawn."""
        return tuple((label, count or 0) for label, count in self.counts)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The numbers as people read them."""
        return [(label, self.written(count)) for label, count in self.values]

    def written(self, value: float) -> str:
        """One of them: a count, or that there were too few to tell."""
        return f"{value:,.0f}" if value else f"fewer than {LEAST}"


def chart(figure: Figure | Counted) -> Chart:
    """A figure as dots where it is one in so many, else as bars: shares on a hundred, others beside the largest."""
    said = "; ".join(f"{label}: {written}" for label, written in figure.rows) + "."
    if figure.unit == "one_in":
        dots = _dots(int(figure.values[0][1]))
        return Chart(round(dots[-1].down + DOT / 2, 2), said, dots=dots)
    of_a_hundred = figure.unit == "percent"
    whole = 100.0 if of_a_hundred else max((value for _, value in figure.values), default=0) or 1
    bars = tuple(Bar(label, figure.written(value), round(nth * ROW, 2), round(100 * value / whole, 2))
                 for nth, (label, value) in enumerate(figure.values))
    return Chart(round(len(bars) * ROW, 2), said, of_a_hundred, bars)


def _dots(several: int) -> tuple[Dot, ...]:
    """So many dots in even rows, in em from the top left."""
    across = math.ceil(several / math.ceil(several / DOTS_ACROSS))
    return tuple(Dot(round(DOT * (nth % across) + RADIUS, 2), round(DOTS_TOP + DOT * (nth // across + .5), 2), nth == 0)
                 for nth in range(several))
