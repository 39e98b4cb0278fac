"""What moderators say to one another about a submission. Kept with the story and erased with it; no author ever reads it."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model, UtcDateTime, now
from hub.models.staff import Staff

BODY_MAX = 2_000


class SideNote(Model):
    """One note in the margin."""

    __tablename__ = "side_note"
    __table_args__ = (CheckConstraint(f"length(body) BETWEEN 1 AND {BODY_MAX}", name="body"), {"info": {"unseen": True}})
    id: Mapped[int] = mapped_column(primary_key=True)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)

    staff: Mapped[Staff | None] = relationship()
