"""What is looked at before a person reads: small pure checks that mark places in a text, each with its reason.

The same marks serve the author's mirror before sending and the moderator afterwards. Machines flag and
people decide, so nothing here refuses, changes or deletes a text, and nothing leaves it: no database, no
network, no clock, no chance. Checks weigh several cues in a sentence instead of single words, since most
of what sounds alarming in an IVF story is an honest story.

Not here: whether a text repeats another (`search`), how recognisable its facets are together
(`submissions`), and what happens next (`moderation`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hub.screening.reading import Reading, Span
from hub.screening.tricks import flood, hidden_characters

# Most pressing first. "urgent": a person now. "hold": must be resolved. "note": worth a look.
SEVERITIES = ("urgent", "hold", "note")
FAILED = "check_failed"


@dataclass(frozen=True)
class Finding:
    """A place in a text (its own characters, `start` to `end`) with the check that marked it."""

    check: str
    start: int
    end: int
    severity: str


@dataclass(frozen=True)
class Check:
    """One check: its public name, what finds the places, how pressing it is, and why, in words for author and moderator."""

    name: str
    places: Callable[[Reading], Iterable[Span]]
    severity: str
    words: str


CHECKS: tuple[Check, ...] = (
    Check("hidden_characters", hidden_characters, "note",
          "Signs stand here that cannot be seen on screen; please type this part afresh."),
    Check("flood", flood, "note",
          "The same sign or word is repeated many times, or a long part is in capitals; plain typing is easier to read."),
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
            found |= {Finding(check.name, start, end, check.severity) for start, end in check.places(reading)}
        except Exception:  # the only catch-all: a check that fails must hold for a person, never let through or block
            found.add(Finding(FAILED, 0, 0, "hold"))
    return sorted(found, key=lambda f: (f.start, f.end, f.check))


def severe(findings: Iterable[Finding]) -> str | None:
    """The most pressing severity among findings; None when there are none."""
    present = {finding.severity for finding in findings}
    return next((severity for severity in SEVERITIES if severity in present), None)


def words(check: str) -> str:
    """Why a check marks a place, in one plain sentence for author and moderator."""
    return _WORDS[check]
