"""Feeds: what is newest, for readers' own programs. Ids are opaque, and days are all they tell of time.

An entry's id is made of the story's public id, so it stays the same in every feed. Not here: what is found
(`hub/search`).
"""

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, render_template, request, url_for

from hub import search
from hub.db import today
from hub.errors import Unready
from hub.models import Experience, Story
from hub.search.document import text_of, title_of
from hub.web import asking
from hub.web.present import opening

pages = Blueprint("feeds", __name__, url_prefix="/feeds")
ENTRIES = 30
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
    opening: str
    notes: list[str]


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
    return Entry(opaque(name), _sayable(title_of(row)), url, row.published_on or today(), _sayable(opening(text_of(row))),
                 asking.boundaries().told(row.text.content_notes if isinstance(row, Experience) else row.content_notes))


def opaque(name: str) -> str:
    """An id that stays the same and says nothing."""
    return uuid.uuid5(HUB, name).urn


def _feed(title: str, itself: str, page: str, entries: list[Entry]) -> Response:
    """The feed as Atom; unchanged it is not sent again."""
    newest = max((one.day for one in entries), default=today())
    response = Response(render_template("feeds/feed.xml", title=_sayable(title), itself=itself, page=page, entries=entries,
                                        newest=newest, id=opaque(itself)), mimetype="application/atom+xml")
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response


def _sayable(text: str) -> str:
    """A text without the signs XML cannot hold."""
    return _FORBIDDEN.sub("", text)
