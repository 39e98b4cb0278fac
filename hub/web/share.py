"""Pages for somebody who tells a story."""

from flask import Blueprint, Response, current_app, make_response, render_template, request

from hub import notices, submissions
from hub.db import db, saving
from hub.errors import Conflict
from hub.models import Story
from hub.submissions import keys
from hub.web.errors import WORDS
from hub.web.forms import show_problems
from hub.web.forms.share import ShareForm
from hub.web.guard import limiter

pages = Blueprint("share", __name__)


@pages.get("/share")
def share() -> str:
    """The form, also in answer to a news story."""
    form = ShareForm(news=request.args.get("news", ""))
    return _page(form)


def _too_many(_limit: object) -> Response:
    """Over the limit: the form comes back as it was typed."""
    form = ShareForm()
    form.form_errors.append(WORDS[429])
    return make_response(_page(form), 429)


@pages.post("/share")
@limiter.limit("20/hour", on_breach=_too_many)
def send() -> str | tuple[str, int]:
    """Keep the story and show its return key; a form with problems comes back as it was typed."""
    form = ShareForm()
    if not form.validate() or form.told is None:
        return _page(form), 422
    key = keys.key_for(form.nonce, current_app.config["HUB_SECRET_KEY"])
    contact = notices.seal(form.email.data) if form.email.data else None
    try:
        with saving():
            submissions.submit(form.told, key_hash=keys.hash_of(key), consents=form.consents,
                               answers=form.news.data, contact=contact)
    except Conflict as conflict:
        status = show_problems(form, conflict)
        return _page(form), status
    return render_template("share/sent.html", key=key)


def _page(form: ShareForm) -> str:
    slug = form.news.data
    answered = db.session.scalar(Story.public().where(Story.slug == slug)) if slug else None
    return render_template("share/share.html", form=form, answered=answered, mail=bool(current_app.config["HUB_MAIL_URL"]))
