"""What a text surely speaks of: the mentions of concepts that two texts may be put side by side for.

A search finds “March” for “marched” and loses nothing; a pair made of that would be wrong. So a single word,
also among small ones (“it worked”), counts only as it is listed or as an inflection of that, not the other way
about; several words together say it surely in any form.
"""

from functools import cache

from hub import search
from hub.reference.vocabulary import fold, vocabulary
from hub.search import Mention
from hub.search.analysis import STOP_WORDS

ENDINGS = ("s", "es", "d", "ed", "ing")
EVERYDAY = 0.5  # what one word of everyday speech says of a concept, beside its name or a term


def spoken(text: str) -> list[Mention]:
    """The sure mentions of a text, in order."""
    return [mention for mention in search.mentions(text) if _is_sure(fold(text[mention.start:mention.end]), mention.concept)]


def sureness(text: str, mention: Mention) -> float:
    """How surely a mention says its concept: 1, or less for a single word of everyday speech."""
    return EVERYDAY if _forms(fold(text[mention.start:mention.end])) & _everyday(mention.concept) else 1.0


def _is_sure(words: str, concept: str) -> bool:
    return not _is_single(words) or bool(_forms(words) & vocabulary().concepts[concept].folded.keys())


def _is_single(words: str) -> bool:
    """Whether at most one of the words means anything by itself."""
    return sum(word not in STOP_WORDS for word in words.split()) < 2


def _forms(words: str) -> set[str]:
    """Words as they are, in the plural and in the singular, and what they may be an inflection of; never the reverse."""
    bare = {words.removesuffix(ending) for ending in ENDINGS}
    if words.endswith("ing"):
        bare.add(words.removesuffix("ing") + "e")
    return {words, f"{words}s", f"{words}es", *bare}


@cache
def _everyday(concept: str) -> frozenset[str]:
    return frozenset(form for lay in vocabulary().concepts[concept].lay if _is_single(form := fold(lay)))
