"""An experience: one person's story, its state, and which of its revisions readers see.

The words themselves are in its revisions. After an erasure only this row is left: an opaque id
that answers 410, and nothing else.
"""

import datetime as dt
import secrets
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, and_, select
from sqlalchemy.orm import Mapped, contains_eager, foreign, mapped_column, relationship

from hub.db import Model, Words
from hub.models.finding import StoredFinding
from hub.models.message import Message
from hub.models.revision import Revision
from hub.models.story import Story

STATES = ("submitted", "asked", "proposed", "published", "hidden", "declined", "withdrawn", "removed")
GONE = ("withdrawn", "removed")
PROVENANCES = ("author", "imported", "demo")
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def opaque_id() -> str:
    """A random id of 12 signs (about 59 bits) that says nothing of the story or its time."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class Experience(Model):
    """One person's story. `state` is what readers meet; `pending` is the state of a newer revision
    that waits beside a live text, and empty when none does. `live_before` is what readers saw before the newest publishing,
    where it took the place of something."""

    __tablename__ = "experience"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("pending IS NULL OR pending IN ('submitted', 'asked', 'proposed', 'declined')", name="pending"),
        CheckConstraint("state <> 'published' OR live_number IS NOT NULL", name="live"),
        CheckConstraint(f"provenance IN {PROVENANCES}", name="provenance"),
        {"sqlite_autoincrement": True},  # the log names ids: an erased one is never given again
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=opaque_id)
    ref: Mapped[str | None] = mapped_column(String(100), unique=True)
    provenance: Mapped[str] = mapped_column(String(10), default="author")
    warrant: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), index=True)
    pending: Mapped[str | None] = mapped_column(String(10), index=True)
    version: Mapped[int] = mapped_column(default=1)
    live_number: Mapped[int | None]
    live_before: Mapped[int | None]
    published_on: Mapped[dt.date | None] = mapped_column(index=True)
    key_hash: Mapped[str | None] = mapped_column(String(80), unique=True)
    consent_version: Mapped[str | None] = mapped_column(String(20))
    consents: Mapped[list[str]] = mapped_column(Words, default=list)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("story.id"), index=True)

    answers: Mapped[Story | None] = relationship()
    revisions: Mapped[list[Revision]] = relationship(
        order_by=Revision.number, cascade="all, delete-orphan", passive_deletes=True)
    messages: Mapped[list[Message]] = relationship(
        order_by=Message.id, cascade="all, delete-orphan", passive_deletes=True)
    live: Mapped[Revision | None] = relationship(
        primaryjoin=lambda: and_(foreign(Revision.experience_id) == Experience.id,
                                 Revision.number == Experience.live_number, Revision.is_agreed),
        uselist=False, viewonly=True)

    @classmethod
    def public(cls) -> Select[Self]:
        """The experiences readers may see, each with its agreed text: the one home of that rule."""
        return (select(cls).join(cls.live).where(cls.state == "published")
                .options(contains_eager(cls.live)))

    @property
    def is_public(self) -> bool:
        """Whether readers may see it; the same rule as `public()`, for a row at hand."""
        return self.state == "published"

    @property
    def is_gone(self) -> bool:
        """Whether it was withdrawn or removed, and its page answers 410."""
        return self.state in GONE

    @property
    def stands(self) -> str:
        """The state of what moderators and author have before them: of a newer version where one waits."""
        return self.pending or self.state

    @property
    def latest(self) -> Revision:
        """The newest revision its author agreed to: what a moderator reads and an author goes on from."""
        return next(revision for revision in reversed(self.revisions) if revision.is_agreed)

    @property
    def proposal(self) -> Revision | None:
        """The words a moderator proposes, while its author has not answered."""
        newest = self.revisions[-1] if self.revisions else None
        return newest if newest and not newest.is_agreed and self.stands == "proposed" else None

    @property
    def text(self) -> Revision:
        """The agreed text. Only for rows that came through `public()`."""
        assert self.live is not None
        return self.live

    @property
    def at_hand(self) -> Revision:
        """What readers see of it; where they see nothing, what a moderator reads."""
        return self.text if self.is_public else self.latest

    @property
    def notes_met(self) -> frozenset[str]:
        """The content notes a reader of the agreed text meets."""
        return frozenset(self.live.content_notes if self.live else ())

    @property
    def record(self) -> str:
        """Its key in the index, the outbox and the log."""
        return f"experience:{self.id}"

    @property
    def findings(self) -> list[StoredFinding]:
        """What screening marked in what a moderator reads."""
        return self.latest.findings

    def add(self, revision: Revision) -> None:
        """Put a newer revision after the others. What a moderator made of a mark stays where the same words stand again."""
        if self.revisions:
            settled = {(one.check, self.latest.words_of(one)): one for one in self.latest.findings if one.is_settled}
            for finding in revision.findings:
                if one := settled.get((finding.check, revision.words_of(finding))):
                    finding.resolution, finding.because = one.resolution, one.because
        revision.number = self.revisions[-1].number + 1 if self.revisions else 1
        self.revisions.append(revision)

    def values(self) -> dict[str, Any]:
        """The agreed text in the import format, with its `ref` as `id`."""
        return {"id": self.ref or self.public_id, **self.text.values()}
