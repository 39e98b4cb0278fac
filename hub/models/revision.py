"""One version of an experience's words and facets. A revision is never changed in its words; a new one is added."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model, Words, today
from hub.models.finding import StoredFinding

TITLE_MAX = 120
BODY_MAX = 20_000
PEN_NAME_MAX = 40
COUNTRY_MAX = 60
CYCLES_MAX = 30
YEAR_MIN = 1950
LISTS = ("treatment", "diagnosis", "content_notes")
FACET_FIELDS = ("perspective", "treatment", "diagnosis", "stage", "cycles", "outcome", "country",
                "age_band", "year", "funding", "content_notes")
TEXT_FIELDS = ("title", "body", "pen_name")


class Revision(Model):
    """Words and facets as they were told at one time. Length limits hold in characters."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("experience_id", "number"),
        CheckConstraint(f"length(title) BETWEEN 1 AND {TITLE_MAX}", name="title"),
        CheckConstraint(f"length(body) BETWEEN 1 AND {BODY_MAX}", name="body"),
        CheckConstraint(f"cycles IS NULL OR cycles BETWEEN 0 AND {CYCLES_MAX}", name="cycles"),
        CheckConstraint(f"year IS NULL OR year BETWEEN {YEAR_MIN} AND 2200", name="year"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"))
    number: Mapped[int]
    made_on: Mapped[dt.date] = mapped_column(default=today)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    body: Mapped[str] = mapped_column(Text)
    pen_name: Mapped[str | None] = mapped_column(String(PEN_NAME_MAX))
    perspective: Mapped[str | None] = mapped_column(String(30))
    treatment: Mapped[list[str]] = mapped_column(Words, default=list)
    diagnosis: Mapped[list[str]] = mapped_column(Words, default=list)
    stage: Mapped[str | None] = mapped_column(String(30))
    cycles: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(30))
    country: Mapped[str | None] = mapped_column(String(COUNTRY_MAX))
    age_band: Mapped[str | None] = mapped_column(String(10))
    year: Mapped[int | None]
    funding: Mapped[str | None] = mapped_column(String(30))
    content_notes: Mapped[list[str]] = mapped_column(Words, default=list)

    findings: Mapped[list[StoredFinding]] = relationship(
        order_by=StoredFinding.start, cascade="all, delete-orphan", passive_deletes=True)

    def values(self) -> dict[str, Any]:
        """Every word and facet by its public field name."""
        return {name: getattr(self, name) for name in (*TEXT_FIELDS, *FACET_FIELDS)}
