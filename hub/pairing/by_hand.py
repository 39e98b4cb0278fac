"""What a person does with pairs: confirm, refuse, add, put in order, and see what stands alone.

What they decide holds for readers at once and outlives every re-pairing.
"""

from typing import Any

from sqlalchemy import Select, select

from hub import history
from hub.db import db
from hub.errors import NotFound
from hub.models import Experience, Pair, Staff, Story
from hub.pairing.showing import of_story
from hub.policy import demand

STEPS = {"up": -1, "down": 1}
LISTED = 100


def stand(pair_id: int, standing: str, *, by: Staff) -> Pair:
    """Confirm a pair, refuse it (it stays refused), or offer it again.

    Raises:
        NotAllowed: they do not review.
        NotFound: the pair is gone.
    """
    pair = _kept(pair_id, "pair", by)
    was, pair.standing = pair.standing, standing
    history.note("pair", f"pair:{pair.story_id}-{pair.experience_id}", by, was=was, became=standing)
    return pair


def add(story_id: int, public_id: str, *, by: Staff) -> Pair:
    """Put an experience beside a story by hand.

    Raises:
        NotAllowed: they do not keep the news.
        NotFound: no published experience has this id.
    """
    demand("keep_news", by)
    experience = db.session.scalar(Experience.public().where(Experience.public_id == public_id))
    if experience is None:
        raise NotFound("No published experience has this id. It is the last part of the experience's address.")
    pair = db.session.scalar(select(Pair).where(Pair.story_id == story_id, Pair.experience_id == experience.id))
    if pair is None:
        pair = Pair(story_id=story_id, experience_id=experience.id, origin="editor")
        db.session.add(pair)
        db.session.flush()
    return stand(pair.id, "confirmed", by=by)


def move(pair_id: int, step: str, *, by: Staff) -> Pair:
    """Move a pair one place `up` or `down` among those of its rank: answers, by hand, suggested.

    From then on it and those before it stand in this order. At either end nothing moves.

    Raises:
        NotAllowed: they do not keep the news.
        NotFound: the pair is gone.
    """
    pair = _kept(pair_id, "keep_news", by)
    peers = [one for one in of_story(pair.story)[0] if one.rank == pair.rank]
    if pair not in peers:
        return pair
    was = peers.index(pair)
    became = was + STEPS[step]
    if not 0 <= became < len(peers):
        return pair
    peers[was], peers[became] = peers[became], peers[was]
    for place, one in enumerate(peers[: max(was, became) + 1]):
        one.place = place
    history.note("place", f"pair:{pair.story_id}-{pair.experience_id}", by, was=str(was), became=str(became))
    return pair


def unpaired() -> tuple[list[Story], list[Experience]]:
    """The newest published stories, and experiences, that stand alone."""
    stories: Select[Any] = Story.public().where(~_beside(Pair.story_id == Story.id, Experience.public(), Pair.experience_id))
    experiences: Select[Any] = Experience.public().where(
        ~_beside(Pair.experience_id == Experience.id, Story.public(), Pair.story_id))
    return (list(db.session.scalars(stories.order_by(Story.published_on.desc(), Story.id.desc()).limit(LISTED))),
            list(db.session.scalars(experiences.order_by(Experience.id.desc()).limit(LISTED))))


def _beside(own: Any, others: Select[Any], other: Any) -> Any:
    """Whether a row has a pair whose other side readers may see."""
    public = others.with_only_columns(others.column_descriptions[0]["entity"].id).subquery()
    return select(Pair.id).where(own, Pair.standing != "refused", other.in_(select(public))).exists()


def _kept(pair_id: int, act: str, by: Staff) -> Pair:
    demand(act, by)
    pair = db.session.get(Pair, pair_id)
    if pair is None:
        raise NotFound("This pair is gone: one of its sides was changed or withdrawn.")
    return pair
