"""Experiences that come from elsewhere, under the operator's stated warrant."""

from sqlalchemy import and_, or_, select

from hub import history, outbox
from hub.db import db
from hub.errors import Refused
from hub.models import Experience, Story
from hub.submissions.telling import Telling


def bring_in(ref: str, telling: Telling, *, state: str, provenance: str, warrant: str = "",
             answers: str | None = None) -> str:
    """Import one experience under its outside id, as `published` or `submitted`; says `new`, `changed` or `same`.

    The id may be the hub's own, as its export writes it: what an author told here is never changed by an import.

    Args:
        warrant: why the operator may publish it.
        answers: the outside id of the news story it answers.

    Raises:
        Refused: a story with this id was withdrawn or removed here, or the news it answers is not known.
    """
    kept = db.session.scalar(select(Experience).where(or_(
        Experience.ref == ref, and_(Experience.ref.is_(None), Experience.public_id == ref))))
    if kept is not None and kept.is_gone:
        raise Refused({"id": "This experience was withdrawn or removed here and is not brought back."})
    if kept is not None and kept.provenance == "author":
        return "same"
    changed = kept is None or kept.latest.values() != telling.draft.values()
    to_publish = state == "published" and (kept is None or changed or kept.state == "submitted")
    if kept is not None and not changed and not to_publish:
        return "same"
    outcome = "new" if kept is None else "changed"
    if kept is None:
        kept = Experience(ref=ref, provenance=provenance, warrant=warrant or None, state="submitted", answers=_answered(answers))
        db.session.add(kept)
        db.session.flush()
    if changed:
        kept.add(telling.revision())
    if outcome == "new":
        history.arrive(kept, "import", history.OPERATOR)
    elif changed:
        kept.version += 1  # whoever is reading the text before decides on it no more
        if kept.is_public:
            history.move(kept, "revise", history.OPERATOR)
        else:
            history.note("import", kept.record, history.OPERATOR, was=kept.state, became=kept.state)
            history.line_up(kept)
    if to_publish and "publish" in history.verdicts(kept):
        history.move(kept, "publish", history.OPERATOR)
        outbox.promise("index", kept.record)
        outbox.promise("pair", kept.record)
    return outcome


def _answered(ref: str | None) -> Story | None:
    if ref is None:
        return None
    story = db.session.scalar(select(Story).where(or_(Story.ref == ref, Story.slug == ref)))
    if story is None:
        raise Refused({"answers": "No news with this id is here. Import the news first."})
    return story
