"""What is looked at before a person reads: small pure checks that mark places in a text, and say why.

The same marks serve the author's mirror before sending and the moderator afterwards. Machines flag and
people decide, so nothing here refuses, changes or deletes a text, and nothing leaves it: no database, no
network, no clock, no chance. Checks weigh kinds of words near each other (`kinds`, `lexicon/`) instead of
single words, since most of what sounds alarming in an IVF story is an honest story.

Beside the checks stand two mirrors for whoever reads before sending or publishing: `identity` (who could be
recognised, and what to say instead) and `combination` (which facets are rare together). Not here: whether a
text repeats another (`search`), and what happens next (`moderation`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from hub.screening.blame import accusation
from hub.screening.contact import contact_data
from hub.screening.despair import distress, overcome
from hub.screening.directives import medical_directive
from hub.screening.names import exact_date, named_clinic, named_person
from hub.screening.promotion import link, spam
from hub.screening.reading import Reading, Span
from hub.screening.supply import sells_medication
from hub.screening.tricks import flood, hidden_characters

# Most pressing first. "urgent": a person now. "hold": must be resolved. "note": worth a look.
SEVERITIES = ("urgent", "hold", "note")
FAILED = "check_failed"
MOST = 100  # marks of one kind: whoever reads the text has seen enough by then


@dataclass(frozen=True)
class Finding:
    """A place in a text (its own characters, `start` to `end`) with the check that marked it."""

    check: str
    start: int
    end: int
    severity: str


@dataclass(frozen=True)
class Check:
    """One check: its public name, what finds the places, how pressing, and why (for author and moderator)."""

    name: str
    places: Callable[[Reading], Iterable[Span]]
    severity: str
    words: str


CHECKS: tuple[Check, ...] = (
    # A person now.
    Check("distress", distress, "urgent",
          "This sounds like despair or danger. Nothing is blocked; somebody reads it soon. Help is near."),
    # To be resolved before anything is published.
    Check("contact_data", contact_data, "hold",
          "This could let strangers reach or find somebody. Leave it out, or say roughly where and who."),
    Check("accusation", accusation, "hold",
          "This blames a clinic or person by name. Tell what happened and how it felt without the name."),
    Check("sells_medication", sells_medication, "hold",
          "This seems to offer or ask for medicine. We cannot publish that; how you felt about it may."),
    Check("medical_directive", medical_directive, "hold",
          "This tells readers what to take or stop. Say instead what you did and how it went for you."),
    Check("spam", spam, "hold",
          "This reads like promotion. Leave out links and invitations; your own experience may stay."),
    # Worth a look.
    Check("past_despair", overcome, "note",
          "This tells of despair that is over. It may well stay; help is near if it ever comes back."),
    Check("named_person", named_person, "note",
          "Somebody is named here. A role (my nurse, a neighbour) or a first name is often enough."),
    Check("named_clinic", named_clinic, "note",
          "A clinic is named here. It may stay in kind words; “my clinic” makes you harder to recognise."),
    Check("exact_date", exact_date, "note",
          "An exact day can make you recognisable. A month, a season or a year says as much."),
    Check("link", link, "note",
          "A web address stands here. Stories are easier to trust without it."),
    Check("hidden_characters", hidden_characters, "note",
          "Signs stand here that cannot be seen on screen. Please type this part afresh."),
    Check("flood", flood, "note",
          "A sign or word is repeated many times, or much is in capitals. Plain typing is easier to read."),
)

_WORDS = {check.name: check.words for check in CHECKS} | {
    FAILED: "One of our checks could not read this text, so a person will look at all of it."}


def screen(text: str) -> list[Finding]:
    """Every place of a text that somebody should look at, in the order of the text.

    Never raises: a check that fails becomes a `check_failed` finding, which holds the text for a person.
    """
    found: set[Finding] = set()
    reading: Reading | None = None
    for check in CHECKS:
        try:
            reading = reading or Reading(text)
            places = islice(check.places(reading), MOST)
            found |= {Finding(check.name, start, end, check.severity) for start, end in places}
        except Exception:  # the only catch-all: a check that fails must hold the text for a person
            found.add(Finding(FAILED, 0, 0, "hold"))
    return sorted(found, key=lambda f: (f.start, f.end, f.check))


def severe(findings: Iterable[Finding]) -> str | None:
    """The most pressing severity among findings; None when there are none."""
    present = {finding.severity for finding in findings}
    return next((severity for severity in SEVERITIES if severity in present), None)


def words(check: str) -> str:
    """Why a check marks a place, in one plain sentence for author and moderator."""
    return _WORDS[check]
