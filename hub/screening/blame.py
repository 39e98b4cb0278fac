"""Blame beside the name of a clinic or somebody who works there. The same words without a name are a story.

Blame is what is said of them: dishonesty, theft, bad practice, cruelty, what came of it, or a warning to stay away;
which words say so stands in `lexicon/blame.toml`. Any unknown name is a target once it is blamed, even a first name or
an abbreviation. Praise with a name, refused blame ("never lied to us"), what the author did themselves, and blame for
somebody unnamed pass. Not here: how names are found (`names`).
"""

from collections.abc import Iterator
from typing import NamedTuple

from hub.screening.kinds import Kinds, Place, kinds
from hub.screening.likeness import likely, unlike
from hub.screening.names import clinics, likely_names, people, suspects
from hub.screening.reading import Reading, Span

HINTED = ("hint", "deed_done")  # counts where nothing kind is said beside it
BLAME = ("dishonest", "theft", "malpractice", "cruelty", "consequence", "adverse", "warning")
NEAR = 14  # words between a mere suspect and the blame
BEFORE = 3  # words in which blame is refused or taken on oneself


class Target(NamedTuple):
    """Somebody named: the words, and whether they surely are staff or a clinic."""

    place: Place
    sure: bool


class Blame(NamedTuple):
    """Words of blame, said outright or only hinted at."""

    place: Place
    hinted: bool


def accusation(reading: Reading) -> Iterator[Span]:
    """Sentences with blame whose target is named there or close by."""
    found, alike = kinds(reading), likely(reading, "accusation")
    if not alike and not any(found.of(kind) for kind in (*BLAME, *HINTED)):
        return
    targets = _targets(found, reading)
    praised, back, unnamed = (found.sentences(kind) for kind in ("good", "back", "unnamed"))
    kindly = praised - {number for kind in BLAME for number in found.sentences(kind)}
    named = targets.keys() | likely_names(reading)
    yield from (reading.sentence(number) for number in alike
                if number not in kindly and not named.isdisjoint(reading.beside([number])))
    back = back | found.fragments
    for number, places in sorted(_blames(found, {at + n for at in targets for n in (-1, 0, 1, 2, 3)}).items()):
        if number in praised and len(places) < 2:
            continue
        spoken_back = number in back and number not in unnamed
        before = [number - n for n in (1, 2, 3) if spoken_back and number - n not in praised]
        beside = [*before, *([number + 1] if number + 1 in back and number + 1 not in praised else [])]
        surely = any(target.sure for at in beside for target in targets.get(at, ()))
        if unlike(reading, "accusation", number, number):
            continue
        if surely or any(_hits(found, target, places) for target in targets.get(number, ())):
            yield reading.sentence(number)


def _blames(found: Kinds, near: set[int]) -> dict[int, list[Blame]]:
    """Blame that is meant, by sentence."""
    blames: dict[int, list[Blame]] = {}
    kind_words = found.sentences("not_them") | found.sentences("idiom") | found.sentences("good")
    for kind in (*BLAME, *HINTED):
        for place in found.of(kind):
            if (number := found.sentence(place[0])) not in near or kind in HINTED and number in kind_words:
                continue
            if kind in ("warning", "hint") or _meant(found, place):
                blames.setdefault(number, []).append(Blame(place, kind in HINTED))
    return blames


def _targets(found: Kinds, reading: Reading) -> dict[int, list[Target]]:
    """Whoever is named, by sentence."""
    sure = {*reading.once(people), *reading.once(clinics)}
    targets: dict[int, list[Target]] = {}
    for span in sorted(sure | set(reading.once(suspects))):
        if place := found.at(span):
            targets.setdefault(found.sentence(place[0]), []).append(Target(place, span in sure))
    return targets


def _meant(found: Kinds, blame: Place) -> bool:
    """Whether blame is laid on somebody else: not refused, not the author's own doing."""
    first = blame[0]
    refused = any(first - BEFORE <= last < first for _, last in found.near("not", first, BEFORE))
    own = any(first - 2 <= last < first for _, last in found.near("own", first, 2))
    return not refused and not own


def _hits(found: Kinds, target: Target, places: list[Blame]) -> bool:
    """Whether blame meets a name: one that is surely staff or a clinic, or any other close by, where it is more than a hint."""
    return target.sure or any(abs(found.steps[blame.place[0]] - found.steps[target.place[0]]) <= NEAR
                              for blame in places if not blame.hinted)
