"""The identity mirror: where somebody could be recognised in a text, and what to say there instead.

The same places as the checks mark, told apart by kind (a mail address is softened otherwise than a street), for the
author before sending and for the moderator afterwards. Not here: whether a text is held (`hub.screening.CHECKS`), and
what the facets tell together (`combination`).
"""

from dataclasses import dataclass

from hub.reference.softening import SOFTENINGS, Softening
from hub.screening.contact import WAYS
from hub.screening.names import clinics, exact_date, people
from hub.screening.reading import Reading, Span

ALIKE = {"known_there": "private_person", "spoken_phone": "phone", "username": "handle", "home": "address"}
MOST = 100


@dataclass(frozen=True)
class Trace:
    """A place that could tell who somebody is: its own characters, its kind, and how to soften it."""

    start: int
    end: int
    kind: str

    @property
    def softening(self) -> Softening:
        """What to say of it, and instead of it."""
        return SOFTENINGS[self.kind]


def traces(text: str) -> list[Trace]:
    """Every place of a text where somebody could be recognised, in its order; at most `MOST` of them.

    Where two kinds overlap, the one that tells more is kept: a private person before a mere name.
    """
    reading = Reading(text)
    found: list[Trace] = []
    for kind, spans in _places(reading).items():
        found += [Trace(*span, kind) for span in spans if not any(t.start < span[1] and span[0] < t.end for t in found[:MOST])]
    return sorted(found, key=lambda trace: (trace.start, trace.end))[:MOST]


def _places(reading: Reading) -> dict[str, list[Span]]:
    """Places by kind, those that tell most first."""
    kept: dict[str, list[Span]] = {}
    for way, find in WAYS.items():
        kept.setdefault(ALIKE.get(way, way), []).extend(reading.span(*span) for span in find(reading))
    named = {"clinic": reading.once(clinics), "person": reading.once(people)}
    kept |= {kind: [reading.span(*span) for span in sorted(spans)] for kind, spans in named.items()}
    return kept | {"date": list(exact_date(reading))}
