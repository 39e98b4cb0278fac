"""Pages for somebody who tells a story: the form, a look at it first, the key."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from sqlalchemy.exc import OperationalError

from hub import notices, submissions, topics
from hub.db import db, saving
from hub.errors import Conflict
from hub.models import Experience, Story
from hub.reference import prompts
from hub.reference.facets import FACETS
from hub.reference.vocabulary import Concept
from hub.submissions import keys
from hub.web import looking
from hub.web.errors import WORDS, note
from hub.web.forms import show_problems
from hub.web.forms.share import ShareForm
from hub.web.guard import KEPT_FOR_GOING_BACK, limiter

pages = Blueprint("share", __name__)
Page = str | tuple[str, int]
ABOUT = ("diagnosis", "stage", "treatment")  # a topic that is one of these is chosen in the form already
UNKEPT = ("We cannot keep anything just now; the fault is ours. Nothing is lost: your words are below. "
          "Please wait a moment and send them again.")


@pages.get("/share")
def share() -> Response:
    """The form, also in answer to a news story or an experience, and for a teller and a stage that were chosen before.

    Nothing of anybody stands in it yet, so a browser may keep it for its back button: going back then brings the same
    form, known by its token, and sending it again is the same sending. A new visit asks for a new one.
    """
    chosen: dict[str, Any] = {
        name: value for name in ("perspective", "stage") if (value := request.args.get(name)) in FACETS[name].values}
    about = topics.named(request.args.get("topic", ""))
    if about and about.facet and about.facet[0] in ABOUT:
        chosen.setdefault(about.facet[0], about.facet[1] if about.facet[0] == "stage" else [about.facet[1]])
    answered = _experience(request.args.get("experience", ""))
    news = answered.answers.slug if answered and answered.answers else request.args.get("news", "")
    page = make_response(_page(ShareForm(news=news, experience=answered.public_id if answered else "", **chosen), about=about))
    page.headers["Cache-Control"] = KEPT_FOR_GOING_BACK
    return page


def _rate() -> str:
    """How often somebody may send. What has arrived may be sent again more often: by an impatient hand, or after going back."""
    is_new = looking.act() == "send" and not submissions.has_arrived(keys.hash_of(_key(ShareForm())))
    return "20/hour" if is_new else "200/hour"


def _key(form: ShareForm) -> str:
    return keys.key_for(form.nonce, current_app.config["HUB_SECRET_KEY"])


def _too_many(_limit: object) -> Response:
    """Over the limit: the form comes back as it was typed."""
    form = ShareForm()
    form.form_errors.append(WORDS[429])
    return make_response(_page(form), 429)


@pages.post("/share")
@limiter.limit(_rate, on_breach=_too_many)
def send() -> Page:
    """Keep the story and show its return key; a form with problems comes back as it was typed."""
    form = ShareForm()
    if looking.act() == "ask":
        return _page(form)
    if looking.act() == "look":
        return _look(form)
    if not form.validate() or form.told is None:
        return _page(form), 422
    key = _key(form)
    contact = notices.seal(form.email.data) if form.email.data else None
    try:
        with saving():
            submissions.submit(form.told, key_hash=keys.hash_of(key), consents=form.consents,
                               answers=form.news.data, contact=contact)
    except Conflict as conflict:
        status = show_problems(form, conflict)
        return _page(form), status
    except OperationalError as fault:
        note(fault)
        form.form_errors.append(UNKEPT)
        return _page(form), 503
    return render_template("share/sent.html", key=key, listening=looking.listening(form.told))


def _look(form: ShareForm) -> Page:
    """The story as readers would see it, and the mirror beside it; nothing is kept."""
    if not form.can_be_read() or form.told is None:
        return _page(form), 422
    return _page(form)


def _page(form: ShareForm, about: Concept | None = None) -> str:
    slug = form.news.data
    answered = db.session.scalar(Story.public().where(Story.slug == slug)) if slug else None
    return render_template("share/share.html", about=about, answered=answered,
                           answered_experience=_experience(form.experience.data or ""),
                           questions=prompts.fitting(form.perspective.data, form.stage.data),
                           mail=bool(current_app.config["HUB_MAIL_URL"]), **looking.look(form.told, form))


def _experience(public_id: str) -> Experience | None:
    return db.session.scalar(Experience.public().where(Experience.public_id == public_id)) if public_id else None
