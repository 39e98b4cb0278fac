"""Everyday words that people use for one another when they tell of life around treatment (`everyday.toml`).

Nobody would look these up: they drive the widening of a query and nothing else. Not here: what the field
calls things (`vocabulary`), nor how much a word counts that was not typed (`search/paraphrase.py`).
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.reference.vocabulary import fold

MOST_WORDS = 6
MOST_GROUPS = 3
_HEAD = ("reviewed", "source")


class EverydayFault(ValueError):
    """The list cannot be used; `faults` names each line with what is wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(("The list of everyday words cannot be used:", *self.faults)))


@dataclass(frozen=True)
class Group:
    """Words and short sequences, folded, that say the `same`, and some that are only `near` to it."""

    same: tuple[str, ...]
    near: tuple[str, ...] = ()


def load(path: Path) -> tuple[Group, ...]:
    """The groups written in a file; raises EverydayFault naming every fault."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    faults = [f"no `{name}`" for name in _HEAD if not str(data.pop(name, "")).strip()]
    groups: list[Group] = []
    stands: Counter[str] = Counter()
    for theme, entry in data.items():
        for line in entry["groups"].strip().splitlines():
            same, _, near = line.partition("~")
            group = Group(_members(same), _members(near))
            faults += [f"[{theme}] {line.strip()!r}: {problem}" for problem in _faults(group)]
            groups.append(group)
            stands.update({*group.same, *group.near})
    faults += [f"{word!r} stands in {count} groups" for word, count in stands.items() if count > MOST_GROUPS]
    if faults:
        raise EverydayFault(faults)
    return tuple(groups)


@cache
def everyday() -> tuple[Group, ...]:
    """The hub's own list, read once in a process."""
    return load(Path(__file__).with_suffix(".toml"))


def _members(written: str) -> tuple[str, ...]:
    return tuple(fold(member) for member in written.split(";")) if written.strip() else ()


def _faults(group: Group) -> Iterable[str]:
    members = (*group.same, *group.near)
    if len(group.same) < 2:
        yield "fewer than two that say the same"
    if not all(members):
        yield "a member without a word"
    for member in dict.fromkeys(one for one in members if members.count(one) > 1):
        yield f"{member!r} stands there twice"
    for member in members:
        if len(member.split()) > MOST_WORDS:
            yield f"{member!r} is longer than {MOST_WORDS} words"
