"""A news story: headline, outlet, date, link and the hub's own summary. Never the article's own text."""

import datetime as dt
from typing import Any, Self

from sqlalchemy import CheckConstraint, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, Words

STATES = ("draft", "published", "retired")
PROVENANCES = ("desk", "imported", "demo")
TITLE_MAX = 200
OUTLET_MAX = 100
URL_MAX = 500
SUMMARY_MAX = 4_000
BODY_MAX = 20_000
SLUG_MAX = 80


class Story(Model):
    """A news story as the hub tells it. `summary` and `body` are Markdown, written by an editor."""

    __tablename__ = "story"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"provenance IN {PROVENANCES}", name="provenance"),
        CheckConstraint(f"length(title) BETWEEN 1 AND {TITLE_MAX}", name="title"),
        CheckConstraint(f"length(summary) BETWEEN 1 AND {SUMMARY_MAX}", name="summary"),
        CheckConstraint(f"length(body) <= {BODY_MAX}", name="body"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG_MAX), unique=True)
    ref: Mapped[str | None] = mapped_column(String(100), unique=True)
    provenance: Mapped[str] = mapped_column(String(10), default="desk")
    state: Mapped[str] = mapped_column(String(10), index=True)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    outlet: Mapped[str] = mapped_column(String(OUTLET_MAX))
    url: Mapped[str] = mapped_column(String(URL_MAX))
    published_on: Mapped[dt.date] = mapped_column(index=True)
    summary: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, default="")
    content_notes: Mapped[list[str]] = mapped_column(Words, default=list)

    @classmethod
    def public(cls) -> Select[Self]:
        """The stories readers may see: the one home of that rule."""
        return select(cls).where(cls.state == "published")

    @property
    def is_public(self) -> bool:
        """Whether readers may see it; the same rule as `public()`, for a row at hand."""
        return self.state == "published"

    @property
    def notes_met(self) -> frozenset[str]:
        """The content notes a reader of the story meets, as the editor set them."""
        return frozenset(self.content_notes)

    @property
    def record(self) -> str:
        """Its key in the index, the outbox and the log."""
        return f"news:{self.id}"

    def values(self) -> dict[str, Any]:
        """The story in the import format, with its `ref` as `id`."""
        return {"id": self.ref or self.slug, "title": self.title, "outlet": self.outlet, "url": self.url,
                "published": self.published_on.isoformat(), "summary": self.summary, "body": self.body,
                "content_notes": self.content_notes}
