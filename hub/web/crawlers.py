"""What search engines are told: where they may go, and which pages there are. Nothing while demonstration content is in."""

import datetime as dt
from typing import Any

from flask import Blueprint, Response, render_template, request
from sqlalchemy import func

from hub.db import db
from hub.errors import NotFound
from hub.models import Experience, Story
from hub.web.present import whole

pages = Blueprint("crawlers", __name__)
CLOSED = ("/staff", "/review", "/desk", "/mine", "/share?", "/reports")
ALWAYS = ("read.home", "read.news", "read.experiences", "topics.topics", "glossary.glossary", "reference.numbers",
          "reference.support", "about.about")
PER_PART = 10_000
Page = tuple[str, dt.date | None]


@pages.get("/robots.txt")
def robots() -> Response:
    """What search engines may visit."""
    closed, guide = (("/",), "") if _holds_demo() else (CLOSED, f"Sitemap: {whole('crawlers.sitemap')}\n")
    return Response("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed) + guide, mimetype="text/plain")


@pages.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page to visit, news and experiences with the day they appeared; where there are many, the addresses of parts."""
    if _holds_demo():
        raise NotFound("Demonstration content is not for search engines.")
    parts = _parts()
    wanted = request.args.get("part", "" if len(parts) > 1 else "1")
    if not wanted:
        return _guide("sitemapindex", [(whole("crawlers.sitemap", part=number + 1), None) for number in range(len(parts))])
    if not (wanted.isdecimal() and 1 <= int(wanted) <= len(parts)):
        raise NotFound("There is no such part.")
    return _guide("urlset", [page for kind, first in parts[int(wanted) - 1] for page in _of(kind, first)])


def _parts() -> list[list[tuple[str, int]]]:
    """What each part holds: a kind of page, and from which row on. One part where all fits."""
    many = {model.__name__: db.session.scalar(model.public().with_only_columns(func.count()).order_by(None)) or 0
            for model in (Story, Experience)}
    if sum(many.values()) <= PER_PART:
        return [[("", 0), *((kind, 0) for kind in many)]]
    return [[("", 0)], *([(kind, first)] for kind, total in many.items() for first in range(0, total, PER_PART))]


def _of(kind: str, first: int) -> list[Page]:
    """So many pages of a kind, the oldest first, so that full parts stay as they are."""
    if not kind:
        return [(whole(endpoint), None) for endpoint in ALWAYS]
    model: Any = Story if kind == Story.__name__ else Experience
    name, endpoint = (Story.slug, "read.story") if model is Story else (Experience.public_id, "read.experience")
    rows = db.session.execute(model.public().with_only_columns(name, model.published_on)
                              .order_by(model.id).offset(first).limit(PER_PART))
    return [(whole(endpoint, **{name.key: value}), day) for value, day in rows]


def _guide(root: str, found: list[Page]) -> Response:
    return Response(render_template("crawlers/sitemap.xml", root=root, pages=found), mimetype="application/xml")


def _holds_demo() -> bool:
    return any(db.session.scalar(model.public().where(model.provenance == "demo").with_only_columns(model.id).limit(1))
               for model in (Story, Experience))
