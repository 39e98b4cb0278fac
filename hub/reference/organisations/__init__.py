"""Where people can turn: organisations by country, help in a crisis first.

The data are the TOML files of this folder: `countries.toml` says which places of the vocabulary each
part of the list speaks for, the others hold the organisations. Each entry was checked against a named
source on a day and is looked at again by another; what could not be checked is kept with `shown = false`.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from hub.reference.curated import Reading, Reviewed, Table, is_home, split
from hub.reference.vocabulary import fold, vocabulary

ANYWHERE = "anywhere"
KINDS = {
    "help_now": "Somebody to talk to",
    "patients": "For patients and families",
    "donor_conception": "Donor conception",
    "regulator": "Regulator or official register",
    "professionals": "People who work in the field",
}

_NEEDS = {"name": str, "kind": str, "countries": str, "offers": str, "whom": str, "home": str, "source": str,
          "checked": dt.date, "review": dt.date}
_MAY = {"phone": str, "phone_how": str, "shown": bool}
_PHONE = re.compile(r"[0-9][0-9 ]{2,}")


@dataclass(frozen=True, kw_only=True)
class Organisation(Reviewed):
    """One organisation: what it offers, for whom, where, and when its entry was checked against `source`."""

    name: str
    kind: str
    countries: tuple[str, ...]
    where: tuple[str, ...]
    offers: str
    whom: str
    home: str
    source: str
    checked: dt.date
    phone: str = ""
    phone_how: str = ""

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return self.phone.replace(" ", "")

    @property
    def host(self) -> str:
        """Its address as people say it."""
        return self.home.removeprefix("https://").removeprefix("www.").strip("/")


#: Kind of topic -> kinds of organisations that know of it, where that is not patients' groups and regulators.
KNOWING = {
    "feelings": ("help_now", "patients"), "outcomes": ("help_now", "patients"), "people": ("patients", "donor_conception"),
    "donors": ("donor_conception", "patients", "regulator"), "treatments": ("patients", "regulator", "professionals"),
    "extras": ("regulator", "professionals"),
}


class Directory:
    """All organisations that readers see, found by country; help in a crisis stands first."""

    def __init__(self, countries: dict[str, Table], organisations: list[Organisation]) -> None:
        #: id -> words on screen, in order; `anywhere` is the last
        self.countries: dict[str, str] = {name: country["label"] for name, country in countries.items()}
        self.organisations = tuple(sorted(organisations, key=lambda one: list(KINDS).index(one.kind)))
        self._places = {name: split(country.get("places", "")) for name, country in countries.items()}

    @cached_property
    def _named(self) -> dict[str, str]:
        return {fold(words): name for name, label in self.countries.items() for words in (name, label)}

    def within(self, country: str) -> tuple[str, ...]:
        """The parts of the list that speak for a country, however it is called; none for one that is not known."""
        said = fold(country)
        places = set(vocabulary().by_form.get(said, ()))
        return tuple(name for name, held in self._places.items() if self._named.get(said) == name or places & set(held))


def load(folder: Path) -> Directory:
    """The organisations written in a folder; raises ReferenceFault naming every fault."""
    reading = Reading(folder)
    _, countries = reading.tables("countries.toml", {"label": str}, {"places": str})
    for name, country in countries.items():
        reading.wrong("countries.toml", name, _strange_places(country))
    found, taken = [], set[str]()
    for path in sorted(set(folder.glob("*.toml")) - {folder / "countries.toml"}):
        for name, table in reading.tables(path.name, _NEEDS, _MAY)[1].items():
            if not reading.wrong(path.name, name, _faults(name in taken, table, countries)) and table.get("shown", True):
                found.append(_organisation(name, table, countries))
            taken.add(name)
    reading.end()
    return Directory(countries, found)


@cache
def directory() -> Directory:
    """The hub's own list, read once in a process."""
    return load(Path(__file__).parent)


def for_country(country: str) -> list[Organisation]:
    """The organisations of a country, however it is called, help in a crisis first; none where none is known."""
    parts = set(directory().within(country))
    return [one for one in directory().organisations if parts & set(one.countries)]


def help_now(country: str = "") -> list[Organisation]:
    """Who listens in a crisis in this country, then who knows of help anywhere; never empty. Without a country: all."""
    parts = {*directory().within(country), ANYWHERE} if country else set(directory().countries)
    listening = [one for one in directory().organisations if one.kind == "help_now" and parts & set(one.countries)]
    return sorted(listening, key=lambda one: ANYWHERE in one.countries)


def knowing(kind: str) -> list[Organisation]:
    """The organisations that know of a kind of topic, as the vocabulary calls its kinds; who listens stands first."""
    kinds = KNOWING.get(kind, ("patients", "regulator"))
    return [one for one in directory().organisations if one.kind in kinds]


def overdue(today: dt.date) -> list[Organisation]:
    """The organisations whose entries somebody has to check again."""
    return [one for one in directory().organisations if one.overdue(today)]


def _strange_places(country: Table) -> Iterator[str]:
    known = vocabulary().concepts
    for place in split(country.get("places", "")):
        if place not in known or known[place].kind != "places":
            yield f"{place!r} is no place of the vocabulary"


def _faults(twice: bool, table: Table, countries: dict[str, Table]) -> Iterator[str]:
    if twice:
        yield "the id is taken"
    if table["kind"] not in KINDS:
        yield f"{table['kind']!r} is no kind"
    if table["review"] < table["checked"]:
        yield "its review is before the day it was checked"
    if not is_home(table["home"]):
        yield "home is no plain home address"
    if bool(table.get("phone")) != bool(table.get("phone_how")) or not _PHONE.fullmatch(table.get("phone", "000")):
        yield "a phone number stands with how it is used, and holds digits"
    strange = [country for country in split(table["countries"]) if country not in countries]
    yield from (f"{country!r} is no country of countries.toml" for country in strange)


def _organisation(name: str, table: Table, countries: dict[str, Table]) -> Organisation:
    given = {field: value for field, value in table.items() if field not in ("countries", "shown")}
    places = split(table["countries"])
    return Organisation(id=name, countries=places, where=tuple(countries[place]["label"] for place in places), **given)
