"""Keeps what was promised: the index, the pairs, the notices, the scrubbing of files.

A loop over the rows of the outbox, as a thread beside the server or as `flask hub work`. Each task
re-reads the record and makes things agree with it, so keeping a promise twice does no harm.
"""

import logging
import threading
from collections.abc import Callable
from itertools import groupby

from flask import Flask

from hub import notices, outbox, pairing, search
from hub.db import db, part, saving, scrub
from hub.errors import Unready

BATCH = 100
PAUSE = 0.5  # seconds between looks at an empty outbox
AFTER_FAILURE = 5  # seconds
log = logging.getLogger("hub.worker")


def _profile(records: list[str]) -> None:
    for record in records:
        with saving():
            pairing.profile(record)


def _pair(records: list[str]) -> None:
    _profile(records)  # all profiles first: a batch pairs with itself
    for record in records:
        with saving():
            pairing.refresh(record)


def _notice(records: list[str]) -> None:
    for record in records:
        if notices.send(record):
            with saving():
                notices.forget(record)


def _scrub(_records: list[str]) -> None:
    db.session.rollback()  # our own read transaction would keep the log busy
    if not scrub(db.engine):
        raise Unready("readers still hold the write-ahead log")


# In the order they are kept within one batch: pairs read the index, scrubbing comes after erasing.
TASKS: dict[str, Callable[[list[str]], None]] = {
    "index": search.sync, "profile": _profile, "pair": _pair, "notice": _notice, "scrub": _scrub}


def work_once() -> int:
    """Keep one batch of due promises; says how many were kept."""
    with saving():
        batch = [(p.task, p.record, p.id) for p in outbox.take(BATCH)]
    batch.sort(key=lambda promise: list(TASKS).index(promise[0]))
    return sum(_keep(task, {id_: record for _, record, id_ in rows})
               for task, rows in groupby(batch, key=lambda promise: promise[0]))


def drain() -> int:
    """Keep promises until none is due; says how many were kept."""
    total = 0
    while kept := work_once():
        total += kept
    return total


def run(app: Flask, stop: threading.Event) -> None:
    """Make search ready, then keep promises until told to stop. A failure of the loop is logged by class and outlived."""
    with app.app_context():
        search.warm()
    while not stop.is_set():
        try:
            with app.app_context():
                if part("search").needs_rebuild:
                    search.rebuild()
                pause = 0.0 if work_once() else PAUSE
        except Exception as error:  # the loop must outlive a locked or vanished database
            log.error("worker: %s", type(error).__name__)
            pause = AFTER_FAILURE
        stop.wait(pause)


def _keep(task: str, promises: dict[int, str]) -> int:
    """Keep promises of one task together; where that fails, each alone, so that one cannot hold up the rest."""
    try:
        TASKS[task](list(dict.fromkeys(promises.values())))
    except Exception as error:  # whatever it was, the promise stays and comes back later
        db.session.rollback()
        if len(promises) > 1:
            return sum(_keep(task, {id_: record}) for id_, record in promises.items())
        log.warning("promise %s: %s", task, type(error).__name__)
        with saving():
            outbox.failed(next(iter(promises)), error)
        return 0
    with saving():
        outbox.kept(promises)
    return len(promises)
