"""Staff: joining by a single-use link, and the sign-in library with the hub's own forms and limits."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, abort, make_response, redirect, render_template, request, url_for
from flask_login import LoginManager
from flask_security import Security, SQLAlchemyUserDatastore
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from hub import policy, staff
from hub.db import db, saving
from hub.errors import Refused
from hub.models import Preference, Staff
from hub.models.staff import PASSWORD_MIN, Role
from hub.web import samples
from hub.web.forms import show_problems
from hub.web.forms.desk import EmptyForm, SignInForm
from hub.web.forms.share import JoinForm
from hub.web.guard import limiter, signed_in, staff_only

pages = Blueprint("staff", __name__, url_prefix="/staff")
Page = str | tuple[str, int] | Response


def attach(app: Flask) -> None:
    """Join the sign-in library to the app, under the hub's own addresses and limits."""
    app.config |= {
        "SECRET_KEY": app.config["HUB_SECRET_KEY"],
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],  # no pepper: passwords must outlive a new secret key
        "SECURITY_PASSWORD_SALT": "unused",
        "SECURITY_PASSWORD_LENGTH_MIN": PASSWORD_MIN,
        "SECURITY_LOGIN_URL": "/staff/sign-in",
        "SECURITY_LOGOUT_URL": "/staff/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/review",
        "SECURITY_POST_LOGOUT_VIEW": "/staff/sign-in",
        "SECURITY_LOGIN_USER_TEMPLATE": "staff/sign_in.html",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_FRESHNESS": dt.timedelta(minutes=-1),  # no step-up pages of the library's own
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_JOIN_USER_ROLES": False,  # a role is a column here
    }
    datastore = SQLAlchemyUserDatastore(db, Staff, Role)
    Security(app, datastore, login_form=SignInForm, register_blueprint=True)
    manager: LoginManager = app.login_manager  # type: ignore[attr-defined]  # set by the library
    manager.session_protection = None  # it would put a hash of address and browser into the session
    manager._session_identifier_generator = lambda: ""
    app.jinja_env.globals |= {"csrf_token": generate_csrf, "may": lambda act: policy.may(act, signed_in()),
                              "own_preference": lambda: Preference.of(signed_in().id)}
    app.view_functions["security.logout"] = _signing_out(app.view_functions["security.logout"])
    app.view_functions["security.login"] = limiter.limit("10/minute;50/hour", methods=["POST"])(
        _unprocessable(app.view_functions["security.login"]))
    app.register_blueprint(pages)


@pages.get("/design")
def design() -> str | Response:
    """Every component in every state, on one page, for those who build the templates."""
    if answer := staff_only():
        return answer
    return render_template("staff/design.html", **samples.all_of_them())


@pages.get("/join/<token>")
def join(token: str) -> str:
    """A new member chooses a password."""
    return render_template("staff/join.html", form=JoinForm(), email=staff.invited(token).email)


@pages.post("/join/<token>")
@limiter.limit("10/minute")
def joined(token: str) -> Page:
    """Keep the password; the link ends."""
    form = JoinForm()
    try:
        if form.validate():
            with saving():
                staff.join(token, form.password.data or "", form.password_confirm.data or "")
            return redirect(url_for("security.login"), 303)
    except Refused as refused:
        show_problems(form, refused)
    return render_template("staff/join.html", form=form, email=staff.invited(token).email), 422


def _signing_out(view: Callable[..., Any]) -> Callable[[], Response]:
    """The library's sign-out with the session's form token, and the browser told to forget."""
    def sign_out() -> Response:
        if not EmptyForm().validate():
            abort(400, "This page stood open for a long time. Please go back to the queue and sign out from there.")
        answer = make_response(view())
        answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return answer
    return sign_out


def _unprocessable(view: Callable[..., Any]) -> Callable[[], Response]:
    """The library answers 200 to a refused sign-in; the hub's forms answer 422."""
    def sign_in() -> Response:
        answer = make_response(view())
        if request.method == "POST" and answer.status_code == 200:
            answer.status_code = 422
        return answer
    return sign_in
