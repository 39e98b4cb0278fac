"""The forms of the desk: deciding, erasing, keeping the news, keeping pairs."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextInput

from hub.errors import Refused
from hub.models import Experience, Staff, message, side_note, story
from hub.models.pair import STANDINGS
from hub.reference.facets import FACETS
from hub.reference.reasons import DISMISSALS, REASONS
from hub.stories import StoryDraft
from hub.web.forms import SeenVersion, show_problems

#: The single key that chooses a verdict; `p` publishes at once.
VERDICT_KEYS = {"ask": "a", "decline": "d", "keep": "s", "hide": "h", "restore": "r", "remove": "x"}
VERDICTS = {"publish": "Publish it", "ask": "Ask the author", "decline": "Decline it",
            "keep": "Keep it as it is: nothing follows from the report",
            "hide": "Hide it", "restore": "Show it again", "remove": "Remove it"}


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """One decision on one submission, naming the version that was read."""

    verdict = RadioField("Your decision", validators=[InputRequired("Please choose one.")],
                         choices=VERDICTS, validate_choice=False)
    reason = SelectField("Reason", validate_choice=False, default="", description="Needed to decline, hide or remove.",
                         choices=[SelectChoice("", "No reason needed"),
                                  *(SelectChoice(r.code, r.label, {"data-reply": r.reply}) for r in REASONS.values())])
    message = TextAreaField("Message to the author", render_kw={"rows": 5, "maxlength": message.BODY_MAX},
                            description="Left empty, the reason's own kind reply is sent where you ask or decline.")
    sure = BooleanField("Publish it although marks are open")
    seen_version = SeenVersion(validators=[InputRequired("Open the submission anew and decide there.")])
    seen_revision = SeenVersion()

    @classmethod
    def of(cls, story: Experience) -> "DecisionForm":
        """An empty form for the submission as it stands."""
        return cls(formdata=None, seen_version=story.version, seen_revision=story.latest.number)


class MarkForm(FlaskForm):  # type: ignore[misc]
    """What becomes of one mark of screening."""

    resolution = StringField()
    because = SelectField("Why it is no such thing", choices={"": "Please choose", **DISMISSALS}, validate_choice=False,
                          default="")


class HandOverForm(FlaskForm):  # type: ignore[misc]
    """Taking a submission, letting it go, or giving it to a colleague."""

    act = StringField()
    to = SelectField("Hand it over to", validate_choice=False, default="")

    @classmethod
    def to_one_of(cls, colleagues: Iterable[Staff]) -> "HandOverForm":
        """The form with these to choose from."""
        form = cls()
        form.to.choices = {str(one.id): one.called for one in colleagues}
        return form

    @property
    def to_whom(self) -> int | None:
        """The id of the colleague who was chosen."""
        return int(self.to.data) if (self.to.data or "").isdecimal() else None


class LabelsForm(FlaskForm):  # type: ignore[misc]
    """Labels the words speak of, to be confirmed; each box holds a facet and a value of it, such as `treatment.fet`."""

    labels = SelectMultipleField("Add what fits", validate_choice=False, option_widget=CheckboxInput(),
                                 widget=ListWidget(prefix_label=False))

    @classmethod
    def offering(cls, suggested: dict[str, list[str]]) -> "LabelsForm":
        """The form with these to choose from."""
        form = cls(formdata=None)
        form.labels.choices = {f"{name}.{value}": f"{FACETS[name].label}: {FACETS[name].values[value]}"
                               for name, values in suggested.items() for value in values}
        return form

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The values that were chosen, by facet."""
        found: dict[str, list[str]] = {}
        for one in self.labels.data or ():
            name, _, value = one.partition(".")
            found.setdefault(name, []).append(value)
        return found


class PairingForm(FlaskForm):  # type: ignore[misc]
    """What becomes of the pair of a submission and one story of the news, named by its slug."""

    story = StringField()
    standing = StringField(validators=[AnyOf(STANDINGS)])


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A side note to the other moderators."""

    body = TextAreaField("A note to your colleagues", render_kw={"rows": 2, "maxlength": side_note.BODY_MAX},
                         description="The author never reads it; it is erased with the story.")


class EmptyForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class StoryForm(FlaskForm):  # type: ignore[misc]
    """A news story in the hub's own words."""

    title = StringField("Headline", render_kw={"maxlength": story.TITLE_MAX})
    outlet = StringField("Outlet", description="Who reported it.", render_kw={"maxlength": story.OUTLET_MAX})
    url = StringField("Link", description="To the report itself.", render_kw={"maxlength": story.URL_MAX, "inputmode": "url"})
    published = DateField("Day it appeared", widget=TextInput(), invalid_value_message="Please give the day as year-month-day.",
                          description="Year-month-day, such as 2024-05-01.",
                          render_kw={"inputmode": "numeric"})
    summary = TextAreaField("Summary", render_kw={"rows": 6}, description=(
        f"In our own words, never the article's. Markdown, up to {story.SUMMARY_MAX:,} characters."))
    body = TextAreaField("Longer text, if any", render_kw={"rows": 10}, description="Ours too. Shown, searched and paired.")
    content_notes = SelectMultipleField("What it mentions", choices=FACETS["content_notes"].values,
                                        validate_choice=False, option_widget=CheckboxInput(),
                                        widget=ListWidget(prefix_label=False))
    seen_version = IntegerField(widget=HiddenInput(), default=0)
    publish = SubmitField("Publish")
    keep = SubmitField("Keep as a draft")

    def validate(self, extra_validators: Any = None) -> bool:
        """All problems at once, beside their fields. `self.draft` is the story."""
        good = bool(super().validate(extra_validators))
        try:
            self.draft = StoryDraft.of({name: self[name].data for name in (
                "title", "outlet", "url", "published", "summary", "body", "content_notes")})
        except Refused as refused:
            show_problems(self, refused)
            return False
        return good


class PairForm(FlaskForm):  # type: ignore[misc]
    """An experience put beside a story by hand."""

    experience = StringField("Experience", description="The last part of its address.",
                             validators=[InputRequired("Please give the id of an experience.")])
