"""The files of `lexicon/`: kinds of words, and rules over kinds that stand near each other.

A rule is written `me > cannot > see / 5` (in this order, at most five words between each) or `wish + gone / 8` (in any
order within eight); `a|b` is either kind, `! joke` unless such a word is in the same sentence, `~ treatment` unless that is
what it is said of: inside the stretch, just before or right after it. Forms of a kind are parted by `;`. Not here: where
they stand in a text (`kinds`).
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

_RULE = re.compile(r"(?P<kinds>[^/!~]+?)(?: / (?P<within>\d+))?(?: ! (?P<unless>[^~]+?))?(?: ~ (?P<of>.+))?\Z")
_AMBIGUOUS = frozenset(("we'll", "i'll", "she'll", "he'll", "we're", "i'd", "we'd", "she'd", "he'd", "it's", "who're", "won't"))
MARKED = {"medicine", "order", "refusing"}  # kinds that a check finds by other means


@dataclass(frozen=True)
class Rule:
    """Kinds that must stand near each other; each slot takes any of several."""

    slots: tuple[tuple[str, ...], ...]
    ordered: bool
    within: int
    unless: tuple[str, ...]
    of: tuple[str, ...]


def rule(written: str) -> Rule:
    """A rule as the files write it."""
    read = _RULE.match(written)
    if read is None:
        raise ValueError(f"Not a rule: {written!r}")
    ordered = ">" in read["kinds"]
    slots = tuple(tuple(slot.strip().split("|")) for slot in re.split(r"[>+]", read["kinds"]))
    return Rule(slots, ordered, int(read["within"] or (3 if ordered else 8)), tuple((read["unless"] or "").split()),
                tuple((read["of"] or "").split()))


@dataclass
class Node:
    """Forms that begin alike: what the words so far mean, and which words may follow."""

    kinds: set[str] = field(default_factory=set)
    whole: dict[str, "Node"] = field(default_factory=dict)
    begun: dict[str, "Node"] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()

    def follow(self, word: str) -> list["Node"]:
        """What a word leads to."""
        found = [self.whole[word]] if word in self.whole else []
        if self.lengths:
            begun = (word[:length] for length in self.lengths if length <= len(word))
            found += [self.begun[start] for start in begun if start in self.begun]
        return found

    def grow(self, form: str) -> "Node":
        """The node for a form of a word, made if need be."""
        if not form.endswith("*"):
            return self.whole.setdefault(form, Node())
        node = self.begun.setdefault(form[:-1], Node())
        self.lengths = tuple(sorted({len(begun) for begun in self.begun}))
        return node


@dataclass
class Lexicon:
    """What the files hold: forms of words as a tree, and rules by check."""

    tree: Node = field(default_factory=Node)
    kinds: set[str] = field(default_factory=set)
    rules: dict[str, dict[str, list[Rule]]] = field(default_factory=dict)
    guards: set[str] = field(default_factory=set)  # kinds that keep a rule from holding

    def add(self, kind: str, forms: str) -> None:
        """Learn the forms of a kind: `;` between them, `*` for any ending or any word, `a|b` for either."""
        self.kinds.add(kind)
        for form in filter(None, (form.strip() for form in re.split(r"[;\n]", forms))):
            for words in product(*(word.split("|") for word in form.split())):
                plain = tuple(word if word in _AMBIGUOUS else word.replace("'", "") for word in words)
                for spelled in {words, plain}:
                    node = self.tree
                    for word in spelled:
                        node = node.grow("*" if word == "_" else word)
                    node.kinds.add(kind)


@cache
def lexicon() -> Lexicon:
    """All files, read once. A rule that names a kind nobody defines is a fault of the files."""
    learned = Lexicon()
    for path in sorted((Path(__file__).parent / "lexicon").glob("*.toml")):
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind, forms in data.get("kinds", {}).items():
            if kind in learned.kinds:
                raise ValueError(f"{path.name} defines {kind!r} once more.")
            learned.add(kind, forms)
        learned.rules[path.stem] = {name: [rule(written) for written in rules] for name, rules in data.get("rules", {}).items()}
    for check, groups in learned.rules.items():
        named = {kind for rules in groups.values() for r in rules for slot in (*r.slots, r.unless, r.of) for kind in slot}
        learned.guards |= {kind for rules in groups.values() for r in rules for kind in (*r.unless, *r.of)}
        if missing := named - learned.kinds - MARKED:
            raise ValueError(f"{check}.toml speaks of {sorted(missing)}, which no file defines.")
    return learned
