"""A chapter told later: its stage, its month or year, its words, checked in one place for page and import.

Never a day: a month, or a year alone, says as much and makes nobody recognisable.
"""

import re
from dataclasses import dataclass
from typing import Any

from hub.db import today
from hub.errors import Refused
from hub.models.revision import CHAPTER_MAX, YEAR_MIN
from hub.reference.facets import FACETS
from hub.text import tidy

_TOLD = re.compile(r"([0-9]{4})(?:-(?:0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Chapter:
    """A later part of a story. `told` is a year or a month, such as `2024` or `2024-03`."""

    stage: str
    told: str
    body: str

    @classmethod
    def of(cls, values: Any) -> "Chapter":
        """A tidy chapter from public field names.

        Raises:
            Refused: a value is missing, of the wrong kind, unknown or too long; every problem is named.
        """
        if not isinstance(values, dict) or values.keys() - {"stage", "told", "body"} or not all(
                isinstance(value, str) for value in values.values()):
            raise Refused({"body": "A chapter has a stage, a time told and a body, each of them text."})
        chapter = cls(values.get("stage", "").strip(), values.get("told", "").strip(), tidy(values.get("body")))
        if problems := chapter.problems():
            raise Refused(problems)
        return chapter

    def problems(self) -> dict[str, str]:
        """Every field that cannot be taken as it is, with one sentence saying what to do."""
        found = {}
        if self.stage not in FACETS["stage"].values:
            found["stage"] = "Please choose the stage this part speaks of."
        told = _TOLD.fullmatch(self.told)
        if told is None or int(told[1]) < YEAR_MIN or self.told > today().isoformat()[:len(self.told)]:
            found["told"] = (f"Please give a year from {YEAR_MIN} to {today().year}, with its month if you like; "
                             "not in the future.")
        if not self.body:
            found["body"] = "Please write this part here. It can be as short as you like."
        elif len(self.body) > CHAPTER_MAX:
            found["body"] = (f"This has {len(self.body):,} characters; there is room for {CHAPTER_MAX:,} in one part. "
                             "Nothing is lost: please shorten it here.")
        return found
