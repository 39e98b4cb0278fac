"""Who may do what: one table, act -> predicate. Pages take their guards and their buttons from it.

Not here: whether the act is possible in the present state (`hub/history.py`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hub.config import CLOCKS
from hub.db import now, today
from hub.errors import NotAllowed
from hub.models import Experience, Staff
from hub.models.staff import ROLES

ALONE_AFTER = dt.timedelta(hours=72)
#: How long whoever decided may take it back; notices wait as long.
UNDO_WITHIN = dt.timedelta(seconds=60)
#: Verdict -> what screening marked that takes a second moderator's yes, where there are two. A dismissed mark counts too.
FOUR_EYES = {"publish": frozenset({"distress", "accusation"})}


@dataclass(frozen=True)
class Author:
    """Whoever holds the return key of this experience."""

    experience_id: int


@dataclass(frozen=True)
class Removal:
    """A removal that waits to be erased: who removed it (staff id) and when."""

    by: int | None
    at: dt.datetime


@dataclass(frozen=True)
class Appeal:
    """An appeal that waits: who declined the story (staff id), when the day of the appeal was over, and whether there is another
    moderator."""

    by: int | None
    at: dt.datetime
    several: bool


@dataclass(frozen=True)
class Eyes:
    """A publishing that takes two: who said yes first (staff id), and whether there is more than one moderator."""

    first: int | None
    several: bool


@dataclass(frozen=True)
class RoleAsked:
    """A change of role that waits for a second person: who asked (staff id), when, and for which role."""

    by: int | None
    at: dt.datetime
    role: str


@dataclass(frozen=True)
class LinkGiven:
    """A link to begin anew with the one thing somebody signs in with, where the other is asked for: who made it, and when."""

    by: int | None
    at: dt.datetime


@dataclass(frozen=True)
class Declined:
    """A story that was declined or hidden by a moderator: on which day, and whether its author appealed before."""

    experience_id: int
    on: dt.date
    appealed: bool

    @property
    def until(self) -> dt.date:
        """The last day to appeal."""
        return self.on + CLOCKS["appeal"].time


@dataclass(frozen=True)
class Hiding:
    """A story that is hidden, and whether its author hid it, or a report until somebody looks."""

    experience_id: int
    by_author: bool
    by_report: bool = False


Person = Staff | Author | None


def _role(least: str) -> Callable[[Person, Any], bool]:
    return lambda who, _on: (
        isinstance(who, Staff) and who.active and ROLES.index(who.role) >= ROLES.index(least))


def _owner(who: Person, on: Experience) -> bool:
    return isinstance(who, Author) and who.experience_id == on.id


def _second_person(least: str) -> Callable[[Person, Removal | Appeal | RoleAsked | LinkGiven], bool]:
    return lambda who, on: (
        _role(least)(who, on) and isinstance(who, Staff) and (who.id != on.by or now() >= on.at + ALONE_AFTER))


def _another_where_there_is_one(who: Person, on: Appeal) -> bool:
    return _second_person("moderator")(who, on) and isinstance(who, Staff) and not (on.several and who.id == on.by)


def _of_another(who: Person, on: Staff) -> bool:
    return _role("admin")(who, on) and isinstance(who, Staff) and who.id != on.id


def _in_time(who: Person, on: Declined | None) -> bool:
    return (on is not None and isinstance(who, Author) and who.experience_id == on.experience_id
            and not on.appealed and today() <= on.until)


def _may_hide(who: Person, on: Hiding | None) -> bool:
    return (on is None and isinstance(who, Author)) or (_role("moderator")(who, on) and (on is None or on.by_report))

def _other_eyes(who: Person, on: Eyes) -> bool:
    return _role("moderator")(who, on) and isinstance(who, Staff) and (not on.several or on.first not in (None, who.id))


def _whose_hiding(who: Person, on: Hiding) -> bool:
    if isinstance(who, Author):
        return who.experience_id == on.experience_id and on.by_author
    return _role("moderator")(who, on) and not on.by_author


POLICY: dict[str, Callable[[Person, Any], bool]] = {
    "review": _role("moderator"),
    "decide": _role("moderator"),
    "decide_appeal": _another_where_there_is_one,
    "conclude": _other_eyes,
    "erase": _second_person("moderator"),
    "keep_news": _role("editor"),
    "pair": _role("moderator"),
    "read_log": _role("moderator"),
    "keep_people": _role("admin"),
    "change_role": _second_person("admin"),
    "give_other_link": _second_person("admin"),
    "end_account": _of_another,
    "own": _owner,
    "appeal": _in_time,
    "hide": _may_hide,
    "restore": _whose_hiding,
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
