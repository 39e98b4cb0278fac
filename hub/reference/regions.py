"""Which part of the world a country lies in, so that a story can say less and still say something.

Read once from `regions.toml`. Countries are free words in a story, so any usual name is understood. Not here: when a
country tells too much (`hub/screening/combination.py`).
"""

import tomllib
from functools import cache
from pathlib import Path

from hub.reference.vocabulary import fold


@cache
def _regions() -> dict[str, str]:
    data: dict[str, str] = tomllib.loads((Path(__file__).parent / "regions.toml").read_text(encoding="utf-8"))
    return {fold(name): region for region, countries in data.items()
            for country in countries.split(";") for name in country.split("=")}


def region(country: str | None) -> str | None:
    """The part of the world a country lies in, by any of its usual names; None when it is not known."""
    return _regions().get(fold(country or ""))
