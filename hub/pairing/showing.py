"""What a page shows of the pairs, within what its reader wants to meet.

Chosen when asked for, so that what an editor decides, what is hidden and what a reader would rather not
meet hold at once. First a few columns of every candidate, then the rows of those that are shown.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from hub.boundaries import Boundaries
from hub.db import db
from hub.models import Experience, Pair, Revision, Story
from hub.pairing.diversity import Candidate, chosen
from hub.pairing.suggesting import POOL

SHOWN = 6  # beside one page, at most
LOOKED_AT = 4  # times as many stories are looked at for the home page as it shows

Beside = list[tuple[Pair, Experience]]


def beside_stories(stories: Collection[Story], boundaries: Boundaries, each: int = SHOWN) -> dict[int, Beside]:
    """Story id -> the pairs whose experiences this reader may and wants to meet: answers first, then by hand."""
    return _loaded(_orders([s.id for s in stories], boundaries, each), boundaries)


def beside_experience(experience: Experience, boundaries: Boundaries, limit: int = SHOWN) -> list[tuple[Pair, Story]]:
    """The pairs of an experience whose stories this reader may and wants to meet."""
    query = boundaries.within(Story.public(), Story.content_notes).add_columns(Pair)
    query = query.join(Pair, Pair.story_id == Story.id).where(Pair.experience_id == experience.id)
    query = query.where(Pair.standing != "refused").order_by(rank(), Pair.score.desc(), Pair.id).limit(limit)
    return [(pair, row) for row, pair in db.session.execute(query)]


def freshest(boundaries: Boundaries, limit: int, each: int) -> list[tuple[Story, Beside]]:
    """The newest stories with people beside them, nobody shown twice; then, where there is room, the newest without."""
    newest = (boundaries.within(Story.public(), Story.content_notes)
              .order_by(Story.published_on.desc(), Story.id.desc()).limit(limit * LOOKED_AT))
    paired = select(Pair.id).where(Pair.story_id == Story.id, Pair.standing != "refused").exists()
    stories = list(db.session.scalars(newest.where(paired)))
    orders: dict[int, list[tuple[int, int]]] = {}
    met: set[int] = set()
    for story, order in _orders([s.id for s in stories], boundaries, SHOWN).items():
        fresh = [(pair, experience) for pair, experience in order if experience not in met][:each]
        if fresh and len(orders) < limit:
            orders[story] = fresh
            met.update(experience for _, experience in fresh)
    beside = _loaded(orders, boundaries)
    full = [(story, beside[story.id]) for story in stories if beside.get(story.id)]
    if len(full) < limit:
        known = [story.id for story in stories]
        full += [(story, []) for story in db.session.scalars(newest.where(Story.id.not_in(known)).limit(limit - len(full)))]
    return full


def of_story(story: Story) -> tuple[list[Pair], list[Pair]]:
    """Every pair of a story for the desk: those readers meet, in their order, and the others, the refused ones last."""
    shown = [pair for pair, _ in _orders([story.id], Boundaries(), SHOWN).get(story.id, [])]
    query = Experience.public().add_columns(Pair).join(Pair, Pair.experience_id == Experience.id)
    query = query.where(Pair.story_id == story.id).order_by(Pair.standing == "refused", rank(), Pair.score.desc(), Pair.id)
    pairs = {pair.id: pair for _, pair in db.session.execute(query)}
    return [pairs[one] for one in shown], [pair for one, pair in pairs.items() if one not in shown]


def rank() -> Any:
    """Where a pair stands by its origin: 0 an answer, 1 by hand, 2 suggested."""
    by_hand = (Pair.origin == "editor") | (Pair.standing == "confirmed")
    return case((Pair.origin == "response", 0), (by_hand, 1), else_=2)


def _orders(stories: Sequence[int], boundaries: Boundaries, most: int) -> dict[int, list[tuple[int, int]]]:
    """Story id -> its first pairs with their experiences, as (pair, experience) ids in the order they are shown."""
    nth = func.row_number().over(
        partition_by=Pair.story_id, order_by=[rank(), Pair.place.is_(None), Pair.place, Pair.score.desc(), Pair.id])
    better = aliased(Pair)
    crowd = (select(func.count()).where(better.experience_id == Pair.experience_id, better.score > Pair.score,
                                        better.standing != "refused").correlate(Pair).scalar_subquery())
    query: Select[Any] = boundaries.within(Experience.public(), Revision.content_notes)
    pools = (query.join(Pair, Pair.experience_id == Experience.id)
             .where(Pair.story_id.in_(stories), Pair.standing != "refused")
             .with_only_columns(Pair.id, nth.label("nth")).subquery())
    rows = db.session.execute(
        select(Pair.story_id, Pair.id, Pair.experience_id, Pair.score, rank(), Pair.place, crowd, Pair.reasons,
               Revision.perspective, Revision.outcome, Revision.stage)
        .join(pools, pools.c.id == Pair.id).join(Experience, Experience.id == Pair.experience_id).join(Experience.live)
        .where(pools.c.nth <= POOL))
    found: dict[int, list[Candidate]] = {story: [] for story in stories}
    experiences = {}
    for story, pair, experience, score, of, place, many, why, teller, ending, stage in rows:
        experiences[pair] = experience
        found[story].append(Candidate(pair, score, of, place, many, teller, ending, why[0]["concept"] if why else None, stage))
    return {story: [(one.key, experiences[one.key]) for one in chosen(pool, most)] for story, pool in found.items()}


def _loaded(orders: dict[int, list[tuple[int, int]]], boundaries: Boundaries) -> dict[int, Beside]:
    wanted = [pair for order in orders.values() for pair, _ in order]
    query = boundaries.within(Experience.public(), Revision.content_notes).add_columns(Pair)
    rows = {pair.id: (pair, row) for row, pair in db.session.execute(
        query.join(Pair, Pair.experience_id == Experience.id).where(Pair.id.in_(wanted)))}
    return {story: [rows[pair] for pair, _ in order if pair in rows] for story, order in orders.items()}
