"""What the hub says of itself, as data that tests can hold it to: privacy sentence by sentence, what is held column by
column, what the accessibility statement stands on, and routes that some laws ask for.

A place such as `{declined}` in a text is filled with the days of that clock. Not here: the pages (`hub/web/about.py`).
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hub.config import CLOCKS


@dataclass(frozen=True)
class Sentence:
    """One sentence of the privacy page and the promise it stands on; `on` and `ledger` say on which hubs it holds."""

    words: str
    promise: str
    on: str = ""
    ledger: bool | None = None


@dataclass(frozen=True)
class Part:
    """Sentences of the privacy page that are read together."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Held:
    """A table in plain words: what it is for, how long it is kept, and each of its columns."""

    words: str
    kept: str
    columns: dict[str, str]


@dataclass(frozen=True)
class Route:
    """A complaint route some law asks for, as a template: what the hub has ready, what its operator must still settle."""

    title: str
    where: str
    law: str
    link: str
    ready: tuple[str, ...]
    open: tuple[str, ...]


@cache
def privacy() -> tuple[Part, ...]:
    """The privacy page, whole: also what holds on other hubs alone."""
    return tuple(Part(part["title"], tuple(Sentence(**one | {"words": _filled(one["words"])}) for one in part["sentences"]))
                 for part in _read("privacy")["part"])


def privacy_of(database: str, *, ledger: bool) -> list[Part]:
    """The privacy page of a hub on this database (`sqlite` or `postgresql`), with or without a ledger of erasures."""
    return [Part(part.title, tuple(one for one in part.sentences
                                   if one.on in ("", database) and one.ledger in (None, ledger))) for part in privacy()]


@cache
def held() -> dict[str, Held]:
    """Every table in words, in the order people ask for them."""
    return {table: Held(one["words"], _filled(one["kept"]), one["columns"]) for table, one in _read("held").items()}


@cache
def routes() -> tuple[Route, ...]:
    """The templates of complaint routes."""
    return tuple(Route(**one | {"ready": tuple(one["ready"]), "open": tuple(one["open"])}) for one in _read("routes").values())


@cache
def accessibility() -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """What is checked, each with its test, and what is known not to be good enough."""
    said = _read("accessibility")
    return tuple((one["words"], one["test"]) for one in said["check"]), tuple(one["words"] for one in said["limit"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def _filled(words: str) -> str:
    return words.format(**{name: clock.time.days for name, clock in CLOCKS.items()})
