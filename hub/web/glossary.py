"""The glossary: every word of the vocabulary in plain words, by letter or as typed.

Short forms are filed under their own letter too, and one with several meanings says so. Not here: where a
word is explained inside a text (`hub/web/explaining.py`).
"""

from dataclasses import dataclass
from functools import cache

from flask import Blueprint, abort, render_template, request, url_for

from hub import topics
from hub.reference.vocabulary import Concept, fold, vocabulary
from hub.text import tidy_line
from hub.web import asking
from hub.web.present import Pages

pages = Blueprint("glossary", __name__)
PER_PAGE = 24
TYPED_MAX = 60
DIGITS = "0-9"


@dataclass(frozen=True)
class Entry:
    """A word of the glossary: explained here (`concept`), or leading to what it means, or may mean (`note`)."""

    word: str
    concept: Concept | None = None
    means: tuple[Concept, ...] = ()
    note: str = ""

    @property
    def says(self) -> set[str]:
        """The concepts it names."""
        return {concept.id for concept in (self.concept, *self.means) if concept}

    @property
    def letter(self) -> str:
        """Where it is filed."""
        first = fold(self.word)[0].upper()
        return first if first.isalpha() else DIGITS


@pages.get("/glossary", endpoint="glossary")
def read() -> str:
    """The words filed under a letter, or those that are said as typed."""
    typed, letter = tidy_line(request.args.get("q"))[:TYPED_MAX], request.args.get("letter", "A")
    if not fold(typed) and letter not in _filed():
        abort(404, "The glossary has no such letter.")
    found = _said(fold(typed)) if fold(typed) else _filed()[letter]
    where = Pages(asking.page(request.args), len(found), PER_PAGE)
    if where.page > where.last:
        abort(404, "The list is not that long.")
    withheld = frozenset() if fold(typed) else asking.boundaries().concepts  # what is looked up by name is asked for
    here = found[where.offset:where.offset + PER_PAGE]
    entries = [entry for entry in here if withheld.isdisjoint(entry.says)]
    shown = {concept.id for entry in entries if (concept := entry.concept)}
    return render_template("glossary/glossary.html", entries=entries, left_out=len(here) - len(entries), pages=where,
                           letters=list(_filed()), typed=typed, letter=None if fold(typed) else letter,
                           topics=topics.standing(asking.boundaries(), shown) if shown else {})


@pages.app_template_global("glossary_link")
def link(concept: Concept) -> str:
    """The address at which a concept is explained."""
    letter, place = _places()[concept.id]
    page = place // PER_PAGE + 1
    return url_for("glossary.glossary", letter=letter, page=page if page > 1 else None, _anchor=topics.slug(concept))


@cache
def _entries() -> list[Entry]:
    """Every concept, every short form beside it, and every form with several meanings, from A to Z."""
    known = vocabulary()
    entries = [Entry(concept.label, concept) for concept in known.concepts.values()]
    for concept in known.concepts.values():
        filed: dict[str, list[str]] = {}
        for key, form in concept.folded.items():
            if key in known.acronyms and form != concept.label:
                filed.setdefault(Entry(form).letter, []).append(form)
        entries += [Entry(", ".join(forms), means=(concept,)) for letter, forms in filed.items()
                    if letter != Entry(concept.label).letter or len(forms[0]) < len(concept.label)]
    entries += [Entry(key.upper(), means=tuple(known.concepts[name] for name in means), note=known.notes[key])
                for key, means in known.collisions.items()]
    return sorted(entries, key=lambda entry: (fold(entry.word), entry.concept is None))


@cache
def _filed() -> dict[str, list[Entry]]:
    """The entries by letter, digits last."""
    letters = sorted({entry.letter for entry in _entries()} - {DIGITS}) + [DIGITS]
    return {letter: [entry for entry in _entries() if entry.letter == letter] for letter in letters}


@cache
def _places() -> dict[str, tuple[str, int]]:
    """For each concept the letter it is explained under, and how many entries come before it there."""
    return {entry.concept.id: (letter, place) for letter, entries in _filed().items()
            for place, entry in enumerate(entries) if entry.concept}


def _said(typed: str) -> list[Entry]:
    """The entries that are said as typed, or, from three letters on, have words that begin so: the nearest first."""
    ranked = []
    for place, entry in enumerate(_entries()):
        forms = list(entry.concept.folded) if entry.concept else [fold(entry.word)] if entry.note else []
        near = [form != typed for form in forms if form == typed or (len(typed) > 2 and f" {typed}" in f" {form}")]
        if near:
            ranked.append((min(near), not entry.note, place, entry))
    return [entry for *_, entry in sorted(ranked, key=lambda one: one[:3])]
