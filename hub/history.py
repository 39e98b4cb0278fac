"""What happened: which state follows which, and the append-only log of it.

Every change of an experience's or a story's state goes through `move()`. Not here: who may ask
for it (`hub/policy.py`) and what else follows (the domain verbs).
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from sqlalchemy import and_, or_, select, text

from hub.db import db, now, today
from hub.errors import IllegalMove
from hub.models import Experience, LogEntry, Staff, Story
from hub.models.log import FIRST
from hub.policy import Appeal, Declined, Hiding

AUTHOR, READER, CLOCK, OPERATOR = "author", "reader", "clock", "operator"
Actor = Staff | str
BY_THE_DAY = (AUTHOR, READER)  # of what they do the day alone is kept

# state -> act -> the state that follows. Staff: publish ask propose decline keep hide restore remove.
# Author: answer accept revise chapter hide restore appeal withdraw. Clock: expire restore. Reader (a report): hide.
# Keeping answers a report; hiding what is hidden confirms what a report did.
MOVES: dict[str, dict[str, str]] = {
    "submitted": {"publish": "published", "ask": "asked", "propose": "proposed", "decline": "declined",
                  "remove": "removed", "revise": "submitted", "withdraw": "withdrawn"},
    "asked": {"answer": "submitted", "withdraw": "withdrawn", "expire": "withdrawn"},
    "proposed": {"accept": "published", "answer": "submitted", "withdraw": "withdrawn", "expire": "withdrawn"},
    "published": {"keep": "published", "hide": "hidden", "remove": "removed", "ask": "asked", "revise": "published",
                  "chapter": "published", "withdraw": "withdrawn"},
    "hidden": {"keep": "hidden", "restore": "published", "ask": "asked", "hide": "hidden", "remove": "removed",
               "appeal": "submitted", "withdraw": "withdrawn"},
    "declined": {"appeal": "submitted", "withdraw": "withdrawn", "expire": "withdrawn"},
    "withdrawn": {},
    "removed": {},
}
STAFF_ACTS = frozenset({"publish", "ask", "propose", "decline", "keep", "hide", "restore", "remove"})
AUTHOR_ACTS = frozenset({"answer", "accept", "revise", "chapter", "hide", "restore", "appeal", "withdraw"})
CLOCK_ACTS = frozenset({"expire"})
# These speak of the whole story; every other act speaks of a newer revision where one waits.
WHOLE = frozenset({"keep", "hide", "restore", "remove", "withdraw", "revise", "chapter"})
# What answers an appeal: after one of these none is open any more.
ANSWERS_APPEAL = ("publish", "accept", "decline", "remove", "withdraw", "expire")

# The state that waits for its author, and the act that brought it there.
WAITS = {"asked": "ask", "proposed": "propose", "declined": "decline"}

STORY_MOVES: dict[str, dict[str, str]] = {
    "draft": {"publish": "published", "retire": "retired"},
    "published": {"retire": "retired"},
    "retired": {"publish": "published"},
}


def verdicts(experience: Experience) -> list[str]:
    """What moderators can decide in this state, in the order of the table."""
    return [act for act in _possible(experience) if act in STAFF_ACTS]


def author_acts(experience: Experience) -> list[str]:
    """What an author can do in this state, in the order of the table."""
    return [act for act in _possible(experience) if act in AUTHOR_ACTS]


def move(experience: Experience, act: str, by: Actor, *, reason: str = "") -> None:
    """Bring an experience into the state that follows, and write it down.

    Publishing makes the newest revision its author agreed to the text readers see; accepting agrees to
    what was proposed first. An act on a revision that waits beside a live text leaves the live text where it is.

    Raises:
        IllegalMove: the act is not possible from the present state, or nothing is proposed that could be accepted.
    """
    beside = is_beside(experience, act)
    was = experience.pending if beside else experience.state
    became = MOVES[was or ""].get(act)
    if became is None:
        raise IllegalMove(f"This cannot be done while the story is {was}.")
    if act == "accept":
        if experience.proposal is None:
            raise IllegalMove("Nothing is proposed here now.")
        experience.proposal.accepted_on = today()
    if became == "published" and act in ("publish", "accept"):
        experience.live_number = experience.latest.number
        experience.published_on = experience.published_on or today()
    if act in ("revise", "chapter") and experience.state == "published":
        experience.pending = "submitted"
    elif not beside:
        experience.state = became
    elif act == "expire" or became == "published":
        experience.pending = None
    else:
        experience.pending = became
    if experience.is_gone:
        experience.pending = None  # nothing waits beside what is gone
    experience.version += 1
    note(act, experience.record, by, was=was or "", became=became, reason=reason)


def is_beside(experience: Experience, act: str) -> bool:
    """Whether an act speaks of a newer revision that waits beside a live text, and leaves that text where it is."""
    return experience.pending is not None and act not in WHOLE


def move_story(story: Story, act: str, by: Actor) -> None:
    """Bring a news story into the state that follows, and write it down.

    Raises:
        IllegalMove: the act is not possible from the present state.
    """
    was = story.state
    if act not in STORY_MOVES[was]:
        raise IllegalMove(f"This cannot be done while the story is {was}.")
    story.state = STORY_MOVES[was][act]
    note(act, story.record, by, was=was, became=story.state)


def note(act: str, record: str, by: Actor, *, was: str = "", became: str = "", reason: str = "") -> None:
    """Add one row to the log. What an author or a reader did is dated by the day alone."""
    at = dt.datetime.combine(today(), dt.time(), dt.UTC) if by in BY_THE_DAY else now()
    actor = f"staff:{by.id}" if isinstance(by, Staff) else by
    if db.engine.dialect.name == "postgresql":  # one chain: writers wait for one another
        db.session.execute(text("LOCK TABLE log IN EXCLUSIVE MODE"))
    entry = LogEntry(at=at, actor=actor, act=act, record=record, was=was, became=became, reason=reason,
                     previous=head())
    entry.hash = entry.digest()
    db.session.add(entry)
    db.session.flush()


def _possible(experience: Experience) -> list[str]:
    beside = MOVES.get(experience.pending or "")
    return [*(act for act in beside or {} if act not in WHOLE),
            *(act for act in MOVES[experience.state] if act in WHOLE or beside is None)]


def head() -> str:
    """The hash of the newest row: a copy kept elsewhere shows whether the end was cut off."""
    return db.session.scalar(select(LogEntry.hash).order_by(LogEntry.id.desc()).limit(1)) or FIRST


def of(record: str) -> list[LogEntry]:
    """The acts on one record, oldest first."""
    return list(db.session.scalars(select(LogEntry).where(LogEntry.record == record).order_by(LogEntry.id)))


def last(record: str, *acts: str, before: LogEntry | None = None) -> LogEntry | None:
    """The newest row of one of these acts on this record, or the newest before another row."""
    rows = select(LogEntry).where(LogEntry.record == record, LogEntry.act.in_(acts))
    rows = rows.where(LogEntry.id < before.id) if before else rows
    return db.session.scalar(rows.order_by(LogEntry.id.desc()).limit(1))


def cleared(record: str) -> bool:
    """Whether a report took it out of readers' sight before, or a moderator kept it as it was: no report hides it again."""
    first = and_(LogEntry.act == "hide", LogEntry.actor == READER)
    return db.session.scalar(select(LogEntry.id).where(
        LogEntry.record == record, or_(first, LogEntry.act == "keep")).limit(1)) is not None


def appealed(records: Iterable[str]) -> set[str]:
    """The records whose author appealed and waits for the answer."""
    rows = select(LogEntry.record, LogEntry.act).where(
        LogEntry.record.in_(list(records)), LogEntry.act.in_(("appeal", *ANSWERS_APPEAL))).order_by(LogEntry.id)
    newest = dict(db.session.execute(rows).all())
    return {record for record, act in newest.items() if act == "appeal"}


def appeal(experience: Experience) -> Appeal | None:
    """The appeal that waits for its answer, as the policy weighs it."""
    if not appealed([experience.record]):
        return None
    made = last(experience.record, "appeal")
    assert made is not None
    return Appeal(staff_id(contested(experience)), made.at + dt.timedelta(days=1))  # of the author's act the day alone is known


def contested(experience: Experience) -> LogEntry | None:
    """The decision that stands against a story, or that its author appealed against: a decline, or a hiding."""
    made = last(experience.record, "appeal") if appealed([experience.record]) else None
    act = {"declined": "decline", "hidden": "hide"}.get(made.was if made else experience.stands)
    entry = last(experience.record, act, before=made) if act else None
    return entry if staff_id(entry) else None


def against(experience: Experience) -> LogEntry | None:
    """The decision of a person that stands against it now, which its author is owed the reasons of; None where none does."""
    return last(experience.record, "remove") if experience.state == "removed" else contested(experience)


def declined(experience: Experience) -> Declined | None:
    """The decision that stands against it, as the policy weighs it: one appeal until something of the story is published."""
    entry = None if appealed([experience.record]) else contested(experience)
    if entry is None:
        return None
    newest = last(experience.record, "appeal", "publish", "accept")
    return Declined(experience.id, entry.at.date(), newest is not None and newest.act == "appeal")


def hiding(experience: Experience) -> Hiding | None:
    """Who hides it, as the policy weighs it; None where it is not hidden."""
    entry = last(experience.record, "hide") if experience.state == "hidden" else None
    return Hiding(experience.id, entry.actor == AUTHOR, entry.actor == READER) if entry else None


def staff_id(entry: LogEntry | None) -> int | None:
    """Which member of staff it was; None for everybody else."""
    kind, _, number = entry.actor.partition(":") if entry else ("", "", "")
    return int(number) if kind == "staff" else None


def clock_of(experience: Experience) -> tuple[str, dt.date] | None:
    """The clock that runs for a story that waits for its author, by its name in `CLOCKS`, and since when; or None."""
    act = WAITS.get(experience.stands)
    entry = last(experience.record, act) if act else None
    if entry is None:
        return None
    return "unanswered" if act != "decline" else "spam" if entry.reason == "spam" else "declined", entry.at.date()


def faults() -> Iterator[str]:
    """Each row of the log that was altered, or whose predecessor is missing."""
    previous = FIRST
    for entry in db.session.scalars(select(LogEntry).order_by(LogEntry.id).execution_options(yield_per=1000)):
        if entry.previous != previous:
            yield f"log row {entry.id}: the row before it is missing or was altered"
        if entry.hash != entry.digest():
            yield f"log row {entry.id}: was altered"
        previous = entry.hash
