"""Words explained in place: at its first use on a page, a term that a newcomer may not know says what it means.

Which words: short forms, and of the things of medicine also clinical forms and the community's shorthand, where the
concept's own plain words do not say them; never a theme that the hub itself has named. The term stays plain text
under a button without words, so that copying, reading views and a search in the page meet the story as it was
written; what it means stands after the story and opens over it. Not here: the glossary's own page.
"""

from dataclasses import dataclass
from functools import cache

from markdown_it.token import Token
from markupsafe import Markup, escape

from hub import search
from hub.reference.vocabulary import Concept, fold, vocabulary
from hub.search.analysis import STOP_WORDS, stem

MOST = 12  # on one page
SIGNS = 3  # beside a term, at most, that stay on its line
THEME = "Hub's own words"
MEDICAL = ("body", "diagnoses", "donors", "embryos", "extras", "male_diagnoses", "medicines", "outcomes", "stages",
           "tests", "treatments")
_OPENING, _CLOSING = "([{“‘«\"'¿¡", ")]}”’».,;:!?…\"'"
_TERM = Markup('<span class="term">{word}<button type="button" popovertarget="word-{id}" aria-label="What “{word}” means"'
               ' aria-describedby="word-{id}-is"></button></span>')
#: A line never breaks between a term and the sign before or after it.
_BOUND = Markup('<span class="bound">{}</span>')


@dataclass(frozen=True)
class Explained:
    """A word as it stands in the text, and the concept it says."""

    word: str
    concept: Concept


class Words:
    """The words explained on one page so far."""

    def __init__(self) -> None:
        self.explained: dict[str, Explained] = {}

    def marked(self, text: str) -> Markup:
        """A plain text as HTML, its unknown words marked where they first stand."""
        out, at = Markup(""), 0
        for mention in search.mentions(text) if len(self.explained) < MOST else ():
            word, name = text[mention.start:mention.end], mention.concept
            if name in self.explained or len(self.explained) == MOST or _terms().get(fold(word)) != name:
                continue
            self.explained[name] = Explained(word, vocabulary().concepts[name])
            before, after = text[at:mention.start], text[mention.end:mention.end + SIGNS]
            start = mention.start - min(SIGNS, len(before) - len(before.rstrip(_OPENING)))
            end = mention.end + len(after) - len(after.lstrip(_CLOSING))
            term = escape(text[start:mention.start]) + _TERM.format(word=word, id=name) + escape(text[mention.end:end])
            out += escape(text[at:start]) + (_BOUND.format(term) if end - start > len(word) else term)
            at = end
        return out + escape(text[at:])

    def within(self, tokens: list[Token]) -> list[Token]:
        """The inline tokens of a Markdown text, words marked outside its links."""
        marked, inside = [], 0
        for token in tokens:
            inside += token.nesting if token.type.startswith("link_") else 0
            plain = token.type == "text" and not inside
            marked.append(Token("html_inline", "", 0, content=str(self.marked(token.content))) if plain else token)
        return marked


@cache
def _terms() -> dict[str, str]:
    """Folded form -> concept, for every form that is explained."""
    known = vocabulary()
    return {form: concept.id for concept in known.concepts.values() if not concept.source.startswith(THEME)
            for form in _unknown(concept) if known.by_form.get(form) == (concept.id,)}


def _unknown(concept: Concept) -> frozenset[str]:
    """The folded forms of a concept that a newcomer may not know."""
    short = vocabulary().acronyms & concept.folded.keys()
    if concept.kind not in MEDICAL:
        return short
    plain = {stem(word) for text in (concept.label, concept.definition, *concept.lay) for word in fold(text).split()}
    clinical = {form for form in map(fold, concept.clinical) if not plain.issuperset(map(stem, form.split()))}
    shorthand = {form for form in map(fold, concept.community)
                 if plain.isdisjoint(stem(word) for word in form.split() if word not in STOP_WORDS)}
    return short | clinical | shorthand
