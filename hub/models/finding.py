"""What screening marked in a revision: where and by which check. The words themselves are not repeated."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model

RESOLUTIONS = ("resolved", "dismissed", "proposed")
HOLDING = ("urgent", "hold")


class StoredFinding(Model):
    """A span of a revision's title or body (`place`) that a person should look at before deciding.

    `resolution` is what a moderator made of it: resolved, dismissed as no such thing (`because`: a code of
    `hub/reference/reasons.py`), or turned into a proposal.
    """

    __tablename__ = "finding"
    __table_args__ = (CheckConstraint(f"resolution IS NULL OR resolution IN {RESOLUTIONS}", name="resolution"),
                      {"info": {"unseen": True}})
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    place: Mapped[str] = mapped_column(String(10))
    check: Mapped[str] = mapped_column(String(40))
    start: Mapped[int]
    end: Mapped[int]
    severity: Mapped[str] = mapped_column(String(10))
    resolution: Mapped[str | None] = mapped_column(String(10))
    because: Mapped[str | None] = mapped_column(String(20))

    @property
    def is_settled(self) -> bool:
        """Whether a moderator looked at it and said what becomes of it."""
        return self.resolution is not None

    @property
    def is_open(self) -> bool:
        """Whether it holds up a publishing: pressing, and nobody said what becomes of it."""
        return self.severity in HOLDING and self.resolution is None
