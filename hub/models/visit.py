"""Visits: a signed-in browser of a member of staff, and visits of authors that were left before their time.

What is kept here lets a session end on the server, so that a copied cookie is worth nothing. Never an address or a
browser; of an author's visit only a random id that is tied to nothing, and a day.
"""

import datetime as dt
import secrets

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model, UtcDateTime
from hub.models.staff import Staff


class Visit(Model):
    """A member of staff signed in on one browser; the row goes when they sign out."""

    __tablename__ = "visit"
    __table_args__ = ({"info": {"unseen": True}},)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=lambda: secrets.token_hex(16))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    person: Mapped[Staff] = relationship()


class LeftVisit(Model):
    """An author's visit that was ended by "leave": the random id in its cookie opens nothing any more."""

    __tablename__ = "left_visit"
    __table_args__ = ({"info": {"unseen": True}},)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    left_on: Mapped[dt.date]
