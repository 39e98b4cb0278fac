"""Reading the vocabulary's TOML files: every fault is named with file and concept before anything is used.

Not here: the rules between concepts (`concepts.py`).
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hub.reference.vocabulary.concepts import COLLISIONS, ORDINARY, REQUIRED, Collision, Concept, Vocabulary

_LISTS = ("community", "clinical", "uk", "us", "lay", "broader", "related")
_FIELDS = {COLLISIONS: frozenset({"means", "note"}), ORDINARY: frozenset({"said"})}
_CONCEPT_FIELDS = frozenset((*REQUIRED, *_LISTS, "facet", "note", "mesh"))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class VocabularyFault(ValueError):
    """The vocabulary's data cannot be used; `faults` names each file and concept with what is wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(("The vocabulary cannot be used:", *self.faults)))


def load(folder: Path) -> Vocabulary:
    """The vocabulary written in a folder's TOML files; raises VocabularyFault naming every fault."""
    faults: list[str] = []
    concepts: list[Concept] = []
    collisions: list[Collision] = []
    ordinary: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            faults.append(f"{path.name}: {problem}")
            continue
        if not _DATE.fullmatch(str(entries.pop("reviewed", ""))):
            faults.append(f"{path.name}: no `reviewed` date")
        for name, entry in entries.items():
            faults.extend(f"{path.name} [{name}]: {problem}" for problem in _misshapen(path.stem, entry))
            if not isinstance(entry, dict):
                continue
            if path.stem == COLLISIONS:
                collisions.append(Collision(name, _split(entry.get("means")), str(entry.get("note", ""))))
            elif path.stem == ORDINARY:
                ordinary.extend(_split(entry.get("said")))
            else:
                concepts.append(_concept(name, path.stem, entry))
    found = Vocabulary(concepts, collisions, ordinary)
    faults += found.faults()
    if faults:
        raise VocabularyFault(faults)
    return found


def _misshapen(kind: str, entry: object) -> Iterable[str]:
    if not isinstance(entry, dict):
        yield "not a table"
        return
    known = _FIELDS.get(kind, _CONCEPT_FIELDS)
    for field, value in entry.items():
        if field not in known:
            yield f"unknown field {field!r}"
        elif field == "facet":
            if not (isinstance(value, list) and [type(part) for part in value] == [str, str]):
                yield "facet is written as [facet, value]"
        elif not isinstance(value, str):
            yield f"{field} is written as one string"


def _concept(name: str, kind: str, entry: dict[str, Any]) -> Concept:
    facet = entry.get("facet")
    fields: dict[str, Any] = {field: str(entry.get(field, "")) for field in REQUIRED}
    fields |= {field: _split(entry.get(field)) for field in _LISTS}
    fields["facet"] = (str(facet[0]), str(facet[1])) if isinstance(facet, list) and len(facet) == 2 else None
    return Concept(id=name, kind=kind, mesh=entry.get("mesh"), note=entry.get("note"), **fields)


def _split(written: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(written or "").split(";") if part.strip())
