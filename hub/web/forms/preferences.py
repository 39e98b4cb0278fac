"""The form of how one moderator works."""

import datetime as dt
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from hub.models import Preference
from hub.reference.facets import FACETS


class PreferencesForm(FlaskForm):  # type: ignore[misc]
    """What one moderator would rather not read, and until when."""

    spared = SelectMultipleField("Rather not for now", choices=FACETS["content_notes"].values, validate_choice=False,
                                 option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
                                 description="What mentions these is set aside for you and counted; your colleagues see it.")
    spared_until = DateField("Until and with", widget=TextInput(), validators=[Optional()], render_kw={"inputmode": "numeric"},
                             invalid_value_message="Please give the day as year-month-day.",
                             description="Year-month-day. It ends by itself, so that nobody is forgotten.")

    urgent_mail = BooleanField("A mail at once for what should not wait",
                               description="Despair, danger, an urgent report. It says nothing of what it is.")
    daily_mail = BooleanField("A mail once a day with how many wait", description="Only on days on which something does.")
    keys = BooleanField("Single keys act on the desk", description="A letter alone takes, publishes or moves on; “?” lists them.")

    @classmethod
    def of(cls, kept: Preference, week: dt.date) -> "PreferencesForm":
        """The form as it was kept; a week where nothing is set aside."""
        return cls(data={"spared": kept.set_aside, "spared_until": kept.spared_until if kept.set_aside else week,
                         "keys": kept.keys, "urgent_mail": kept.urgent_mail, "daily_mail": kept.daily_mail})

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen, by the names of `Preference`."""
        return {"spared": self.spared.data or [], "spared_until": self.spared_until.data, "keys": self.keys.data,
                "urgent_mail": self.urgent_mail.data, "daily_mail": self.daily_mail.data}
