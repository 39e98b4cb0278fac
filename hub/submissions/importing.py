"""Experiences that come from elsewhere, under the operator's stated warrant."""

from sqlalchemy import select

from hub import history, outbox
from hub.db import db
from hub.errors import Refused
from hub.models import Experience, Story
from hub.submissions import Telling, add_revision


def bring_in(ref: str, telling: Telling, *, state: str, provenance: str, warrant: str = "",
             answers: str | None = None) -> str:
    """Import one experience under its outside id, as `published` or `submitted`; says `new`, `changed` or `same`.

    Args:
        warrant: why the operator may publish it.
        answers: the outside id of the news story it answers, if that was imported.

    Raises:
        Refused: a story with this id was withdrawn or removed here; it does not come back.
    """
    kept = db.session.scalar(select(Experience).where(Experience.ref == ref))
    if kept is not None and kept.is_gone:
        raise Refused({"id": "This experience was withdrawn or removed here and is not brought back."})
    if kept is not None and kept.latest.values() == telling.draft.values():
        return "same"
    outcome = "new" if kept is None else "changed"
    if kept is None:
        kept = Experience(ref=ref, provenance=provenance, warrant=warrant or None, state="submitted",
                          answers=db.session.scalar(select(Story).where(Story.ref == answers)) if answers else None)
        db.session.add(kept)
    add_revision(kept, telling)
    if kept.state == "published":
        history.move(kept, "revise", history.OPERATOR)
    else:
        history.note("import", kept.record, history.OPERATOR, was=kept.state, became=kept.state)
    if state == "published" and "publish" in history.verdicts(kept):
        history.move(kept, "publish", history.OPERATOR)
        outbox.promise("index", kept.record)
        outbox.promise("pair", kept.record)
    return outcome
