"""An author's mail address, given only if they wanted, sealed with a key that is not in the database."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model


class Contact(Model):
    """The sealed address of one experience's author; `hub/notices.py` seals and opens it."""

    __tablename__ = "contact"
    __table_args__ = ({"info": {"unseen": True}},)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
