"""Who opened which text that readers do not see: kept for a while, so that what leaks can be traced, then forgotten."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, UtcDateTime


class Reading(Model):
    """A member of staff opened one submission."""

    __tablename__ = "reading"
    __table_args__ = ({"info": {"unseen": True}},)
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
