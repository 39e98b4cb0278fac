"""Opening one submission: by its public id, in any state that still has words."""

from collections.abc import Iterable

from sqlalchemy import select

from hub.db import db
from hub.errors import NotFound
from hub.models import Experience


def find(public_id: str) -> Experience | None:
    """The experience with this id, whatever became of it; None where there is none."""
    return db.session.scalar(select(Experience).where(Experience.public_id == public_id))


def public_ids(records: Iterable[str]) -> dict[str, str]:
    """Record -> public id, of those records that are experiences."""
    ids = [int(number) for kind, _, number in (record.partition(":") for record in records) if kind == "experience"]
    return {f"experience:{id_}": public_id for id_, public_id in
            db.session.execute(select(Experience.id, Experience.public_id).where(Experience.id.in_(ids)))}


def open_one(public_id: str) -> Experience:
    """One experience for the desk, in any state that still has words.

    Raises:
        NotFound: there is none, or it was erased.
    """
    experience = find(public_id)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    return experience
