"""What changed between two versions of a story, word by word: for the author who is asked to agree, and for the moderator.

Not here: how it looks (`templates/_macros/changes.html`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from hub.models import Revision
from hub.models.revision import FACET_FIELDS
from hub.reference.facets import FACETS, label
from hub.web.present import heading

SAME, GONE, NEW = "same", "gone", "new"
Piece = tuple[str, str]
_WORDS = re.compile(r"\n+|[^\s]+")
#: Fewer words than this between two changes are read as part of one change.
TOO_SHORT = 2


@dataclass(frozen=True)
class Change:
    """One part of a story that differs: its heading, and its pieces in reading order, each `same`, `gone` or `new`."""

    heading: str
    pieces: list[Piece]


def between(before: Revision, after: Revision) -> list[Change]:
    """Every part that is not the same in both: title, body, chapters, then the facts told beside them."""
    texts, changed = [(_texts(version)) for version in (before, after)], []
    for place in dict.fromkeys([*texts[0], *texts[1]]):
        (name, old), (other_name, new) = (one.get(place, ("", "")) for one in texts)
        if old != new or (name and other_name and name != other_name):
            moved = [] if not name or not other_name or name == other_name else [(GONE, name + "\n"), (NEW, other_name + "\n")]
            changed.append(Change(other_name or name, [*moved, *pieces(old, new)]))
    for name in ("pen_name", *FACET_FIELDS):
        was, now = _told(before, name), _told(after, name)
        if was != now:
            title = FACETS[name].label if name in FACETS else name.replace("_", " ").capitalize()
            kinds = ((SAME, [one for one in now if one in was]), (GONE, [one for one in was if one not in now]),
                     (NEW, [one for one in now if one not in was]))
            changed.append(Change(title, [(kind, ", ".join(values)) for kind, values in kinds if values]))
    return changed


def pieces(before: str, after: str) -> list[Piece]:
    """Two texts as one: what stayed, what was taken out, what was put in."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    return [(kind, text) for kind, words in _joined(_steps(old, new)) if (text := _text(words))]


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    for step in Indel.opcodes(old, new):
        yield (SAME if step.tag == "equal" else GONE,
               old[step.src_start:step.src_end], new[step.dest_start:step.dest_end])


def _joined(steps: Iterator[tuple[str, list[str], list[str]]]) -> Iterator[tuple[str, list[str]]]:
    """Runs of words by kind. A few words that stayed between two changes go with them: a change reads as a whole."""
    gone: list[str] = []
    new: list[str] = []
    stayed: list[str] = []
    for kind, out, in_ in steps:
        if kind == SAME:
            stayed += out
            continue
        if stayed and ((not gone and not new) or len(stayed) > TOO_SHORT or any("\n" in word for word in stayed)):
            yield from ((GONE, gone), (NEW, new), (SAME, stayed))
            gone, new, stayed = [], [], []
        gone, new, stayed = [*gone, *stayed, *out], [*new, *stayed, *in_], []
    yield from ((GONE, gone), (NEW, new), (SAME, stayed))


def _text(words: list[str]) -> str:
    return re.sub(r" ?(\n+) ?", r"\1", " ".join(words))


def _texts(version: Revision) -> dict[str, tuple[str, str]]:
    several = len(version.parts) > 1
    return {"title": ("Title", version.title),
            **{part.place: (heading(part) if several else "Story", part.body) for part in version.parts}}


def _told(version: Revision, name: str) -> list[str]:
    value = getattr(version, name)
    values = value if isinstance(value, list) else [] if value is None else [str(value)]
    return [label(name, one) for one in values]
