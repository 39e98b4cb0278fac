"""What waits for a moderator: one narrow row for each thing in their queue, so that a queue of thousands opens at once.

Made and taken away by `hub/history.py` with every change of state; it repeats what filters ask for, never a word of a text.
"""

import datetime as dt

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.db import Model, Words, db, today
from hub.models.experience import Experience
from hub.models.revision import Revision
from hub.text import prints

REPORT = "report"
KINDS = ("new", "answer", "chapter", "edit", "appeal", REPORT)
URGENT, REPORTED, ORDINARY = 0, 1, 2


class Waiting(Model):
    """One thing that waits; a story that waits and was reported stands there twice.

    `rank` comes first in the order of the queue, then the day it came, then the sequence;
    `notes` are the content notes told and those the words themselves speak of, `checks` what screening marked;
    `prints` a few numbers made of the words, alike where two texts are alike;
    `first_id` the one who said yes where two have to.
    """

    __tablename__ = "waiting"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_waiting_rank_since_id", "rank", "since", "id"),
        {"sqlite_autoincrement": True, "info": {"unseen": True}},  # its numbers are the sequence of the queue
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    rank: Mapped[int] = mapped_column(default=ORDINARY)
    since: Mapped[dt.date] = mapped_column(default=today)
    perspective: Mapped[str | None] = mapped_column(String(30))
    notes: Mapped[list[str]] = mapped_column(Words, default=list)
    checks: Mapped[list[str]] = mapped_column(Words, default=list)
    prints: Mapped[list[str]] = mapped_column(Words, default=list)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    experience: Mapped[Experience] = relationship()
    revision: Mapped[Revision] = relationship()

    @classmethod
    def keep(cls, experience: Experience, kind: str, since: dt.date, rank: int | None = None) -> bool:
        """Have a story, or reports on it, wait; what waits already keeps its place and its day. Says whether it became
        urgent just now."""
        db.session.flush()
        latest = experience.latest
        row = db.session.scalar(select(cls).where(cls.experience_id == experience.id, cls._is_report(kind == REPORT))) or cls(
            experience_id=experience.id, since=since)
        row.first_id = None  # a yes was to the words as they were
        row.revision_id, row.kind, row.perspective = latest.id, kind, latest.perspective
        row.notes = sorted({*latest.content_notes, *latest.heard})
        row.prints = prints(latest.whole)
        row.checks = sorted({finding.check for finding in latest.findings})
        pressing = URGENT if any(finding.severity == "urgent" for finding in latest.findings) else ORDINARY
        was, row.rank = row.rank, pressing if rank is None else rank
        db.session.add(row)
        return row.rank == URGENT != was

    @classmethod
    def drop(cls, experience: Experience, *, report: bool = False) -> None:
        """Nothing of this story, or no report on it, waits any more."""
        db.session.execute(delete(cls).where(cls.experience_id == experience.id, cls._is_report(report)))

    @classmethod
    def _is_report(cls, report: bool) -> ColumnElement[bool]:
        return cls.kind == REPORT if report else cls.kind != REPORT

    @property
    def is_urgent(self) -> bool:
        """Whether somebody should look now."""
        return self.rank == URGENT
