"""What of a text is shown with a hit: the passage that says most of what was asked, marked, and why it matched.

The text comes from the database row, is escaped first and marked then; at most 20 kB are looked at.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from hub.search.analysis import places, stems, words
from hub.search.engine import Alternative, Match, Slot

LENGTH = 200
SCANNED = 20_000
LEAD = 40
#: Ways to meet a word that weigh less are not told of.
FAINT = 0.35

Span = tuple[int, int, int]
"""Start and end in the text, and the number of the slot that was met."""


class Marker:
    """Marks texts for one query."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = [slot for slot in slots if not slot.bonus]
        self._ways: dict[str, list[tuple[float, int, str | None, Alternative]]] = {}
        self._needed: set[str] = set()
        self._prefixed: set[str] = set()
        for number, slot in enumerate(self._slots):
            for sense in slot.senses:
                for way in sense.ways:
                    weight = sense.weight * way.weight
                    if weight >= FAINT and not way.facet:
                        first = way.word or way.stems[0]
                        self._ways.setdefault(first, []).append((weight, number, sense.concept, way))
                        self._needed.update(way.stems)
                        if way.word:
                            self._prefixed.add(way.word)

    def present(self, title: str, text: str) -> tuple[Markup, Markup, list[Match]]:
        """The title marked, the best passage marked, and which typed word met which words by which concept."""
        text = text[:SCANNED]
        in_title, told_title = self._found(title)
        in_text, told = self._found(text)
        told = {**told_title, **told}
        start, end = _window(text, in_text)
        passage = _marked(text, in_text, start, end)
        if start > 0:
            passage = Markup("… ") + passage
        if end < len(text):
            passage += Markup(" …")
        return _marked(title, in_title, 0, len(title)), passage, [told[number] for number in sorted(told)]

    def _found(self, text: str) -> tuple[list[Span], dict[int, Match]]:
        """Where the query is met, and for each slot the strongest way it is met."""
        if not self._ways:
            return [], {}
        here = stems(text)
        met = [(place, one) for place, one in enumerate(here) if one in self._needed]
        if self._prefixed:
            met += [(place, word) for place, word in enumerate(words(text)) if word in self._prefixed]
        where: dict[str, list[int]] = {}
        for place, one in met:
            where.setdefault(one, []).append(place)
        spans: list[Span] = []
        told: dict[int, tuple[float, Match]] = {}
        at = places(text, len(here)) if where else []
        for weight, number, concept, way in (way for first in where for way in self._ways.get(first, ())):
            for begin, last in _where(way, where):
                start, end = at[begin][0], at[last][1]
                spans.append((start, end, number))
                if number not in told or weight > told[number][0]:
                    told[number] = (weight, Match(self._slots[number].typed, concept, text[start:end]))
        return sorted(spans, key=lambda span: (span[0], -span[1])), {number: match for number, (_, match) in told.items()}


def _where(way: Alternative, where: dict[str, list[int]]) -> Iterable[tuple[int, int]]:
    """First and last word of each place where something is said this way."""
    if way.word or len(way.stems) == 1:
        return [(place, place) for place in where[way.word or way.stems[0]]]
    if any(stem not in where for stem in way.stems):
        return ()
    return _in_order(way, where)


def _in_order(way: Alternative, where: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    reach = len(way.stems) - 1 + way.slack
    for first in where[way.stems[0]]:
        last = first
        for stem in way.stems[1:]:
            at = bisect_right(where[stem], last)
            last = where[stem][at] if at < len(where[stem]) else last + SCANNED
        if last - first <= reach:
            yield first, last


def _window(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """The passage of about 200 characters that meets the most slots, cut between words."""
    best, most = 0, (0, 0)
    for number, (start, _, _) in enumerate(spans):
        inside = []
        for span in spans[number:]:
            if span[0] > start + LENGTH - LEAD:
                break
            inside.append(span[2])
        worth = (len(set(inside)), len(inside))
        if worth > most:
            best, most = max(0, start - LEAD), worth
    if len(text) - best < LENGTH:
        best = max(0, len(text) - LENGTH)
    end = min(len(text), best + LENGTH)
    if best:
        best = min(text.find(" ", best) + 1 or best, best + LEAD)
    if end < len(text):
        end = max(text.rfind(" ", best, end), end - LEAD)
    return best, end


def _marked(text: str, spans: Sequence[Span], start: int, end: int) -> Markup:
    parts: list[Markup] = []
    at = start
    for first, last, _ in spans:
        if first < at or last > end:
            continue
        parts += [escape(text[at:first]), Markup("<mark>"), escape(text[first:last]), Markup("</mark>")]
        at = last
    return Markup("").join([*parts, escape(text[at:end])])
