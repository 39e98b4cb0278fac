"""What published stories say of themselves together: the numbers that the author's mirror of rare combinations needs.

One question to the database, bounded, through `Experience.public()`; no words of any story are read. Not here: what is
rare, and what to say instead (`hub/screening/combination.py`).
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from hub.db import db
from hub.models import Experience, Profile, Revision
from hub.screening.combination import Rare, rarest
from hub.submissions.draft import Draft

MOST_ROWS = 20_000  # kinds of stories, not stories: what a hub of a quarter of a million holds
MOST_TOPICS = 4
COUNTED = ("country", "age_band", "year", "perspective", "treatment", "diagnosis")


def recognisable(draft: Draft, topics: Collection[str] = ()) -> Rare | None:
    """The rarest combination in what an author chose; `topics` are concepts of the words, such as `twins`."""
    asked = list(topics)[:MOST_TOPICS]
    chosen = {name: getattr(draft, name) for name in COUNTED} | {"topics": asked}
    return rarest(chosen, _published(asked))


def _published(topics: list[str]) -> list[tuple[dict[str, Any], int]]:
    """Every kind of published story with how many there are."""
    columns: list[ColumnElement[Any]] = [*(getattr(Revision, name) for name in COUNTED), *(_speaks_of(topic) for topic in topics)]
    labelled = [column.label(f"facet_{at}") for at, column in enumerate(columns)]
    kept = Experience.public().with_only_columns(*labelled, maintain_column_froms=True).order_by(None).subquery()
    rows = db.session.execute(select(*kept.c, func.count()).group_by(*kept.c).limit(MOST_ROWS)).all()
    return [(dict(zip(COUNTED, row, strict=False)) | {"topics": _told(topics, row[len(COUNTED):-1])}, row[-1]) for row in rows]


def _told(topics: list[str], said: Sequence[bool]) -> list[str]:
    return [topic for topic, spoken in zip(topics, said, strict=True) if spoken]


def _speaks_of(topic: str) -> ColumnElement[Any]:
    record = literal("experience:") + cast(Experience.id, String)
    return select(Profile.concept).where(Profile.record == record, Profile.concept == topic).exists()
