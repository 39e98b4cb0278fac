"""The log of acts: who did what to which record. Never a word of any text, and never changed.

Rows are chained by hash, so that an altered or missing one is found; triggers made in the
migrations refuse UPDATE and DELETE. `hub/history.py` alone writes here.
"""

import datetime as dt
import hashlib

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, UtcDateTime

FIRST = "0" * 64


class LogEntry(Model):
    """One act. `at` is exact for staff and the day alone for authors; `actor` is author, clock,
    operator or staff:<id>."""

    __tablename__ = "log"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(30), index=True)
    act: Mapped[str] = mapped_column(String(20))
    record: Mapped[str] = mapped_column(String(40), index=True)
    was: Mapped[str] = mapped_column(String(10))
    became: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(30), default="")
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def digest(self) -> str:
        """SHA-256 over this row and the hash before it."""
        parts = (self.previous, self.at.isoformat(), self.actor, self.act, self.record, self.was, self.became, self.reason)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
