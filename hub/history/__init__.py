"""What happened: which state follows which, and the append-only log of it.

Every change of an experience's or a story's state goes through `move()`. Not here: who may ask
for it (`hub/policy.py`) and what else follows (the domain verbs).
"""

from sqlalchemy import select

from hub import outbox
from hub.db import db, today
from hub.errors import IllegalMove
from hub.history.log import AUTHOR, CLOCK, OPERATOR, READER, Actor, faults, head, holds, last, note, of, staff_id, taken_back
from hub.history.table import (
    ANSWERS_APPEAL,
    AUTHOR_ACTS,
    BROUGHT,
    CLOCK_ACTS,
    GOES_LIVE,
    INNER,
    MOVES,
    STAFF_ACTS,
    STORY_MOVES,
    WAITS,
    WHOLE,
)
from hub.history.weighing import against, appeal, appealed, cleared, clock_of, contested, declined, hiding
from hub.models import Experience, LogEntry, Report, Staff, Story, Waiting
from hub.models.waiting import REPORT, REPORTED, URGENT

__all__ = ["ANSWERS_APPEAL", "AUTHOR", "AUTHOR_ACTS", "BROUGHT", "CLOCK", "CLOCK_ACTS", "INNER", "MOVES", "OPERATOR", "READER",
           "STAFF_ACTS", "STORY_MOVES", "WAITS", "WHOLE", "Actor", "against", "appeal", "appealed", "cleared", "clock_of",
           "contested", "declined", "faults", "head", "hiding", "holds", "last", "note", "of", "staff_id",
           "taken_back"]

def verdicts(experience: Experience) -> list[str]:
    """What moderators can decide in this state, in the order of the table."""
    return [act for act in _possible(experience) if act in STAFF_ACTS]


def author_acts(experience: Experience) -> list[str]:
    """What an author can do in this state, in the order of the table."""
    return [act for act in _possible(experience) if act in AUTHOR_ACTS]


def arrive(experience: Experience, act: str, by: Actor) -> None:
    """Write down that a story came in, and put it into the queue."""
    note(act, experience.record, by, became=experience.state)
    line_up(experience)


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
    if act in GOES_LIVE:
        experience.live_before, experience.live_number = experience.live_number if beside else None, experience.latest.number
        experience.published_on = experience.published_on or today()
    if act in ("revise", "chapter") and experience.is_public:
        experience.pending = "submitted"
    elif not beside:
        experience.state = became
    elif act == "expire" or act in GOES_LIVE:
        experience.pending = None
    else:
        experience.pending = became
    if experience.is_gone:
        experience.pending = None  # nothing waits beside what is gone
    experience.version += 1
    note(act, experience.record, by, was=was or "", became=became, reason=reason)
    line_up(experience)


def told_to_author(experience: Experience) -> list[LogEntry]:
    """What happened to a story as its author may know it, oldest first."""
    return [entry for entry in of(experience.record) if entry.act not in INNER]


def take_back(experience: Experience, entry: LogEntry, by: Staff) -> None:
    """Undo a moderator's decision, the newest act on the story: it stands again as it did before, and readers meet what they
    met before it, or nothing. That is written down."""
    was = experience.stands
    if entry.act == "publish":
        if experience.live_before is not None:
            experience.live_number, experience.pending = experience.live_before, entry.was
        else:
            experience.state = entry.was
            if experience.published_on == entry.at.date():
                experience.live_number = experience.published_on = None
    elif experience.pending is not None and entry.act not in WHOLE:
        experience.pending = entry.was
    else:
        experience.state = entry.was
        if entry.act == "remove" and experience.live_number and experience.latest.number > experience.live_number:
            experience.pending = "submitted"  # whatever it was before: somebody looks again
    experience.version += 1
    note("undo", experience.record, by, was=was, became=experience.stands, reason=entry.reason)
    line_up(experience)


def line_up(experience: Experience) -> None:
    """Make the moderators' queue agree with how a story stands: it waits there once in its newest words, and its open
    reports once."""
    reported = db.session.scalars(select(Report).where(Report.experience_id == experience.id, Report.outcome == "open")
                                  .order_by(Report.id)).all()
    if reported:
        rank = URGENT if any(report.urgent for report in reported) else REPORTED
        _call(Waiting.keep(experience, REPORT, reported[0].made_on, rank))
    else:
        Waiting.drop(experience, report=True)
    if experience.stands != "submitted":
        Waiting.drop(experience)
        return
    brought = last(experience.record, *BROUGHT)
    kind = BROUGHT[brought.act] if brought else "new"
    if kind == "edit" and experience.live_number is None:
        kind = "new"  # nobody has seen an earlier version of it
    if appealed([experience.record]):
        kind = "appeal"
    _call(Waiting.keep(experience, kind, brought.at.date() if brought else today()))


def is_beside(experience: Experience, act: str) -> bool:
    """Whether an act speaks of a newer revision that waits beside a live text, and leaves that text where it is."""
    return experience.pending is not None and act not in WHOLE


def _call(urgent: bool) -> None:
    """Have moderators told at once that something should not wait."""
    if urgent and not outbox.pending("call"):
        outbox.promise("call", "desk")


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


def _possible(experience: Experience) -> list[str]:
    beside = MOVES.get(experience.pending or "")
    return [*(act for act in beside or {} if act not in WHOLE),
            *(act for act in MOVES[experience.state] if act in WHOLE or beside is None)]
