"""Pages for readers: home, the news, the experiences."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy import select

from hub import pairing, topics, voices
from hub.db import db, today
from hub.errors import Gone, NotFound
from hub.models import Experience, Revision, Story
from hub.reference import figures
from hub.web import asking
from hub.web.present import Pages
from hub.web.reading import Reading

pages = Blueprint("read", __name__)
ON_HOME = 4
BESIDE_ON_HOME = 2
NEWEST = 3
RAREST = 3
PER_PAGE = 20


@pages.get("/")
def home() -> str:
    """The newest stories that people stand beside, nobody twice."""
    limits = asking.boundaries()
    newest = limits.within(Experience.public(), Revision.content_notes).order_by(Experience.id.desc()).limit(NEWEST)
    return render_template("read/home.html", rarest=voices.heard(limits)[:RAREST], newest=list(db.session.scalars(newest)),
                           stories=pairing.freshest(limits, ON_HOME, BESIDE_ON_HOME))


@pages.get("/news")
def news() -> str:
    """All stories, newest first."""
    rows, where = listed(Story)
    return render_template("read/news.html", stories=rows, pages=where)


@pages.get("/news/<slug>")
def story(slug: str) -> str:
    """One story, the experiences beside it, and the official number that belongs to it."""
    found = db.session.scalar(Story.public().where(Story.slug == slug))
    if found is None:
        raise NotFound("There is no such story here.")
    limits = asking.boundaries()
    if met := asking.set_aside(found):
        return render_template("read/aside.html", met=met, is_news=True)
    number = figures.beside(pairing.spoken_of(found), today(), limits.hidden)
    speaks_of = topics.spoken_of(found, limits)
    within = _within(speaks_of)
    return render_template("read/story.html", story=found, within=within,
                           neighbours=topics.neighbours(found, within.concept, limits) if within else (),
                           beside=pairing.beside_stories([found], limits)[found.id],
                           figure=number, today=today(), speaks_of=speaks_of)


@pages.get("/experiences")
def experiences() -> str:
    """All experiences, newest first."""
    rows, where = listed(Experience)
    return render_template("read/experiences.html", experiences=rows, pages=where)


@pages.get("/experiences/<public_id>")
def experience(public_id: str) -> str:
    """One experience, up to a stage where the reader wants to stop, the news beside it, and others in the same place."""
    found = seen(public_id)
    limits = asking.boundaries()
    if met := asking.set_aside(found):
        return render_template("read/aside.html", met=met, is_news=False)
    speaks_of = topics.spoken_of(found, limits)
    within = _within(speaks_of)
    return render_template("read/experience.html", experience=found, beside=pairing.beside_experience(found, limits),
                           speaks_of=speaks_of, within=within,
                           neighbours=topics.neighbours(found, within.concept, limits) if within else (),
                           companions=pairing.companions(found, limits),
                           reading=Reading.of(found.text, request.args.get("upto", ""), limits.ending_last))


@pages.get("/saved")
def saved() -> str:
    """What a reader keeps for later in their own browser; a script there lists it."""
    return render_template("read/saved.html")


def seen(public_id: str) -> Experience:
    """An experience readers see.

    Raises:
        Gone: it was withdrawn or removed.
        NotFound: there is none, or it is hidden or not published.
    """
    found = db.session.scalar(Experience.public().where(Experience.public_id == public_id))
    if found is None:
        gone = db.session.scalar(select(Experience).where(Experience.public_id == public_id))
        raise Gone("This story was taken down.") if gone and gone.is_gone else NotFound("There is no such story here.")
    return found


def _within(speaks_of: list[topics.Topic]) -> topics.Topic | None:
    """The topic a reader reads along: the one they came by, or the weightiest theme."""
    came_by = request.args.get("topic")
    themes = (one for one in speaks_of if one.concept.kind in voices.THEMED)
    return next((one for one in speaks_of if topics.slug(one.concept) == came_by), next(themes, None))


def listed(kind: type[Story | Experience], concept: str | None = None) -> tuple[list[Any], Pages]:
    """One page of what this reader wants to meet of a kind or a concept, newest first, and where in the list it stands."""
    shelf = topics.shelf(kind)
    met = shelf.within(asking.boundaries(), concept)
    where = Pages(asking.page(request.args), len(met), PER_PAGE)
    if where.page > where.last:
        abort(404, "The list is not that long.")
    return shelf.rows(met[where.offset:where.offset + PER_PAGE]), where
