"""One version of an experience's words and facets. A revision is never changed in its words; a new one is added.

It holds the whole story: the body is its first part, and each chapter told later is a part after it. So whatever readers
see of a story is one revision. What a moderator proposes is a revision too, and not agreed to until its author accepts it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, String, Text, UniqueConstraint, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model, Words, today
from hub.models.finding import StoredFinding

TITLE_MAX = 120
BODY_MAX = 20_000
CHAPTER_MAX = 10_000
CHAPTERS_MAX = 12
WHOLE_MAX = 60_000  # the body and all chapters together
PEN_NAME_MAX = 40
COUNTRY_MAX = 60
CYCLES_MAX = 30
YEAR_MIN = 1950
LISTS = ("treatment", "diagnosis", "content_notes")
FACET_FIELDS = ("perspective", "treatment", "diagnosis", "stage", "cycles", "outcome", "country",
                "age_band", "year", "funding", "content_notes")
TEXT_FIELDS = ("title", "body", "pen_name")
AUTHOR, MODERATOR = "author", "moderator"
MAKERS = (AUTHOR, MODERATOR)


@dataclass(frozen=True)
class Part:
    """One part of a story as it is read: the body, or a chapter told later. `place` is its name among the findings;
    `told` is a year or a month such as `2024` or `2024-03`."""

    place: str
    stage: str | None
    told: str | None
    body: str


def parts(body: str, stage: str | None, year: int | None, chapters: list[dict[str, Any]]) -> list[Part]:
    """The parts of a story in the order it is read: the body first, then each chapter."""
    first = Part("body", stage, str(year) if year else None, body)
    return [first, *(Part(f"chapter.{number}", **chapter) for number, chapter in enumerate(chapters, 1))]


class Revision(Model):
    """Words and facets as they were told at one time. Length limits hold in characters. `heard` are the content notes the
    words themselves speak of, as far as the vocabulary can tell: for moderators, never shown to readers. `added` are labels
    a moderator added, by facet: they stand among the others too."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("experience_id", "number"),
        CheckConstraint(f"length(title) BETWEEN 1 AND {TITLE_MAX}", name="title"),
        CheckConstraint(f"length(body) BETWEEN 1 AND {BODY_MAX}", name="body"),
        CheckConstraint(f"cycles IS NULL OR cycles BETWEEN 0 AND {CYCLES_MAX}", name="cycles"),
        CheckConstraint(f"year IS NULL OR year BETWEEN {YEAR_MIN} AND 2200", name="year"),
        CheckConstraint(f"made_by IN {MAKERS}", name="made_by"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"))
    number: Mapped[int]
    made_on: Mapped[dt.date] = mapped_column(default=today)
    made_by: Mapped[str] = mapped_column(String(10), default=AUTHOR, server_default=AUTHOR)
    accepted_on: Mapped[dt.date | None]
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
    heard: Mapped[list[str]] = mapped_column(Words, default=list, server_default="")
    added: Mapped[dict[str, list[str]] | None] = mapped_column(JSON)
    chapters: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")

    findings: Mapped[list[StoredFinding]] = relationship(
        order_by=StoredFinding.start, cascade="all, delete-orphan", passive_deletes=True)

    @hybrid_property
    def is_agreed(self) -> bool:
        """Whether its author sent these words or accepted them; nothing else is ever shown to readers."""
        return self.made_by != MODERATOR or self.accepted_on is not None

    @is_agreed.inplace.expression
    @classmethod
    def _is_agreed(cls) -> ColumnElement[bool]:
        return or_(cls.made_by != MODERATOR, cls.accepted_on.is_not(None))

    @property
    def parts(self) -> list[Part]:
        """The story in the order it is read: the body first, then each chapter."""
        return parts(self.body, self.stage, self.year, self.chapters or [])

    @property
    def whole(self) -> str:
        """Every word readers see of it, but for its title."""
        return "\n\n".join(part.body for part in self.parts)

    @property
    def stages(self) -> list[str]:
        """The stages it speaks of, each once, in the order it is read."""
        return list(dict.fromkeys(part.stage for part in self.parts if part.stage))

    def at(self, place: str) -> str:
        """The text a finding's span counts in."""
        return self.title if place == "title" else {part.place: part.body for part in self.parts}[place]

    def words_of(self, finding: StoredFinding) -> str:
        """The words a finding marks."""
        return self.at(finding.place)[finding.start:finding.end]

    def values(self) -> dict[str, Any]:
        """Every word and facet by its public field name; `chapters` only where there are any."""
        values = {name: getattr(self, name) for name in (*TEXT_FIELDS, *FACET_FIELDS)}
        return values | ({"chapters": self.chapters} if self.chapters else {})
