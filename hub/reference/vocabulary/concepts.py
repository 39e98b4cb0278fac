"""What the vocabulary is made of: concepts, forms of several meanings, everyday sayings, and what may not be.

Not here: how the files are read (`loading.py`) and what they say (the TOML files beside this).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hub.reference.facets import FACETS

COLLISIONS = "collisions"
ORDINARY = "ordinary"
COVERED_FACETS = ("treatment", "diagnosis", "stage", "outcome", "perspective")
#: What a concept cannot be without.
REQUIRED = ("label", "definition", "source")

_APOSTROPHES = re.compile("['’‘ʼ`´]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_ACRONYM = re.compile(r"(?=.*\d|(?:.*[A-Z]){2})(?!.*[a-z]{3})(?=.*[A-Za-z])[A-Za-z0-9/&.-]{2,9}")


def fold(text: str) -> str:
    """A text as forms are compared: NFKC, no case, accents or apostrophes; other marks become one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
        text = "".join(char for char in text if not unicodedata.combining(char))
    return _BETWEEN_WORDS.sub(" ", _APOSTROPHES.sub("", text.casefold())).strip()


@dataclass(frozen=True)
class Concept:
    """One thing people speak of, with every way to say it; `kind` is the data file it stands in, `note` the content note
    whose subject it is."""

    id: str
    kind: str
    label: str
    definition: str
    community: tuple[str, ...]
    clinical: tuple[str, ...]
    uk: tuple[str, ...]
    us: tuple[str, ...]
    lay: tuple[str, ...]
    broader: tuple[str, ...]
    related: tuple[str, ...]
    facet: tuple[str, str] | None
    note: str | None
    mesh: str | None
    source: str

    @cached_property
    def folded(self) -> dict[str, str]:
        """Every way to say it, folded form -> as first written, the label first."""
        first: dict[str, str] = {}
        for form in (self.label, *self.community, *self.clinical, *self.uk, *self.us, *self.lay):
            first.setdefault(fold(form), form)
        return first

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way to say it as written, the label first; spellings that fold alike appear once."""
        return tuple(self.folded.values())

    @property
    def place(self) -> str:
        """Where it is written, for messages: the file and the id."""
        return f"{self.kind}.toml [{self.id}]"


@dataclass(frozen=True)
class Collision:
    """A form with several meanings: the concepts it may mean, and a note on its other, ordinary uses."""

    form: str
    means: tuple[str, ...]
    note: str


class Vocabulary:
    """All concepts, found by id, by any form of words, or by the value of a facet."""

    def __init__(
        self, concepts: Iterable[Concept], collisions: Iterable[Collision] = (), ordinary: Iterable[str] = ()
    ) -> None:
        self._all = tuple(concepts)
        self._collisions = tuple(collisions)
        self.concepts: dict[str, Concept] = {concept.id: concept for concept in self._all}
        said: dict[str, list[str]] = {}
        exact: set[str] = set()
        for concept in self._all:
            for key, form in concept.folded.items():
                said.setdefault(key, []).append(concept.id)
                if _ACRONYM.fullmatch(form):
                    exact.add(key)
        several = {fold(collision.form): collision for collision in self._collisions}
        exact.update(key for key, collision in several.items() if _ACRONYM.fullmatch(collision.form))
        #: folded form -> the ids of the concepts it says
        self.by_form: Mapping[str, tuple[str, ...]] = {
            key: tuple(ids) for key, ids in said.items() if key not in several
        }
        #: folded form -> the concepts it may mean, never expanded without asking; and what else it may be
        self.collisions: Mapping[str, tuple[str, ...]] = {key: one.means for key, one in several.items()}
        self.notes: Mapping[str, str] = {key: collision.note for key, collision in several.items()}
        #: folded forms that match exactly, never by prefix, typo or stem
        self.acronyms: frozenset[str] = frozenset(exact)
        #: folded everyday sayings in which a word of the vocabulary means something else ("bank transfer")
        self.ordinary: frozenset[str] = frozenset(map(fold, ordinary))
        self._said = said
        self._by_facet = {concept.facet: concept for concept in self._all if concept.facet}

    def for_facet(self, facet: str, value: str) -> Concept | None:
        """The concept that stands for a value of a facet, if one does."""
        return self._by_facet.get((facet, value))

    def uncovered(self) -> list[str]:
        """Facet values, as `facet.value`, for which no concept stands yet."""
        values = ((facet, value) for facet in COVERED_FACETS for value in FACETS[facet].values)
        return [f"{facet}.{value}" for facet, value in values if (facet, value) not in self._by_facet]

    def faults(self) -> list[str]:
        """What makes the data unusable, one line each with file and id; empty when all is well."""
        return [*self._concept_faults(), *self._form_faults(), *self._collision_faults()]

    def _concept_faults(self) -> Iterable[str]:
        first: dict[str, Concept] = {}
        holder: dict[tuple[str, str], Concept] = {}
        for concept in self._all:
            if concept.id in first:
                yield f"{concept.place}: the id is taken by {first[concept.id].place}"
            first.setdefault(concept.id, concept)
            for field in REQUIRED:
                if not getattr(concept, field).strip():
                    yield f"{concept.place}: no {field}"
            for link in (*concept.broader, *concept.related):
                if link not in self.concepts or link == concept.id:
                    yield f"{concept.place}: links to {link!r}, which is no other concept"
            if concept.facet:
                facet, value = concept.facet
                if facet not in FACETS or value not in FACETS[facet].values:
                    yield f"{concept.place}: {facet}.{value} is no value of a facet"
                elif concept.facet in holder:
                    yield f"{concept.place}: {facet}.{value} already belongs to {holder[concept.facet].place}"
                holder.setdefault(concept.facet, concept)
            if concept.note and concept.note not in FACETS["content_notes"].values:
                yield f"{concept.place}: {concept.note!r} is no content note"

    def _form_faults(self) -> Iterable[str]:
        for form in sorted(self.ordinary & (self._said.keys() | self.collisions.keys())):
            yield f"{ORDINARY}.toml: {form!r} cannot be an everyday saying and stand in a concept or {COLLISIONS}.toml"
        for form, ids in self._said.items():
            if form and form not in self.collisions and len(set(ids)) == 1:
                continue
            places = ", ".join(dict.fromkeys(self.concepts[name].place for name in ids))
            if not form:
                yield f"{places}: a form without letters or digits"
            elif form in self.collisions:
                yield f"{places}: {form!r} has several meanings ({COLLISIONS}.toml), so nobody may claim it"
            else:
                yield f"{places}: {form!r} stands in each; give it to one or list it in {COLLISIONS}.toml"

    def _collision_faults(self) -> Iterable[str]:
        seen: set[str] = set()
        for collision in self._collisions:
            place = f"{COLLISIONS}.toml [{collision.form}]"
            if fold(collision.form) in seen:
                yield f"{place}: listed twice"
            seen.add(fold(collision.form))
            if not collision.means or (len(collision.means) == 1 and not collision.note):
                yield f"{place}: needs two meanings, or one and a note on its ordinary use"
            for link in collision.means:
                if link not in self.concepts:
                    yield f"{place}: may mean {link!r}, which is no concept"
