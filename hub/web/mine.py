"""Pages for an author who comes back with the return key."""

from flask import Blueprint, Response, jsonify, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub import history, submissions
from hub.db import db, saving
from hub.errors import IllegalMove, NotFound, Refused
from hub.models import Experience
from hub.submissions import Telling, keys
from hub.submissions.draft import Draft
from hub.web.forms import show_problems
from hub.web.forms.share import AnswerForm, KeyForm, LeaveForm, RevisionForm, WithdrawForm
from hub.web.guard import limiter

pages = Blueprint("mine", __name__)
Page = str | tuple[str, int] | AnyResponse


class NoKey(NotFound):
    """The visit ended, or never began: the key is asked for."""


@pages.errorhandler(NoKey)
def ask_for_key(error: NoKey) -> AnyResponse:
    """Back to the entry."""
    session.clear()
    return redirect(url_for("mine.mine"), 303)


@pages.get("/mine")
def mine() -> Page:
    """The entry, or, with the key given, how the story stands."""
    if "story" not in session:
        return render_template("mine/enter.html", form=KeyForm())
    story = _story()
    return render_template("mine/mine.html", story=story, history=history.of(story.record),
                           acts=history.author_acts(story), leave=LeaveForm())


@pages.post("/mine")
@limiter.limit("10/minute;60/hour")
def enter() -> Page:
    """Open the story this key belongs to."""
    form = KeyForm()
    if not form.validate():
        return render_template("mine/enter.html", form=form), 422
    try:
        story = submissions.with_key(keys.hash_of(form.key.data))
    except NotFound as error:
        form.key.errors = [str(error)]
        return render_template("mine/enter.html", form=form), 422
    session.clear()
    session["story"] = story.id
    return redirect(url_for("mine.mine"), 303)


@pages.get("/mine/answer")
def answer() -> str:
    """The moderator's question, and room to answer it."""
    story = _story()
    form = AnswerForm(title=story.latest.title, body=story.latest.body)
    return render_template("mine/answer.html", story=story, form=form)


@pages.post("/mine/answer")
def send_answer() -> Page:
    """Send the answer; the story goes back to the moderators."""
    story, form = _story(), AnswerForm()
    if not form.validate():
        return render_template("mine/answer.html", story=story, form=form), 422
    try:
        changed = {name: form[name].data for name in ("title", "body") if form[name].data}
        telling = Telling.of(Draft.of(story.latest.values() | changed))
        with saving():
            submissions.answer(story.id, telling, message=form.message.data or "")
    except (Refused, IllegalMove) as error:
        status = show_problems(form, error)
        return render_template("mine/answer.html", story=_story(), form=form), status
    return redirect(url_for("mine.mine"), 303)


@pages.get("/mine/revision")
def revision() -> str:
    """The story, to be changed."""
    story = _story()
    return render_template("mine/revision.html", story=story, form=RevisionForm(data=story.latest.values()))


@pages.post("/mine/revision")
def send_revision() -> Page:
    """Send the changed story to the moderators; a live text stays until they agree."""
    story, form = _story(), RevisionForm()
    valid, telling = form.validate(), form.telling()
    if not valid or telling is None:
        return render_template("mine/revision.html", story=story, form=form), 422
    try:
        with saving():
            submissions.revise(story.id, telling, message=form.message.data or "")
    except (Refused, IllegalMove) as error:
        status = show_problems(form, error)
        return render_template("mine/revision.html", story=_story(), form=form), status
    return redirect(url_for("mine.mine"), 303)


@pages.get("/mine/withdrawal")
def withdrawal() -> str:
    """What taking it back means, and the box to tick."""
    return render_template("mine/withdrawal.html", story=_story(), form=WithdrawForm())


@pages.post("/mine/withdrawal")
def withdraw() -> Page:
    """Take the story down and erase it; the visit ends."""
    story, form = _story(), WithdrawForm()
    if not form.validate():
        return render_template("mine/withdrawal.html", story=story, form=form), 422
    with saving():
        submissions.withdraw(story.id)
    session.clear()
    page = Response(render_template("mine/withdrawn.html"))
    page.headers["Clear-Site-Data"] = '"cache", "storage"'
    return page


@pages.get("/mine/export")
def export() -> Response:
    """All that is held of the story, as JSON."""
    answer_ = jsonify(submissions.export(_story()))
    answer_.headers["Content-Disposition"] = 'attachment; filename="my-story.json"'
    return answer_


@pages.post("/mine/leave")
def leave() -> AnyResponse:
    """End the visit on this device."""
    if LeaveForm().validate():
        session.clear()
    gone = redirect(url_for("mine.mine"), 303)
    gone.headers["Clear-Site-Data"] = '"cache", "storage"'
    return gone


@pages.get("/mine/away")
def away() -> Response:
    """The way out, for a hurry: a page that says nothing of this hub. The visit ends, and what the device kept is forgotten."""
    session.clear()
    page = Response(render_template("mine/away.html"))
    page.headers["Clear-Site-Data"] = '"cache", "storage"'
    return page


def _story() -> Experience:
    """The story of this visit; a withdrawn one has no key any more and ends every visit to it."""
    story = db.session.get(Experience, session.get("story", 0))
    if story is None or story.key_hash is None:
        raise NoKey
    return story
