"""One news story standing beside one experience, where that came from, and why."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model
from hub.models.experience import Experience
from hub.models.story import Story

ORIGINS = ("response", "editor", "suggested")  # in the order readers meet them
STANDINGS = ("offered", "confirmed", "refused")


class Pair(Model):
    """A pair. `reasons` is a list of `{"concept": id}`, strongest first; beside it, where a side has a passage
    that carries the reason, `"news"` or `"experience"`: the field, start and end of it, never its words.
    A refused pair is kept so that it stays refused. `place` is where an editor moved it, counted from 0."""

    __tablename__ = "pair"
    __table_args__ = (
        UniqueConstraint("story_id", "experience_id"),
        CheckConstraint(f"origin IN {ORIGINS}", name="origin"),
        CheckConstraint(f"standing IN {STANDINGS}", name="standing"),
        Index("ix_pair_experience_id_score", "experience_id", "score"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"))
    origin: Mapped[str] = mapped_column(String(10))
    standing: Mapped[str] = mapped_column(String(10), default="offered")
    score: Mapped[float] = mapped_column(default=0.0)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    place: Mapped[int | None]

    story: Mapped[Story] = relationship()
    experience: Mapped[Experience] = relationship()

    @property
    def is_by_hand(self) -> bool:
        """Whether a person put it there: it stays whatever the texts become."""
        return self.origin != "suggested" or self.standing != "offered"

    @property
    def rank(self) -> int:
        """Where it stands by its origin: 0 an answer, 1 by hand, 2 suggested."""
        return 0 if self.origin == "response" else 1 if self.origin == "editor" or self.standing == "confirmed" else 2
