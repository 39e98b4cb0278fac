"""Blame beside the name of a clinic or somebody who works there. The same words without a name are a story.

Blame is what is said of them: dishonesty, theft, bad practice, cruelty, what came of it, or a warning to stay away;
which words say so stands in `lexicon/blame.toml`. Any unknown name is a target once it is blamed, even a first name or
an abbreviation. Praise with a name, refused blame ("never lied to us"), what the author did themselves, and blame for
somebody unnamed pass. Not here: how names are found (`names`).
"""

from collections.abc import Iterator
from typing import NamedTuple

from hub.screening.kinds import Kinds, Place, kinds
from hub.screening.names import clinics, people, suspects
from hub.screening.reading import Reading, Span

BLAME = ("dishonest", "theft", "malpractice", "cruelty", "consequence", "warning")
NEAR = 14  # words between a mere suspect and the blame
BEFORE = 3  # words in which blame is refused or taken on oneself


class Target(NamedTuple):
    """Somebody named: the sentence, the words, and whether they surely are staff or a clinic."""

    sentence: int
    place: Place
    sure: bool


def accusation(reading: Reading) -> Iterator[Span]:
    """Sentences with blame whose target is named there or close by."""
    found = kinds(reading)
    targets = _targets(found, reading)
    if not targets:
        return
    near = {target.sentence + n for target in targets for n in (-1, 0, 1, 2, 3)}
    praised, back, unnamed = (found.sentences(kind) for kind in ("good", "back", "unnamed"))
    back |= found.fragments
    blames: dict[int, list[Place]] = {}
    for kind in BLAME:
        for place in found.of(kind):
            if (number := found.sentence(place[0])) in near and (kind == "warning" or _meant(found, place)):
                blames.setdefault(number, []).append(place)
    for number, places in sorted(blames.items()):
        if number in praised and len(places) < 2:
            continue
        here = [target for target in targets if target.sentence == number]
        before = [] if number not in back or number in unnamed else [
            target for target in targets if number - 3 <= target.sentence < number and target.sentence not in praised]
        after = [target for target in targets if target.sentence == number + 1 and target.sentence in back]
        if any(_hits(found, target, places) for target in here) or any(target.sure for target in (*before, *after)):
            yield reading.sentence(number)


def _targets(found: Kinds, reading: Reading) -> list[Target]:
    sure = {*reading.once(people), *reading.once(clinics)}
    return [Target(found.sentence(place[0]), place, span in sure)
            for span in sorted(sure | set(reading.once(suspects)))
            if (place := found.at(span))]


def _meant(found: Kinds, blame: Place) -> bool:
    """Whether blame is laid on somebody else: not refused, not the author's own doing."""
    first = blame[0]
    refused = any(first - BEFORE <= last < first for _, last in found.near("not", first, BEFORE))
    own = any(first - 2 <= last < first for _, last in found.near("own", first, 2))
    return not refused and not own


def _hits(found: Kinds, target: Target, places: list[Place]) -> bool:
    if target.sure:
        return True
    return any(abs(found.steps[place[0]] - found.steps[target.place[0]]) <= NEAR for place in places)
