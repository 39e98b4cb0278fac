"""Who may do what: one table, act -> predicate. Pages take their guards and their buttons from it.

Not here: whether the act is possible in the present state (`hub/history.py`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hub.db import now
from hub.errors import NotAllowed
from hub.models import Experience, Staff
from hub.models.staff import ROLES

ALONE_AFTER = dt.timedelta(hours=72)


@dataclass(frozen=True)
class Author:
    """Whoever holds the return key of this experience."""

    experience_id: int


@dataclass(frozen=True)
class Removal:
    """A removal that waits to be erased: who removed it (staff id) and when."""

    by: int | None
    at: dt.datetime


Person = Staff | Author | None


def _role(least: str) -> Callable[[Person, Any], bool]:
    return lambda who, _on: (
        isinstance(who, Staff) and who.active and ROLES.index(who.role) >= ROLES.index(least))


def _owner(who: Person, on: Experience) -> bool:
    return isinstance(who, Author) and who.experience_id == on.id


def _second_person(who: Person, on: Removal) -> bool:
    return _role("moderator")(who, on) and isinstance(who, Staff) and (who.id != on.by or now() >= on.at + ALONE_AFTER)


POLICY: dict[str, Callable[[Person, Any], bool]] = {
    "review": _role("moderator"),
    "decide": _role("moderator"),
    "erase": _second_person,
    "keep_news": _role("editor"),
    "pair": _role("editor"),
    "own": _owner,
}


def may(act: str, who: Person, on: Any = None) -> bool:
    """Whether this person may do this act, on this thing where the act has one."""
    return POLICY[act](who, on)


def demand(act: str, who: Person, on: Any = None) -> None:
    """Go on only if the person may.

    Raises:
        NotAllowed: they may not.
    """
    if not may(act, who, on):
        raise NotAllowed("Your account may not do this.")
