"""Step-up: before what takes something away for good, a member of staff proves once more who they are.

A password or a code is asked for where the last proof is some minutes old, and with every single act above the quota
of destructive acts. What was typed is carried along. Not here: which acts count (`hub/quota.py`).
"""

import datetime as dt

from flask import render_template, request
from flask_wtf import FlaskForm
from wtforms import PasswordField

from hub import quota, staff
from hub.db import now, saving
from hub.models.staff import PASSWORD_MAX
from hub.web.guard import counted, limiter, signed_in, this_visit

FRESH = dt.timedelta(minutes=5)
OWN = ("proof", "csrf_token")
WRONG = "This is neither your password nor a code that works now. A code works once."
Page = tuple[str, int]


class ProofForm(FlaskForm):  # type: ignore[misc]
    """Once more: password or code."""

    proof = PasswordField("Your password, or a code from your app",
                          render_kw={"autocomplete": "current-password", "maxlength": PASSWORD_MAX})


def wanted(doing: str, act: str = "") -> Page | None:
    """The page that asks for proof before an act and sends it again, with all that was typed; None where proof was given.

    Args:
        doing: what the person is about to do, in words that go on from "You are about to".
        act: the act by its name in the log, where only the quota may ask for proof.
    """
    over, form = quota.used_up(signed_in()), ProofForm()
    given = request.form.get("proof", "")
    if given and _proves(given):
        return None
    if not given and not over and (act in quota.LIGHTER or this_visit().proved_at > now() - FRESH):
        return None
    if given:
        form.proof.errors = [WRONG]
    form.csrf_token.data = None
    carried = [(name, value) for name, values in request.form.lists() for value in values if name not in OWN]
    return render_template("proof/proof.html", form=form, carried=carried, doing=doing, over=over), 422 if given else 403


def _proves(given: str) -> bool:
    person, visit = signed_in().id, this_visit().id
    with limiter.limit("10/minute;50/hour", key_func=lambda: counted(f"proof {person}")), saving():
        right = staff.proves(person, given)
        if right:
            staff.visits.prove(visit)
    return right
