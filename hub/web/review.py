"""Pages for moderators: what waits, one submission, a decision, a proposal.

What they do beside deciding (`beside.py`) has no pages of its own.
"""

import contextlib

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import history, moderation, pairing, reports, staff, submissions
from hub.db import saving
from hub.errors import Conflict, IllegalMove, Refused
from hub.models import Experience, Preference
from hub.models.revision import MODERATOR
from hub.moderation import Wanted
from hub.quota import DESTRUCTIVE
from hub.web import asking, changes, proof
from hub.web.forms import show_problems
from hub.web.forms.desk import VERDICT_KEYS, VERDICTS, DecisionForm, EmptyForm, HandOverForm, LabelsForm, MarkForm, NoteForm
from hub.web.forms.proposal import ProposalForm
from hub.web.guard import signed_in, staff_only
from hub.web.present import Pages

pages = Blueprint("review", __name__, url_prefix="/review")
pages.before_request(staff_only)
Page = str | tuple[str, int] | Response
DOING = {"decline": "decline a story", "hide": "hide a story from readers",
         "remove": "remove a story, which leads to its erasure"}


@pages.get("")
def queue() -> str:
    """What waits for a decision, by the filters of the address, and what was removed and waits for a second person."""
    by, wanted, promise = signed_in(), Wanted.of(request.args), current_app.config["HUB_ANSWER_DAYS"]
    page = asking.page(request.args)
    waiting = moderation.queue(by, wanted, page=page, promise=promise)
    decided = moderation.find(request.args.get("decided", ""))
    return render_template("review/queue.html", waiting=waiting, wanted=wanted, promise=promise, held=moderation.held(by),
                           preference=Preference.of(by.id), removals=moderation.removals(by), button=EmptyForm(),
                           pages=Pages(page, waiting.total, moderation.PER_PAGE),
                           hidden_first=reports.hidden_first_today(), hide_first_a_day=current_app.config["HUB_HIDE_FIRST_A_DAY"],
                           decided=decided, undoable=moderation.undoable_until(decided, by) if decided else None,
                           first_yes=moderation.said_yes(decided) if decided else None)


@pages.get("/dismissals")
def dismissals() -> str:
    """Marks that moderators took for wrong, for whoever keeps the labelled texts."""
    return render_template("review/dismissals.html", dismissed=list(moderation.dismissed()))


@pages.get("/<public_id>")
def submission(public_id: str) -> str:
    """One submission with what screening found marked in its text."""
    story = _read(public_id)
    return shown(story, DecisionForm.of(story))


@pages.post("/<public_id>/decision")
def decision(public_id: str) -> Page:
    """Decide on what was read."""
    story, form = moderation.open_one(public_id), DecisionForm()
    if not form.validate():
        return shown(story, form), 422
    if form.verdict.data in DESTRUCTIVE and (page := proof.wanted(DOING[form.verdict.data], form.verdict.data)):
        return page
    try:
        with saving():
            moderation.decide(story.id, form.verdict.data, by=signed_in(), seen_version=form.seen_version.data,
                              reason=form.reason.data or "", message=form.message.data or "", sure=form.sure.data)
    except (Refused, Conflict, IllegalMove) as error:
        status, story = show_problems(form, error), moderation.open_one(public_id)
        read, form.seen_version.data, form.seen_revision.data = form.seen_revision.data, story.version, story.latest.number
        still_at_work(story)
        return shown(story, form, read), status
    return redirect(url_for("review.queue", decided=public_id), 303)


@pages.get("/<public_id>/proposal")
def proposal(public_id: str) -> str:
    """The text, to be changed for its author to look at."""
    story = _read(public_id)
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
        still_at_work(story)
        return _proposal(story, form), status
    return redirect(url_for("review.queue", decided=public_id), 303)


@pages.post("/<public_id>/erasure")
def erasure(public_id: str) -> Page:
    """Erase what was removed: the second person's act."""
    story = moderation.open_one(public_id)
    if not EmptyForm().validate():
        return redirect(url_for("review.queue"), 303)
    if page := proof.wanted("erase a story for good"):
        return page
    with saving():
        moderation.erase_removed(story.id, by=signed_in())
    return redirect(url_for("review.queue", decided=public_id), 303)


def _read(public_id: str) -> Experience:
    """The story, and a note of who reads it where readers do not."""
    story = moderation.open_one(public_id)
    if staff.readings.is_new(story, signed_in()):
        with saving():
            staff.readings.note(story.id, by=signed_in())
    return story


def shown(story: Experience, form: DecisionForm, read: int | None = None) -> str:
    """The page of one submission, with what was typed and what was wrong with it; `read` is the revision that was decided on."""
    by, wanted = signed_in(), Wanted.of(request.args)
    verdicts = moderation.verdicts(story, by)
    form.verdict.choices = {verdict: VERDICTS[verdict] for verdict in verdicts if verdict in VERDICTS}
    text = story.proposal or story.latest
    since = story.latest if story.proposal else story.live
    before = next((one for one in story.revisions if one.number == read and read != story.latest.number), None)
    last = moderation.seen(story, by)
    return render_template("review/submission.html", story=story, form=form, history=history.of(story.record), verdicts=verdicts,
                           changes=changes.between(since, text) if since and since.number != text.number else [],
                           meanwhile=changes.between(before, story.latest) if before else [], mark=MarkForm(formdata=None),
                           last_seen=changes.between(last, story.latest) if last else [], alike=moderation.alike(story),
                           labels=LabelsForm.offering(moderation.suggested(story.latest)), notes=moderation.notes(story),
                           note=NoteForm(formdata=None), pairs=pairing.foreseen(story), keys=VERDICT_KEYS,
                           first_yes=moderation.said_yes(story), takes_two=moderation.takes_two(story, "publish"),
                           until=submissions.until(story), appeal=history.appeal(story),
                           removal=next((one for one in moderation.removals(by) if one.experience is story), None),
                           blocked=moderation.blocked(story, by), earlier=history.contested(story),
                           claim=moderation.holder(story.id), hand_over=HandOverForm.to_one_of(moderation.colleagues(by)),
                           reported=reports.open_about([story.id]).get(story.id, []), shows_again=reports.shows_again(story),
                           neighbours=moderation.neighbours(story, by, wanted), wanted=wanted)


def still_at_work(story: Experience) -> None:
    """What was sent and came back with a problem is work too: it renews the claim of whoever holds it."""
    with contextlib.suppress(Conflict), saving():
        moderation.at_work(story.id, by=signed_in())


def _proposal(story: Experience, form: ProposalForm) -> str:
    return render_template("review/proposal.html", story=story, form=form, verdicts=moderation.verdicts(story, signed_in()))
