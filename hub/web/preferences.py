"""A page for each moderator alone: what they would rather not read for a while, and how they work."""

import datetime as dt

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub import moderation
from hub.db import saving, today
from hub.errors import Refused
from hub.models import Preference
from hub.web.forms import show_problems
from hub.web.forms.preferences import PreferencesForm
from hub.web.guard import signed_in, staff_only

pages = Blueprint("preferences", __name__, url_prefix="/staff/notices")
pages.before_request(staff_only)
WEEK = dt.timedelta(days=7)


@pages.get("")
def mine() -> str:
    """What this person chose."""
    return _page(PreferencesForm.of(Preference.of(signed_in().id), today() + WEEK))


@pages.post("")
def keep() -> tuple[str, int] | Response:
    """Keep what they choose."""
    form = PreferencesForm()
    if not form.validate():
        return _page(form), 422
    try:
        with saving():
            moderation.prefer(form.values, by=signed_in())
    except Refused as refused:
        status = show_problems(form, refused)
        return _page(form), status
    return redirect(url_for("preferences.mine", kept="yes"), 303)


def _page(form: PreferencesForm) -> str:
    return render_template("preferences/preferences.html", form=form, kept=Preference.of(signed_in().id))
