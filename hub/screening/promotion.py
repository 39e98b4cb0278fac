"""Advertising: somebody wants readers to buy, book, click or follow. A link alone is only worth a look.

Words of trade are counted by kind in a few sentences side by side, since stories too speak of prices, clinics
and success rates: it takes several kinds together. Not here: medicine from person to person (`supply`).
"""

import re
from collections.abc import Iterator

from hub.screening.kinds import Kinds, kinds
from hub.screening.likeness import likely, unlike
from hub.screening.phrases.promotion import advertising
from hub.screening.reading import Reading, Span

_ENDINGS = (r"(?:com|org|net|info|biz|shop|store|online|site|club|clinic|health|baby|app|io|co|me|ly|gg"
            r"|tv|us|uk|ie|de|fr|es|it|nl|se|no|dk|fi"
            r"|pl|pt|br|in|ng|za|ke|au|nz|ca|ch|at|be|eu|cz|gr|cy|ru|link|page|blog|example|test)")
URL = re.compile(rf"(?:https?://|hxxps?://|www\.)[^\s<>\"']{{2,200}}"
                 rf"|(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{{0,40}}\.){{1,4}}{_ENDINGS}(?![\w@-])(?:/[^\s<>\"']{{0,200}})?")
_SIGN = re.compile(r"://|www\.|\.[a-z]")
NEEDED = 4
HARD = {"deal": 2, "own_trade": 2, "contest": 2, "recruiting": 2, "scheme": 4}
SOFT = {"product": 1, "boast": 1, "urgency": 1, "calling": 1, "readers": 1, "price": 1, "narrated": -2}
FEW = 9  # words of a string of search terms


def addresses(reading: Reading) -> list[Span]:
    """Where addresses of web pages stand in the plain copy, looked for once, and only where a text has the sign of one."""
    return [match.span() for match in URL.finditer(reading.low)] if _SIGN.search(reading.low) else []


def link(reading: Reading) -> Iterator[Span]:
    """Any address of a web page."""
    yield from (reading.span(*span) for span in reading.once(addresses))


def spam(reading: Reading) -> Iterator[Span]:
    """Sentences that advertise, weighed with the sentences beside them."""
    found = kinds(reading)
    links = {reading.sentence_at(start) for start, _ in reading.once(addresses)}
    hard = {number for kind in HARD for number in found.sentences(kind)}
    for number in sorted(hard | links):
        near = reading.beside([number])
        again = any(sum(found.counted(kind)[n] for n in near) > 1 for kind in HARD)
        points = found.points(near, HARD) + found.points(near, SOFT) + 2 * bool(near & links) + again
        if points >= NEEDED and not unlike(reading, "spam", number, number):
            yield reading.sentence(number)
    for first, last in found.ruled("selling"):
        if not unlike(reading, "spam", found.sentence(first), found.sentence(last)):
            yield found.whole((first, last))
    advertised = (number for number in advertising(reading, links) if not unlike(reading, "spam", number, number))
    yield from (reading.sentence(number) for number in (*_search_terms(found), *advertised, *likely(reading, "spam")))


def _search_terms(found: Kinds) -> Iterator[int]:
    """Sentences that are rows of search terms: hardly a small word among them."""
    words, small, terms = found.lengths, found.counted("small"), found.counted("searched")
    yield from sorted(n for n in words if words[n] >= FEW and 10 * small[n] <= words[n] and 3 * terms[n] >= words[n])
