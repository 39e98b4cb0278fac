"""In how many public texts each concept is spoken of, so that what is rare is known without counting."""

from collections.abc import Collection

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, db

ALL = ""  # stands for every text that speaks of anything


class Spread(Model):
    """One concept and the number of texts whose profile holds it. Kept by `Profile.keep` alone."""

    __tablename__ = "spread"
    concept: Mapped[str] = mapped_column(String(60), primary_key=True)
    texts: Mapped[int]

    @classmethod
    def of(cls, concepts: Collection[str]) -> tuple[int, dict[str, int]]:
        """The number of all texts, and of those that speak of each of these concepts."""
        rows = db.session.execute(select(cls.concept, cls.texts).where(cls.concept.in_([ALL, *concepts])))
        texts: dict[str, int] = dict(rows.all())
        return texts.pop(ALL, 0), texts

    @classmethod
    def change(cls, was: set[str], now: set[str]) -> None:
        """Count a text anew: what it spoke of, and what it speaks of."""
        before, after = ({*said, ALL} if said else said for said in (was, now))
        for concepts, step in ((before - after, -1), (after - before, 1)):
            names = sorted(concepts)  # in one order, so that two workers wait for one another instead of locking up
            known = set(db.session.scalars(select(cls.concept).where(cls.concept.in_(names)).order_by(cls.concept)
                                           .with_for_update()))
            db.session.execute(update(cls).where(cls.concept.in_(known)).values(texts=cls.texts + step))
            db.session.add_all(cls(concept=name, texts=1) for name in names if name not in known)
        db.session.execute(delete(cls).where(cls.texts <= 0))
        db.session.flush()
