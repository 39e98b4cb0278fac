"""Why two texts stand together: what both speak of, and in each the passage that carries it.

A passage is kept as its field and offsets, never as words, so that nothing of a text outlives it. When
shown it is cut from the row as it is then, and only if it still speaks of the reason. Not here: how a
reason reads on a page (`hub/web/present`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.models import Experience, Pair, Story
from hub.pairing.profiles import Row, texts_of
from hub.pairing.speaking import spoken
from hub.reference.vocabulary import vocabulary
from hub.search import Mention

MOST = 3
LONGEST = 190  # characters of a passage
BEFORE = 60  # of these at most before what is spoken of, where a sentence is longer
SHORTEST = 25  # less than this is an exclamation, not a passage

Spot = tuple[str, int, int]
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+[\"'”’)*]*(?=\s|$)|[.!?…](?=\S)[^.!?…\n]*)*")
_SIGNS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)|^[#>]+ *", re.M)  # an editor's Markdown


@dataclass(frozen=True)
class Passage:
    """Words of a text around what is spoken of; `cut` says whether the sentence goes on at either end."""

    before: str
    said: str
    after: str
    cut: tuple[bool, bool] = (False, False)


@dataclass(frozen=True)
class Reason:
    """One thing both speak of, and the passage of each side, where there is one."""

    concept: str
    news: Passage | None = None
    experience: Passage | None = None


def told(story: Story, experience: Experience, shared: Sequence[str]) -> list[dict[str, Any]]:
    """The reasons of a pair as they are kept, strongest first."""
    sides = {"news": spots(story, shared), "experience": spots(experience, shared)}
    return [{"concept": c, **{side: list(found[c]) for side, found in sides.items() if c in found}}
            for c in distinct(shared)[:MOST]]


def of_pair(pair: Pair, story: Story, experience: Experience) -> list[Reason]:
    """The reasons of a pair with their passages as the texts are now, first what both say; no passage is told twice."""
    seen: set[tuple[str, int, int]] = set()
    found = []
    for reason in pair.reasons:
        passages = {}
        for side, row in (("news", story), ("experience", experience)):
            spot = reason.get(side)
            if spot and (side, spot[1], spot[2]) not in seen:
                seen.add((side, spot[1], spot[2]))
                passages[side] = cut(row, spot, reason["concept"])
        found.append(Reason(reason["concept"], **passages))
    return sorted(found, key=lambda one: not (one.news and one.experience))


def distinct(shared: Sequence[str]) -> list[str]:
    """What both speak of, without what is only a broader word for another of these."""
    wider = {one for concept in shared for one in vocabulary().concepts[concept].broader}
    return [concept for concept in shared if concept not in wider]


def spots(row: Row, shared: Sequence[str]) -> dict[str, Spot]:
    """For each of these concepts the passage that carries it best: one that speaks of several of them, early on.

    Titles are seen anyway, and a sentence that gives away how it ended is passed over where there is another.
    """
    best: dict[str, tuple[tuple[float, int], Spot]] = {}
    for order, (place, text) in enumerate((p, t) for p, t in texts_of(row).items() if p != "title"):
        for start, end, inside in _sentences(text):
            joined = {concept for mention in inside for concept in _said(mention.concept) if concept in shared}
            worth = len(joined) - 3 * any(_is_ending(mention.concept) for mention in inside) - (end - start < SHORTEST)
            for mention in inside:
                spot = (place, *_narrowed(text, start, end, mention.start, mention.end))
                for concept in _said(mention.concept):
                    value = (float(worth), -order * 100_000 - start)
                    if concept in shared and (concept not in best or value > best[concept][0]):
                        best[concept] = (value, spot)
    return {concept: spot for concept, (_, spot) in best.items()}


def cut(row: Row, spot: Sequence[Any], concept: str) -> Passage | None:
    """The passage as the text is now; none where it no longer speaks of the concept."""
    place, start, end = spot
    text = texts_of(row).get(place, "")
    if not 0 <= start < end <= len(text):
        return None
    passage = text[start:end]
    said = next((m for m in spoken(passage) if concept in _said(m.concept)), None)
    if said is None:
        return None
    open_end = text[end - 1] not in ".!?…”\"'’)*" and text[end:end + 1] not in ("", "\n", ".", "!", "?", "…")
    open_start = start > 0 and text[:start].rstrip(" ")[-1:] not in (*".!?…”\"'’)*\n", "")
    parts = (passage[:said.start], passage[said.start:said.end], passage[said.end:])
    before, words, after = (re.sub(r"\s+", " ", _SIGNS.sub("", part) if isinstance(row, Story) else part) for part in parts)
    return Passage(before.lstrip(), words, after.rstrip(), (open_start, open_end))


def _sentences(text: str) -> Iterator[tuple[int, int, list[Mention]]]:
    """Start and end of each sentence that speaks of anything, and what it speaks of. One with a link is left out."""
    mentions = spoken(text)
    by_sentence: Mapping[tuple[int, int], list[Mention]] = defaultdict(list)
    spans = [match.span() for match in _SENTENCE.finditer(text)]
    at = 0
    for mention in mentions:
        while at < len(spans) and spans[at][1] <= mention.start:
            at += 1
        if at < len(spans) and mention.end <= spans[at][1]:
            by_sentence[spans[at]].append(mention)
    for (start, end), inside in by_sentence.items():
        sentence = text[start:end]
        if "](" not in sentence and "://" not in sentence:
            yield start + len(sentence) - len(sentence.lstrip()), end - len(sentence) + len(sentence.rstrip()), inside


def _narrowed(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """A sentence, or of a long one the part around what is spoken of, cut between words."""
    if end - start <= LONGEST:
        return start, end
    if first - start > BEFORE:
        comma = max(text.rfind(sign, first - BEFORE, first) for sign in (", ", "; ", ": ", "– "))
        start = comma + 2 if comma > 0 else text.find(" ", first - BEFORE, first) + 1 or first
    if end - start > LONGEST:
        end = max(last, text.rfind(" ", last, start + LONGEST))
    return start, end


def _said(concept: str) -> tuple[str, ...]:
    """A concept and what it is a kind of: who speaks of the one speaks of the other."""
    return (concept, *vocabulary().concepts[concept].broader)


def _is_ending(concept: str) -> bool:
    return any((vocabulary().concepts[one].facet or ("",))[0] == "outcome" for one in _said(concept))
