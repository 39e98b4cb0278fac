"""Work promised in the same transaction as the change that asks for it. A kept promise is deleted."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, UtcDateTime


class Promise(Model):
    """One piece of work: a task, and the record to re-read. Of a failure only its class is kept."""

    __tablename__ = "promise"
    __table_args__ = ({"info": {"unseen": True}},)
    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(20))
    record: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(80))
