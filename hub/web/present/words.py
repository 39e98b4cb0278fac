"""Stored values in words: who tells, when, what happened, why two stand side by side."""

import datetime as dt

from hub import pairing
from hub.history import AUTHOR, CLOCK, READER
from hub.models import Experience, LogEntry, Pair, Revision, Story
from hub.models.revision import Part
from hub.reference.facets import label
from hub.reference.vocabulary import vocabulary
from hub.submissions.draft import Draft
from hub.web import asking

STATE_WORDS = {
    "submitted": "Waiting for a moderator", "asked": "A moderator has asked you something",
    "proposed": "A moderator proposes a change", "published": "Published", "hidden": "Hidden",
    "declined": "Not published", "withdrawn": "Withdrawn", "removed": "Removed",
}
# The same states as a moderator speaks of them.
DESK_WORDS = {
    "submitted": "waits for a decision", "asked": "the author was asked", "proposed": "a change was proposed",
    "published": "published", "hidden": "hidden", "declined": "declined", "withdrawn": "withdrawn by its author",
    "removed": "removed; a second person erases it",
}

# What happened, as its author reads it; where a state says it better, STATE_WORDS does.
ACT_WORDS = {
    "submit": "You sent your story", "revise": "You sent a changed version", "chapter": "You added a part",
    "answer": "You answered", "appeal": "You asked for a second look", "publish": "A moderator published it",
    "ask": "A moderator asked you something", "propose": "A moderator proposed other words",
    "accept": "You agreed to the proposed words, and they were published", "decline": "A moderator decided not to publish it",
    "expire": "It waited too long for an answer and was let go", "remove": "A moderator took it down",
    "import": "It was brought in", "report": "Somebody asked us to look at it again",
    "keep": "A moderator looked at it again and kept it as it is", "undo": "A moderator took that back",
}
# What became of a report, as whoever sent it reads it.
OUTCOME_WORDS = {
    "open": "No moderator has decided yet.", "kept": "The story stays as it is.", "asked": "Its author was asked to change it.",
    "hidden": "Readers do not see the story any more.", "removed": "The story was taken down for good.",
    "gone": "The story is not here any more.",
}
ACT_WORDS_BY = {
    ("hide", AUTHOR): "You hid it from readers", ("hide", READER): "It was hidden from readers until a moderator looks",
    ("hide", ""): "A moderator hid it from readers",
    ("restore", AUTHOR): "You showed it to readers again",
    ("restore", CLOCK): "Readers see it again, while it waits for a moderator",
    ("restore", ""): "A moderator showed it to readers again"}


def month(day: dt.date) -> str:
    """A day as readers see it: the month alone."""
    return day.strftime("%B %Y")


def day(on: dt.date) -> str:
    """A day written out: for what a moderator or a clock does, never for an author's act."""
    return f"{on.day} {on:%B %Y}"


def moment(at: dt.datetime) -> str:
    """A moment written out: for acts of staff, among staff."""
    return f"{day(at.date())}, {at:%H:%M} UTC"


def heading(part: Part) -> str:
    """What stands above one part of a story told in several: its stage and its month or year."""
    told = part.told and (month(dt.date.fromisoformat(f"{part.told}-01")) if "-" in part.told else part.told)
    return " · ".join(words for words in (part.stage and label("stage", part.stage), told) if words) or "How it began"


def happened(entry: LogEntry) -> str:
    """What one act was, in plain words to the author."""
    words = ACT_WORDS.get(entry.act) or ACT_WORDS_BY.get((entry.act, entry.actor)) or ACT_WORDS_BY.get((entry.act, ""))
    return words or STATE_WORDS.get(entry.became, entry.act)


def teller(experience: Experience) -> list[str]:
    """Who tells and where they were: what stands on a card. Never the ending."""
    return teller_of(experience.text)


def teller_of(text: Revision | Draft) -> list[str]:
    """The same of a text that is no experience yet."""
    words = [label("perspective", text.perspective) if text.perspective else "Someone"]
    words += [label("treatment", value) for value in text.treatment[:2]]
    return words + [str(value) for value in (text.country, text.year) if value]


def why(pair: Pair) -> str:
    """The reason of a pair in words."""
    untold = asking.boundaries().giving_away
    shared = named([reason["concept"] for reason in pair.reasons if reason["concept"] not in untold])
    if pair.origin == "response":
        return "Written in answer to this news" + (f". Both speak of {shared}" if shared else "")
    if pair.origin == "editor":
        return "Put side by side by an editor" + (f". Both speak of {shared}" if shared else "")
    return f"Both speak of {shared or 'the same things'}"


def reasons_of(pair: Pair, story: Story, experience: Experience) -> list[pairing.Reason]:
    """Why both stand side by side, with the passages, but for what would tell this reader too early how it ends."""
    untold = asking.boundaries().giving_away
    return [reason for reason in pairing.of_pair(pair, story, experience) if reason.concept not in untold]


def named(concepts: list[str]) -> str:
    """Concepts by name within a sentence: “storage, waiting and cost”."""
    known = vocabulary().concepts
    names = [in_a_sentence(known[concept].label) for concept in concepts if concept in known]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def in_a_sentence(words: str) -> str:
    """A label with a small first letter, unless it begins with an acronym, or with “I”."""
    first = words.split()[0]
    return words if first == "I" or (len(first) > 1 and not first[1:].islower()) else words[0].lower() + words[1:]
