"""The forms of an author: telling a story, coming back with the key, answering, withdrawing."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from hub import submissions
from hub.errors import Refused
from hub.models import Revision, revision
from hub.notices import EMAIL_MAX
from hub.reference.facets import FACETS
from hub.submissions import Telling
from hub.submissions.draft import Draft
from hub.web.forms import OpenForm, SeenVersion, show_problems

WHOLE = "Please give a whole number, or leave it empty."


def _one(name: str, words: str) -> SelectField:
    choices = {"": "Rather not say", **FACETS[name].values}
    return SelectField(words, choices=choices, validate_choice=False, validators=[Optional()])


def _several(name: str, words: str, help_: str = "") -> SelectMultipleField:
    return SelectMultipleField(words, choices=FACETS[name].values, validate_choice=False, description=help_,
                               option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))


class Number(IntegerField):  # type: ignore[misc]  # untyped library
    """A whole number that may be left empty, with a kind word where it is not one; a text field, which keeps what was typed."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; an empty one is none."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = int(valuelist[0].strip()[:20])
        except ValueError:
            self.data = None
            raise ValueError(WHOLE) from None


class StoryFields:
    """The fields of a story's words and facets: the same for telling it and for changing it."""

    title = StringField("A title", description=f"A few plain words, up to {revision.TITLE_MAX} characters.",
                        render_kw={"autocomplete": "off"})
    body = TextAreaField("Your story", render_kw={"rows": 14, "class": "tall", "data-room": revision.BODY_MAX}, description=(
        f"As short or as long as you like, up to {revision.BODY_MAX:,} characters."))
    perspective = _one("perspective", "Who are you in this story?")
    treatment = _several("treatment", "Which treatments does it speak of?")
    diagnosis = _several("diagnosis", "Was there a diagnosis?")
    stage = _one("stage", "Which stage does it speak of most?")
    cycles = Number("How many cycles so far?", render_kw={"inputmode": "numeric", "autocomplete": "off"})
    outcome = _one("outcome", "Where do things stand?")
    country = StringField("Country", description="The country alone, no town.", render_kw={"autocomplete": "off"})
    age_band = _one("age_band", "How old was the person treated?")
    year = Number("Which year was it?", render_kw={"inputmode": "numeric", "autocomplete": "off"})
    funding = _one("funding", "Who paid?")
    content_notes = _several("content_notes", "What does it mention?",
                             "So that readers who would rather not meet it today can choose.")
    pen_name = StringField("A name to sign with", description="Not your real one. Leave it empty to stay without a name.",
                           render_kw={"autocomplete": "off"})

    def values(self) -> dict[str, Any]:
        """What was typed, by public field name."""
        return {name: getattr(self, name).data for name in (*revision.TEXT_FIELDS, *revision.FACET_FIELDS)}

    def telling(self) -> Telling | None:
        """The story as the domain takes it; None, with the problems beside their fields, where it cannot."""
        try:
            return Telling.of(Draft.of(self.values()))
        except Refused as refused:
            show_problems(self, refused)
            return None


class ShareForm(OpenForm, StoryFields):
    """Telling a story for the first time. `told` is the story, once it was read."""

    told: Telling | None = None
    news = HiddenField()
    experience = HiddenField()
    email = EmailField("A mail address, only if you want a note when there is an answer", validators=[
        Optional(), Length(max=EMAIL_MAX), Email("This does not look like a mail address. You can also leave it empty.")],
        render_kw={"autocomplete": "off"})
    consent_publish = BooleanField("My story may be published here, after a moderator has read it.")
    consent_adult = BooleanField("I am 18 or older, and the story is mine to tell.")
    consent_contact = BooleanField("You may write to this address, once, when there is an answer.")

    @property
    def consents(self) -> list[str]:
        """The purposes that were agreed to."""
        return [c for c in ("publish", "adult", "contact") if self[f"consent_{c}"].data]

    def validate(self, extra_validators: Any = None) -> bool:
        """All problems at once: the fields', the story's, the consents'. `self.told` is the story."""
        good = bool(super().validate(extra_validators))
        self.told = self.telling()
        if missing := submissions.missing_consents(self.consents):
            show_problems(self, Refused(missing))
        return good and self.told is not None and not missing


    def can_be_read(self) -> bool:
        """Whether a story can be made of it, for looking at: consents and how long the page stood open are asked when sending."""
        super().validate()
        self.csrf_token.errors = []
        self.told = self.telling()
        return not self.errors


class KeyForm(OpenForm):
    """Coming back with the return key."""

    key = StringField("Your return key", validators=[DataRequired("Please enter your key."), Length(max=200)],
                      render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Answering a moderator's question, changing title and text at the same time where that is the answer."""

    message = TextAreaField("Your answer", render_kw={"rows": 4})
    title = StringField("Title", render_kw={"autocomplete": "off"})
    body = TextAreaField("Your story", render_kw={"rows": 14, "class": "tall", "data-room": revision.BODY_MAX},
                         description="Change it here if that is your answer.")
    seen_version = SeenVersion(validators=[Optional()])

    def telling(self, before: Revision) -> Telling:
        """The story with what was changed in it; what was left empty stays as it is.

        Raises:
            Refused: it cannot be taken; the problems are named.
        """
        return Telling.of(Draft.of(before.values() | {name: self[name].data for name in ("title", "body") if self[name].data}))


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Taking a story back for good."""

    confirm = BooleanField("Yes, take my story down and erase it for good.",
                           validators=[DataRequired("Please tick the box if you are sure.")])


class LeaveForm(FlaskForm):  # type: ignore[misc]
    """Ending the visit on this device."""
