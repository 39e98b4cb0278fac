"""What screening marked in a revision: where and by which check. The words themselves are not repeated."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model


class StoredFinding(Model):
    """A span of a revision's title or body (`place`) that a person should look at before deciding."""

    __tablename__ = "finding"
    __table_args__ = ({"info": {"unseen": True}},)
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    place: Mapped[str] = mapped_column(String(10))
    check: Mapped[str] = mapped_column(String(40))
    start: Mapped[int]
    end: Mapped[int]
    severity: Mapped[str] = mapped_column(String(10))
