"""Which part of the world a country lies in, so that a story can say less and still say something.

Read once from `regions.toml`. Countries are free words in a story, so any usual name is understood. Not here: when a
country tells too much (`hub/screening/combination.py`).
"""

import tomllib
from functools import cache
from pathlib import Path

from hub.reference.vocabulary import fold


@cache
def _countries() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Any name of a country, folded -> its region, and all its names as written."""
    data: dict[str, str] = tomllib.loads((Path(__file__).parent / "regions.toml").read_text(encoding="utf-8"))
    countries = [(region, tuple(name.strip() for name in country.split("=")))
                 for region, several in data.items() for country in several.split(";")]
    return {fold(name): (region, names) for region, names in countries for name in names}


def region(country: str | None) -> str | None:
    """The part of the world a country lies in, by any of its usual names; None when it is not known."""
    known = _countries().get(fold(country or ""))
    return known[0] if known else None


def names(country: str) -> tuple[str, ...]:
    """All usual names of a country, by any of them; none when it is not known."""
    known = _countries().get(fold(country))
    return known[1] if known else ()
