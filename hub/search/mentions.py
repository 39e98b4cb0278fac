"""Which concepts of the vocabulary a text mentions, and where.

The longest form wins, acronyms count only as whole words exactly as written, and a form with several
meanings (a collision) is never taken for one of them. "My tubes are blocked" is said by "her tubes were
blocked" too, and an everyday saying ("bank transfer") says nothing. Not here: what a mention is used for (query
expansion, topics, pairing, the glossary's marks).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hub.reference.vocabulary import vocabulary
from hub.search.analysis import ALIKE, STOP_WORDS, VERSION, Token, stem, tokens


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
    lengths, table = _table()
    stems = tuple(ALIKE.get(token.word, token.stem) for token in found)
    result = []
    place = 0
    while place < len(stems):
        best: list[Form] = []
        for length in lengths.get(stems[place], ()):  # longest first
            here = table.get(stems[place : place + length], ())
            best = [form for form in here if not form.exact or form.said_at(found, place)]
            if best:
                break
        if best:
            # Words exactly as listed say it more surely than another form of them (“pregnant” and “pregnancy”).
            best = [form for form in best if form.said_at(found, place)] or best
            if told := {form.concept: form for form in best if form.concept}:
                result.append((place, list(told.values())))
        place += len(best[0].stems) if best else 1
    return result


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form that stands for concepts without doubt, in the vocabulary's order (labels first)."""
    known = vocabulary()
    found = []
    for folded, concepts in known.by_form.items():
        words = tuple(folded.split())
        # A single stop word ("one") says nothing by itself, whatever a list may claim.
        if words and (len(words) > 1 or words[0] not in STOP_WORDS):
            stems = tuple(map(stem, words))
            found += [Form(stems, words, folded in known.acronyms, concept) for concept in concepts]
    return tuple(found)


@cache
def forms_by_concept() -> dict[str, tuple[Form, ...]]:
    """The forms of each concept."""
    forms: dict[str, list[Form]] = {}
    for form in all_forms():
        forms.setdefault(form.concept, []).append(form)
    return {concept: tuple(several) for concept, several in forms.items()}


@cache
def _table() -> tuple[dict[str, list[int]], dict[tuple[str, ...], list[Form]]]:
    """By first stem the lengths of forms that begin so, longest first; and the forms by their stems."""
    lengths: dict[str, set[int]] = {}
    table: dict[tuple[str, ...], list[Form]] = {}
    for form in (*all_forms(), *_sayings()):
        key = tuple(ALIKE.get(word, its_stem) for word, its_stem in zip(form.words, form.stems, strict=True))
        lengths.setdefault(key[0], set()).add(len(key))
        table.setdefault(key, []).append(form)
    return {first: sorted(several, reverse=True) for first, several in lengths.items()}, table


def _sayings() -> tuple[Form, ...]:
    """The everyday sayings, as forms of no concept."""
    said = [tuple(saying.split()) for saying in sorted(vocabulary().ordinary)]
    return tuple(Form(tuple(map(stem, words)), words, False, "") for words in said)


@cache
def edition() -> str:
    """Names the vocabulary and the analysis together: what an index was made with."""
    said = repr((VERSION, sorted(vocabulary().by_form.items()), sorted(vocabulary().ordinary)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
