"""The fields of one chapter, on a page of its own and among the others of a story."""

import calendar
from typing import Any

from wtforms import Form, SelectField, TextAreaField
from wtforms.validators import Optional

from hub.models import Revision, revision
from hub.reference.facets import FACETS
from hub.web.forms.share import Number

MONTHS = {"": "The year is enough", **{f"{number:02}": calendar.month_name[number] for number in range(1, 13)}}


class ChapterFields:
    """Stage, month or year, words. Never a day."""

    stage = SelectField("Which stage does this part speak of?", choices={"": "Please choose", **FACETS["stage"].values},
                        validate_choice=False, validators=[Optional()])
    told = Number("Which year was it?", render_kw={"inputmode": "numeric", "autocomplete": "off"})
    month = SelectField("Which month?", choices=MONTHS, validate_choice=False, validators=[Optional()])
    body = TextAreaField("This part of your story", render_kw={"rows": 10, "class": "tall", "data-room": revision.CHAPTER_MAX},
                         description=f"Up to {revision.CHAPTER_MAX:,} characters.")

    def chapter(self) -> dict[str, str]:
        """What was typed, in the public form of a chapter."""
        told = "" if self.told.data is None else str(self.told.data)
        return {"stage": self.stage.data or "", "body": self.body.data or "",
                "told": f"{told}-{self.month.data}" if told and self.month.data else told}


class ChapterEntry(Form, ChapterFields):  # type: ignore[misc]  # untyped library
    """One chapter among the others of a story."""


def entries(told: Revision) -> list[dict[str, Any]]:
    """The chapters of a text as their fields hold them."""
    return [{"stage": chapter["stage"], "body": chapter["body"], "told": int(chapter["told"][:4]), "month": chapter["told"][5:]}
            for chapter in told.chapters]
