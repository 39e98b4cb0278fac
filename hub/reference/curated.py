"""Reads the data files that somebody has to look at again: figures and organisations.

Each entry is a TOML table with a day of review; whoever reads a file says which fields a table needs
and may have, and every fault is named at once. Not here: the vocabulary, which has its own loader.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

UNVERIFIED = "(verify)"
_SHORT = re.compile(r"/?|/[a-z]+/?")

Fields = Mapping[str, type]
Table = dict[str, Any]


class ReferenceFault(ValueError):
    """The data cannot be used; `faults` names each file and table with what is wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(("The data cannot be used:", *self.faults)))


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """Something that is true until somebody looks again, by the day of `review`."""

    id: str
    review: dt.date

    def overdue(self, today: dt.date) -> bool:
        """Whether the day of its review has passed."""
        return today > self.review


@dataclass
class Reading:
    """One folder being read; `faults` gathers what is wrong until `end()`."""

    folder: Path
    faults: list[str] = field(default_factory=list)

    def tables(self, name: str, needs: Fields, may: Fields) -> tuple[Table, dict[str, Table]]:
        """What a file says of itself, and its tables without fault."""
        try:
            data = tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            self.faults.append(f"{name}: {problem}")
            return {}, {}
        written = {key: value for key, value in data.items() if isinstance(value, dict)}
        sound = {key: table for key, table in written.items() if not self._wrong(name, key, table, needs, may)}
        return {key: value for key, value in data.items() if key not in written}, sound

    def wrong(self, name: str, table: str, problems: Iterable[str]) -> bool:
        """Keep what is wrong with a table; whether anything is."""
        found = [f"{name} [{table}]: {problem}" for problem in problems]
        self.faults += found
        return bool(found)

    def end(self) -> None:
        """Raises ReferenceFault naming every fault, if there is one."""
        if self.faults:
            raise ReferenceFault(self.faults)

    def _wrong(self, name: str, key: str, table: Table, needs: Fields, may: Fields) -> bool:
        return self.wrong(name, key, _misshapen(table, needs, {**needs, **may}))


def split(written: str) -> tuple[str, ...]:
    """A list written as one string with `;` between its parts."""
    return tuple(part.strip() for part in written.split(";") if part.strip())


def is_home(address: str) -> bool:
    """Whether this is a plain official address: https, a host, at most one word after it."""
    parts = urlsplit(address)
    plain = parts.hostname == parts.netloc and "." in parts.netloc and not (parts.query or parts.fragment)
    return parts.scheme == "https" and plain and _SHORT.fullmatch(parts.path) is not None


def _misshapen(table: Table, needs: Fields, known: Fields) -> Iterator[str]:
    yield from (f"no {name}" for name in needs if not table.get(name) and table.get(name) is not False)
    for name, value in table.items():
        if name not in known:
            yield f"unknown field {name!r}"
        elif not isinstance(value, known[name]):
            yield f"{name} is no {known[name].__name__}"
        elif UNVERIFIED in str(value) and table.get("shown", True):
            yield f"{name} is marked {UNVERIFIED} and shown"
