"""How an author goes on with the words of a story: changes them, answers about them, tells a further chapter.

Each is a newer revision a moderator reads; a live text stays as it is until they agree.
"""

from hub import history
from hub.errors import Conflict, IllegalMove, Refused
from hub.history import AUTHOR
from hub.models import Message
from hub.submissions.telling import CHANGED, Telling, locked, said, say, taken_before

ANSWERABLE = ("asked", "proposed")


def revise(experience_id: int, telling: Telling, *, message: str = "", seen_version: int | None = None) -> None:
    """Put a newer text before the moderators. Where something was asked or proposed this is the answer.

    Raises:
        IllegalMove: the story is in a state that takes no new text.
        Conflict: it changed since it was opened.
    """
    experience, message = locked(experience_id), Message.checked(message)
    same = experience.latest.values() == telling.draft.values() and said(experience, message)
    if taken_before(experience, seen_version, "answer", "revise", same=same):
        return
    experience.add(telling.revision())
    say(experience, message)
    history.move(experience, "answer" if experience.stands in ANSWERABLE else "revise", AUTHOR)


def answer(experience_id: int, telling: Telling | None, *, message: str, seen_version: int | None = None) -> None:
    """Answer a moderator's question or proposal, with a newer text where the author changed it. What was proposed
    is not taken over.

    Raises:
        Refused: neither words nor a changed text were given, or too many words.
        IllegalMove: nothing was asked.
        Conflict: it changed since it was opened.
    """
    experience, message = locked(experience_id), Message.checked(message)
    changed = telling is not None and telling.draft.values() != experience.latest.values()
    if taken_before(experience, seen_version, "answer", same=not changed and said(experience, message)):
        return
    if not message and not changed:
        raise Refused({"message": "Please answer in a few words, or change your story."})
    if telling is not None and changed:
        experience.add(telling.revision())
    say(experience, message)
    history.move(experience, "answer", AUTHOR)


def add_chapter(experience_id: int, telling: Telling, *, message: str = "", seen_version: int | None = None) -> None:
    """Go on with a published story: the whole of it, with the new chapter last, waits for a moderator.

    Raises:
        IllegalMove: it is not published.
        Conflict: it changed since it was opened.
    """
    experience, message = locked(experience_id), Message.checked(message)
    told, kept = telling.draft.values().get("chapters", []), experience.latest.chapters
    if taken_before(experience, seen_version, "chapter", same=told[-1:] == kept[-1:] and said(experience, message)):
        return
    if "chapter" not in history.author_acts(experience):
        raise IllegalMove("A chapter can be added once your story is published.")
    if told[:-1] != kept:
        raise Conflict(CHANGED)
    experience.add(telling.revision())
    say(experience, message)
    history.move(experience, "chapter", AUTHOR)
