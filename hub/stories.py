"""What an editor does with the news: add, edit, publish, retire. The hub tells a story in its own words."""

import datetime as dt
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import and_, or_, select

from hub import history, outbox
from hub.db import db, today
from hub.errors import Conflict, NotFound, Refused
from hub.models import Staff, Story, story
from hub.policy import demand
from hub.reference.facets import FACETS
from hub.text import tidy, tidy_line

LIMITS = {"title": story.TITLE_MAX, "outlet": story.OUTLET_MAX, "url": story.URL_MAX,
          "summary": story.SUMMARY_MAX, "body": story.BODY_MAX}
SLUG_ROOM = story.SLUG_MAX - 6  # the rest is for a number, where a headline comes twice


@dataclass(frozen=True)
class StoryDraft:
    """A news story as handed in by an editor or an import."""

    title: str
    outlet: str
    url: str
    published_on: dt.date
    summary: str
    body: str = ""
    content_notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, values: dict[str, Any]) -> "StoryDraft":
        """A tidy draft from public field names (`published` is a date or its ISO form).

        Raises:
            Refused: a value is missing, of the wrong kind, too long or unknown; every problem is named.
        """
        problems = {name: "This must be text." for name in LIMITS if not isinstance(values.get(name) or "", str)}
        notes = values.get("content_notes") or []
        if not isinstance(notes, list) or any(note not in FACETS["content_notes"].values for note in notes):
            problems["content_notes"] = "Please choose from the list of content notes."
        if problems:
            raise Refused(problems)
        texts = {name: (tidy if name in ("summary", "body") else tidy_line)(values.get(name)) for name in LIMITS}
        problems |= _problems(texts)
        published = _date(values.get("published"))
        if published is None or not dt.date(1900, 1, 1) <= published <= today() + dt.timedelta(days=1):
            problems["published"] = "Please give the day it appeared, as year-month-day, not in the future."
        if problems or published is None:
            raise Refused(problems)
        return cls(**texts, published_on=published, content_notes=list(dict.fromkeys(notes)))


def add(draft: StoryDraft, *, by: Staff, publish: bool) -> Story:
    """Keep a new story, and show it to readers if asked to.

    Raises:
        NotAllowed: they do not keep the news.
    """
    demand("keep_news", by)
    kept = _new(draft, provenance="desk")
    history.note("add", kept.record, by, became="draft")
    if publish:
        history.move_story(kept, "publish", by)
        _promise(kept)
    return kept


def edit(story_id: int, draft: StoryDraft, *, by: Staff, seen_version: int) -> Story:
    """Change a story's words; readers see them at once, the index and its pairs follow.

    Raises:
        NotAllowed: they do not keep the news.
        Conflict: somebody changed it since it was opened; nothing is done.
    """
    demand("keep_news", by)
    kept = _locked(story_id)
    if kept.version != seen_version:
        raise Conflict("Somebody changed this story while you were writing. Your words are below; "
                       "open the story anew to see theirs.")
    _write(kept, draft)
    history.note("edit", kept.record, by, was=kept.state, became=kept.state)
    _promise(kept)
    return kept


def move(story_id: int, act: str, *, by: Staff) -> Story:
    """Publish or retire a story.

    Raises:
        NotAllowed: they do not keep the news.
        IllegalMove: not possible in its state.
    """
    demand("keep_news", by)
    kept = _locked(story_id)
    history.move_story(kept, act, by)
    kept.version += 1
    _promise(kept)
    return kept


def bring_in(ref: str, draft: StoryDraft, *, provenance: str) -> str:
    """Import a published story under its outside id, or the hub's own as its export writes it; says `new`,
    `changed` or `same`."""
    kept = db.session.scalar(select(Story).where(or_(Story.ref == ref, and_(Story.ref.is_(None), Story.slug == ref))))
    if kept is None:
        kept = _new(draft, provenance=provenance, ref=ref, state="published")
        outcome = "new"
    elif all(getattr(kept, name) == value for name, value in asdict(draft).items()):
        return "same"
    else:
        _write(kept, draft)
        outcome = "changed"
    history.note("import", kept.record, history.OPERATOR, became=kept.state)
    _promise(kept)
    return outcome


def _new(draft: StoryDraft, *, provenance: str, ref: str | None = None, state: str = "draft") -> Story:
    kept = Story(slug=_free_slug(draft.title), provenance=provenance, ref=ref, state=state, **asdict(draft))
    db.session.add(kept)
    db.session.flush()
    return kept


def _write(kept: Story, draft: StoryDraft) -> None:
    for name, value in asdict(draft).items():
        setattr(kept, name, value)
    kept.version += 1


def _promise(kept: Story) -> None:
    outbox.promise("index", kept.record)
    outbox.promise("pair", kept.record)


def _locked(story_id: int) -> Story:
    kept = db.session.get(Story, story_id, with_for_update=True)
    if kept is None:
        raise NotFound("There is no such story.")
    return kept


def _free_slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "story"
    if len(slug) > SLUG_ROOM:
        slug = slug[:SLUG_ROOM].rpartition("-")[0] or slug[:SLUG_ROOM]
    taken = set(db.session.scalars(select(Story.slug).where(Story.slug.startswith(slug, autoescape=True))))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _problems(texts: dict[str, str]) -> dict[str, str]:
    problems = {name: f"This has {len(text):,} characters; there is room for {LIMITS[name]:,}."
                for name, text in texts.items() if len(text) > LIMITS[name]}
    problems |= {name: "Please fill this in." for name in ("title", "outlet", "url", "summary") if not texts[name]}
    if texts["url"] and not _is_link(texts["url"]):
        problems["url"] = "Please give the whole link, beginning with https://"
    return problems


def _is_link(text: str) -> bool:
    try:
        url = urlsplit(text)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and bool(url.hostname) and " " not in text


def _date(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
