"""Which concepts of the vocabulary a public text speaks of, and how centrally: what pairing reads."""

from collections.abc import Mapping

from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, db
from hub.models.spread import Spread


class Profile(Model):
    """One concept of one record's text. `weight` is 0..1; re-made by the worker, erased with the text."""

    __tablename__ = "profile"
    # In this order, the records that speak most centrally of a concept are found without reading the others, and
    # counting the records of each concept reads nothing else.
    __table_args__ = (Index("ix_profile_concept_kind_weight_record", "concept", "kind", "weight", "record"),)
    record: Mapped[str] = mapped_column(String(40), primary_key=True)
    concept: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    weight: Mapped[float]

    @classmethod
    def keep(cls, record: str, weights: Mapping[str, float]) -> None:
        """Make these the concepts of a record; without any, nothing is left of it."""
        was = set(db.session.scalars(select(cls.concept).where(cls.record == record)))
        db.session.execute(delete(cls).where(cls.record == record))
        kind = record.partition(":")[0]
        db.session.add_all(cls(record=record, concept=c, kind=kind, weight=w) for c, w in weights.items())
        Spread.change(was, set(weights))
