"""What anybody may say about a published story without an account, and what follows.

A report waits for a person. One by somebody the story speaks of may take it out of readers' sight until a person has
looked, within bounds that keep it from becoming a tool to silence somebody: once per story, so many a day, not for long,
and never again once a moderator has kept the story as it is. Not here: the decision itself (`hub/moderation.py`).
"""

import datetime as dt
import logging
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hub import history, outbox, screening
from hub.config import CLOCKS
from hub.db import db, today
from hub.errors import NotFound, Refused
from hub.history import READER
from hub.models import Experience, Report
from hub.models.report import BODY_MAX
from hub.reference.reports import REPORT_REASONS
from hub.text import tidy

log = logging.getLogger("hub.reports")
#: What a verdict on the whole story means for the reports that led to it.
OUTCOMES = {"keep": "kept", "restore": "kept", "ask": "asked", "hide": "hidden", "remove": "removed"}


@dataclass(frozen=True)
class Notice:
    """What was said, read and weighed before the transaction: `urgent` where the reason or the words speak of danger,
    `care` where it is whoever sent it who seems not to be safe."""

    about: str
    reason: str
    body: str
    urgent: bool
    care: bool = False

    @classmethod
    def of(cls, about: str, reason: str, body: str) -> "Notice":
        """What somebody typed.

        Raises:
            Refused: no reason of this form was chosen, words are needed, or there are too many.
        """
        body, known, problems = tidy(body), REPORT_REASONS.get(reason), {}
        if known is None or known.about != about:
            problems["reason"] = "Please choose what fits best."
        elif known.words and not body:
            problems["body"] = "Please say in a few words what it is about."
        if len(body) > BODY_MAX:
            problems["body"] = f"This has {len(body):,} characters; there is room for {BODY_MAX:,}."
        if problems or known is None:
            raise Refused(problems)
        pressing = screening.severe(screening.screen(body)) == "urgent"
        return cls(about, reason, body, known.urgent or pressing, pressing or (known.urgent and about == "me"))


def take(public_id: str, notice: Notice, *, key_hash: str, hide_first_a_day: int) -> Report:
    """Keep a report of a story readers see. Sent again with the same key it stays one report.

    Args:
        hide_first_a_day: how many stories a day may be taken out of sight before a person looked.

    Raises:
        NotFound: readers do not see such a story, and no report has this key.
    """
    if sent := _sent_before(key_hash):
        return sent
    experience = db.session.scalar(Experience.public().where(Experience.public_id == public_id).with_for_update(of=Experience))
    if experience is None:
        raise NotFound("Readers do not see this story any more.")
    report = Report(experience_id=experience.id, key_hash=key_hash, about=notice.about, reason=notice.reason,
                    body=notice.body, urgent=notice.urgent)
    try:
        with db.session.begin_nested():
            db.session.add(report)
    except IntegrityError:  # the same form, sent twice at once
        return with_key(key_hash)
    history.note("report", experience.record, READER, was=experience.state, became=experience.state)
    history.line_up(experience)
    experience.version += 1  # whoever decides has read every report, or is told that there is a newer one
    if report.about == "me" and _may_hide_first(experience, hide_first_a_day):
        report.hid = True
        history.move(experience, "hide", READER)
        outbox.promise("index", experience.record)
        outbox.promise("pair", experience.record)
        if hidden_first_today() >= hide_first_a_day:
            log.warning("reports hid as many stories today as a day allows: %s", hide_first_a_day)
    return report


def with_key(key_hash: str) -> Report:
    """The report this key opens.

    Raises:
        NotFound: none has it, or its time is over: both answer alike.
    """
    report = _sent_before(key_hash)
    if report is None:
        raise NotFound("This key opens no report here. Please check each group of letters and numbers; what was decided can be "
                       f"read for {CLOCKS['report'].time.days} days.")
    return report


def open_about(experience_ids: Collection[int]) -> dict[int, list[Report]]:
    """The reports nobody decided on yet, of each of these stories that has any: urgent ones first, then the oldest."""
    found: dict[int, list[Report]] = {}
    for report in db.session.scalars(select(Report).where(Report.experience_id.in_(experience_ids), Report.outcome == "open")
                                     .order_by(Report.urgent.desc(), Report.id)):
        found.setdefault(report.experience_id, []).append(report)
    return found


def settle(experience: Experience, verdict: str) -> None:
    """Write down what the decision on a story means for the reports that waited for it."""
    for report in open_about([experience.id]).get(experience.id, []):
        report.outcome, report.decided_on, report.version = OUTCOMES[verdict], today(), experience.version + 1


def reopen(experience: Experience, version: int) -> None:
    """The decision that led to this version of a story was taken back: its reports wait again."""
    for report in db.session.scalars(select(Report).where(Report.experience_id == experience.id, Report.version == version)):
        report.outcome, report.decided_on, report.version = "open", None, None


def hidden_first_today() -> int:
    """How many stories reports took out of sight today, before a person looked."""
    return db.session.scalar(select(func.count()).where(Report.hid, Report.made_on == today())) or 0


def shows_again(experience: Experience) -> dt.date | None:
    """The day a story that a report took out of sight is shown again, if nobody looks; None for any other."""
    entry = history.last(experience.record, "hide") if experience.state == "hidden" else None
    return entry.at.date() + CLOCKS["hidden_first"].time if entry and entry.actor == READER else None


def _sent_before(key_hash: str) -> Report | None:
    return db.session.scalar(select(Report).where(Report.key_hash == key_hash))


def _may_hide_first(experience: Experience, a_day: int) -> bool:
    """Within the bounds: asked after the log was written to, which lets one ask at a time."""
    return not history.cleared(experience.record) and hidden_first_today() < a_day
