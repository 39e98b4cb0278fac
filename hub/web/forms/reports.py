"""The forms of somebody who says something about a published story, and who comes back to see what became of it."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from hub.errors import Refused
from hub.models.report import BODY_MAX
from hub.reference.reports import REPORT_REASONS, reasons_about
from hub.reports import Notice
from hub.web.forms import OpenForm, show_problems


class ReportForm(OpenForm):
    """What is the matter with a story. `notice` is what was said, once it was read."""

    notice: Notice | None = None
    reason = RadioField("What is it about?", validate_choice=False, validators=[InputRequired("Please choose what fits best.")])
    body = TextAreaField("In your own words", render_kw={"rows": 6, "data-room": BODY_MAX}, description=(
        f"Which part, and why. Up to {BODY_MAX:,} characters. Needed only where none of the reasons says it. "
        "Please leave your name out: we do not need to know who you are."))

    def __init__(self, about: str, **given: Any) -> None:
        super().__init__(**given)
        self.about = about
        self.reason.choices = [(reason.code, reason.label) for reason in reasons_about(about).values()]

    def help_for(self, code: str) -> str:
        """The kind line under a reason."""
        return REPORT_REASONS[code].help

    def validate(self, extra_validators: Any = None) -> bool:
        """All problems at once, beside their fields. `self.notice` is what was said."""
        good = bool(super().validate(extra_validators))
        try:
            self.notice = Notice.of(self.about, self.reason.data or "", self.body.data or "")
        except Refused as refused:
            show_problems(self, refused)
        return good and self.notice is not None
