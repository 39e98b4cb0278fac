"""Hygiene of typed text: one form of every letter, no invisible tricks. Not here: what a text says (`hub/screening`)."""

import re
import unicodedata
import zlib

ROW = 4  # words in a row

# Control, bidi and zero-width signs. Kept: line feed, tab, and the joiners that emoji and scripts need.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MARK_PILE = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
                        r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def tidy(text: str | None) -> str:
    """The text as it will be kept: NFC, line feeds only, unseen signs gone, at most one blank line, trimmed."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    text = _LONE_SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))
    text = unicodedata.normalize("NFC", _MARK_PILE.sub(r"\1", text))
    lines = (line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def prints(text: str, most: int = 24) -> list[str]:
    """A few numbers made of a text's words, the smaller ones of all: two texts share about as many as they share words in a
    row. Nothing can be read from them."""
    words = text.lower().split()
    rows = (" ".join(words[at:at + ROW]) for at in range(max(1, len(words) - ROW + 1)))
    return [f"{number:08x}" for number in sorted({zlib.crc32(row.encode()) for row in rows})[:most]]


def tidy_line(text: str | None) -> str:
    """The same, on one line: for titles and names."""
    return " ".join(tidy(text).split())
