"""Pages for somebody who reports a published story, or says that it is about them: no account, no cookie, no address."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, make_response, render_template
from flask_limiter import RequestLimit

from hub import history, reports
from hub.config import CLOCKS
from hub.db import db, saving
from hub.errors import NotFound
from hub.models import Experience
from hub.reference import organisations
from hub.submissions import keys
from hub.web.errors import WORDS
from hub.web.forms.reports import ReportForm
from hub.web.forms.share import KeyForm
from hub.web.guard import limiter
from hub.web.read import seen

pages = Blueprint("reports", __name__)
Page = str | tuple[str, int]
NO_MORE = "Readers do not see this story any more, so there is nothing to report. What you wrote is still below; it was not kept."


def _too_many(about: str) -> Callable[[RequestLimit], Response]:
    """Over the limit: the form comes back as it was typed."""
    def answer(_limit: RequestLimit) -> Response:
        form = ReportForm(about)
        form.form_errors.append(WORDS[429])
        return make_response(_page(None, form), 429)
    return answer


@pages.get("/experiences/<public_id>/report")
def report(public_id: str) -> str:
    """The form of anybody who thinks that something is wrong with a story."""
    return _page(seen(public_id), ReportForm("story"))


@pages.post("/experiences/<public_id>/report")
@limiter.limit("10/hour", on_breach=_too_many("story"))
def send_report(public_id: str) -> Page:
    """Keep the report for a moderator, and show its key."""
    return _sent(public_id, ReportForm("story"))


@pages.get("/experiences/<public_id>/about-me")
def about_me(public_id: str) -> str:
    """The form of somebody the story speaks of."""
    return _page(seen(public_id), ReportForm("me"))


@pages.post("/experiences/<public_id>/about-me")
@limiter.limit("5/hour", on_breach=_too_many("me"))
def send_about_me(public_id: str) -> Page:
    """Keep the report; within bounds readers stop seeing the story until a moderator has looked."""
    return _sent(public_id, ReportForm("me"))


@pages.get("/reports")
def enter() -> str:
    """Where the key of a report is entered."""
    return render_template("reports/enter.html", form=KeyForm())


@pages.post("/reports")
@limiter.limit("10/minute;60/hour")
def outcome() -> Page:
    """What became of a report; the key opens nothing else and is not remembered."""
    form = KeyForm()
    if not form.validate():
        return render_template("reports/enter.html", form=form), 422
    try:
        found = reports.with_key(keys.hash_of(form.key.data))
    except NotFound as error:
        form.key.errors = [str(error)]
        return render_template("reports/enter.html", form=form), 422
    act = {"hidden": "hide", "removed": "remove"}.get(found.outcome, "")
    return render_template("reports/outcome.html", report=found, kept=CLOCKS["report"].time.days,
                           decision=history.last(found.experience.record, act))


def _sent(public_id: str, form: ReportForm) -> Page:
    if not form.validate() or form.notice is None:
        story = db.session.scalar(Experience.public().where(Experience.public_id == public_id))
        return _page(story, form), 422
    key = keys.key_for(form.nonce, current_app.config["HUB_SECRET_KEY"], "report-key")
    try:
        with saving():
            kept = reports.take(public_id, form.notice, key_hash=keys.hash_of(key),
                                hide_first_a_day=current_app.config["HUB_HIDE_FIRST_A_DAY"])
    except NotFound:
        form.form_errors.append(NO_MORE)
        return _page(None, form), 410
    return render_template("reports/sent.html", key=key, report=kept,
                           listening=organisations.help_now() if form.notice.care else [])


def _page(story: Experience | None, form: ReportForm) -> str:
    return render_template("reports/report.html", story=story, form=form, about=form.about,
                           shows_again=CLOCKS["hidden_first"].time.days)
