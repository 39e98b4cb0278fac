"""Work promised in the caller's transaction and kept later by the worker.

A change and the work it asks for are stored together or not at all, so neither the index nor a
pair nor a mail can be forgotten. Not here: doing the work (`hub/worker.py`).
"""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, delete, func, select

from hub.db import db, now, today
from hub.models import Promise

LEASE = dt.timedelta(seconds=60)
LONGEST_WAIT = dt.timedelta(hours=1)
URGENT = ("ledger", "scrub")  # what an erasure asks for comes before everything else,
URGENT_WAIT = dt.timedelta(seconds=5)  # and is tried again soon
_PENDING = select(Promise.record).where(Promise.task == bindparam("task")).distinct()  # made once: every search asks it


def promise(task: str, record: str, *, after: dt.timedelta | None = None) -> None:
    """Have the worker do this task for this record, soon after the transaction is kept, or `after` so long: only for what a
    moderator did, whose acts are exact."""
    midnight = dt.datetime.combine(today(), dt.time(), dt.UTC)  # due already; and no finer time than the day
    db.session.add(Promise(task=task, record=record, due_at=now() + after if after else midnight))


def take_back(task: str, record: str) -> None:
    """Forget what was promised last for later and has not been tried."""
    last = select(func.max(Promise.id)).where(Promise.task == task, Promise.record == record, Promise.tries == 0,
                                              Promise.due_at > now())
    db.session.execute(delete(Promise).where(Promise.id == last.scalar_subquery()))


def pending(task: str) -> list[str]:
    """The records with an un-kept promise of this task."""
    return list(db.session.scalars(_PENDING, {"task": task}))


def take(limit: int, tasks: Collection[str] = (), lease: dt.timedelta = LEASE) -> list[Promise]:
    """Lease up to this many due promises (of these tasks), urgent ones first, then the oldest: until the lease ends
    nobody else takes them."""
    due = select(Promise).where(Promise.due_at <= now())
    if tasks:
        due = due.where(Promise.task.in_(tasks))
    rows = list(db.session.scalars(
        due.order_by(Promise.task.not_in(URGENT), Promise.id).limit(limit).with_for_update(skip_locked=True)))
    for row in rows:
        row.due_at = now() + lease
    return rows


def kept(ids: Iterable[int]) -> None:
    """Forget promises that were kept."""
    db.session.execute(delete(Promise).where(Promise.id.in_(list(ids))))


def failed(promise_id: int, error: Exception) -> None:
    """Keep a promise for later, with the error's class alone; waits grow from 2 seconds to an hour, or to 5 seconds."""
    row = db.session.get(Promise, promise_id)
    if row is not None:
        row.tries += 1
        row.error = type(error).__name__
        longest = URGENT_WAIT if row.task in URGENT else LONGEST_WAIT
        row.due_at = now() + min(dt.timedelta(seconds=2 ** min(row.tries, 12)), longest)
