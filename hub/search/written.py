"""Words as they are written: a text cut into them without analysing each, and the memory of what each stood for.

Excerpts look at ten texts for one answer; nearly all words of them were seen before. Not here: what is marked (`excerpts.py`).
"""

import threading
from collections.abc import Collection, Sequence
from itertools import islice

from hub.search.analysis import WORD, analysed

#: Signs of print that part or join words as these plain ones do.
_OF_PRINT = (("’", "'"), ("‘", "'"), ("“", " "), ("”", " "), ("–", " "), ("—", " "), ("…", " "), ("£", " "), ("€", " "),
             ("\u00a0", " "))
_JOINING = "'`"
_PARTING = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum() and chr(code) not in _JOINING})
#: So many different written words are remembered with their stems before all are forgotten.
MOST_WRITTEN = 60_000


class Cut:
    """A text's words as written, in order."""

    def __init__(self, text: str) -> None:
        if not text.isascii():
            for sign, plain in _OF_PRINT:
                text = text.replace(sign, plain)
        parted = text.translate(_PARTING) if text.isascii() else ""
        # A plain text is cut at its spaces; one with other letters, or with quotes around words, by the pattern.
        self._plain = bool(parted) and not _quoted(f" {parted} ")
        self._text = parted if self._plain else text
        self.words: list[str] = self._text.split() if self._plain else WORD.findall(text)

    def places(self, first: int, last: int) -> list[tuple[int, int]]:
        """Start and end in the text of its words from one to the one before another."""
        if not self._plain:
            return [match.span() for match in islice(WORD.finditer(self._text), first, last)]
        found: list[tuple[int, int]] = []
        rest = self._text.split(None, first)
        at = len(self._text) - len(rest[-1]) if len(rest) > first else 0
        for word in self.words[first:last]:
            at = self._text.index(word, at)
            found.append((at, at + len(word)))
            at += len(word)
        return found


def _quoted(parted: str) -> bool:
    return any(f" {sign}" in parted or f"{sign} " in parted for sign in _JOINING)


class Memory:
    """How each stem and each folded word was written in the texts shown so far, so that few words of the next are analysed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self._forms: dict[str, list[str]] = {}

    def learn(self, raw: Sequence[str]) -> list[str]:
        """Take in the words of a text; those never seen before."""
        if self._seen.issuperset(raw):
            return []
        new = set(raw) - self._seen
        with self._lock:
            if len(self._seen) > MOST_WRITTEN:
                self._seen, self._forms = set(), {}
            new -= self._seen
            for written in new:
                for one in {one for meant in analysed(written) for one in meant}:
                    self._forms.setdefault(one, []).append(written)
            self._seen |= new
        return list(new)

    def as_written(self, wanted: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Each written word that stands for wanted stems or words, with them."""
        found: dict[str, tuple[str, ...]] = {}
        with self._lock:
            for one in wanted:
                for written in self._forms.get(one, ()):
                    found[written] = (*found.get(written, ()), one)
        return found
