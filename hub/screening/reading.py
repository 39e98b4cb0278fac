"""One text as the checks read it: a plain copy for matching, and the way back to what was typed.

Disguises are undone in the copy only: full-width and styled letters, accents, lookalike letters of other
alphabets inside a Latin word, signs that cannot be seen. Every place in the copy knows the place it came
from, so a mark always stands on the author's own characters. Not here: what any of it means.
"""

import bisect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import TypeVar, cast

Span = tuple[int, int]
Found = TypeVar("Found")

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_STOP = re.compile(r"[.!?]++[\"')\]]{0,3}|\n++")
_NO_STOP = re.compile(  # titles and initials end no sentence
    r"(?:\b(?:[Dd]r|Prof|Mrs?|Ms|St|no)|(?:dr|prof|mr|mrs|ms)(?: [a-z])?|\b[A-Z])\.$")
_MIXED = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
# A sentence of more words than this has parts; each has so many words at least.
MOST_WORDS, FEWEST_WORDS = 30, 10
_WORD_BEGIN = re.compile(r"(?<!\S)\S")
_FRESH = re.compile(r"(?:and|but|so|because|then|i|i'm|we|he|she|they|it|when|now|my|our)(?!\w)")
_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-",
    "‐": "-", "‑": "-", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "æ": "ae", "œ": "oe",
    "ı": "i", "\u2028": "\n", "\u2029": "\n"}
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһқӏАВЕКМНОРСТХІЈЅоαεοικνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
                            "aeopcyxijsdhklABEKMHOPCTXIJSoaeoikvptuxABEZHIKMNOPTYX")


class Reading:
    """A text and its plain copy: `text` keeps capitals, `low` does not; both have the same length."""

    def __init__(self, original: str) -> None:
        self.original = original
        self._places: list[int] | None = None
        self._kept: dict[object, object] = {}
        self.text = original if original.isascii() else self._plain()
        low = self.text.lower()
        if len(low) != len(self.text):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        self.low = low

    def span(self, start: int, end: int) -> Span:
        """The author's own characters behind a stretch of the plain copy."""
        if self._places is None:
            return start, end
        first = self._places[start] if start < len(self._places) else len(self.original)
        last = self._places[end - 1] + 1 if 0 < end <= len(self._places) else first
        return first, max(first, last)

    @cached_property
    def sentences(self) -> list[Span]:
        """Where each sentence stands in the plain copy, in order and without gaps of meaning."""
        found, at = [], 0
        for stop in _STOP.finditer(self.text):
            inside = stop.end() < len(self.text) and not self.text[stop.end()].isspace()
            if stop.group()[0] != "\n" and (
                    inside or _NO_STOP.search(self.text, max(0, stop.start() - 5), stop.start() + 1)):
                continue
            found.append((at, stop.start()))
            at = stop.end()
        found.append((at, len(self.text)))
        return [part for start, end in found if self.text[start:end].strip() for part in self._parted(start, end)]

    def _parted(self, start: int, end: int) -> Iterator[Span]:
        """A sentence; one that runs on without a stop in parts, before a word or after a comma that begins something new."""
        words = [match.start() for match in _WORD_BEGIN.finditer(self.low, start, end)]
        while len(words) > MOST_WORDS:
            fresh = (n for n in range(MOST_WORDS, FEWEST_WORDS, -1)
                     if _FRESH.match(self.low, words[n]) or self.low[words[n] - 2] in ",;:-")
            cut = next(fresh, MOST_WORDS)
            yield start, words[cut]
            start, words = words[cut], words[cut:]
        yield start, end

    def sentence(self, number: int) -> Span:
        """The author's own characters of one sentence."""
        return self.span(*self.sentences[number])

    def hits(self, cue: re.Pattern[str], within: Iterable[int] | None = None) -> dict[int, list[Span]]:
        """Where a cue stands, by number of sentence; looked for in all of them or only `within` some."""
        found: dict[int, list[Span]] = {}
        wanted = None if within is None else set(within)
        if wanted is None or 2 * len(wanted) > len(self.sentences):
            for match in cue.finditer(self.low):
                number = self.sentence_at(match.start())
                if wanted is None or number in wanted and match.end() <= self.sentences[number][1]:
                    found.setdefault(number, []).append(match.span())
            return found
        for number in sorted(wanted):
            if spans := [match.span() for match in cue.finditer(self.low, *self.sentences[number])]:
                found[number] = spans
        return found

    def beside(self, numbers: Iterable[int]) -> set[int]:
        """These sentences with the one before and the one after each."""
        last = len(self.sentences) - 1
        return {near for number in numbers for near in (number - 1, number, number + 1) if 0 <= near <= last}

    def places(self, pattern: re.Pattern[str]) -> set[int]:
        """The sentences where a pattern stands in the copy in small letters."""
        return {self.sentence_at(match.start()) for match in pattern.finditer(self.low)}

    def once(self, find: Callable[["Reading"], Found]) -> Found:
        """What a function finds here, asked once however many checks want it."""
        if find not in self._kept:
            self._kept[find] = find(self)
        return cast("Found", self._kept[find])

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds a place of the plain copy."""
        return max(0, bisect.bisect_right(self._starts, place) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def _plain(self) -> str:
        pieces: list[str] = []
        places: list[int] = []
        at = 0
        for match in _FOREIGN.finditer(self.original):
            place = match.start()
            pieces.append(self.original[at:place])
            places.extend(range(at, place))
            letters = _plain_letter(match.group())
            pieces.append(letters)
            places.extend([place] * len(letters))
            at = place + 1
        pieces.append(self.original[at:])
        places.extend(range(at, len(self.original)))
        self._places = places
        return _MIXED.sub(_unmasked, "".join(pieces))


@lru_cache(maxsize=4096)
def _plain_letter(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    if unicodedata.category(char) == "Cf":
        return ""
    apart = unicodedata.normalize("NFKD", char)
    return "".join(_PLAIN.get(c, c) for c in apart if not unicodedata.combining(c))[:4]


def _unmasked(word: re.Match[str]) -> str:
    letters = word.group()
    return letters if letters.isascii() or not _LATIN.search(letters) else letters.translate(_LOOKALIKES)
