"""Pages for an author who comes back with the return key."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from hub import history, reports, submissions
from hub.db import db, saving
from hub.errors import Conflict, IllegalMove, NotFound, Refused
from hub.models import Experience
from hub.submissions import Telling, keys, visits
from hub.web import changes, looking
from hub.web.forms import show_problems
from hub.web.forms.mine import AcceptanceForm, AppealForm, ChapterForm, HidingForm, RevisionForm
from hub.web.forms.share import AnswerForm, KeyForm, LeaveForm, WithdrawForm
from hub.web.guard import limiter

pages = Blueprint("mine", __name__)
Page = str | tuple[str, int] | AnyResponse
Shown = Callable[[Telling | None], str]  # a page with its form, and a look at what was told, if asked for


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
    return render_template("mine/mine.html", story=story, history=history.told_to_author(story), acts=submissions.acts(story),
                           hiding=history.hiding(story), declined=history.declined(story), appeal=history.appeal(story),
                           against=history.against(story), shows_again=reports.shows_again(story),
                           until=submissions.until(story), leave=LeaveForm(), listening=looking.still_listening(story))


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
    session.update(story=story.id, visit=visits.new())
    return redirect(url_for("mine.mine"), 303)


@pages.get("/mine/answer")
def answer() -> str:
    """The moderator's question, and room to answer it."""
    story = _story()
    form = AnswerForm(title=story.latest.title, body=story.latest.body, seen_version=story.version)
    return render_template("mine/answer.html", story=story, form=form)


@pages.post("/mine/answer")
def send_answer() -> Page:
    """Send the answer; the story goes back to the moderators."""
    story, form = _story(), AnswerForm()
    return _sent(form, lambda told: render_template("mine/answer.html", story=_story(), **looking.look(told, form)),
                 submissions.answer, lambda: form.telling(story.latest))


@pages.get("/mine/revision")
def revision() -> str:
    """The story, to be changed."""
    story = _story()
    return render_template("mine/revision.html", story=story, form=RevisionForm.of(story.latest, story.version))


@pages.post("/mine/revision")
def send_revision() -> Page:
    """Send the changed story to the moderators; a live text stays until they agree."""
    _story()
    form = RevisionForm()
    return _sent(form, lambda told: render_template("mine/revision.html", story=_story(), **looking.look(told, form)),
                 submissions.revise, lambda: form.told)


@pages.get("/mine/chapter")
def chapter() -> str:
    """Room for a further part of the story."""
    story = _story()
    return render_template("mine/chapter.html", story=story, form=ChapterForm.of(story.latest, story.version),
                           acts=submissions.acts(story))


@pages.post("/mine/chapter")
def add_chapter() -> Page:
    """Send the further part to the moderators; readers keep seeing the story without it until they agree."""
    story, form = _story(), ChapterForm()
    new = f"chapter.{len(story.latest.chapters) + 1}"
    return _sent(form, lambda told: render_template("mine/chapter.html", story=_story(), acts=["chapter"],
                                                    **looking.look(told, form, [new])),
                 submissions.add_chapter, lambda: form.telling(story.latest))


@pages.get("/mine/acceptance")
def acceptance() -> str:
    """What a moderator proposes, beside what its author wrote, word by word."""
    story = _story()
    return _acceptance(story, AcceptanceForm(data={"seen_version": story.version}))


@pages.post("/mine/acceptance")
def accept() -> Page:
    """Agree to what was proposed, which publishes it, or answer instead."""
    _story()
    form = AcceptanceForm()
    if form.accept.data:
        return _sent(form, lambda _: _acceptance(_story(), form), submissions.accept)
    return _sent(form, lambda _: _acceptance(_story(), form), submissions.answer, lambda: None)


@pages.get("/mine/hiding")
def hiding() -> str:
    """What hiding means, and the button; or the button that shows it again."""
    story = _story()
    act = next((act for act in submissions.acts(story) if act in ("hide", "restore")), "")
    return render_template("mine/hiding.html", story=story, form=HidingForm(data={"seen_version": story.version, "act": act}))


@pages.post("/mine/hiding")
def hide() -> Page:
    """Hide the story from readers, or show it again."""
    _story()
    form = HidingForm()
    return _sent(form, lambda told: render_template("mine/hiding.html", story=_story(), **looking.look(told, form)),
                 submissions.restore if form.act.data == "restore" else submissions.hide)


@pages.get("/mine/appeal")
def appeal() -> str:
    """Why it was not published, and room to ask for a second look."""
    story = _story()
    return _appeal(story, AppealForm(data={"seen_version": story.version}))


@pages.post("/mine/appeal")
def send_appeal() -> Page:
    """Ask for a second look."""
    _story()
    form = AppealForm()
    return _sent(form, lambda _: _appeal(_story(), form), submissions.appeal)


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
    """End the visit, on the server too: a copy of its cookie opens nothing."""
    if LeaveForm().validate():
        with saving():
            visits.leave(session.get("visit", ""))
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


def _acceptance(story: Experience, form: AcceptanceForm) -> str:
    changed = changes.between(story.latest, story.proposal) if story.proposal else []
    return render_template("mine/acceptance.html", story=story, form=form, changes=changed, until=submissions.until(story))


def _appeal(story: Experience, form: AppealForm) -> str:
    return render_template("mine/appeal.html", story=story, form=form, declined=history.declined(story),
                           acts=submissions.acts(story), entry=history.contested(story))


def _sent(form: FlaskForm, page: Shown, verb: Callable[..., None],
          telling: Callable[[], Telling | None] | None = None) -> Page:
    """Do with this visit's story what the form asks, and go back to how it stands; or only show it as readers would see it.
    Where that cannot be, the page again as it was typed, saying why, and naming the version that stands now."""
    if not form.validate():
        return page(None), 422
    said = {"message": form.message.data or ""} if "message" in form else {}
    told: tuple[Telling | None, ...] = ()
    try:
        told = (telling(),) if telling else ()  # screened before the transaction begins
        if looking.act() == "look" and told and told[0]:
            return page(told[0])
        with saving():
            verb(_story().id, *told, seen_version=form.seen_version.data, **said)
    except (Refused, Conflict, IllegalMove) as error:
        form.seen_version.data = _story().version
        status = show_problems(form, error)
        return page(*told or (None,)), status
    return redirect(url_for("mine.mine"), 303)


def _story() -> Experience:
    """The story of this visit; a withdrawn one has no key any more and ends every visit to it."""
    story = db.session.get(Experience, session.get("story", 0))
    if story is None or story.key_hash is None or not visits.goes_on(session.get("visit", "")):
        raise NoKey
    return story
