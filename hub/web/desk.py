"""Pages for editors: the news and the pairs."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub import pairing, stories
from hub.db import db, saving
from hub.errors import Conflict, NotFound
from hub.history import STORY_MOVES
from hub.models import Story
from hub.models.pair import STANDINGS
from hub.policy import demand
from hub.web import proof
from hub.web.forms import show_problems
from hub.web.forms.desk import EmptyForm, PairForm, StoryForm
from hub.web.guard import signed_in, staff_only

pages = Blueprint("desk", __name__, url_prefix="/desk")
Page = str | tuple[str, int] | Response


@pages.before_request
def editors_only() -> Response | None:
    """Signed in, and keeping the news."""
    if answer := staff_only():
        return answer
    demand("keep_news", signed_in())
    return None


@pages.get("")
def desk() -> str:
    """Every story, newest first."""
    rows = db.session.scalars(select(Story).order_by(Story.published_on.desc(), Story.id.desc()).limit(200))
    return render_template("desk/desk.html", stories=list(rows))


@pages.get("/news/new")
def new() -> str:
    """An empty story."""
    return render_template("desk/new.html", form=StoryForm())


@pages.post("/news/new")
def add() -> Page:
    """Keep a new story, published or as a draft."""
    form = StoryForm()
    if not form.validate():
        return render_template("desk/new.html", form=form), 422
    with saving():
        slug = stories.add(form.draft, by=signed_in(), publish=form.publish.data).slug
    return redirect(url_for("desk.story", slug=slug), 303)


@pages.get("/news/<slug>")
def story(slug: str) -> str:
    """One story to edit, and the experiences beside it."""
    kept = _story(slug)
    return _page(kept, StoryForm(data=kept.values() | {"published": kept.published_on, "seen_version": kept.version}))


@pages.post("/news/<slug>")
def edit(slug: str) -> Page:
    """Keep the changed words; readers see them at once where the story is published."""
    kept, form = _story(slug), StoryForm()
    if not form.validate():
        return _page(kept, form), 422
    try:
        with saving():
            stories.edit(kept.id, form.draft, by=signed_in(), seen_version=form.seen_version.data)
    except Conflict as conflict:
        status = show_problems(form, conflict)
        return _page(_story(slug), form), status
    return redirect(url_for("desk.story", slug=slug), 303)


@pages.post("/news/<slug>/standing")
def move(slug: str) -> Page:
    """Publish or retire a story."""
    kept, act = _story(slug), request.form.get("act", "")
    if EmptyForm().validate():
        if act == "retire" and (page := proof.wanted("take a story of the news away from readers", act)):
            return page
        with saving():
            stories.move(kept.id, act, by=signed_in())
    return redirect(url_for("desk.story", slug=slug), 303)


@pages.post("/news/<slug>/pairs")
def add_pair(slug: str) -> Page:
    """Put an experience beside the story by hand."""
    kept, form = _story(slug), PairForm()
    try:
        if form.validate():
            with saving():
                pairing.add(kept.id, form.experience.data.strip().rpartition("/")[2], by=signed_in())
            return redirect(url_for("desk.story", slug=slug, _anchor="pairs"), 303)
    except NotFound as error:
        form.experience.errors = [str(error)]
    kept = _story(slug)
    edited = StoryForm(formdata=None, data=kept.values() | {"published": kept.published_on, "seen_version": kept.version})
    return _page(kept, edited, form), 422


@pages.post("/pairs/<int:pair_id>")
def stand(pair_id: int) -> Page:
    """Confirm or refuse a pair, or offer it again."""
    standing = request.form.get("standing", "")
    if not EmptyForm().validate() or standing not in STANDINGS:
        return redirect(url_for("desk.desk"), 303)
    with saving():
        slug = pairing.stand(pair_id, standing, by=signed_in()).story.slug
    return redirect(url_for("desk.story", slug=slug, _anchor="pairs"), 303)


@pages.post("/pairs/<int:pair_id>/place")
def place(pair_id: int) -> Page:
    """Move a pair up or down."""
    step = request.form.get("step", "")
    if not EmptyForm().validate() or step not in pairing.STEPS:
        return redirect(url_for("desk.desk"), 303)
    with saving():
        pair = pairing.move(pair_id, step, by=signed_in())
        slug = pair.story.slug
    return redirect(url_for("desk.story", slug=slug, _anchor=f"pair-{pair_id}"), 303)


@pages.get("/unpaired")
def unpaired() -> str:
    """The stories and experiences that stand alone."""
    alone, untold = pairing.unpaired()
    return render_template("desk/unpaired.html", stories=alone, experiences=untold)


def _story(slug: str) -> Story:
    kept = db.session.scalar(select(Story).where(Story.slug == slug))
    if kept is None:
        raise NotFound("There is no such story.")
    return kept


def _page(kept: Story, form: StoryForm, pair: PairForm | None = None) -> str:
    shown, others = pairing.of_story(kept)
    return render_template("desk/story.html", story=kept, form=form, shown=shown, others=others, button=EmptyForm(),
                           pair_form=pair or PairForm(formdata=None), moves=list(STORY_MOVES[kept.state]))
