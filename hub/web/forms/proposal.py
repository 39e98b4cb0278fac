"""The form of a proposal: a moderator changes the words of a story, or softens a marked span, for its author to look at."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from hub.errors import Refused
from hub.models import Experience, Revision, message, revision
from hub.submissions import Telling
from hub.submissions.draft import Draft
from hub.web.forms import SeenVersion

SOFTENED_MAX = 20
INSTEAD_MAX = 200


class PartForm(Form):  # type: ignore[misc]  # untyped library
    """The words of one later part; its stage and time stay as the author told them."""

    body = TextAreaField("Words", render_kw={"rows": 8, "data-room": revision.CHAPTER_MAX})


class SofteningForm(Form):  # type: ignore[misc]
    """Words that screening marked, and what might stand in their place."""

    marked = HiddenField()
    instead = StringField("Say instead", render_kw={"maxlength": INSTEAD_MAX, "autocomplete": "off"})


class ProposalForm(FlaskForm):  # type: ignore[misc]
    """Other words for a story, and why."""

    title = StringField("Title", render_kw={"autocomplete": "off"})
    body = TextAreaField("The story", render_kw={"rows": 14, "class": "tall", "data-room": revision.BODY_MAX})
    chapters = FieldList(FormField(PartForm, separator="-"), "The parts told later", max_entries=revision.CHAPTERS_MAX)
    softened = FieldList(FormField(SofteningForm, separator="-"), "Soften what is marked", max_entries=SOFTENED_MAX)
    message = TextAreaField("Why, in a few words to the author", render_kw={"rows": 4, "maxlength": message.BODY_MAX},
                            description="They see every change word by word, and nothing appears unless they agree.")
    seen_version = SeenVersion(validators=[InputRequired("Open the submission anew and propose there.")])

    @classmethod
    def of(cls, story: Experience) -> "ProposalForm":
        """The form with the story in it as its author wrote it, and a line for each of the words screening marked."""
        text = story.latest
        marked = dict.fromkeys(text.at(one.place)[one.start:one.end].strip() for one in text.findings)
        return cls(data={"title": text.title, "body": text.body, "seen_version": story.version,
                         "chapters": [{"body": chapter["body"]} for chapter in text.chapters],
                         "softened": [{"marked": words, "instead": ""} for words in marked if _is_short(words)][:SOFTENED_MAX]})

    def telling(self, before: Revision) -> Telling:
        """The whole story with what is proposed in it; facets stay as the author told them.

        Raises:
            Refused: the words cannot be taken.
        """
        bodies = [self._soften(entry.form.body.data) for entry in self.chapters]
        if len(bodies) != len(before.chapters):
            raise Refused({"chapters": "The parts of this story have changed. Please open it anew."})
        chapters = [chapter | {"body": body} for chapter, body in zip(before.chapters, bodies, strict=True)]
        return Telling.of(Draft.of(before.values() | {
            "title": self._soften(self.title.data), "body": self._soften(self.body.data), "chapters": chapters}))

    def _soften(self, text: Any) -> str:
        """The text with each marked span replaced by what was put in its place; whole words alone."""
        softened = str(text or "")
        for entry in self.softened:
            marked, instead = (entry.form.marked.data or "").strip(), (entry.form.instead.data or "").strip()
            if marked and instead:
                softened = re.sub(rf"(?<!\w){re.escape(marked)}(?!\w)", instead.replace("\\", r"\\"), softened)
        return softened


def _is_short(words: str) -> bool:
    """A span that a few words can stand for; a whole sentence is changed in the text itself."""
    return 0 < len(words) <= INSTEAD_MAX and "\n" not in words
