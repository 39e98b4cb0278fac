"""A text on its way in, made before the transaction; and what every act of an author begins with inside it."""

from collections import Counter
from dataclasses import dataclass, field

from hub import history, search
from hub.db import db, today
from hub.errors import Conflict, NotFound
from hub.models import Experience, Message, Revision, StoredFinding
from hub.models.revision import AUTHOR
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary
from hub.screening import Finding
from hub.submissions.draft import Draft

FEW_WORDS = 30  # of a whole story: so few say nothing in passing
CHANGED = ("This has changed since you opened the page: a moderator decided, or you sent something from another window. "
           "Nothing you typed is lost. Please look at how it stands now, and send it again if it still fits.")


@dataclass(frozen=True)
class Telling:
    """A draft with what screening found in it: made before the transaction, kept inside it."""

    draft: Draft
    findings: list[tuple[str, Finding]]
    heard: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, draft: Draft) -> "Telling":
        """Screen a draft, and hear what it mentions."""
        return cls(draft, draft.findings(), heard(draft))

    def revision(self, made_by: str = AUTHOR) -> Revision:
        """The next version of a story's words, with what screening found in it; kept by `Experience.add`."""
        revision = Revision(made_by=made_by, made_on=today(), heard=self.heard, **self.draft.values())
        revision.findings = [StoredFinding(place=place, check=f.check, start=f.start, end=f.end, severity=f.severity)
                             for place, f in self.findings]
        return revision


def heard(draft: Draft) -> list[str]:
    """The content notes the words themselves speak of, in their title or more than once; a word in passing is none, but
    in a few lines nothing is said in passing."""
    known, told = vocabulary().concepts, Counter[str | None]()
    texts = ((draft.title, 2), (draft.body, 1), *((chapter.body, 1) for chapter in draft.chapters))
    least = 1 if sum(len(text.split()) for text, _ in texts) <= FEW_WORDS else 2
    for text, weight in texts:
        for mention in search.mentions(text):
            concept = known[mention.concept]
            for note in {one.note for one in (concept, *(known[name] for name in concept.broader))}:
                told[note] += weight
    return [note for note in FACETS["content_notes"].values if told[note] >= least]


def locked(experience_id: int) -> Experience:
    """The experience an author acts on, locked for the rest of the transaction.

    Raises:
        NotFound: there is none, or it was erased.
    """
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such story, or it was taken down.")
    return experience


def taken_before(experience: Experience, seen_version: int | None, *acts: str, same: bool = True) -> bool:
    """Whether this sending was taken already: a double click changes nothing. Without a version nothing is compared.

    Args:
        acts: what the sending would have been logged as.
        same: whether what was sent is what the newest act brought.

    Raises:
        Conflict: something else happened since the page was opened; nothing is done.
    """
    if seen_version is None or experience.version == seen_version:
        return False
    if same and experience.version == seen_version + 1 and history.of(experience.record)[-1].act in acts:
        return True
    raise Conflict(CHANGED)


def say(experience: Experience, message: str) -> None:
    """Add what the author writes to the moderators, if anything."""
    if message:
        experience.messages.append(Message(sender=AUTHOR, body=message))


def said(experience: Experience, message: str) -> bool:
    """Whether these words, or none, are the last of the author's."""
    own = [m.body for m in experience.messages if m.sender == AUTHOR]
    return not message or own[-1:] == [message]
