"""Which version of a submission a moderator last worked on, so that they are shown what changed since."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model


class Seen(Model):
    """One moderator's last look at one submission: the number of the revision."""

    __tablename__ = "seen"
    __table_args__ = ({"info": {"unseen": True}},)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int]
