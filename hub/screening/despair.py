"""Words of despair and of danger: a person should read these now, and the author should see where help is.

Read for what the author says of living, of their worth, of what is left of the future, of a way out, of goodbyes,
of hurting themselves, of somebody who harms them, and of somebody at home who speaks so; which kinds of words say so stands
in `lexicon/distress.toml`, `despair.toml` and `living.toml`. What is no sign alone counts beside another one (`WEAK`).
Everyday speech ("the needles were killing me") passes; what is told as long over by somebody who says they are well is
marked more gently (`overcome`). Where it stays unclear the check would rather mark: a needless look costs a minute.
"""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from hub.screening.kinds import Kinds, kinds
from hub.screening.likeness import likely, unlike
from hub.screening.phrases.despair import despairing
from hub.screening.reading import Reading, Span

# Each says little alone: two of them side by side are heard.
WEAK = ("place_of_mine", "what_for_me", "nothing_wanted", "not_eaten", "living_feared", "secrecy", "decided", "going_too")
ENOUGH = 100  # signs of now in one text
APART = 3  # words: signs that begin closer together are one
OUTRIGHT = 0.0  # set phrases are doubted less than other rules: only where a passage weighs less than this


class Sign(NamedTuple):
    """Words of despair or danger: where they stand, and whether they tell of a time that is over."""

    span: Span
    over: bool


def distress(reading: Reading) -> Iterator[Span]:
    """Sentences that speak of not wanting to live, self-harm, a plan, a goodbye, or danger from somebody."""
    return (sign.span for sign in reading.once(_signs) if not sign.over)


def overcome(reading: Reading) -> Iterator[Span]:
    """Sentences that tell of the same as past, by somebody who says they are well."""
    return (sign.span for sign in reading.once(_signs) if sign.over)


def _signs(reading: Reading) -> list[Sign]:
    """Each sign once, until so many are of now that no more are wanted."""
    found, signs = kinds(reading), dict[Span, Sign]()
    short, now = {found.sentence(first) for first, last in found.of("past") if last - first == 2}, 0
    for between in _places(found, reading):
        if between not in signs:
            over = _over(found, between[0], short)
            signs[between] = Sign((reading.sentence(between[0])[0], reading.sentence(between[1])[1]), over)
            now += not over
        if now >= ENOUGH:
            break
    return list(signs.values())


def _places(found: Kinds, reading: Reading) -> Iterator[Span]:
    """The first and the last sentence of each sign."""
    figures = ((found.spans[first][0], found.spans[last][1]) for first, last in found.of("idiom"))
    for number in despairing(reading, figures):
        if not unlike(reading, "distress", number, number, OUTRIGHT):
            yield number, number
    for number in chain(_gathered(found, reading), likely(reading, "distress")):
        yield number, number
    for first, last in chain.from_iterable(found.ruled(file) for file in ("distress", "despair", "living")):
        between = found.sentence(first), found.sentence(last)
        if not unlike(reading, "distress", *between):
            yield between


def _gathered(found: Kinds, reading: Reading) -> Iterator[int]:
    """Sentences with a weak sign and another one in them or beside them, where nothing light is said."""
    signs: dict[int, list[int]] = {}
    for first, _ in found.of(*WEAK):
        signs.setdefault(found.sentence(first), []).append(first)
    light = found.sentences("hopeful") | found.sentences("joke") | found.sentences("lively")
    for number in sorted(signs):
        near = reading.beside([number])
        words = [first for at in near for first in signs.get(at, ())]
        if not near & light and max(words) - min(words) >= APART:
            yield number


def _over(found: Kinds, number: int, short: set[int]) -> bool:
    """Whether it is told as past: two signs of that around the sentence (or a `short` one in it), and none that it goes on."""
    past, safe, still = (sum(found.counted(kind)[n] for n in range(number - 1, number + 4)) for kind in ("past", "safe", "still"))
    return not still and (bool(past) and past + safe >= 2 or number in short)
