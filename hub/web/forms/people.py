"""The forms of admins: inviting, roles, links; and those that search readings and the log."""

import datetime as dt
import re
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional, Regexp
from wtforms.widgets import TextInput

from hub.models.staff import EMAIL_MAX, ROLES
from hub.staff.log import Asked
from hub.text import tidy_line

DAY = {"inputmode": "numeric", "size": 12}
ROLE_WORDS = {"moderator": "Moderator: reads and decides", "editor": "Editor: keeps the news, too",
              "admin": "Admin: keeps the accounts, too"}
PURPOSES = {"password": "The password is lost", "factor": "App and recovery codes are lost", "join": "The invitation is lost"}


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Somebody new."""

    email = EmailField("Mail address", validators=[InputRequired("Please fill this in.")],
                       render_kw={"maxlength": EMAIL_MAX, "autocomplete": "off"})
    role = SelectField("Role", choices=ROLE_WORDS)


class RoleForm(FlaskForm):  # type: ignore[misc]
    """Another role: asked for, agreed to, or left."""

    act = HiddenField(validators=[AnyOf(("ask", "agree", "keep"))])
    role = HiddenField(validators=[AnyOf(ROLES)])


class LinkForm(FlaskForm):  # type: ignore[misc]
    """What a single-use link is for."""

    purpose = HiddenField(validators=[AnyOf(PURPOSES)])


class Searching(FlaskForm):  # type: ignore[misc]
    """A form that asks, and changes nothing: its parameters stand in the address."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

    page = HiddenField()

    def __init__(self, asked: MultiDict[str, str]) -> None:
        super().__init__(MultiDict((name, tidy_line(value)) for name, value in asked.items(multi=True)))

    @property
    def page_number(self) -> int:
        """Which page of the list is asked for."""
        typed = self.page.data or ""
        return min(int(typed), 100_000) if re.fullmatch(r"[1-9][0-9]{0,5}", typed) else 1

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked, for links to the pages of the list."""
        return {field.name: field.data for field in self if field.data and field.name != "page"}


class ReadingsForm(Searching):
    """Readings of one person, of one story, or all."""

    person = StringField("Person", validators=[Optional(), Regexp(r"[0-9]{1,9}\Z", message="Please give a number.")],
                         description="The number of an account, such as 3.", render_kw={"inputmode": "numeric", "size": 8})
    story = StringField("Story", description="The last part of its address.", render_kw={"size": 14, "maxlength": 12})


class LogForm(Searching):
    """What to look for in the log."""

    act = SelectField("Act", validate_choice=False)
    record = StringField("Record", description="A story's id, or staff:3.", render_kw={"size": 16, "maxlength": 40})
    person = StringField("Person", description="author, clock, operator, or staff:3.", render_kw={"size": 12, "maxlength": 30})
    since = DateField("From", validators=[Optional()], widget=TextInput(), description="Such as 2026-11-01.", render_kw=DAY,
                      invalid_value_message="Please give the day as year-month-day.")
    until = DateField("To", validators=[Optional()], widget=TextInput(), description="That day included.", render_kw=DAY,
                      invalid_value_message="Please give the day as year-month-day.")

    def of(self, record: str) -> Asked:
        """What is looked for, on this record."""
        since, until = (day if day and dt.date(1990, 1, 1) <= day <= dt.date(2200, 1, 1) else None
                        for day in (self.since.data, self.until.data))
        return Asked(self.act.data or "", record, (self.person.data or "").strip(), since, until)
