"""Keeps what was promised: the index, the pairs, the notices, the scrubbing of files.

A loop over the rows of the outbox, as a thread beside the server or as `flask hub work`. Each task
re-reads the record and makes things agree with it, so keeping a promise twice does no harm. Mail has a loop of
its own: a slow server must not hold up an erasure. Once a day it lets go of what is kept no longer.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Collection
from itertools import groupby

from flask import Flask, current_app

from hub import notices, outbox, pairing, retention, search
from hub.db import attune, db, part, saving, scrub, today
from hub.errors import Unready
from hub.ledger import Ledger
from hub.retention import Due

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


def _telling(task: str) -> Callable[[list[str]], None]:
    """Tell moderators: a promise for the desk becomes one for each of them."""
    def tell(records: list[str]) -> None:
        for record in records:
            if record == notices.DESK:
                with saving():
                    notices.spread(task)
            else:
                notices.tell(task, record, current_app.config["HUB_ANSWER_DAYS"])
    return tell


def _alarm(_records: list[str]) -> None:
    notices.warn_admins()


def _ledger(public_ids: list[str]) -> None:
    ledger: Ledger | None = part("ledger")
    if ledger:
        ledger.add(public_ids, today())


def _scrub(records: list[str]) -> None:
    search.sync(records)  # not behind whatever else waits for the index
    db.session.rollback()  # our own read transaction would keep the log busy
    if not scrub(db.engine):
        raise Unready("readers still hold the write-ahead log")


# In the order they are kept within one batch: erasing first; pairs read the index.
TASKS: dict[str, Callable[[list[str]], None]] = {
    "ledger": _ledger, "scrub": _scrub, "index": search.sync, "profile": _profile, "pair": _pair, "notice": _notice,
    "alarm": _alarm, "call": _telling("call"), "digest": _telling("digest")}
MAIL = ("notice", "alarm", "call", "digest")
MAIL_LEASE = dt.timedelta(minutes=10)  # longer than a mail can take: nobody else sends it meanwhile
SOON = ("ledger", "scrub", "index")  # what readers and the withdrawn wait for goes before what takes long
LATER = tuple(task for task in TASKS if task not in (*SOON, *MAIL))
HERE = (*SOON, *LATER)
FEW = 10


def work_once(tasks: Collection[str] = TASKS, *, most: int = BATCH, lease: dt.timedelta = outbox.LEASE) -> int:
    """Keep one batch of due promises of these tasks; says how many were kept."""
    with saving():
        batch = [(p.task, p.record, p.id) for p in outbox.take(most, tasks, lease)]
    batch.sort(key=lambda promise: list(TASKS).index(promise[0]))
    return sum(_keep(task, {id_: record for _, record, id_ in rows})
               for task, rows in groupby(batch, key=lambda promise: promise[0]))


def drain(tasks: Collection[str] = TASKS) -> int:
    """Keep promises of these tasks until none is due; says how many were kept."""
    total = 0
    while kept := work_once(tasks):
        total += kept
    return total


def run(app: Flask, stop: threading.Event) -> None:
    """Make search ready, then keep promises until told to stop. A failure of a loop is logged by class and outlived."""
    day: dt.date | None = None
    ahead = search.ahead()

    def keep() -> int:
        nonlocal day, ahead
        if part("search").needs_rebuild:
            search.rebuild()
        if day != today():
            day = today()
            attune(db.engine)
            let_go(day)
        if kept := work_once(SOON):
            ahead = search.ahead()
        return kept or work_once(LATER, most=FEW) or next(ahead, False)

    def send() -> int:
        if notices.digest_is_due():
            with saving():
                notices.promise_digest()
        return work_once(MAIL, most=1, lease=MAIL_LEASE)

    threading.Thread(target=_loop, args=(app, stop, send), name="mail", daemon=True).start()
    _loop(app, stop, keep)


def let_go(on: dt.date) -> list[Due]:
    """Let go of what is kept no longer on this day; says what that was. One that fails holds up no other."""
    gone = []
    with saving():
        retention.sweep()
    for one in retention.due(on):
        try:
            with saving():
                if retention.let_go(one, on=on):
                    gone.append(one)
        except Exception as error:  # tried again the next day
            log.warning("retention %s: %s", one.clock, type(error).__name__)
    return gone


def _loop(app: Flask, stop: threading.Event, pass_: Callable[[], int]) -> None:
    while not stop.is_set():
        try:
            with app.app_context():
                pause = 0.0 if pass_() else PAUSE
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
