"""How a text becomes words and stems, the same on both sides of a search.

Every text is folded as the vocabulary folds its forms, cut into words with their place in the
original, and each word reduced to a stem that UK and US spelling and irregular forms share.
Not here: which words mean the same (`hub/reference/vocabulary`) and where a concept is
mentioned (`mentions.py`).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh.lang.snowball.english import EnglishStemmer

from hub.reference.vocabulary import fold

#: Changes when the same text would give other stems: an index made before is then made again.
VERSION = "2"
LONGEST_WORD = 40

#: A word as written.
WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*")
_SNOWBALL: Any = EnglishStemmer()

_ENGLISH = tomllib.loads((Path(__file__).parent / "english.toml").read_text(encoding="utf-8"))
#: Words that carry no meaning of their own in a query; in a phrase they count like any other.
STOP_WORDS = frozenset(_ENGLISH["stop_words"].split())
#: Words of any subject, which say less than their rarity in a small library makes believe.
LIGHT_WORDS = frozenset(_ENGLISH["light_words"].split())
#: Words that a description of a concept may have or lack without meaning something else.
SMALL_WORDS = frozenset(_ENGLISH["small_words"].split())
NUMBERS = frozenset(_ENGLISH["numbers"].split())
#: Little words that may stand for each other where a text says a concept ("my tubes", "her tubes"), by their first.
ALIKE = {word: line.split()[0] for line in _ENGLISH["alike"].splitlines() for word in line.split()}
_SCAFFOLDS: dict[str, list[list[str]]] = {}
for _said in filter(None, map(str.split, _ENGLISH["scaffolds"].replace("\n", ";").split(";"))):
    _SCAFFOLDS.setdefault(_said[0], []).append(_said)
_IRREGULAR = {form: line.split()[0] for line in _ENGLISH["families"].splitlines() for form in line.split()}
_WHOLE = frozenset(_ENGLISH["whole"].split())
# British spellings written the American way before stemming; both sides pass through, so a needless change is harmless.
_SPELLINGS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("ae", "e"),
        ("^oe|(?<=f)oe(?=t)|(?<=rh)oe", "e"),
        (r"(?<=\w{2})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)", "iz"),
        (r"(?<=\w{3})our(?=(?:|s|ed|ing|al|able|ite|ites|hood|ful)$)", "or"),
        (r"(?<=\w{3})(?<!as)tre(?=s?$)", "ter"),
        ("(?<=ogram)me(?=s?$)", ""),
        (r"^(counsel|travel|fulfil|label|model|signal)l(?=(?:ed|ing|or|ors|er|ers)$)", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: as folded, its stem, and where it stands in the original."""

    word: str
    stem: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text in order, with their offsets in the text as given."""
    return [
        Token(word, its_stem, match.start(), match.end())
        for match in WORD.finditer(text)
        for word, its_stem in analysed(match.group())
    ]


def words(text: str) -> list[str]:
    """The folded words of a text in order."""
    return [word for raw in WORD.findall(text) for word, _ in analysed(raw)]


def stems(text: str) -> list[str]:
    """The stems of a text in order; stop words keep their place, so that phrases can be found."""
    return [stem for raw in WORD.findall(text) for _, stem in analysed(raw)]


def quiet(typed: list[str]) -> set[int]:
    """Places of typed words that carry no meaning: stop words, and the scaffold of a question (“is it normal to”)."""
    found = {place for place, word in enumerate(typed) if word in STOP_WORDS}
    for place, word in enumerate(typed):
        for said in _SCAFFOLDS.get(word, ()):
            if typed[place : place + len(said)] == said:
                found.update(range(place, place + len(said)))
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one folded word."""
    if word in _IRREGULAR:
        word = _IRREGULAR[word]
    elif word.isalpha() and len(word) > 4:
        for pattern, instead in _SPELLINGS:
            word = pattern.sub(instead, word)
    if word in _WHOLE:
        return word
    found: str = _SNOWBALL.stem(word)
    return found


@lru_cache(maxsize=20_000)
def analysed(raw: str) -> tuple[tuple[str, str], ...]:
    """The words a word as written stands for, folded, each with its stem: nearly always one."""
    # Folding may split one written word into several (½, ﷺ) or leave none.
    folded = [word[:LONGEST_WORD] for word in fold(raw[: LONGEST_WORD * 4]).split()]
    return tuple((word, stem(word)) for word in folded)
