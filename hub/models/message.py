"""A message between an author and the moderators, kept with the story and erased with it."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, today
from hub.errors import Refused
from hub.text import tidy

BODY_MAX = 4_000


class Message(Model):
    """One message. Who of the moderators wrote it is in the log, never here. `version` is that of the story after the
    decision it came with."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("sender IN ('author', 'moderator')", name="sender"),
        CheckConstraint(f"length(body) BETWEEN 1 AND {BODY_MAX}", name="body"),
        {"info": {"unseen": True}},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), index=True)
    sender: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    sent_on: Mapped[dt.date] = mapped_column(default=today)
    version: Mapped[int | None]

    @staticmethod
    def checked(text: str) -> str:
        """The words of a message, tidied.

        Raises:
            Refused: there are too many.
        """
        words = tidy(text)
        if len(words) > BODY_MAX:
            raise Refused({"message": f"This has {len(words):,} characters; there is room for {BODY_MAX:,}."})
        return words
