"""Official numbers: whose, of which year, per what, from where, and when somebody has to look again.

The data are the TOML files of this folder, one for each group on the page, and `sources.toml`. Stories
are not odds: nothing here is ever computed from them. Not here: how a number is drawn (`hub/web/charts.py`).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hub.reference.curated import Reading, Reviewed, Table, is_home, split
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary

GROUPS = ("how_many", "what_came", "who_gets")  # in the order of the page
UNITS = {"percent": "{:g}%", "count": "{:,.0f}", "years": "{:g}", "one_in": "1 in {:g}"}
LINE_MAX = 32  # a label and its number stand on one line of a screen 320 pixels wide
LEAST = 0.5  # a concept this central to a text was said in its summary, or more than once
CENTRAL = 0.7  # and it has this much of the weight of whatever is most central
ALSO = 0.5  # how much a concept counts that only surrounds the number

_SOURCE = {"title": str, "publisher": str, "published": str}
_NEEDS = {"title": str, "whose": str, "year": str, "counts": str, "per": str, "unit": str, "values": dict, "source": str,
          "as_of": dt.date, "review": dt.date, "about": str, "limits": str}
_MAY = {"also": str, "preliminary": bool, "notes": str, "shown": bool}


@dataclass(frozen=True)
class Source:
    """Where a number stands: title, publisher, when it came out, and the publisher's own address."""

    title: str
    publisher: str
    published: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure(Reviewed):
    """One official number with its breakdown. `about` are the concepts it counts, `also` those around it."""

    group: str
    title: str
    whose: str
    year: str
    counts: str
    per: str
    unit: str
    values: tuple[tuple[str, float], ...]
    preliminary: bool
    source: Source
    as_of: dt.date
    about: tuple[str, ...]
    also: tuple[str, ...]
    notes: frozenset[str]
    limits: str

    def written(self, value: float) -> str:
        """A value as people read it: 31%, 52,400, 1 in 6."""
        return UNITS[self.unit].format(value)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is counted and the value as people read it, in order."""
        return [(label, self.written(value)) for label, value in self.values]


@dataclass(frozen=True)
class Group:
    """Figures that are read together."""

    id: str
    title: str
    words: str
    figures: tuple[Figure, ...]


def load(folder: Path) -> tuple[Group, ...]:
    """The figures written in a folder, those to be shown; raises ReferenceFault naming every fault."""
    reading = Reading(folder)
    _, written = reading.tables("sources.toml", _SOURCE, {"link": str})
    sources = {name: Source(**table) for name, table in written.items()
               if not reading.wrong("sources.toml", name, _misled(table))}
    groups, taken = [], set[str]()
    for group in GROUPS:
        head, tables = reading.tables(f"{group}.toml", _NEEDS, _MAY)
        if not (head.get("title") and head.get("words")):
            reading.faults.append(f"{group}.toml: no title or words")
        sound = [name for name, table in tables.items()
                 if not reading.wrong(f"{group}.toml", name, _faults(name in taken, table, sources))]
        taken.update(tables)
        groups.append(Group(group, str(head.get("title")), str(head.get("words")), tuple(
            _figure(name, group, tables[name], sources) for name in sound if tables[name].get("shown", True))))
    reading.end()
    return tuple(groups)


@cache
def groups() -> tuple[Group, ...]:
    """The hub's own figures, read once in a process."""
    return load(Path(__file__).parent)


def shown(hidden: frozenset[str] = frozenset()) -> list[Figure]:
    """Every figure but those whose content notes a reader would rather not meet."""
    return [figure for group in groups() for figure in group.figures if not figure.notes & hidden]


def overdue(today: dt.date) -> list[Figure]:
    """The figures whose review is due."""
    return [figure for figure in shown() if figure.overdue(today)]


def beside(concepts: Mapping[str, float], today: dt.date, hidden: frozenset[str] = frozenset()) -> Figure | None:
    """The one figure that fits what a text speaks of; none where none fits.

    Args:
        concepts: concept -> how central it is to the text, 0..1.
        today: of figures that fit equally well, one whose review is not due goes first.
        hidden: content notes the reader would rather not meet.
    """
    subjects = _subjects(concepts)
    fitting = [figure for figure in shown(hidden) if subjects & set(figure.about)]

    def fit(figure: Figure) -> tuple[float, bool]:
        about = sum(concepts[c] for c in figure.about if c in subjects)
        return about + ALSO * sum(concepts.get(c, 0.0) for c in figure.also), not figure.overdue(today)

    return max(fitting, key=fit, default=None)


def _subjects(concepts: Mapping[str, float]) -> set[str]:
    """What a text is about: its most central concepts, and of those one of which is broader the narrower."""
    least = max(LEAST, CENTRAL * max(concepts.values(), default=0.0))
    central = {concept for concept, weight in concepts.items() if weight >= least and concept in vocabulary().concepts}
    return central - {wider for concept in central for wider in vocabulary().concepts[concept].broader}


def _misled(source: Table) -> Iterator[str]:
    if "link" in source and not is_home(source["link"]):
        yield "link is no plain home address"


def _faults(twice: bool, table: Table, sources: Mapping[str, Source]) -> Iterator[str]:
    if twice:
        yield "the id is taken"
    if table["source"] not in sources:
        yield f"no source {table['source']!r}"
    if table["review"] < table["as_of"]:
        yield "its review is before its as-of day"
    yield from (f"{concept!r} is no concept" for concept in _concepts(table) if concept not in vocabulary().concepts)
    notes = FACETS["content_notes"].values
    yield from (f"{note!r} is no content note" for note in split(table.get("notes", "")) if note not in notes)
    yield from _miscounted(table["unit"], table["values"])


def _miscounted(unit: str, values: Mapping[str, Any]) -> Iterator[str]:
    if unit not in UNITS:
        yield f"{unit!r} is no unit"
        return
    for label, value in values.items():
        if type(value) not in (int, float) or value <= 0 or (unit == "percent" and value > 100):
            yield f"{label!r} has no value that can be"
        elif len(f"{label} {UNITS[unit].format(value)}") > LINE_MAX:
            yield f"{label!r} with its value is longer than {LINE_MAX}"


def _concepts(table: Table) -> tuple[str, ...]:
    return (*split(table["about"]), *split(table.get("also", "")))


def _figure(name: str, group: str, table: Table, sources: Mapping[str, Source]) -> Figure:
    given = {field: table[field] for field in ("title", "whose", "year", "counts", "per", "unit", "as_of", "review", "limits")}
    return Figure(id=name, group=group, **given, values=tuple(table["values"].items()), source=sources[table["source"]],
                  preliminary=table.get("preliminary", False), about=split(table["about"]), also=split(table.get("also", "")),
                  notes=frozenset(split(table.get("notes", ""))))
