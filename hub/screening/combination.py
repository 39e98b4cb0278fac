"""How rare what a story says of itself is together: each facet is common, and the few of them tell who it is.

A mirror for the author: it names the smallest combination that few published stories share, and what could be said a
little more roughly (the part of the world, a wider age, no year). It refuses nothing. Everything comes in as arguments;
who asks the database is `hub.submissions.recognition`. Not here: names and addresses in the words (the checks).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from hub.reference.facets import FACETS, label
from hub.reference.regions import region

FEW = 5  # stories fewer than these could be told apart by somebody who knows the author
TOGETHER = 3  # facets looked at together: more of them are rare in any collection
TELLING = ("country", "age_band", "year", "perspective", "treatment", "diagnosis", "topics")
MOST_ITEMS = 12

Facets = Mapping[str, Any]
Item = tuple[str, str]


@dataclass(frozen=True)
class Softer:
    """What could be said instead: of which facet, in which words (empty: leave it out), shared by how many stories."""

    facet: str
    instead: str
    stories: int


@dataclass(frozen=True)
class Rare:
    """A combination that few published stories share, with the mildest change that would hide it among more."""

    items: tuple[Item, ...]
    stories: int
    softer: Softer | None

    def words(self) -> str:
        """The mirror's sentence: what is rare, and what could be said instead."""
        named = " + ".join(_said(item) for item in self.items)
        few = "No published story is" if not self.stories else f"Only {self.stories} published stories are"
        who = "Only 1 published story is" if self.stories == 1 else few
        return f"{who} {named}: somebody who knows you could tell." + (f" {self._advice(self.softer)}" if self.softer else "")

    def _advice(self, softer: Softer) -> str:
        if softer.instead:
            return f"Say “{softer.instead}” instead?"
        return f"Leave “{FACETS[softer.facet].label if softer.facet in FACETS else softer.facet.capitalize()}” out?"


def rarest(chosen: Facets, published: Iterable[tuple[Facets, int]]) -> Rare | None:
    """The smallest rare combination of what was chosen; None when enough stories share every one.

    `published` are the facets of published stories, each with how many stories say so. A combination is told only
    when something in it can be said more roughly.
    """
    items = _items(chosen)[:MOST_ITEMS]
    told = [(facets, number) for facets, number in published]
    shared = _shared(items, told)
    for size in range(2, TOGETHER + 1):
        rare = [(shared(group), group) for group in combinations(range(len(items)), size) if _softens(items, group)]
        rare = [(stories, group) for stories, group in rare if stories < FEW]
        if rare:
            stories, group = min(rare)
            picked = tuple(items[at] for at in group)
            return Rare(picked, stories, _softer(picked, told))
    return None


def _items(chosen: Facets) -> list[Item]:
    """The facets one by one, those that tell most first."""
    found: list[Item] = []
    for facet in TELLING:
        value = chosen.get(facet)
        values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        found += [(facet, str(one)) for one in values if one not in (None, "", "untold", "patient")]
    return found


def _shared(items: list[Item], told: list[tuple[Facets, int]]) -> Any:
    """How many stories share a group of items, counted once for all groups."""
    masks: Counter[int] = Counter()
    for facets, number in told:
        masks[sum(1 << at for at, item in enumerate(items) if _says(facets, item))] += number

    def count(group: tuple[int, ...]) -> int:
        wanted = sum(1 << at for at in group)
        return sum(number for mask, number in masks.items() if mask & wanted == wanted)

    return count


def _says(facets: Facets, item: Item) -> bool:
    facet, value = item
    held = facets.get(facet)
    return value in held if isinstance(held, (list, tuple, set, frozenset)) else held is not None and str(held) == value


def _softens(items: list[Item], group: tuple[int, ...]) -> bool:
    return any(items[at][0] in ("country", "age_band", "year") for at in group)


def _softer(items: tuple[Item, ...], told: list[tuple[Facets, int]]) -> Softer | None:
    """The mildest change that leaves enough stories alike; else the one that leaves most."""
    found = []
    for at, (facet, value) in enumerate(items):
        rest = [item for other, item in enumerate(items) if other != at]
        for instead, fits in _rougher(facet, value):
            stories = sum(n for facets, n in told if all(_says(facets, item) for item in rest) and fits(facets))
            found.append(Softer(facet, instead, stories))
    enough = [softer for softer in found if softer.stories >= FEW]
    return enough[0] if enough else max(found, key=lambda softer: softer.stories, default=None)


def _rougher(facet: str, value: str) -> list[tuple[str, Any]]:
    """Rougher ways to say one facet, with which stories would then be alike."""
    if facet == "country":
        wider = region(value)
        near = [(wider, lambda facets: region(facets.get("country")) == wider)] if wider else []
        return [*near, ("", lambda facets: True)]
    if facet == "age_band":
        bands = list(FACETS["age_band"].values)
        at = bands.index(value) if value in bands else 0
        pair = bands[max(0, at - 1):at + 1] if at == len(bands) - 1 else bands[at:at + 2]
        return [(_span(pair), lambda facets: facets.get("age_band") in pair), ("", lambda facets: True)]
    return [("", lambda facets: True)] if facet == "year" else []


def _span(bands: list[str]) -> str:
    """Two neighbouring bands of age as one."""
    first, last = bands[0].split("_")[0], bands[-1].split("_")[-1]
    return f"{first} and over" if last == "plus" else f"{first} to {last}"


def _said(item: Item) -> str:
    facet, value = item
    if facet == "topics":
        return value.replace("_", " ")
    return label(facet, value)
