"""Staff: signing in with a password and a second factor, joining by a link.

Passwords and codes are checked by Flask-Security's own means; the pages are the hub's, because its promises are:
a code works once, a session ends on the server, every change is kept by `saving()`.
"""

import re
import time

from flask import Blueprint, Flask, abort, g, make_response, redirect, render_template, request, session, url_for
from flask_login import LoginManager, current_user
from flask_security import Security, SQLAlchemyUserDatastore, login_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub import history, policy, quota, staff
from hub.db import db, saving
from hub.errors import NotFound, Refused
from hub.models import Preference, Staff
from hub.models.staff import PASSWORD_MIN, Role
from hub.web import passkeys, samples
from hub.web.forms import show_problems
from hub.web.forms.desk import EmptyForm
from hub.web.forms.staff import CodeForm, FirstCodeForm, JoinForm, LostFactorForm, SignInForm
from hub.web.guard import counted, keep_visits, limiter, signed_in, staff_only, this_visit

pages = Blueprint("staff", __name__, url_prefix="/staff")
Page = str | tuple[str, int] | Response
HALF_WAY = 10 * 60  # seconds between the password and the code
ONWARD = re.compile(r"/(review|desk|staff)(/[\w/-]*)?")
LINK_FORMS = {"join": JoinForm, "password": JoinForm, "factor": LostFactorForm}
WRONG = "This address and password do not belong together, or there is no such account."


class NotHalfWay(NotFound):
    """The password was not given, or too long ago: sign-in begins anew."""


def attach(app: Flask) -> None:
    """Join the sign-in library to the app."""
    app.config |= {
        "SECRET_KEY": app.config["HUB_SECRET_KEY"],
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],  # no pepper: passwords must outlive a new secret key
        "SECURITY_PASSWORD_SALT": "unused",
        "SECURITY_PASSWORD_LENGTH_MIN": PASSWORD_MIN,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_JOIN_USER_ROLES": False,  # a role is a column here
    }
    Security(app, SQLAlchemyUserDatastore(db, Staff, Role), register_blueprint=False)
    manager: LoginManager = app.login_manager  # type: ignore[attr-defined]  # set by the library
    manager.session_protection = None  # it would put a hash of address and browser into the session
    manager._session_identifier_generator = lambda: ""
    keep_visits(manager)
    app.jinja_env.globals |= {"csrf_token": generate_csrf, "may": lambda act: policy.may(act, signed_in()),
                              "alarms": quota.alarms, "log_head": history.head,
                              "own_preference": lambda: Preference.of(signed_in().id)}
    app.register_blueprint(pages)


@pages.errorhandler(NotHalfWay)
def begin_anew(error: NotHalfWay) -> Response:
    """Back to the password."""
    return redirect(url_for("staff.sign_in"), 303)


@pages.get("/design")
def design() -> str | Response:
    """Every component in every state, on one page, for those who build the templates."""
    if answer := staff_only():
        return answer
    return render_template("staff/design.html", **samples.all_of_them())


@pages.get("/sign-in")
def sign_in() -> Page:
    """Address and password."""
    if current_user.is_authenticated:
        return redirect(url_for("review.queue"), 303)
    return render_template("staff/sign_in.html", form=SignInForm())


@pages.post("/sign-in")
@limiter.limit("10/minute;50/hour")
def give_password() -> Page:
    """Check them, and ask for the second factor."""
    form = SignInForm()
    if form.validate():
        person = staff.with_password(form.email.data, form.password.data)
        if person:
            return _half_way(person, request.args.get("next", ""))
        form.form_errors.append(WRONG)
    return render_template("staff/sign_in.html", form=form), 422


@pages.get("/second-factor")
def second_factor() -> str:
    """A code is asked for; who has no second factor yet sets one up, and gets nowhere else before."""
    person = _person_half_way()
    if person.tf_totp_secret:
        return _code_page(person, CodeForm())
    session.setdefault("secret", staff.factors.new_secret())
    return _set_up_page(person, FirstCodeForm())


@pages.post("/second-factor")
@limiter.limit("10/minute;50/hour")
@limiter.limit("10/minute;50/hour", key_func=lambda: counted(session.get("half", {}).get("who", "")))
def give_code() -> Page:
    """Check the code and begin the visit; a first code is answered with the recovery codes."""
    person = _person_half_way()
    if not person.tf_totp_secret:
        return _set_up(person)
    form = CodeForm()
    if form.validate():
        with saving():
            right = staff.factors.use(person.id, form.code.data)
        if right:
            return _onward(person)
        form.code.errors = [staff.factors.WRONG]
    return _code_page(person, form), 422


@pages.post("/second-factor/passkey")
@limiter.limit("10/minute;50/hour")
def give_passkey() -> Page:
    """Check what a passkey answers instead of a code, and begin the visit."""
    person, form = _person_half_way(), CodeForm(formdata=None)
    if passkeys.answers(person):
        return _onward(person)
    form.form_errors.append(staff.passkeys.NOT_TAKEN)
    return _code_page(person, form), 422


@pages.post("/sign-out")
def sign_out() -> Response:
    """End the visit, on the server too, and have the browser forget."""
    if not EmptyForm().validate():
        abort(400, "This page stood open for a long time. Please go back to the queue and sign out from there.")
    if current_user.is_authenticated:
        with saving():
            staff.visits.end(this_visit().id, of=signed_in())
    return gone()


@pages.get("/join/<token>")
def join(token: str) -> str:
    """A new member chooses a password; or somebody who lost password or second factor begins anew."""
    person = staff.invited(token)
    return render_template("staff/join.html", form=LINK_FORMS[person.join_for](), person=person)


@pages.post("/join/<token>")
@limiter.limit("10/minute")
def joined(token: str) -> Page:
    """Do what the link is for, which ends it, and go on to the second factor."""
    person = staff.invited(token)
    form = LINK_FORMS[person.join_for]()
    try:
        if form.validate():
            with saving():
                person = staff.use_link(token, form.password.data or "", form.data.get("password_confirm") or "")
            return _half_way(person, "")
    except Refused as refused:
        show_problems(form, refused)
    return render_template("staff/join.html", form=form, person=person), 422


def _half_way(person: Staff, onward: str) -> Response:
    session.clear()
    session["half"] = {"who": person.fs_uniquifier, "until": int(time.time()) + HALF_WAY, "next": onward[:200]}
    return redirect(url_for("staff.second_factor"), 303)


def _person_half_way() -> Staff:
    half = session.get("half", {"who": "", "until": 0})
    person = db.session.scalar(select(Staff).where(Staff.fs_uniquifier == half["who"], Staff.active))
    if person is None or half["until"] < time.time():
        raise NotHalfWay
    return person


def _code_page(person: Staff, form: CodeForm) -> str:
    return render_template("staff/second_factor.html", form=form, options=passkeys.offered(person))


def _onward(person: Staff) -> Response:
    onward = session["half"]["next"]
    arrive(person)
    return redirect(onward if ONWARD.fullmatch(onward) else url_for("review.queue"), 303)


def _set_up(person: Staff) -> Page:
    form = FirstCodeForm()
    secret = session.setdefault("secret", staff.factors.new_secret())
    try:
        if form.validate():
            with saving():
                codes = staff.factors.set_up(person.id, secret, form.code.data)
            arrive(person)
            return render_template("staff/recovery.html", codes=codes)
    except Refused as refused:
        show_problems(form, refused)
    return _set_up_page(person, form), 422


def _set_up_page(person: Staff, form: FirstCodeForm) -> str:
    key, address = staff.factors.shown(session["secret"], person)
    return render_template("staff/set_up.html", form=form, key=key, address=address, email=person.email)


def arrive(person: Staff) -> None:
    """Begin the visit: another session than the one before the sign-in."""
    session.clear()
    with saving():
        session["visit"] = staff.visits.begin(person)
    login_user(person)
    g.pop("csrf_token", None)  # made for the session before
    generate_csrf()  # forms are good from the first page on


def gone() -> Response:
    """The answer to signing out."""
    session.clear()
    answer = make_response(redirect(url_for("staff.sign_in"), 303))
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer
