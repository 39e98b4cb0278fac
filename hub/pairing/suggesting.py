"""Making the pairs: what the worker does for a record whose text, or standing, has changed.

A pair is kept where it is among the best of either side. Not here: which of them a page shows
(`showing.py`), and what an editor decides (`by_hand.py`).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hub import outbox
from hub.db import db
from hub.models import Companion, Experience, Pair, Story
from hub.pairing.companions import accompany
from hub.pairing.likeness import Likeness, nearest
from hub.pairing.profiles import Row, public_row
from hub.pairing.reasons import told

POOL = 24  # pairs a story keeps to choose from
OWN = 8  # stories an experience keeps
REVIEWED = 60  # pairs it has already that are looked at again


def refresh(record: str) -> None:
    """Re-make a record's suggested pairs, and an experience's companions, from the profiles and what is public now.

    What a person decided stays.
    """
    row = public_row(record)
    kept = _kept_pairs(record)
    if row is None:
        if record.startswith("experience:"):
            Companion.part(int(record.partition(":")[2]))
        for pair in kept.values():
            if pair.standing == "offered" and pair.origin != "editor":
                db.session.delete(pair)
        return
    if isinstance(row, Experience) and row.answers_id:
        answered = f"news:{row.answers_id}"
        pair = kept.get(answered) or _add(row, answered, "response")
        pair.origin = "response"  # also where the likeness was seen first
        kept = {answered: pair} | kept
    if isinstance(row, Experience):
        accompany(row)
    other = "experience" if isinstance(row, Story) else "news"
    reviewed = list(kept)[:REVIEWED]
    found = nearest(row, other, also=reviewed)
    wanted = _wanted(row, found, kept)
    for name, pair in kept.items():
        if name not in wanted and not pair.is_by_hand:
            _drop(row, name, pair, seen=name in reviewed)
    others = _rows(other, list(wanted))
    for name, one in wanted.items():
        pair = kept[name] if name in kept else _add(row, name, "suggested")
        pair.score, pair.reasons = one.score, _reasons(row, others[name], one.shared)


def _kept_pairs(record: str) -> dict[str, Pair]:
    """The pairs of a record by the name of the other side, those of a person's first, then the best."""
    kind, _, number = record.partition(":")
    column = Pair.story_id if kind == "news" else Pair.experience_id
    pairs = db.session.scalars(select(Pair).where(column == int(number)).order_by(Pair.score.desc(), Pair.id))
    return {(f"experience:{p.experience_id}" if kind == "news" else f"news:{p.story_id}"): p
            for p in sorted(pairs, key=lambda pair: not pair.is_by_hand)}


def _wanted(row: Row, found: Sequence[Likeness], kept: dict[str, Pair]) -> dict[str, Likeness]:
    """Those among the best of this record, or of the other side, and those a person wants."""
    alike = [one for one in found if one.is_reason]
    best = POOL if isinstance(row, Story) else OWN
    least = {} if isinstance(row, Story) else _least_kept([one.record for one in alike])
    wanted = {one.record for number, one in enumerate(alike)
              if number < best or one.record in kept or (one.record in least and one.score > least[one.record])}
    return {one.record: one for one in found
            if one.record in wanted or (one.record in kept and kept[one.record].is_by_hand)}


def _least_kept(stories: Sequence[str]) -> dict[str, float]:
    """For each of the stories the score of the last pair it keeps; 0 where it has room."""
    numbers = [int(name.partition(":")[2]) for name in stories]
    nth = func.row_number().over(partition_by=Pair.story_id, order_by=Pair.score.desc())
    ranked = (select(Pair.story_id, Pair.score, nth.label("nth"))
              .where(Pair.story_id.in_(numbers), Pair.standing != "refused").subquery())
    last = db.session.execute(select(ranked.c.story_id, ranked.c.score).where(ranked.c.nth == POOL)).all()
    return dict.fromkeys(stories, 0.0) | {f"news:{story}": score for story, score in last}


def _drop(row: Row, name: str, pair: Pair, *, seen: bool) -> None:
    """Take out a suggestion that has no reason any more. An experience that was not looked at again chooses anew."""
    db.session.delete(pair)
    if isinstance(row, Story) and not seen:
        outbox.promise("pair", name)


def _reasons(row: Row, other: Row, shared: Sequence[str]) -> list[dict[str, Any]]:
    story, experience = (row, other) if isinstance(row, Story) else (other, row)
    assert isinstance(story, Story)
    assert isinstance(experience, Experience)
    return told(story, experience, shared)


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
