"""How one moderator works: what they would rather not read for a while, which mails they get, whether single keys act."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, Words, db, today


class Preference(Model):
    """One moderator's own choices; without a row, the defaults."""

    __tablename__ = "preference"
    __table_args__ = ({"info": {"unseen": True}},)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    spared: Mapped[list[str]] = mapped_column(Words, default=list)
    spared_until: Mapped[dt.date | None]
    urgent_mail: Mapped[bool] = mapped_column(default=True)
    daily_mail: Mapped[bool] = mapped_column(default=True)
    keys: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def of(cls, staff_id: int) -> "Preference":
        """The choices of this person; the defaults, not kept yet, where they made none."""
        kept = db.session.get(cls, staff_id)
        return kept or cls(staff_id=staff_id, spared=[], spared_until=None, urgent_mail=True, daily_mail=True, keys=True)

    @property
    def set_aside(self) -> list[str]:
        """The content notes this person would rather not read today."""
        return self.spared if self.spared_until and self.spared_until >= today() else []
