"""Making the pairs: what the worker does for a record whose text, or standing, has changed.

A pair is kept where it is among the best of either side. Not here: which of them a page shows
(`showing.py`), and what an editor decides (`by_hand.py`).
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from hub import outbox
from hub.db import db
from hub.models import Experience, Pair, Story
from hub.pairing.likeness import Likeness, nearest
from hub.pairing.profiles import Row, public_row
from hub.pairing.reasons import told

POOL = 24  # pairs a story keeps to choose from
OWN = 8  # stories an experience keeps
REVIEWED = 60  # pairs it has already that are looked at again


def refresh(record: str) -> None:
    """Re-make a record's suggested pairs from the profiles and what is public now. What a person decided stays."""
    row = public_row(record)
    kept = _kept_pairs(record)
    if row is None:
        for pair in kept.values():
            if pair.standing == "offered" and pair.origin != "editor":
                db.session.delete(pair)
        return
    if isinstance(row, Experience) and row.answers_id:
        _answer(row, row.answers_id, kept)
    other = "experience" if isinstance(row, Story) else "news"
    found = nearest(row, other, also=list(kept)[:REVIEWED])
    wanted = {one.record: one for one in _wanted(row, found, kept)}
    _drop(row, {name: pair for name, pair in kept.items() if name not in wanted}, looked_at=set(list(kept)[:REVIEWED]))
    others = _rows(other, list(wanted))
    for name, one in wanted.items():
        pair = kept[name] if name in kept else _add(row, name, "suggested")
        story, experience = (row, others[name]) if isinstance(row, Story) else (others[name], row)
        assert isinstance(story, Story)
        assert isinstance(experience, Experience)
        pair.score, pair.reasons = one.score, told(story, experience, one.shared)


def _kept_pairs(record: str) -> dict[str, Pair]:
    """The pairs of a record by the name of the other side, those of a person's first, then the best."""
    kind, _, number = record.partition(":")
    column = Pair.story_id if kind == "news" else Pair.experience_id
    pairs = db.session.scalars(select(Pair).where(column == int(number)).order_by(Pair.score.desc(), Pair.id))
    return {(f"experience:{p.experience_id}" if kind == "news" else f"news:{p.story_id}"): p
            for p in sorted(pairs, key=lambda pair: not pair.is_by_hand)}


def _answer(experience: Experience, story_id: int, kept: dict[str, Pair]) -> None:
    name = f"news:{story_id}"
    if name not in kept:
        kept[name] = _add(experience, name, "response")


def _wanted(row: Row, found: Sequence[Likeness], kept: dict[str, Pair]) -> list[Likeness]:
    """Those among the best of this record, or of the other side."""
    if isinstance(row, Story):
        return [one for number, one in enumerate(found) if number < POOL or one.record in kept]
    least = _least_kept([one.record for one in found])
    return [one for number, one in enumerate(found)
            if number < OWN or one.record in kept or one.score > least.get(one.record, 0.0)]


def _least_kept(stories: Sequence[str]) -> dict[str, float]:
    """For the stories that have as many pairs as they keep, the score of the last of these."""
    nth = func.row_number().over(partition_by=Pair.story_id, order_by=Pair.score.desc())
    ranked = (select(Pair.story_id, Pair.score, nth.label("nth"))
              .where(Pair.story_id.in_([int(name.partition(":")[2]) for name in stories]), Pair.standing != "refused").subquery())
    return {f"news:{story}": score for story, score in db.session.execute(
        select(ranked.c.story_id, ranked.c.score).where(ranked.c.nth == POOL))}


def _drop(row: Row, pairs: dict[str, Pair], looked_at: set[str]) -> None:
    """Take out suggestions without a reason. An experience whose pair was not looked at again chooses anew."""
    for name, pair in pairs.items():
        if not pair.is_by_hand:
            db.session.delete(pair)
            if isinstance(row, Story) and name not in looked_at:
                outbox.promise("pair", name)
        else:
            pair.score, pair.reasons = 0.0, []
    db.session.flush()


def _rows(kind: str, names: Sequence[str]) -> dict[str, Row]:
    model = Story if kind == "news" else Experience
    numbers = [int(name.partition(":")[2]) for name in names]
    rows: list[Row] = list(db.session.scalars(model.public().where(model.id.in_(numbers))))
    return {row.record: row for row in rows}


def _add(row: Row, other: str, origin: str) -> Pair:
    number = int(other.partition(":")[2])
    story_id, experience_id = (row.id, number) if isinstance(row, Story) else (number, row.id)
    pair = Pair(story_id=story_id, experience_id=experience_id, origin=origin, standing="offered", score=0.0, reasons=[])
    db.session.add(pair)
    return pair
