"""Kinds of words, and what it means when several stand near each other: how checks read what they were never told.

Every way to say "I", to say "cannot", to name a means is a kind; which there are, and the rules over them, stand in
`lexicon/`. A stop counts as `STOP` words, so a thought may run on into the next sentence. Everything is looked up in
dictionaries and goes once through the text. Not here: what follows from a rule (each check), and letters in disguise
(`reading`).
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property

from hub.screening.reading import Reading, Span
from hub.screening.rules import Node, Rule, lexicon

STOP = 3
RIGHT_AFTER = 2
JUST_BEFORE = 1
LONGEST_WORD = 30
FRAGMENT = 5  # words: a sentence so short is about whoever was named before
_WORD = re.compile(r"\w[\w']*|[?£$€₹%@#+]")

Place = tuple[int, int]  # the first and the last word


class Kinds:
    """Where each kind of word stands in one text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.spans = [match.span() for match in _WORD.finditer(reading.low)]
        words = [reading.low[start:min(end, start + LONGEST_WORD)].rstrip("'") for start, end in self.spans]
        self.places: dict[str, list[Place]] = defaultdict(list)
        self._read(words)
        self._figures()
        self.steps = self._steps()
        self._counted: dict[str, Counter[int]] = {}
        self._joined: dict[tuple[str, ...], list[Place]] = {}

    def _read(self, words: list[str]) -> None:
        root, end = lexicon().tree, len(words)
        first: dict[str, list[Node]] = {word: root.follow(word) for word in set(words)}
        for at, word in enumerate(words):
            nodes, last = first[word], at
            while nodes:
                for kind in nodes[0].kinds if len(nodes) == 1 else set().union(*(node.kinds for node in nodes)):
                    self.places[kind].append((at, last))
                last += 1
                if last == end:
                    break
                nodes = nodes[0].follow(words[last]) if len(nodes) == 1 else [
                    after for node in nodes for after in node.follow(words[last])]

    def _figures(self) -> None:
        """A figure of speech is read whole: what its words would mean alone is not meant."""
        within = [-1] * len(self.spans)
        for number, (first, last) in enumerate(self.places.get("idiom", ())):
            within[first:last + 1] = [number] * (last + 1 - first)
        keep = lexicon().guards | {"idiom"}
        if self.places.get("idiom"):
            for kind, places in self.places.items():
                if kind not in keep:
                    places[:] = [(first, last) for first, last in places if within[first] < 0 or within[first] != within[last]]

    def _steps(self) -> list[int]:
        """The place of each word, with the stops before it counted in."""
        steps: list[int] = []
        starts = [start for start, _ in self.spans]
        for number, (_, end) in enumerate(self.reading.sentences[:-1]):
            after = bisect_left(starts, end, len(steps))
            steps += range(len(steps) + STOP * number, after + STOP * number)
        last = STOP * max(0, len(self.reading.sentences) - 1)
        return steps + list(range(len(steps) + last, len(starts) + last))

    def of(self, *kinds: str) -> list[Place]:
        """The places of any of these kinds, in the order of the text."""
        if len(kinds) == 1:
            return self.places.get(kinds[0], [])
        if kinds not in self._joined:
            self._joined[kinds] = sorted({place for kind in kinds for place in self.places.get(kind, ())})
        return self._joined[kinds]

    def fulfilled(self, wanted: Rule) -> list[Place]:
        """The stretches of words where a rule holds."""
        if not all(any(kind in self.places for kind in slot) for slot in wanted.slots):
            return []
        slots = [self.of(*slot) for slot in wanted.slots]
        found = self._in_order(slots, wanted.within) if wanted.ordered else self._together(slots, wanted.within)
        if wanted.of and found:
            found = [place for place in found if not self._said_of(place, wanted.of)]
        if not wanted.unless or not found:
            return found
        against = set().union(*(self.sentences(kind) for kind in wanted.unless))
        return [place for place in found if not against & {self.sentence(place[0]), self.sentence(place[1])}]

    def _said_of(self, place: Place, kinds: tuple[str, ...]) -> bool:
        """Whether a word of these kinds stands in a stretch of words, just before or right after it."""
        about = self.of(*kinds)
        at = bisect_left(about, (place[0] - JUST_BEFORE, 0))
        return at < len(about) and self.steps[about[at][0]] <= self.steps[place[1]] + RIGHT_AFTER

    def ruled(self, check: str) -> Iterator[Place]:
        """The stretches of words where any rule of a file of the lexicon holds."""
        for rules in lexicon().rules[check].values():
            for one in rules:
                yield from self.fulfilled(one)

    def _in_order(self, slots: list[list[Place]], within: int) -> list[Place]:
        begun = slots[0]
        for slot in slots[1:]:
            joined, at = [], 0
            ends = sorted((last, first) for first, last in begun)
            for first, last in slot:
                while at < len(ends) and ends[at][0] < first:
                    at += 1
                if at and self.steps[first] - self.steps[ends[at - 1][0]] <= within + 1:
                    joined.append((ends[at - 1][1], last))
            begun = joined
        return begun

    def _together(self, slots: list[list[Place]], within: int) -> list[Place]:
        slots.sort(key=len)
        found, firsts = [], [[first for first, _ in slot] for slot in slots]
        for place in slots[0]:
            span = place
            for slot, starts in zip(slots[1:], firsts[1:], strict=True):
                at = bisect_left(starts, place[0])
                near = [other for other in slot[max(0, at - 1):at + 2]
                        if other != place and abs(self.steps[other[0]] - self.steps[place[0]]) <= within]
                if not near:
                    break
                span = min(span[0], near[0][0]), max(span[1], near[0][1])
            else:
                found.append(span)
        return found

    def near(self, kind: str, word: int, within: int) -> list[Place]:
        """The places of a kind that begin at most so many words before or after a word."""
        places = self.of(kind)
        return places[bisect_left(places, (word - within, 0)):bisect_left(places, (word + within + 1, 0))]

    def at(self, span: Span) -> Place | None:
        """The words of a stretch of the plain copy."""
        first = bisect_left(self.spans, span[0], key=lambda word: word[1] - 1)
        last = bisect_left(self.spans, span[1], key=lambda word: word[0]) - 1
        return (first, last) if first <= last else None

    def sentence(self, word: int) -> int:
        """The number of the sentence a word stands in."""
        return (self.steps[word] - word) // STOP

    def counted(self, kind: str) -> Counter[int]:
        """How many words of this kind each sentence has."""
        if kind not in self._counted:
            self._counted[kind] = Counter(self.sentence(first) for first, _ in self.of(kind))
        return self._counted[kind]

    def sentences(self, kind: str) -> Set[int]:
        """The numbers of the sentences with a word of this kind."""
        return self.counted(kind).keys()

    def mark(self, kind: str, spans: Iterable[Span]) -> None:
        """Add a kind that a check found by other means, once."""
        if kind not in self.places and (places := sorted(place for span in spans if (place := self.at(span)))):
            self.places[kind] = places

    def opening(self, kinds: Iterable[str], lead: str) -> list[Span]:
        """Where such words open a sentence or a clause, after nothing but words that lead up to it."""
        leading = {first for first, _ in self.of(lead)}
        return [(self.spans[first][0], self.spans[last][1]) for first, last in self.of(*kinds) if self._opens(first, leading)]

    def _opens(self, word: int, leading: set[int]) -> bool:
        for before in range(word, max(-1, word - 5), -1):
            begun = before == 0 or self.sentence(before) != self.sentence(before - 1)
            if begun or set(self.reading.low[self.spans[before - 1][1]:self.spans[before][0]]) & set(",:;-("):
                return True
            if before - 1 not in leading:
                return False
        return False

    def asks(self, word: int) -> bool:
        """Whether the sentence of a word is a question."""
        end = self.reading.sentences[self.sentence(word)][1]
        return self.reading.text[end:end + 1] == "?"

    def points(self, numbers: Iterable[int], weights: Mapping[str, int]) -> int:
        """What kinds of words in some sentences weigh together, each kind once."""
        wanted = set(numbers)
        return sum(weight for kind, weight in weights.items() if not wanted.isdisjoint(self.counted(kind)))

    @cached_property
    def lengths(self) -> Counter[int]:
        """How many words each sentence has."""
        return Counter(map(self.sentence, range(len(self.spans))))

    @cached_property
    def fragments(self) -> set[int]:
        """The numbers of the sentences of few words: who they are about was said before."""
        return {number for number, count in self.lengths.items() if count <= FRAGMENT}

    def whole(self, place: Place) -> Span:
        """The author's own characters of the sentences a stretch of words stands in."""
        first, last = (self.reading.sentences[self.sentence(word)] for word in place)
        return self.reading.span(first[0], last[1])


def kinds(reading: Reading) -> Kinds:
    """The kinds of words of a text, looked up once however many checks ask."""
    return reading.once(Kinds)
