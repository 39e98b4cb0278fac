"""What moderators do with a submission beside deciding: claims, marks, labels, side notes, and taking a decision back.

Addresses without pages: each leads back to the submission, which says what became of it.
"""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from hub import moderation, pairing
from hub.db import saving
from hub.errors import Conflict, NotFound, Refused
from hub.moderation import Wanted
from hub.web.forms import show_problems
from hub.web.forms.desk import DecisionForm, EmptyForm, HandOverForm, LabelsForm, MarkForm, NoteForm, PairingForm
from hub.web.guard import signed_in
from hub.web.review import pages, shown

Page = str | tuple[str, int] | Response


@pages.post("/claim")
def claim_next() -> Page:
    """Take what comes next in this person's queue."""
    wanted, taken = Wanted.of(request.args), None
    if EmptyForm().validate():
        with saving():
            taken = moderation.take_next(by=signed_in(), wanted=wanted)
    if taken is None:
        return redirect(url_for("review.queue", **wanted.parameters), 303)
    return redirect(url_for("review.submission", public_id=taken, **wanted.parameters), 303)


@pages.post("/<public_id>/claim")
def claim(public_id: str) -> Page:
    """Take a submission (`act=take`, again: for another quarter of an hour), let it go (`release`), or hand it over."""
    story, form = moderation.open_one(public_id), HandOverForm.to_one_of(moderation.colleagues(signed_in()))
    wanted = Wanted.of(request.args).parameters
    back = redirect(url_for("review.submission", public_id=public_id, **wanted), 303)
    if not form.validate():
        return back
    try:
        with saving():
            if form.act.data == "release":
                moderation.release(story.id, by=signed_in())
            elif form.act.data == "hand_over":
                moderation.hand_over(story.id, form.to_whom, by=signed_in())
            else:
                moderation.take(story.id, by=signed_in())
                return back
    except (Conflict, Refused, NotFound) as error:
        return _refused(public_id, error)
    return redirect(url_for("review.queue", **wanted), 303)


@pages.post("/<public_id>/reversal")
def reversal(public_id: str) -> Page:
    """Take back what this person decided less than a minute ago."""
    story = moderation.open_one(public_id)
    if EmptyForm().validate():
        try:
            with saving():
                moderation.undo(story.id, by=signed_in())
        except Conflict as error:
            return _refused(public_id, error)
    return redirect(url_for("review.submission", public_id=public_id), 303)


@pages.post("/<public_id>/findings/<int:finding_id>")
def finding(public_id: str, finding_id: int) -> Page:
    """Say what becomes of one mark."""
    story, form = moderation.open_one(public_id), MarkForm()
    if form.validate():
        try:
            with saving():
                moderation.settle(story.id, finding_id, form.resolution.data or "", by=signed_in(),
                                  because=form.because.data or "")
        except (Conflict, Refused, NotFound) as error:
            return _refused(public_id, error)
    wanted = Wanted.of(request.args).parameters
    return redirect(url_for("review.submission", public_id=public_id, _anchor="findings", **wanted), 303)


@pages.post("/<public_id>/labels")
def labels(public_id: str) -> Page:
    """Add labels the words speak of."""
    story, form = moderation.open_one(public_id), LabelsForm()
    if form.validate():
        try:
            with saving():
                moderation.label(story.id, form.chosen, by=signed_in())
        except (Conflict, Refused) as error:
            return _refused(public_id, error)
    return redirect(url_for("review.submission", public_id=public_id, **Wanted.of(request.args).parameters), 303)


@pages.post("/<public_id>/pairs")
def pair(public_id: str) -> Page:
    """Confirm a pair with a story of the news, hide it, or offer it again."""
    story, form = moderation.open_one(public_id), PairingForm()
    if form.validate():
        of = next((one.story.id for one in pairing.foreseen(story) if one.story.slug == form.story.data), None)
        try:
            if of is None:
                raise NotFound("This news does not stand beside it any more. Below is how it stands now.")
            with saving():
                moderation.at_work(story.id, by=signed_in())
                pairing.judge(story.id, of, form.standing.data, by=signed_in())
        except (Conflict, NotFound) as error:
            return _refused(public_id, error)
    wanted = Wanted.of(request.args).parameters
    return redirect(url_for("review.submission", public_id=public_id, _anchor="pairs", **wanted), 303)


@pages.post("/<public_id>/notes")
def note(public_id: str) -> Page:
    """Say something to the other moderators."""
    story, form = moderation.open_one(public_id), NoteForm()
    if form.validate():
        try:
            with saving():
                moderation.note(story.id, form.body.data or "", by=signed_in())
        except Refused as error:
            return _refused(public_id, error)
    wanted = Wanted.of(request.args).parameters
    return redirect(url_for("review.submission", public_id=public_id, _anchor="notes", **wanted), 303)


def _refused(public_id: str, error: Conflict | Refused | NotFound) -> tuple[str, int]:
    """The submission as it stands now, with why nothing was done."""
    story = moderation.open_one(public_id)
    form = DecisionForm.of(story)
    status = show_problems(form, error)
    return shown(story, form), status
