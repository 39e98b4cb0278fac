"""Pages of a member of staff about themselves: where they are signed in, their password, their second factor."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from hub import staff
from hub.db import saving
from hub.errors import Refused
from hub.web import proof
from hub.web.forms import show_problems
from hub.web.forms.desk import EmptyForm
from hub.web.forms.staff import FirstCodeForm, PasswordForm
from hub.web.guard import limiter, signed_in, staff_only, this_visit
from hub.web.staff import gone

pages = Blueprint("account", __name__, url_prefix="/staff")
pages.before_request(staff_only)
Page = str | tuple[str, int] | Response


@pages.get("/sessions")
def sessions() -> str:
    """Where one is signed in, and what one signs in with."""
    return render_template("account/sessions.html", visits=staff.visits.of(signed_in()), here=this_visit(), button=EmptyForm())


@pages.post("/sessions")
def end_sessions() -> Response:
    """End one session, or all of them."""
    which, here = request.form.get("session", ""), this_visit().id
    if EmptyForm().validate():
        with saving():
            if which == "all":
                staff.visits.end_all(signed_in())
            else:
                staff.visits.end(which, of=signed_in())
        if which in ("all", here):
            return gone()
    return redirect(url_for("account.sessions"), 303)


@pages.get("/password")
def password() -> str:
    """Another password."""
    return render_template("account/password.html", form=PasswordForm())


@pages.post("/password")
@limiter.limit("10/minute;50/hour")
def change_password() -> Page:
    """Keep it; every other session ends."""
    form = PasswordForm()
    try:
        if form.validate():
            with saving():
                staff.change_password(signed_in().id, form.old.data, form.password.data or "", form.password_confirm.data or "",
                                      visit=this_visit().id)
            return redirect(url_for("account.sessions"), 303)
    except Refused as refused:
        show_problems(form, refused)
    return render_template("account/password.html", form=form), 422


@pages.post("/recovery-codes")
def recovery_codes() -> Page:
    """New recovery codes in place of the old; they stand in the answer, this once."""
    if not EmptyForm().validate():
        return redirect(url_for("account.sessions"), 303)
    if page := proof.wanted("make new recovery codes; the old ones end"):
        return page
    with saving():
        codes = staff.factors.renew_codes(signed_in())
    return render_template("account/codes.html", codes=codes)


@pages.post("/app")
def another_app() -> Page:
    """Set up another app: its secret is shown, and its first code makes it the second factor in place of the one before."""
    if not EmptyForm().validate():
        return redirect(url_for("account.sessions"), 303)
    if page := proof.wanted("set up another app for your codes; the one before ends"):
        return page
    if "code" not in request.form:
        session["secret"] = staff.factors.new_secret()
        return _set_up(FirstCodeForm(formdata=None))
    form = FirstCodeForm()
    try:
        if form.validate() and "secret" in session:
            with saving():
                codes = staff.factors.set_up(signed_in().id, session["secret"], form.code.data)
            session.pop("secret")
            return render_template("account/codes.html", codes=codes)
    except Refused as refused:
        show_problems(form, refused)
    session.setdefault("secret", staff.factors.new_secret())
    return _set_up(form), 422


def _set_up(form: FirstCodeForm) -> str:
    key, address = staff.factors.shown(session["secret"], signed_in())
    return render_template("account/app.html", form=form, key=key, address=address, email=signed_in().email)
