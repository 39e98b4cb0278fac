"""What becomes of each mark of screening: resolved, dismissed as no such thing, or turned into a proposal.

What was dismissed is listed for whoever keeps the labelled texts, so that screening learns. It is read from the
stories themselves: erased with them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from hub import history
from hub.db import db
from hub.errors import NotFound, Refused
from hub.models import Experience, Revision, Staff, StoredFinding
from hub.moderation import claims
from hub.policy import demand
from hub.reference.reasons import DISMISSALS

ACTS = {"resolved": "resolve", "dismissed": "dismiss"}
AROUND = 160  # characters before and after dismissed words
MOST = 500


@dataclass(frozen=True)
class Dismissed:
    """A mark a moderator took for wrong: the check, why, and the passage, with the words from `start` to `end` in it."""

    check: str
    because: str
    passage: str
    start: int
    end: int


def settle(experience_id: int, finding_id: int, resolution: str, *, by: Staff, because: str = "") -> None:
    """Say what becomes of one mark, or open it again (`""`).

    Raises:
        NotAllowed: they may not decide.
        NotFound: the text has no such mark any more.
        Conflict: somebody else is at work on it.
        Refused: it is dismissed without a reason.
    """
    demand("decide", by)
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    marks = experience.findings if experience and experience.revisions else []
    finding = next((one for one in marks if one.id == finding_id), None)
    if experience is None or finding is None:
        raise NotFound("This mark is not there any more: the text has changed.")
    claims.at_work(experience_id, by=by)
    if resolution and (resolution not in ACTS or (resolution == "dismissed" and because not in DISMISSALS)):
        raise Refused({"because": "Please say why it is no such thing."})
    finding.resolution = resolution or None
    finding.because = because if resolution == "dismissed" else None
    history.note(ACTS.get(resolution, "reopen"), experience.record, by, reason=finding.because or finding.check)


def dismissed() -> Iterator[Dismissed]:
    """What moderators dismissed in the texts that are still here, the newest first."""
    rows = db.session.execute(select(StoredFinding, Revision).join(Revision, Revision.id == StoredFinding.revision_id)
                              .where(StoredFinding.resolution == "dismissed").order_by(StoredFinding.id.desc()).limit(MOST))
    for finding, revision in rows:
        text = revision.at(finding.place)
        first = max(0, finding.start - AROUND)
        yield Dismissed(finding.check, finding.because or "", text[first:finding.end + AROUND], finding.start - first,
                        finding.end - first)
