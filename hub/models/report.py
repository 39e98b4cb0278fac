"""What somebody without an account said about a published story: "report", or "this is about me".

Nothing tells who they are. They come back with a return key, of which a hash is kept, as of an author's; an address is
not asked for, since the address of somebody a story speaks of would say who that is.
"""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model, today
from hub.models.experience import Experience

ABOUT = ("story", "me")
BODY_MAX = 2_000
# What became of it: nobody decided yet; kept as it is; its author was asked; hidden; removed; gone before a decision.
OUTCOMES = ("open", "kept", "asked", "hidden", "removed", "gone")


class Report(Model):
    """One report. Its words go with the story's, and the whole row after its clock. `hid` says whether it took the story out
    of readers' sight until somebody looked; `urgent` whether it is read before all else; `version` is the story's
    after the decision."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint(f"about IN {ABOUT}", name="about"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        CheckConstraint(f"length(body) <= {BODY_MAX}", name="body"),
        {"info": {"unseen": True}},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(5))
    reason: Mapped[str] = mapped_column(String(30))
    body: Mapped[str] = mapped_column(Text, default="")
    key_hash: Mapped[str] = mapped_column(String(80), unique=True)
    urgent: Mapped[bool] = mapped_column(default=False)
    hid: Mapped[bool] = mapped_column(default=False)
    made_on: Mapped[dt.date] = mapped_column(default=today)
    outcome: Mapped[str] = mapped_column(String(10), default="open", index=True)
    decided_on: Mapped[dt.date | None]
    version: Mapped[int | None]

    experience: Mapped[Experience] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether nobody decided on it yet."""
        return self.outcome == "open"

    @property
    def record(self) -> str:
        """Its key among what is let go."""
        return f"report:{self.id}"
