"""Words of despair and of danger: a person should read these now, and the author should see where help is.

Read for what the author says of living, of their worth, of what is left of the future, of a way out, of goodbyes,
of hurting themselves, of somebody who harms them, and of somebody at home who speaks so; which kinds of words say so stands
in `lexicon/distress.toml`, `despair.toml` and `living.toml`. What is no sign alone counts beside another one (`WEAK`).
Everyday speech ("the needles were killing me") passes; what is told as long over by somebody who says they are well is
marked more gently (`overcome`). Where it stays unclear the check would rather mark: a needless look costs a minute.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hub.screening.kinds import Kinds, kinds
from hub.screening.likeness import likely
from hub.screening.phrases.despair import despairing
from hub.screening.reading import Reading, Span

# Each says little alone: two of them side by side are heard.
WEAK = ("place_of_mine", "what_for_me", "nothing_wanted", "not_eaten", "living_feared", "secrecy", "decided", "going_too")
APART = 3  # words: signs that begin closer together are one


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
    found = kinds(reading)
    past, safe, still = (found.of(kind) for kind in ("past", "safe", "still"))
    idioms = found.sentences("idiom")
    said = [number for number in despairing(reading) if number not in idioms]
    said += [*_gathered(found, reading), *likely(reading, "distress")]
    places = [(reading.sentence(number), number) for number in said]
    ruled = (*found.ruled("distress"), *found.ruled("despair"), *found.ruled("living"))
    places += [(found.whole(place), found.sentence(place[0])) for place in ruled]
    return [Sign(span, _over(found, number, past, safe, still)) for span, number in dict(places).items()]


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


def _over(found: Kinds, number: int, past: list[Span], safe: list[Span], still: list[Span]) -> bool:
    """Whether it is told as past: two signs of that around the sentence, and none that it goes on."""
    signs, going_on = ([first for first, _ in places if number - 1 <= found.sentence(first) <= number + 3]
                       for places in (past + safe, still))
    told = [first for first, last in past if last - first == 2 and found.sentence(first) == number]
    begun = [first for first, _ in past if number - 1 <= found.sentence(first) <= number + 3]
    return bool(begun) and len(signs) >= 2 and not going_on or bool(told) and not going_on
