"""How a story stands is up to its author: accept a proposal, hide it and show it again, appeal, take it down.

And what the clock does where nobody answers. Not here: the words (`revising.py`).
"""

import datetime as dt

from hub import history, outbox
from hub.config import CLOCKS
from hub.erasure import erase
from hub.errors import IllegalMove, Refused
from hub.history import AUTHOR
from hub.models import Experience, Message
from hub.policy import Author, may
from hub.submissions.telling import locked, said, say, taken_before


def acts(experience: Experience) -> list[str]:
    """What its author may do now: pages take their buttons from it."""
    own = Author(experience.id)
    weighed = {"hide": history.hiding, "restore": history.hiding, "appeal": history.declined}
    return [act for act in history.author_acts(experience)
            if act not in weighed or may(act, own, weighed[act](experience))]


def accept(experience_id: int, *, message: str = "", seen_version: int) -> None:
    """Agree to the words a moderator proposes: readers see them from now on.

    Raises:
        IllegalMove: nothing is proposed.
        Conflict: another text is proposed than the one that was read; nothing is agreed to.
    """
    experience, message = locked(experience_id), Message.checked(message)
    if taken_before(experience, seen_version, "accept", same=said(experience, message)):
        return
    _able(experience, "accept", "Nothing is proposed here now.")
    say(experience, message)
    history.move(experience, "accept", AUTHOR)
    _tell_readers(experience)


def hide(experience_id: int, *, seen_version: int | None = None) -> None:
    """Take a story out of readers' sight until its author shows it again; nothing is erased.

    Raises:
        IllegalMove: it is not published.
        Conflict: it changed since it was opened.
    """
    _set(experience_id, "hide", "Only a story that is published can be hidden.", seen_version)


def restore(experience_id: int, *, seen_version: int | None = None) -> None:
    """Show readers a story again that its author had hidden.

    Raises:
        IllegalMove: it is not hidden, or a moderator hid it.
        Conflict: it changed since it was opened.
    """
    _set(experience_id, "restore", "Only a story you have hidden yourself can be shown again here.", seen_version)


def appeal(experience_id: int, *, message: str, seen_version: int | None = None) -> None:
    """Ask for a second look at a decline or a hiding, once: another moderator decides, or the same one after 72 hours.

    Raises:
        Refused: no word was given, or too many.
        IllegalMove: it was neither declined nor hidden by a moderator, or too long ago, or there was an appeal before.
        Conflict: it changed since it was opened.
    """
    experience, message = locked(experience_id), Message.checked(message)
    if taken_before(experience, seen_version, "appeal", same=said(experience, message)):
        return
    if not message:
        raise Refused({"message": "Please say in a few words why we should look again."})
    _able(experience, "appeal", "This cannot be appealed against now.")
    say(experience, message)
    history.move(experience, "appeal", AUTHOR)


def withdraw(experience_id: int) -> None:
    """Take the story down and erase every word of it. Its page answers 410 from now on.

    Raises:
        IllegalMove: it is gone already.
    """
    experience = locked(experience_id)
    history.move(experience, "withdraw", AUTHOR)
    erase(experience)


def until(experience: Experience) -> dt.date | None:
    """The day from which it is let go, if nothing happens; None where no clock runs."""
    running = history.clock_of(experience)
    return running[1] + CLOCKS[running[0]].time if running else None


def _set(experience_id: int, act: str, otherwise: str, seen_version: int | None) -> None:
    experience = locked(experience_id)
    if taken_before(experience, seen_version, act):
        return
    _able(experience, act, otherwise)
    history.move(experience, act, AUTHOR)
    _tell_readers(experience)


def _able(experience: Experience, act: str, otherwise: str) -> None:
    if act not in acts(experience):
        raise IllegalMove(otherwise)


def _tell_readers(experience: Experience) -> None:
    outbox.promise("index", experience.record)
    outbox.promise("pair", experience.record)
