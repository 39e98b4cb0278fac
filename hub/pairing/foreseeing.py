"""The pairs of one experience for whoever reads it at the desk, also before readers see it.

Of what readers do not see, nothing is profiled and no pair is kept until a person decides on it: its pairs are made when
asked for. Not here: which pairs readers meet (`showing.py`).
"""

from typing import Any

from sqlalchemy import Select, select

from hub.db import db
from hub.errors import NotFound
from hub.models import Experience, Pair, Staff, Story
from hub.pairing import reasons
from hub.pairing.by_hand import stand
from hub.pairing.likeness import nearest
from hub.pairing.showing import SHOWN


def foreseen(experience: Experience) -> list[Pair]:
    """Its pairs with public news: answers first, then what a person confirmed, then the most alike; the refused ones last.

    As they are kept where readers see it; otherwise as they would be made if it were published now.
    """
    query = select(Pair).join(Pair.story).where(Pair.experience_id == experience.id, Pair.story_id.in_(_public()))
    kept = {pair.story_id: pair for pair in db.session.scalars(query)}
    pairs = list(kept.values()) if experience.is_public else _made(experience, kept)
    order = sorted(pairs, key=lambda one: (one.standing == "refused", one.rank, -one.score, one.story.id))
    met = [one for one in order if one.standing != "refused"][:SHOWN]
    return [one for one in order if one in met or one.is_by_hand]


def judge(experience_id: int, story_id: int, standing: str, *, by: Staff) -> None:
    """Confirm the pair of an experience and a story, refuse it, or offer it again, whether it is kept already or not.

    Raises:
        NotAllowed: they do not review.
        NotFound: the experience is gone.
    """
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    pair = db.session.scalar(select(Pair).where(Pair.story_id == story_id, Pair.experience_id == experience_id))
    if pair is None and standing == "offered":
        return  # as it stands anyway, without being kept
    if pair is None:
        pair = Pair(story_id=story_id, experience_id=experience_id, origin=_origin(experience, story_id), standing="offered")
        db.session.add(pair)
        db.session.flush()
    stand(pair.id, standing, by=by)


def _made(experience: Experience, kept: dict[int, Pair]) -> list[Pair]:
    """What would stand beside it now, as pairs that belong to no session; what a person decided on some of them holds."""
    also = {*kept, experience.answers_id} - {None}
    alike = {one.record: one for one in nearest(experience, "news", also=[f"news:{number}" for number in also])}
    stories = Story.public().where(Story.id.in_([int(record.partition(":")[2]) for record in alike]))
    return [Pair(story=story, experience=experience, origin=_origin(experience, story.id), score=alike[story.record].score,
                 standing=kept[story.id].standing if story.id in kept else "offered",
                 reasons=reasons.told(story, experience, alike[story.record].shared))
            for story in db.session.scalars(stories)]


def _origin(experience: Experience, story_id: int) -> str:
    return "response" if experience.answers_id == story_id else "suggested"


def _public() -> Select[Any]:
    return Story.public().with_only_columns(Story.id)
