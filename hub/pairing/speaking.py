"""What a text surely speaks of: the mentions of concepts that two texts may be put side by side for.

A search finds “March” for “marched” and loses nothing; a pair made of that would be wrong. So a single word
counts only as it is listed, give or take a plural; several words together say it surely in any form.
"""

from functools import cache

from hub import search
from hub.reference.vocabulary import fold, vocabulary
from hub.search import Mention

EVERYDAY = 0.5  # what a single word of everyday speech says of a concept, beside its name or a term


def spoken(text: str) -> list[Mention]:
    """The sure mentions of a text, in order."""
    return [mention for mention in search.mentions(text) if _is_sure(fold(text[mention.start:mention.end]), mention.concept)]


def sureness(text: str, mention: Mention) -> float:
    """How surely a mention says its concept: 1, or less for a single word of everyday speech."""
    word = fold(text[mention.start:mention.end])
    return EVERYDAY if " " not in word and _forms(word) & _everyday(mention.concept) else 1.0


def _is_sure(words: str, concept: str) -> bool:
    return " " in words or bool(_forms(words) & vocabulary().concepts[concept].folded.keys())


def _forms(word: str) -> set[str]:
    """A word, its plural and its singular."""
    return {word, f"{word}s", word.removesuffix("s"), f"{word}es", word.removesuffix("es")}


@cache
def _everyday(concept: str) -> frozenset[str]:
    return frozenset(form for lay in vocabulary().concepts[concept].lay if " " not in (form := fold(lay)))
