"""One news story standing beside one experience, where that came from, and why."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model
from hub.models.experience import Experience
from hub.models.story import Story

ORIGINS = ("response", "editor", "suggested")  # in the order readers meet them
STANDINGS = ("offered", "confirmed", "refused")


class Pair(Model):
    """A pair. `reasons` is a list of `{"concept": id}` or `{"words": [...]}`, strongest first.
    A refused pair is kept so that it stays refused."""

    __tablename__ = "pair"
    __table_args__ = (
        UniqueConstraint("story_id", "experience_id"),
        CheckConstraint(f"origin IN {ORIGINS}", name="origin"),
        CheckConstraint(f"standing IN {STANDINGS}", name="standing"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), index=True)
    origin: Mapped[str] = mapped_column(String(10))
    standing: Mapped[str] = mapped_column(String(10), default="offered")
    score: Mapped[float] = mapped_column(default=0.0)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    story: Mapped[Story] = relationship()
    experience: Mapped[Experience] = relationship()
