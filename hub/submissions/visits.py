"""An author's visits, ended before their time. A visit lives in its cookie alone; of one that was left the random id
is kept until the cookie would have ended by itself, so that a copy of it opens nothing."""

import secrets

from hub.db import db, today
from hub.models import LeftVisit


def new() -> str:
    """The id of a new visit: random, and tied to nothing."""
    return secrets.token_hex(16)


def leave(visit_id: str) -> None:
    """End a visit, if there is one."""
    if visit_id:
        db.session.merge(LeftVisit(id=visit_id, left_on=today()))


def goes_on(visit_id: str) -> bool:
    """Whether this visit was not left yet."""
    return bool(visit_id) and db.session.get(LeftVisit, visit_id) is None
