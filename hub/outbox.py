"""Work promised in the caller's transaction and kept later by the worker.

A change and the work it asks for are stored together or not at all, so neither the index nor a
pair nor a mail can be forgotten. Not here: doing the work (`hub/worker.py`).
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete, select

from hub.db import db, now, today
from hub.models import Promise

LEASE = dt.timedelta(seconds=60)
LONGEST_WAIT = dt.timedelta(hours=1)


def promise(task: str, record: str) -> None:
    """Have the worker do this task for this record, soon after the transaction is kept."""
    midnight = dt.datetime.combine(today(), dt.time(), dt.UTC)  # due already; and no finer time than the day
    db.session.add(Promise(task=task, record=record, due_at=midnight))


def pending(task: str) -> list[str]:
    """The records with an un-kept promise of this task."""
    return list(db.session.scalars(select(Promise.record).where(Promise.task == task).distinct()))


def take(limit: int) -> list[Promise]:
    """Lease up to this many due promises, oldest first: nobody else takes them for a minute."""
    rows = list(db.session.scalars(
        select(Promise).where(Promise.due_at <= now()).order_by(Promise.id).limit(limit)
        .with_for_update(skip_locked=True)))
    for row in rows:
        row.due_at = now() + LEASE
    return rows


def kept(ids: Iterable[int]) -> None:
    """Forget promises that were kept."""
    db.session.execute(delete(Promise).where(Promise.id.in_(list(ids))))


def failed(promise_id: int, error: Exception) -> None:
    """Keep a promise for later, with the error's class alone; waits grow from 2 seconds to an hour."""
    row = db.session.get(Promise, promise_id)
    if row is not None:
        row.tries += 1
        row.error = type(error).__name__
        row.due_at = now() + min(dt.timedelta(seconds=2 ** min(row.tries, 12)), LONGEST_WAIT)
