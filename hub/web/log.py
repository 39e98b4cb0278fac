"""The log: searched by moderators, and carried elsewhere after proof of who asks."""

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from hub import history, moderation, staff
from hub.db import saving, today
from hub.policy import demand
from hub.staff.log import PER_PAGE, Asked
from hub.web import proof
from hub.web.forms.desk import EmptyForm
from hub.web.forms.people import LogForm
from hub.web.guard import signed_in, staff_only
from hub.web.present import Pages

pages = Blueprint("log", __name__, url_prefix="/staff/log")
Page = str | tuple[str, int] | AnyResponse
FORMATS = {"csv": (staff.log.as_csv, "text/csv"), "jsonl": (staff.log.as_lines, "application/jsonl")}


@pages.before_request
def readers_of_the_log() -> AnyResponse | None:
    """Signed in, and allowed to read it."""
    if answer := staff_only():
        return answer
    demand("read_log", signed_in())
    return None


@pages.get("")
def log() -> Page:
    """The rows that fit what is asked, newest first."""
    form = _form(request.args)
    good, asked = form.validate(), _asked(form)
    shown = Pages(form.page_number, staff.log.count(asked), PER_PAGE)
    rows = staff.log.found(asked, offset=shown.offset)
    page = render_template("log/log.html", form=form, rows=rows, pages=shown, head=history.head(), button=EmptyForm(),
                           asked=form.asked, stories=moderation.public_ids(row.record for row in rows))
    return page, 200 if good else 422


@pages.post("/export")
def export() -> Page:
    """The rows that fit, as a file."""
    form, kind = _form(request.form), request.form.get("format", "")
    if not EmptyForm().validate() or kind not in FORMATS or not form.validate():
        return redirect(url_for("log.log"), 303)
    if page := proof.wanted("carry the log elsewhere"):
        return page
    with saving():
        history.note("export_log", "log", signed_in())
    lines, mimetype = FORMATS[kind]
    answer = Response(stream_with_context(lines(_asked(form))), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="log-{today()}.{kind}"'
    return answer


def _form(asked: MultiDict[str, str]) -> LogForm:
    form = LogForm(asked)
    form.act.choices = {"": "Every act", **{act: act.replace("_", " ") for act in staff.log.acts()}}
    return form


def _asked(form: LogForm) -> Asked:
    record = (form.record.data or "").strip()
    story = moderation.find(record)
    return form.of(story.record if story else record)
