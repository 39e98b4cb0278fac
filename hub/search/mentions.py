"""Which concepts of the vocabulary a text mentions, and where.

The longest form wins, acronyms count only as whole words exactly as written, and a form with several
meanings (a collision) is never taken for one of them. Not here: what a mention is used for (query
expansion, topics, pairing, the glossary's marks).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hub.reference.vocabulary import vocabulary
from hub.search.analysis import STOP_WORDS, VERSION, Token, stem, tokens


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text, by offsets of the original text."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a concept, as stems; `exact` forms must be met as folded words instead."""

    stems: tuple[str, ...]
    words: tuple[str, ...]
    exact: bool
    concept: str

    def at(self, found: Sequence[Token], place: int) -> bool:
        """Whether the form stands at this place."""
        if place + len(self.stems) > len(found):
            return False
        if self.exact:
            return self.said_at(found, place)
        return all(found[place + i].stem == one for i, one in enumerate(self.stems))

    def said_at(self, found: Sequence[Token], place: int) -> bool:
        """Whether the form stands at this place word for word."""
        return all(found[place + i].word == word for i, word in enumerate(self.words))


def mentions(text: str) -> list[Mention]:
    """The concepts a text mentions, in order, none overlapping another.

    A form that two concepts share without being listed as a collision gives a mention of each.
    """
    found = tokens(text)
    return [
        Mention(form.concept, found[place].start, found[place + len(form.stems) - 1].end)
        for place, forms in spans(found)
        for form in forms
    ]


def spans(found: Sequence[Token]) -> list[tuple[int, list[Form]]]:
    """Where forms of the vocabulary stand among these words: place of the first word, and the longest forms there."""
    first = forms_by_first_stem()
    result = []
    place = 0
    while place < len(found):
        best: list[Form] = []
        for form in first.get(found[place].stem, ()):  # longest first
            if best and len(form.stems) < len(best[0].stems):
                break
            if form.at(found, place) and form.concept not in [other.concept for other in best]:
                best.append(form)
        # Words exactly as listed say it more surely than another form of them (“pregnant” and “pregnancy”).
        best = [form for form in best if form.said_at(found, place)] or best
        if best:
            result.append((place, best))
        place += len(best[0].stems) if best else 1
    return result


@cache
def forms_by_first_stem() -> dict[str, tuple[Form, ...]]:
    """Every form that stands for concepts without doubt, by its first stem, longest first."""
    known = vocabulary()
    by_first: dict[str, list[Form]] = {}
    for folded, concepts in known.by_form.items():
        words = tuple(folded.split())
        # A single stop word ("one") says nothing by itself, whatever a list may claim.
        if not words or (len(words) == 1 and words[0] in STOP_WORDS):
            continue
        parts = tuple(map(stem, words))
        exact = folded in known.acronyms
        for concept in concepts:
            by_first.setdefault(parts[0], []).append(Form(parts, words, exact, concept))
    return {first: tuple(sorted(forms, key=lambda form: -len(form.stems))) for first, forms in by_first.items()}


@cache
def forms_by_concept() -> dict[str, tuple[Form, ...]]:
    """The forms of each concept, in the vocabulary's order (the label first)."""
    forms: dict[str, list[Form]] = {}
    for several in forms_by_first_stem().values():
        for form in several:
            forms.setdefault(form.concept, []).append(form)
    order = {folded: place for place, folded in enumerate(vocabulary().by_form)}
    return {
        concept: tuple(sorted(several, key=lambda form: order[" ".join(form.words)])) for concept, several in forms.items()
    }


@cache
def edition() -> str:
    """Names the vocabulary and the analysis together: what an index was made with."""
    said = repr((VERSION, sorted(vocabulary().by_form.items())))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
