"""The facets of an experience: which values exist and how the hub calls them.

Read once from `facets.toml`. Not here: what an experience of a given facet means to a reader's
boundaries (`hub/boundaries.py`), nor limits of free fields (the models).
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Facet:
    """One facet: its name as stored, its words on screen, and whether it takes several values."""

    name: str
    label: str
    several: bool
    values: dict[str, str]


def _load() -> dict[str, Facet]:
    data = tomllib.loads((Path(__file__).parent / "facets.toml").read_text(encoding="utf-8"))
    return {
        name: Facet(name, entry["label"], entry["holds"] == "several", entry["values"])
        for name, entry in data.items()
    }


FACETS: dict[str, Facet] = _load()


def label(facet: str, value: str) -> str:
    """The hub's words for a stored value; the value itself where it is free (a country, a year)."""
    known = FACETS.get(facet)
    return known.values.get(value, value) if known else value
