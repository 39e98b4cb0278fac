"""What of a text is shown with a hit: the passage that says most of what was asked, marked, and why it matched.

The text comes from the database row, is escaped first and marked then; no more of it is looked at than a story may hold.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from hub.models.revision import WHOLE_MAX
from hub.search.analysis import analysed
from hub.search.engine import Alternative, Match, Slot
from hub.search.written import Cut, Memory

LENGTH = 200
SCANNED = WHOLE_MAX
#: How many words a passage has at most, and how many of them stand before the first one met.
WORDS, LEAD = 34, 7
#: Ways to meet a word that weigh less are told of only where there is no better one.
FAINT = 0.35
#: Where a mark begins and ends until the passage is escaped: signs no stored text holds.
BEGIN, END = "\x02", "\x03"


class Span(NamedTuple):
    """The first and last word of what met a slot, counted in the text, and the slot's number."""

    first: int
    last: int
    slot: int


_memory = Memory()
#: Takes in words before a text with them is shown.
remember = _memory.learn


class Marker:
    """Marks texts for one query; ways to meet a word that weigh less than `least` are not told of."""

    def __init__(self, slots: Sequence[Slot], least: float = FAINT) -> None:
        self._slots = [slot for slot in slots if not slot.bonus]
        self._ways: dict[str, list[tuple[float, int, str | None, Alternative]]] = {}
        needed: set[str] = set()
        for number, slot in enumerate(self._slots):
            for sense in slot.senses:
                for way in sense.ways:
                    weight = sense.weight * way.weight
                    if weight >= least and not way.facet:
                        first = way.word or way.stems[0]
                        self._ways.setdefault(first, []).append((weight, number, sense.concept, way))
                        needed.update(way.stems, (way.word,) if way.word else ())
        self._needed = frozenset(needed)
        self._hits = _memory.as_written(needed)

    def present(self, title: str, text: str) -> tuple[Markup, Markup, list[Match]]:
        """The title marked, the best passage marked, and which typed word met which words by which concept."""
        text = text[:SCANNED]
        cut, cut_title = Cut(text), Cut(title)
        in_title, told_title = self._found(cut_title.words)
        in_text, told = self._found(cut.words)
        told = {**told_title, **told}
        passage, start, end = _passage(text, cut, in_text)
        if start > 0:
            passage = Markup("… ") + passage
        if end < len(text):
            passage += Markup(" …")
        everywhere = cut_title.places(0, len(cut_title.words)) if in_title else ()
        return _marked(title, in_title, 0, everywhere, 0, len(title)), passage, [told[number] for number in sorted(told)]

    def _found(self, raw: Sequence[str]) -> tuple[list[Span], dict[int, Match]]:
        """Where the query is met among these words, and for each slot the strongest way it is met."""
        where: dict[str, list[int]] = {}
        self._learn(raw)
        hits = self._hits
        for place, word in [(place, word) for place, word in enumerate(raw) if word in hits]:
            for one in hits[word]:
                where.setdefault(one, []).append(place)
        spans: list[Span] = []
        best: dict[int, tuple[float, str | None, int, int]] = {}
        for weight, number, concept, way in (way for first in where for way in self._ways.get(first, ())):
            if places := _where(way, where):
                spans += [Span(first, last, number) for first, last in places]
                if number not in best or weight > best[number][0]:
                    best[number] = (weight, concept, *places[0])
        told = {number: Match(self._slots[number].typed, concept, " ".join(raw[first : last + 1]))
                for number, (_, concept, first, last) in best.items()}
        return sorted(spans, key=_in_reading), told

    def _learn(self, raw: Sequence[str]) -> None:
        for written in _memory.learn(raw):
            if hits := self._needed.intersection(one for meant in analysed(written) for one in meant):
                self._hits[written] = tuple(hits)


def _in_reading(span: Span) -> tuple[int, int]:
    """In the order of the text, the longest first."""
    return span.first, -span.last


def _where(way: Alternative, where: dict[str, list[int]]) -> list[tuple[int, int]]:
    """First and last word of each place where something is said this way."""
    if way.word or len(way.stems) == 1:
        return [(place, place) for place in where[way.word or way.stems[0]]]
    for stem in way.stems:
        if stem not in where:
            return []
    return list(_in_order(way, where))


def _in_order(way: Alternative, where: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    reach = len(way.stems) - 1 + way.slack
    for first in where[way.stems[0]]:
        last = first
        for stem in way.stems[1:]:
            at = bisect_right(where[stem], last)
            last = where[stem][at] if at < len(where[stem]) else last + SCANNED
        if last - first <= reach:
            yield first, last


def _best_first(spans: Sequence[Span], count: int) -> int:
    """The word a passage begins with that meets the most slots."""
    best, most = 0, (0, 0)
    for number, span in enumerate(spans):
        inside = []
        for other in spans[number:]:
            if other.last > span.first + WORDS - LEAD:
                break
            inside.append(other.slot)
        worth = (len(set(inside)), len(inside))
        if worth > most:
            best, most = span.first - LEAD, worth
    return max(0, min(best, count - WORDS))


def _passage(text: str, cut: Cut, spans: Sequence[Span]) -> tuple[Markup, int, int]:
    """About 200 characters that say most of what was asked, marked; and where they begin and end in the text."""
    first = _best_first(spans, len(cut.words))
    places = cut.places(first, first + WORDS + LEAD)
    start = places[0][0] if first else 0
    end = max((last for _, last in places if last <= start + LENGTH), default=min(len(text), start + LENGTH))
    if len(text) <= start + LENGTH:
        end = len(text)
    return _marked(text, spans, first, places, start, end), start, end


def _marked(text: str, spans: Sequence[Span], offset: int, places: Sequence[tuple[int, int]], start: int, end: int) -> Markup:
    """A part of the text escaped, with marks; `places` are those of its words from the `offset`th on."""
    parts: list[str] = []
    at = start
    for span in spans:
        if not offset <= span.first <= span.last < offset + len(places):
            continue
        first, last = places[span.first - offset][0], places[span.last - offset][1]
        if at <= first and last <= end:
            parts += [text[at:first], BEGIN, text[first:last], END]
            at = last
    escaped = str(escape("".join([*parts, text[at:end]])))
    return Markup(escaped.replace(BEGIN, "<mark>").replace(END, "</mark>"))  # noqa: S704  # escaped on the line before
