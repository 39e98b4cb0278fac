"""Someone in the same place: which experiences stand beside an experience, made by the worker and chosen from when shown.

Each keeps those most like it. Not here: what makes two alike (`likeness.py`), and the news beside one (`showing.py`).
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from hub.boundaries import Boundaries
from hub.db import db
from hub.models import Companion, Experience, Revision
from hub.pairing import reasons
from hub.pairing.diversity import Candidate, chosen
from hub.pairing.likeness import nearest
from hub.pairing.reasons import Reason

POOL = 24  # kept to choose from
SHOWN = 3


def accompany(experience: Experience) -> None:
    """Re-make who stands beside an experience, and beside whom it stands, from the profiles and what is public now."""
    Companion.part(experience.id)
    alike = {int(one.record.partition(":")[2]): one for one in nearest(experience, "experience")}
    least = _least_kept(list(alike))
    for nth, (other, one) in enumerate(alike.items()):
        kept = {"score": one.score, "shared": reasons.distinct(one.shared)[:reasons.MOST]}
        if nth < POOL:
            db.session.add(Companion(experience_id=experience.id, other_id=other, **kept))
        if one.score > least.get(other, 0.0):
            db.session.add(Companion(experience_id=other, other_id=experience.id, **kept))


def companions(experience: Experience, boundaries: Boundaries, limit: int = SHOWN) -> list[tuple[Experience, list[Reason]]]:
    """Experiences of people in the same place, with what both speak of and where the other one says so; endings differ."""
    best = select(Companion).where(Companion.experience_id == experience.id).order_by(Companion.score.desc()).limit(POOL)
    beside = {one.other_id: one for one in db.session.scalars(best)}
    query = boundaries.within(Experience.public(), Revision.content_notes).where(Experience.id.in_(beside))
    rows = {row.id: row for row in db.session.scalars(query)}
    order = chosen((_candidate(row, beside[row.id]) for row in rows.values()), limit)
    return [(rows[one.key], _reasons(rows[one.key], beside[one.key].shared)) for one in order]


def _least_kept(numbers: Sequence[int]) -> dict[int, float]:
    """For each of these experiences that has no room for another, the score of the last it keeps."""
    nth = func.row_number().over(partition_by=Companion.experience_id, order_by=Companion.score.desc())
    asked = Companion.experience_id.in_(numbers)
    ranked = select(Companion.experience_id, Companion.score, nth.label("nth")).where(asked).subquery()
    last = db.session.execute(select(ranked.c.experience_id, ranked.c.score).where(ranked.c.nth == POOL))
    return dict(last.all())


def _candidate(row: Experience, beside: Companion) -> Candidate:
    told = row.text
    return Candidate(row.id, beside.score, teller=told.perspective, ending=told.outcome, about=beside.shared[0], stage=told.stage)


def _reasons(other: Experience, shared: Sequence[str]) -> list[Reason]:
    spots = reasons.spots(other, shared)
    return [Reason(c, experience=reasons.cut(other, spots[c], c) if c in spots else None) for c in shared]
