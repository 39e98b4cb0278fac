"""Feeds: what is newest, for readers' own programs. Ids are opaque, and days are all they tell of time.

An entry's id is made of the story's public id, so it stays the same in every feed. What was taken down is named by its id
and the day for a while (RFC 6721), so that readers' programs let go of it too. Not here: what is found (`hub/search`).
"""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from sqlalchemy import Select, select

from hub import history, search
from hub.db import db, today
from hub.errors import Unready
from hub.models import Experience, Revision, Story
from hub.models.experience import GONE
from hub.search.document import text_of, title_of
from hub.web import asking
from hub.web.present import opening

pages = Blueprint("feeds", __name__, url_prefix="/feeds")
ENTRIES = 30
GONE_FOR = dt.timedelta(days=90)  # as long as what was taken down is named
#: The hub's own name space; what is named in it keeps its id wherever the hub moves.
HUB = uuid.UUID("6f0d7a52-98b5-4a0e-9a55-4d1d2f8f5f0b")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One record as a feed tells it."""

    id: str
    title: str
    url: str
    day: dt.date
    changed: dt.date
    opening: str
    notes: list[str]


@dataclass(frozen=True)
class Deleted:
    """What is not to be read any more: an id, and the day."""

    id: str
    day: dt.date


@pages.get("/news.atom")
def news() -> Response:
    """The newest stories, within the reader's boundaries, and what was taken back."""
    taken = history.taken_back("news", today() - GONE_FOR)
    still = db.session.execute(select(Story.id, Story.slug).where(Story.id.in_(taken), Story.id.not_in(
        Story.public().with_only_columns(Story.id))))
    return _newest("News", "news", Story.public(), Story.content_notes, [Story.published_on.desc(), Story.id.desc()],
                   [Deleted(opaque(f"news {slug}"), taken[number]) for number, slug in still])


@pages.get("/experiences.atom")
def experiences() -> Response:
    """The newest experiences, within the reader's boundaries, and which of them were withdrawn or removed."""
    taken = history.taken_back("experience", today() - GONE_FOR)
    gone = db.session.execute(select(Experience.id, Experience.public_id).where(
        Experience.id.in_(taken), Experience.state.in_(GONE)))
    return _newest("Experiences", "experiences", Experience.public(), Revision.content_notes,
                   [Experience.published_on.desc(), Experience.id.desc()],
                   [Deleted(opaque(f"experience {public_id}"), taken[number]) for number, public_id in gone])


@pages.get("/search.atom", endpoint="search")
def of_a_search() -> Response:
    """What a search finds, newest first, within the same filters and boundaries."""
    asked = asking.strict(request.args)
    results = asked.answered(sort="newest", mixed=False, page=1, per_page=ENTRIES)
    if results.unavailable:
        raise Unready(results.notes[-1])
    query = search.Query.parse(asked.q).text
    asked_again = {**asked.parameters, "hide": asked.boundaries.words, "sort": None, "endings": None}
    itself, page = (url_for(endpoint, **asked_again, _external=True) for endpoint in ("feeds.search", "find.search"))
    name = current_app.config["HUB_SITE_NAME"]
    return _feed(f"{name}: {query}" if query else name, itself, page, [entry(hit.row) for hit in results.hits])


def entry(row: Experience | Story) -> Entry:
    """A public row as a feed tells it."""
    if isinstance(row, Story):
        name, url = f"news {row.slug}", url_for("read.story", slug=row.slug, _external=True)
    else:
        name, url = f"experience {row.public_id}", url_for("read.experience", public_id=row.public_id, _external=True)
    day = changed = row.published_on or today()
    if isinstance(row, Experience):
        changed = max(day, row.text.made_on)
    return Entry(opaque(name), _sayable(title_of(row)), url, day, changed, _sayable(opening(text_of(row))),
                 asking.boundaries().told(row.text.content_notes if isinstance(row, Experience) else row.content_notes))


def opaque(name: str) -> str:
    """An id that stays the same and says nothing."""
    return uuid.uuid5(HUB, name).urn


def _newest(words: str, kind: str, public: Select[Any], notes: Any, order: list[Any], gone: list[Deleted]) -> Response:
    """The feed of one kind."""
    limits = asking.strict(request.args).boundaries
    rows = db.session.scalars(limits.within(public, notes).order_by(*order).limit(ENTRIES))
    itself, page = (url_for(f"{blueprint}.{kind}", hide=limits.words, _external=True) for blueprint in ("feeds", "read"))
    return _feed(f"{current_app.config['HUB_SITE_NAME']}: {words}", itself, page, [entry(row) for row in rows], gone)


def _feed(title: str, itself: str, page: str, entries: list[Entry], gone: Sequence[Deleted] = ()) -> Response:
    """The feed as Atom."""
    newest = max([*(one.changed for one in entries), *(one.day for one in gone)], default=today())
    response = Response(render_template("feeds/feed.xml", title=_sayable(title), itself=itself, page=page, entries=entries,
                                        gone=gone, newest=newest, id=opaque(itself)), mimetype="application/atom+xml")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _sayable(text: str) -> str:
    """A text without the signs XML cannot hold."""
    return _FORBIDDEN.sub("", text)
