"""The forms of an author who came back: changing a story, going on with it, agreeing, hiding, appealing.

Each names the version its page showed, so that nothing is done on what has changed meanwhile.
"""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, HiddenField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from hub.errors import Refused
from hub.models import Revision, message, revision
from hub.submissions import Telling
from hub.submissions.draft import Draft
from hub.web.forms import SeenVersion, show_problems
from hub.web.forms.chapters import ChapterEntry, ChapterFields, entries
from hub.web.forms.share import StoryFields


class MineForm(FlaskForm):  # type: ignore[misc]  # untyped library
    """What every form of these pages carries."""

    seen_version = SeenVersion(validators=[Optional()])


def words(label: str, help_: str, rows: int = 3) -> TextAreaField:
    """Room for a message."""
    return TextAreaField(label, description=help_, render_kw={"rows": rows}, validators=[Length(max=message.BODY_MAX)])


class RevisionForm(MineForm, StoryFields):
    """Changing a story that was sent, every part of it. `told` is the story, once it was read."""

    told: Telling | None = None
    chapters = FieldList(FormField(ChapterEntry, separator="-"), "The parts told later", max_entries=revision.CHAPTERS_MAX)
    message = words("A word to the moderators", "Only if you want.")

    @classmethod
    def of(cls, told: Revision, seen_version: int) -> "RevisionForm":
        """The form with the story in it."""
        return cls(data={**told.values(), "chapters": entries(told), "seen_version": seen_version})

    def validate(self, extra_validators: Any = None) -> bool:
        """All problems at once: the fields' and the story's. `self.told` is the story."""
        good = bool(super().validate(extra_validators))
        self.told = self.telling()
        return good and self.told is not None

    def values(self) -> dict[str, Any]:
        """What was typed, by public field name; a part whose words were taken out is left out."""
        return super().values() | {"chapters": [entry.chapter() for entry in self._kept()]}

    def telling(self) -> Telling | None:
        """The story as the domain takes it; None, with the problems beside their fields, where it cannot."""
        try:
            return Telling.of(Draft.of(self.values()))
        except Refused as refused:
            names = [entry.body.name.removesuffix("body") for entry in self._kept()]
            show_problems(self, Refused({re.sub(r"^chapters-([0-9]+)-", lambda part: names[int(part[1])], name): problem
                                         for name, problem in refused.problems.items()}))
            return None

    def _kept(self) -> list[ChapterEntry]:
        return [entry.form for entry in self.chapters if (entry.form.body.data or "").strip()]


class ChapterForm(MineForm, ChapterFields):
    """Going on with a story that is published."""

    outcome = StoryFields.outcome
    content_notes = StoryFields.content_notes
    message = words("A word to the moderators", "Only if you want.")

    @classmethod
    def of(cls, told: Revision, seen_version: int) -> "ChapterForm":
        """The empty form; how things stood and what the story mentions are as they were told."""
        return cls(data={"outcome": told.outcome, "content_notes": told.content_notes, "seen_version": seen_version})

    def telling(self, before: Revision) -> Telling:
        """The whole story with this chapter after the others.

        Raises:
            Refused: the chapter cannot be taken; the problems are named by this form's fields.
        """
        kept = before.values() | {"outcome": self.outcome.data, "content_notes": self.content_notes.data}
        try:
            return Telling.of(Draft.of(kept | {"chapters": [*before.chapters, self.chapter()]}))
        except Refused as refused:
            own = f"chapters-{len(before.chapters)}-"
            raise Refused({name.removeprefix(own): problem for name, problem in refused.problems.items()}) from None


class AcceptanceForm(MineForm):
    """Agreeing to what a moderator proposes, or answering instead."""

    seen_version = SeenVersion(validators=[InputRequired("Please open this page anew and read it first.")])
    message = words("Your answer", "Needed only if you would rather not have it like this. Say what you would like instead.", 4)
    accept = SubmitField("Yes, publish it like this")
    answer = SubmitField("Send my answer instead")


class HidingForm(MineForm):
    """Hiding a story, or showing it again: which of both the page offered."""

    act = HiddenField()


class AppealForm(MineForm):
    """Asking for a second look at a decline."""

    message = words("Why should we look again?", "What did we miss or misunderstand?", 5)
