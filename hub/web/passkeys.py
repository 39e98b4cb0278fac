"""Pages for passkeys: adding and removing one's own, and answering with one at sign-in. Without JavaScript codes do."""

import ipaddress
import secrets
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField

from hub import staff
from hub.db import saving
from hub.errors import Refused
from hub.models import Staff
from hub.staff.passkeys import Place
from hub.web import proof
from hub.web.forms import show_problems
from hub.web.forms.desk import EmptyForm
from hub.web.guard import signed_in, staff_only

pages = Blueprint("passkeys", __name__, url_prefix="/staff/passkeys")
pages.before_request(staff_only)
Page = str | tuple[str, int] | Response


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    """What a browser answers, put in by the script."""

    credential = HiddenField("Passkey")


@pages.get("")
def passkeys() -> str:
    """One's own passkeys, and a new one."""
    return _page(PasskeyForm(formdata=None))


@pages.post("")
def add() -> Page:
    """Keep a new one."""
    form = PasskeyForm()
    try:
        if form.validate():
            if page := proof.wanted("add a passkey"):
                return page
            with saving():
                staff.passkeys.add(signed_in().id, form.credential.data or "", here(), _asked())
            return redirect(url_for("passkeys.passkeys"), 303)
    except Refused as refused:
        show_problems(form, refused)
    return _page(form), 422


@pages.post("/<int:passkey_id>/removal")
def remove(passkey_id: int) -> Page:
    """Take one out."""
    if EmptyForm().validate():
        if page := proof.wanted("take a passkey out"):
            return page
        with saving():
            staff.passkeys.remove(passkey_id, of=signed_in())
    return redirect(url_for("passkeys.passkeys"), 303)


def here() -> Place:
    """Where passkeys of this hub are good: its public address, or the one it is asked under."""
    public = current_app.config["HUB_PUBLIC_URL"]
    origin = public.rstrip("/") if public else request.host_url.rstrip("/")
    return Place(urlsplit(origin).hostname or "", origin, current_app.config["HUB_SITE_NAME"])


def offered(person: Staff) -> str:
    """What the sign-in page offers a browser, as JSON; empty where the person has no passkey."""
    return staff.passkeys.to_use(person, here(), _new()) if staff.passkeys.of(person) else ""


def answers(person: Staff) -> bool:
    """Whether this request answers what the sign-in page offered."""
    form = PasskeyForm()
    if not form.validate():
        return False
    with saving():
        return staff.passkeys.use(person.id, form.credential.data or "", here(), _asked())


def _page(form: PasskeyForm) -> str:
    person, place = signed_in(), here()
    options = "" if _is_number(place.host) else staff.passkeys.to_add(person, place, _new())
    form.credential.data = ""
    return render_template("passkeys/passkeys.html", form=form, options=options, passkeys=staff.passkeys.of(person),
                           button=EmptyForm())


def _new() -> bytes:
    challenge = secrets.token_bytes(32)
    session["challenge"] = challenge.hex()
    return challenge


def _asked() -> bytes:
    return bytes.fromhex(session.pop("challenge", "")) or secrets.token_bytes(32)


def _is_number(host: str) -> bool:
    """Whether a host is an address: passkeys are good for names alone."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
