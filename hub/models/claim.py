"""Who is at work on a submission, and until when, so that nobody does it twice."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model, UtcDateTime, now
from hub.models.staff import Staff


class Claim(Model):
    """One moderator's claim on one submission. Over its time it is none: anybody may take it."""

    __tablename__ = "claim"
    __table_args__ = ({"info": {"unseen": True}},)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    until_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    staff: Mapped[Staff] = relationship()

    @property
    def stands(self) -> bool:
        """Whether its time is not over."""
        return self.until_at > now()
