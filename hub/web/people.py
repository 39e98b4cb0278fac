"""Pages for admins: who works here, and who read what was not published."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import staff
from hub.db import saving
from hub.errors import Refused
from hub.policy import demand, may
from hub.web import proof
from hub.web.forms import show_problems
from hub.web.forms.desk import EmptyForm
from hub.web.forms.people import InviteForm, LinkForm, ReadingsForm, RoleForm
from hub.web.guard import signed_in, staff_only
from hub.web.present import Pages

pages = Blueprint("people", __name__, url_prefix="/staff/people")
Page = str | tuple[str, int] | Response
PER_PAGE = 50


@pages.before_request
def admins_only() -> Response | None:
    """Signed in, and keeping the accounts."""
    if answer := staff_only():
        return answer
    demand("keep_people", signed_in())
    return None


@pages.get("")
def people() -> str:
    """Everybody with an account, and an invitation."""
    return _page(InviteForm(formdata=None))


@pages.post("")
def invite() -> Page:
    """Invite somebody: the link stands in the answer, this once."""
    form = InviteForm()
    try:
        if form.validate():
            if page := proof.wanted("invite somebody to the desk"):
                return page
            with saving():
                token = staff.people.invite(form.email.data, form.role.data, by=signed_in())
            return _link(form.email.data, token)
    except Refused as refused:
        show_problems(form, refused)
    return _page(form), 422


@pages.post("/<int:person_id>/role")
def role(person_id: int) -> Page:
    """Ask for another role, agree to what was asked, or leave it as it is."""
    form = RoleForm()
    if not form.validate():
        return redirect(url_for("people.people"), 303)
    if page := proof.wanted("change what somebody may do here"):
        return page
    with saving():
        match form.act.data:
            case "ask":
                staff.people.ask_role(person_id, form.role.data, by=signed_in())
            case "agree":
                staff.people.change_role(person_id, form.role.data, by=signed_in())
            case _:
                staff.people.keep_role(person_id, by=signed_in())
    return redirect(url_for("people.people"), 303)


@pages.post("/<int:person_id>/link")
def link(person_id: int) -> Page:
    """A single-use link for who lost something: it stands in the answer, this once."""
    form = LinkForm()
    if not form.validate():
        return redirect(url_for("people.people"), 303)
    if page := proof.wanted("make a link that lets somebody begin anew"):
        return page
    with saving():
        token = staff.people.link(person_id, form.purpose.data, by=signed_in())
    return _link(staff.invited(token).email, token)


@pages.post("/<int:person_id>/visits")
def sign_out(person_id: int) -> Page:
    """End every session of somebody."""
    if EmptyForm().validate():
        if page := proof.wanted("sign somebody out everywhere"):
            return page
        with saving():
            staff.people.sign_out(person_id, by=signed_in())
    return redirect(url_for("people.people"), 303)


@pages.post("/<int:person_id>/ending")
def ending(person_id: int) -> Page:
    """End an account."""
    if EmptyForm().validate():
        if page := proof.wanted("end somebody's account"):
            return page
        with saving():
            staff.people.end(person_id, by=signed_in())
    return redirect(url_for("people.people"), 303)


@pages.get("/readings")
def readings() -> Page:
    """Who opened which text that readers do not see."""
    form = ReadingsForm(request.args)
    good = form.validate()
    asked = (form.person.data, form.story.data) if good else ("", "")
    shown = Pages(form.page_number, staff.readings.count(*asked), PER_PAGE)
    rows = staff.readings.found(*asked, offset=shown.offset, limit=PER_PAGE)
    return render_template("people/readings.html", form=form, rows=rows, pages=shown, asked=form.asked), 200 if good else 422


def _page(form: InviteForm) -> str:
    by = signed_in()
    rows = [(person, waits := staff.people.asked(person), bool(waits and may("change_role", by, waits)))
            for person in staff.people.everyone()]
    return render_template("people/people.html", rows=rows, form=form, button=EmptyForm(), me=by)


def _link(email: str, token: str) -> str:
    return render_template("people/link.html", email=email, link=url_for("staff.join", token=token, _external=True))
