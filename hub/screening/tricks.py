"""How a text is typed rather than what it says: signs that cannot be seen, floods of the same, shouting."""

import re
from collections.abc import Iterator

from hub.screening.reading import Reading, Span

# The joiners inside emoji and in scripts that need them are honest; the rest hides or turns words.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+"
                     "|(?<=[A-Za-z])[\u200c\u200d]+(?=[A-Za-z])|[\U000e0000-\U000e007f]+")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4,}")
_SAME = re.compile(r"([^\s.\-_=*~])\1{7,}|([.\-_=*~!?])\2{29,}")
_SAME_WORD = re.compile(r"\b(\w{1,40}+)(?:\W{1,3}\1\b){5,}")
_LETTERS = re.compile(r"[A-Za-z]+")
SHOUTED = 60


def hidden_characters(reading: Reading) -> Iterator[Span]:
    """Signs that cannot be seen, turned directions of writing and towers of marks."""
    if reading.original.isascii():
        return
    for pattern in (_HIDDEN, _MARKS):
        yield from (match.span() for match in pattern.finditer(reading.original))


def flood(reading: Reading) -> Iterator[Span]:
    """The same letter or word again and again, or a long stretch in capitals only."""
    yield from (reading.span(*match.span()) for match in _SAME.finditer(reading.text))
    yield from (reading.span(*match.span()) for match in _SAME_WORD.finditer(reading.low))
    yield from _shouting(reading)


def _shouting(reading: Reading) -> Iterator[Span]:
    begin = end = letters = 0
    for match in _LETTERS.finditer(reading.text):
        if match.group().isupper():
            begin = begin if letters else match.start()
            letters, end = letters + len(match.group()), match.end()
            continue
        if letters >= SHOUTED:
            yield reading.span(begin, end)
        letters = 0
    if letters >= SHOUTED:
        yield reading.span(begin, end)
