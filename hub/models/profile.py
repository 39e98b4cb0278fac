"""Which concepts of the vocabulary a public text speaks of, and how centrally: what pairing reads."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model


class Profile(Model):
    """One concept of one record's text. `weight` is 0..1; re-made by the worker, erased with the text."""

    __tablename__ = "profile"
    # Holds all that counting the records of each concept reads.
    __table_args__ = (Index("ix_profile_concept_weight_record", "concept", "weight", "record"),)
    record: Mapped[str] = mapped_column(String(40), primary_key=True)
    concept: Mapped[str] = mapped_column(String(60), primary_key=True)
    weight: Mapped[float]
