"""Pages for moderators: what waits, one submission, a decision, a proposal."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import history, moderation, reports, submissions
from hub.db import saving
from hub.errors import Conflict, IllegalMove, Refused
from hub.models import Experience
from hub.models.revision import MODERATOR
from hub.web import changes
from hub.web.forms import show_problems
from hub.web.forms.desk import VERDICTS, DecisionForm, EmptyForm
from hub.web.forms.proposal import ProposalForm
from hub.web.guard import signed_in, staff_only

pages = Blueprint("review", __name__, url_prefix="/review")
pages.before_request(staff_only)
Page = str | tuple[str, int] | Response


@pages.get("")
def queue() -> str:
    """What waits for a decision, and what was removed and waits for a second person."""
    waiting, most = moderation.queue(), current_app.config["HUB_HIDE_FIRST_A_DAY"]
    return render_template("review/queue.html", waiting=waiting, appealed=history.appealed(story.record for story in waiting),
                           reported=reports.open_about([story.id for story in waiting]),
                           hidden_first=reports.hidden_first_today(), hide_first_a_day=most,
                           removals=moderation.removals(signed_in()), button=EmptyForm(),
                           decided=moderation.find(request.args.get("decided", "")))


@pages.get("/<public_id>")
def submission(public_id: str) -> str:
    """One submission with what screening found marked in its text."""
    story = moderation.open_one(public_id)
    return _page(story, DecisionForm(formdata=None, seen_version=story.version))


@pages.post("/<public_id>/decision")
def decision(public_id: str) -> Page:
    """Decide on what was read."""
    story, form = moderation.open_one(public_id), DecisionForm()
    if not form.validate():
        return _page(story, form), 422
    try:
        with saving():
            moderation.decide(story.id, form.verdict.data, by=signed_in(), seen_version=form.seen_version.data,
                              reason=form.reason.data or "", message=form.message.data or "")
    except (Refused, Conflict, IllegalMove) as error:
        status, story = show_problems(form, error), moderation.open_one(public_id)
        form.seen_version.data = story.version
        return _page(story, form), status
    return redirect(url_for("review.queue", decided=public_id), 303)


@pages.get("/<public_id>/proposal")
def proposal(public_id: str) -> str:
    """The text, to be changed for its author to look at."""
    story = moderation.open_one(public_id)
    return _proposal(story, ProposalForm.of(story))


@pages.post("/<public_id>/proposal")
def propose(public_id: str) -> Page:
    """Put the changed words before the author."""
    story, form = moderation.open_one(public_id), ProposalForm()
    if not form.validate():
        return _proposal(story, form), 422
    try:
        revision = form.telling(story.latest).revision(MODERATOR)
        with saving():
            moderation.propose(story.id, revision, by=signed_in(), seen_version=form.seen_version.data,
                               message=form.message.data or "")
    except (Refused, Conflict, IllegalMove) as error:
        status, story = show_problems(form, error), moderation.open_one(public_id)
        form.seen_version.data = story.version
        return _proposal(story, form), status
    return redirect(url_for("review.queue", decided=public_id), 303)


@pages.post("/<public_id>/erasure")
def erasure(public_id: str) -> Page:
    """Erase what was removed: the second person's act."""
    story = moderation.open_one(public_id)
    if not EmptyForm().validate():
        return redirect(url_for("review.queue"), 303)
    with saving():
        moderation.erase_removed(story.id, by=signed_in())
    return redirect(url_for("review.queue"), 303)


def _page(story: Experience, form: DecisionForm) -> str:
    verdicts = moderation.verdicts(story, signed_in())
    form.verdict.choices = {verdict: VERDICTS[verdict] for verdict in verdicts if verdict in VERDICTS}
    shown = story.proposal or story.latest
    since = story.latest if story.proposal else story.live
    return render_template("review/submission.html", story=story, form=form, history=history.of(story.record), verdicts=verdicts,
                           changes=changes.between(since, shown) if since and since.number != shown.number else [],
                           until=submissions.until(story), appeal=history.appeal(story),
                           blocked=moderation.blocked(story, signed_in()), earlier=history.contested(story),
                           reported=reports.open_about([story.id]).get(story.id, []), shows_again=reports.shows_again(story))


def _proposal(story: Experience, form: ProposalForm) -> str:
    return render_template("review/proposal.html", story=story, form=form, verdicts=moderation.verdicts(story, signed_in()))
