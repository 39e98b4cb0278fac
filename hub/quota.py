"""How much one member of staff may take away within an hour, counted in the log (TRUST M4).

Above the quota proof is asked for each act (`hub/web/proof.py`), and the first act above it raises an alarm, which
`hub/history.py` writes down with the act.
"""

import datetime as dt

from sqlalchemy import func, select

from hub.db import db, now, part
from hub.models import LogEntry, Staff

LIGHTER = frozenset({"decline", "hide", "retire"})  # can be taken back
DESTRUCTIVE = LIGHTER | {"remove", "erase", "end_account", "change_role", "end_visits"}
ALARM = "alarm"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def used_up(by: Staff) -> bool:
    """Whether one more destructive act of this person is above the quota."""
    quota: int = part("quota")
    return _done(by) >= quota


def just_passed(by: object, act: str) -> bool:
    """Whether this act, which is in the log already, is the first above the person's quota."""
    return isinstance(by, Staff) and act in DESTRUCTIVE and _done(by) == part("quota") + 1


def alarms() -> list[LogEntry]:
    """The alarms of the last day, newest first."""
    return list(db.session.scalars(select(LogEntry).where(LogEntry.at > now() - DAY, LogEntry.act == ALARM)
                                   .order_by(LogEntry.id.desc())))


def _done(by: Staff) -> int:
    return db.session.scalar(select(func.count()).select_from(LogEntry).where(
        LogEntry.at > now() - HOUR, LogEntry.actor == f"staff:{by.id}", LogEntry.act.in_(DESTRUCTIVE))) or 0
