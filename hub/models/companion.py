"""Who stands beside an experience: others in the same place, and what both speak of."""

from sqlalchemy import ForeignKey, Index, delete, or_
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, Words, db


class Companion(Model):
    """Another experience beside one. `shared` are the concepts that join them, strongest first; where the other one speaks
    of them is read from its text when shown. Re-made by the worker, erased with either text."""

    __tablename__ = "companion"
    __table_args__ = (Index("ix_companion_experience_id_score", "experience_id", "score"),)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), primary_key=True, index=True)
    score: Mapped[float]
    shared: Mapped[list[str]] = mapped_column(Words)

    @classmethod
    def part(cls, experience_id: int) -> None:
        """Nobody stands beside this experience, and it beside nobody."""
        db.session.execute(delete(cls).where(or_(cls.experience_id == experience_id, cls.other_id == experience_id)))
