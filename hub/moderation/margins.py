"""What stands beside a submission for moderators alone: side notes, what each saw last, what it repeats and speaks of.

Labels a moderator adds need no acceptance: they are no words of the story. Their author sees under the key which were added.
"""

from dataclasses import dataclass

from rapidfuzz.distance import Indel
from sqlalchemy import select

from hub import history, outbox, search
from hub.db import db
from hub.errors import NotFound, Refused
from hub.models import Experience, Revision, Seen, SideNote, Staff, Waiting
from hub.models.side_note import BODY_MAX
from hub.moderation import claims
from hub.policy import demand
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary
from hub.text import tidy

LABELS = ("content_notes", "treatment", "diagnosis")
ALIKE = 0.5  # share of the words that stay, from which two texts may be the same story
LIKE_PRINTS = 0.2
LOOKED_AT = 5
COMPARED = 2_000  # words of each text


@dataclass(frozen=True)
class Alike:
    """A story that may be the same one: how much of the words they share, 0 to 1."""

    experience: Experience
    share: float


def alike(experience: Experience) -> list[Alike]:
    """Earlier stories this one may repeat, published or waiting, the most alike first."""
    text = experience.latest
    found = {int(record.partition(":")[2]) for record, _ in search.similar(text.whole, kind="experience", limit=LOOKED_AT)}
    own = db.session.scalar(select(Waiting.prints).where(Waiting.experience_id == experience.id).limit(1)) or []
    others = db.session.execute(select(Waiting.experience_id, Waiting.prints).where(Waiting.experience_id != experience.id))
    shared = sorted(((len({*own} & {*prints}), number) for number, prints in others), reverse=True)[:LOOKED_AT]
    found |= {number for same, number in shared if own and same / len(own) >= LIKE_PRINTS}
    rows = db.session.scalars(select(Experience).where(Experience.id.in_(found - {experience.id})))
    shares = [Alike(row, _share(text, row.at_hand)) for row in rows if row.revisions]
    return sorted((one for one in shares if one.share >= ALIKE), key=lambda one: -one.share)


def suggested(revision: Revision) -> dict[str, list[str]]:
    """Labels the words themselves speak of and nobody chose, by facet."""
    spoken = {mention.concept for text in (revision.title, revision.whole) for mention in search.mentions(text)}
    facets = {facet for concept in spoken if (facet := vocabulary().concepts[concept].facet)}
    heard = {name: [value for value in FACETS[name].values if (name, value) in facets] for name in LABELS[1:]}
    heard["content_notes"] = revision.heard
    return {name: [value for value in heard[name] if value not in getattr(revision, name)] for name in LABELS}


def label(experience_id: int, labels: dict[str, list[str]], *, by: Staff) -> None:
    """Add content notes, treatments and diagnoses to the newest text.

    Raises:
        NotAllowed: they may not decide.
        NotFound: there is no such submission any more.
        Conflict: somebody else is at work on it.
        Refused: a label is unknown.
    """
    experience = _worked_on(experience_id, by)
    text, added = experience.latest, {}
    for name in LABELS:
        if set(labels.get(name, ())) - FACETS[name].values.keys():
            raise Refused({name: "Please choose from the list."})
        if new := [value for value in labels.get(name, ()) if value not in getattr(text, name)]:
            setattr(text, name, [value for value in FACETS[name].values if value in {*getattr(text, name), *new}])
            added[name] = [*(text.added or {}).get(name, []), *new]
    if added:
        text.added = (text.added or {}) | added
        history.note("label", experience.record, by)
        history.line_up(experience)
        outbox.promise("index", experience.record)
        outbox.promise("pair", experience.record)


def note(experience_id: int, body: str, *, by: Staff) -> None:
    """Say something to the other moderators, whoever is at work on it; one's own claim is renewed.

    Raises:
        NotAllowed: they do not review.
        NotFound: there is no such submission any more.
        Refused: no word, or too many.
    """
    demand("review", by)
    experience, body = db.session.get(Experience, experience_id), tidy(body)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    if not 0 < len(body) <= BODY_MAX:
        raise Refused({"body": f"Please write 1 to {BODY_MAX:,} characters."})
    db.session.add(SideNote(experience_id=experience_id, staff_id=by.id, body=body))
    if (claim := claims.holder(experience_id)) and claim.staff_id == by.id:
        claims.at_work(experience_id, by=by)


def notes(experience: Experience) -> list[SideNote]:
    """What moderators said to one another about it, oldest first."""
    return list(db.session.scalars(select(SideNote).where(SideNote.experience_id == experience.id).order_by(SideNote.id)))


def seen(experience: Experience, by: Staff) -> Revision | None:
    """The version this person worked on last, where there is a newer one."""
    row = db.session.get(Seen, (experience.id, by.id))
    return next((one for one in experience.revisions if row and one.number == row.number != experience.latest.number), None)


def remember(experience: Experience, by: Staff) -> None:
    """This person has worked on the version that is the newest now."""
    row = db.session.get(Seen, (experience.id, by.id)) or Seen(experience_id=experience.id, staff_id=by.id)
    row.number = experience.latest.number
    db.session.add(row)


def _worked_on(experience_id: int, by: Staff) -> Experience:
    demand("decide", by)
    experience = db.session.get(Experience, experience_id, with_for_update=True)
    if experience is None or not experience.revisions:
        raise NotFound("There is no such submission, or its author withdrew it.")
    claims.at_work(experience_id, by=by)
    return experience


def _share(one: Revision, two: Revision) -> float:
    return Indel.normalized_similarity(one.whole.lower().split()[:COMPARED], two.whole.lower().split()[:COMPARED])
