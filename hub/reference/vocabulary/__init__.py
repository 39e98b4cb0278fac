"""The one vocabulary of the hub: which words mean the same, and what they mean.

Shorthand, plain words, UK and US terms and clinical terms meet here as concepts. It drives query
expansion, facets, the glossary, inline explanations, pairing and topic pages, so each form of words
belongs to one concept only. A form with several meanings stands in `collisions.toml`: it is offered
as a choice and never expanded silently. An everyday saying in which a word of ours means something
else ("bank transfer") stands in `ordinary.toml`: where it is met, nothing is said.

The data are the TOML files of this folder; the name of a file is the kind of its concepts, and lists
are written as one string with `;` between the forms. Not here: how a text is cut into words or
stemmed (`search/analysis.py`), nor how a facet's value is shown (`facets.py`).
"""

from functools import cache
from pathlib import Path

from hub.reference.vocabulary.concepts import COVERED_FACETS, Collision, Concept, Vocabulary, fold
from hub.reference.vocabulary.loading import VocabularyFault, load

__all__ = ["COVERED_FACETS", "Collision", "Concept", "Vocabulary", "VocabularyFault", "fold", "load", "vocabulary"]


@cache
def vocabulary() -> Vocabulary:
    """The hub's own vocabulary, read once in a process."""
    return load(Path(__file__).parent)
