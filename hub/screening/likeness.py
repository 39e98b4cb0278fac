"""How like the labelled texts of each kind a passage reads: words and pairs of words with weights learned from our own texts.

Rules hear what somebody foresaw; this hears what only resembles it. `weights.tsv` holds a line for each word or pair (two words
side by side, or one apart) with what it adds for each check, and can be read by anybody; `tests/screening/learn.py` makes it
from the labelled texts. A passage is a sentence, or two side by side; its weights are summed and divided by the root of how
many there are, so that a long passage does not count more. What crosses a line is marked, and the line rises with the length of
the text: of forty calm sentences one is more likely to read like something than of four. What rules mark in a passage that reads
like ordinary words is mistrusted (`unlike`). Not here: rules (`kinds`, `phrases`), and what follows.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from math import log2, sqrt
from pathlib import Path
from typing import NamedTuple

from hub.screening.reading import Reading

CHECKS = ("contact_data", "accusation", "sells_medication", "medical_directive", "distress", "spam")
FILE = Path(__file__).parent / "weights.tsv"
BASE, SCALE = "(begin)", 100  # what every passage starts with; weights stand in the file a hundred times as large
_WORD = re.compile(r"[a-z][a-z']*|\d+|[?£$€@]")
_ENDINGS = ("'s", "ing", "ed", "es", "s", "ly")
SHORT, RISE = 4, 0.5  # sentences of a short text, and how much the line rises each time there are twice as many
# What a passage that a rule marks weighs at least, where so many words and pairs are known.
DOUBTED = {"accusation": 0.15, "sells_medication": 0.3, "medical_directive": 0.3, "distress": 0.4, "spam": 0.5}
TELLING = 10
FEW = 5  # known words and pairs: fewer say nothing
LONGEST, SHORTEST = 24, 4  # letters of a word that are looked at, and that an ending leaves

Weights = tuple[float, ...]


class Passage(NamedTuple):
    """What a sentence or two side by side weigh for each check, and of how many known words and pairs."""

    weights: Weights
    known: int

    def beside(self, other: "Passage") -> "Passage":
        """Both together."""
        return Passage(tuple(a + b for a, b in zip(self.weights, other.weights, strict=True)), self.known + other.known)


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """A word without its ending; any figure is one and the same."""
    if word[0].isdigit():
        return "0"
    word = word[:LONGEST]
    return next((word[:-len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= SHORTEST), word)


def features(sentence: str) -> set[str]:
    """The words of a sentence, the pairs side by side (`a b`), and those with one word between (`a _ b`)."""
    words = [plain(word) for word in _WORD.findall(sentence)]
    apart = zip(words, words[2:], strict=False)
    return {*words, *(f"{a} {b}" for a, b in set(pairwise(words))), *(f"{a} _ {b}" for a, b in set(apart))}


@cache
def weights() -> dict[str, Weights]:
    """What each word and pair adds for each check."""
    lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {name: tuple(int(number or 0) / SCALE for number in numbers) for name, *numbers in lines}


def passages(reading: Reading) -> list[Passage]:
    """What each sentence weighs; one that is repeated is weighed once."""
    said = [reading.low[start:end] for start, end in reading.sentences]
    seen = {words: _weighed(features(words)) for words in set(said)}
    return [seen[words] for words in said]


def alike(reading: Reading) -> dict[str, list[int]]:
    """The numbers of the sentences that read like each kind."""
    found: dict[str, list[int]] = {check: [] for check in CHECKS}
    before: Passage | None = None
    rise = _rise(reading)
    for number, here in enumerate(reading.once(passages)):
        for check in _over(here, before, rise):
            found[check].append(number)
        before = here
    return found


def unlike(reading: Reading, check: str, first: int, last: int, least: float | None = None) -> bool:
    """Whether some sentences are no more like what a check looks for than ordinary words are, so that a mere rule may err.

    What they weigh at least otherwise rises with the length of the text, by half as much as the line; or it is `least`.

    Too few known words say nothing of it.
    """
    at, weighed = CHECKS.index(check), reading.once(passages)[first:last + 1]
    pairs = [one.beside(two) for one, two in pairwise(weighed)]
    if sum(one.known for one in weighed) < TELLING:
        return False
    line = DOUBTED[check] + _rise(reading) / 2 if least is None else least
    return all(passage.weights[at] < line * sqrt(passage.known or 1) for passage in (*weighed, *pairs))


def likely(reading: Reading, check: str) -> list[int]:
    """The numbers of the sentences that read like what one check looks for; the whole text is weighed once."""
    return reading.once(alike)[check]


def _rise(reading: Reading) -> float:
    return RISE * max(0.0, log2(len(reading.sentences) / SHORT)) if reading.sentences else 0.0


def _weighed(names: Iterable[str]) -> Passage:
    known = weights()
    lines = [known[name] for name in names if name in known]
    return Passage(tuple(map(sum, zip(*lines, strict=True))) if lines else (0.0,) * len(CHECKS), len(lines))


def _over(here: Passage, before: Passage | None, rise: float) -> Iterator[str]:
    """The checks whose line a sentence crosses, alone or with the one before it where that has not crossed it alone."""
    for at, base in enumerate(weights()[BASE]):
        line = rise - base
        both = [here.beside(before)] if before and not _crosses(before, at, line) else []
        if any(_crosses(passage, at, line) for passage in (here, *both)):
            yield CHECKS[at]


def _crosses(passage: Passage, at: int, line: float) -> bool:
    return passage.known >= FEW and passage.weights[at] > line * sqrt(passage.known)
