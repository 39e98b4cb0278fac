"""Ways to find somebody that are told rather than typed: a name on an app, a group to join, a private person in detail.

Marked when what is told would be enough: a username with the word for one, an app with an invitation, a full name with
where that person lives or works, a street with a house. Not here: mail, numbers and handles, which show by their own
form (`contact`), nor people named for their work in a clinic (`names`).
"""

import re
from collections.abc import Callable, Iterator

from hub.screening.kinds import kinds
from hub.screening.names import known, people
from hub.screening.promotion import addresses
from hub.screening.reading import Reading, Span
from hub.screening.rules import rule

_INVITED = rule("app + invite / 14 ! narrated deal")
_BUSINESS = ("offer", "ask", "stuff", "gametes", "deal", "own_trade", "scheme", "contest", "recruiting", "told", "kept",
             "product")
_NICK = re.compile(r"(?<![\w@.])[a-z][a-z0-9._-]{3,40}[a-z0-9](?!\w)")
_FULL = re.compile(r"(?<!\w)[A-Z][a-z]{1,20}(?: [A-Z]\.)? "
                   r"(?:O'|Mc|Mac|de |van |von )?[A-Z][a-z]{1,20}(?:-[A-Z][a-z]{1,20})?(?!\w)")
_TITLE = re.compile(r"(?:[Dd]r|[Pp]rof|[Pp]rofessor|[Mm]rs?|[Mm]s|[Nn]urse|[Ss]ister|[Dd]octor|[Ss]t)\.? $")
_STREET = re.compile(r"(?<!\w)(?:[A-Z][a-z'-]{2,20} ){1,2}(?:Street|Road|Lane|Close|Avenue|Row|Drive|Court|Crescent|Terrace|Mews"
                     r"|Square|Cottages?|Way|Grove|Hill|Place|Gardens|Park|Rise|Walk|Green)(?!\w)")
_NUMBER = re.compile(r"(?<!\w)(?:number|no\.?|nr\.?|house|flat) \d{1,4}[a-z]?(?!\w)")
_CODE = re.compile(r"(?<!\w)(?:[A-Z]{2}\d\d ?[A-Z]{3}|\d{2,3}-[A-Z]{1,2}-\d{1,6}"
                   r"|[A-Z]\d[\dW] ?[A-Z\d]{4}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]{3}[ -]?\d{3,4}"
                   r"|\d{3} ?\d{3}|\d{5}(?:-\d{4})?)(?!\w)")
_FOUND_BY = re.compile(r"[Aa]sk for (?P<a>[A-Z][a-z]{2,20}) (?:at|in|on|behind) "
                       r"|[Tt]he only (?P<b>[A-Z][a-z]{2,20}) (?:at|in|on) "
                       r"|[Ii](?:'m| am)(?: called)? (?P<c>[A-Z][a-z]{2,20}),? (?:at|behind|who runs|from) the ")
_SCHOOL = re.compile(r"(?:[Cc]lass|[Rr]eception|[Yy]ear (?:one|two|three|four|five|six|\d)|[Tt]each(?:es)?(?: [a-z]+)?"
                     r"|[Gg]oes|[Pp]upil) (?:at|in|to) (?P<name>(?:St\.? )?[A-Z][a-z']{2,20}(?: [A-Z][a-z']{2,20})?)")
_LIVES = re.compile(r"(?:chapel|mill|farm|farmhouse|cottage|house|bungalow|vicarage|lodge|pub|bakery|forge|barn|schoolhouse"
                    r"|rectory|dairy|shop) (?:in|on|at|near) (?P<name>[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)")
_CALLED = re.compile(r"(?:called|[Nn]ame's|named|[Nn]ame is|[Ii]'m the) (?P<name>[A-Z][a-z]{2,20})(?!\w)")
_SOMEWHERE = re.compile(r"(?:in|at|from) (?:the |old )?[A-Z][a-z]{2,20}")
_CHAT = re.compile(r"(?:chat\.|discord|t\.me|wa\.me|telegram|facebook|fb\.|instagram|linktr|tiktok|reddit|substack)")
DETAIL = 16  # words between a name and what makes it known
NICK = 8


def _usernames(reading: Reading) -> Iterator[Span]:
    found = kinds(reading)
    for _, last in found.of("named_as"):
        begin = found.spans[last][1]
        end = found.spans[min(last + NICK, len(found.spans) - 1)][1] + 1
        for nick in _NICK.finditer(reading.low, begin, end):
            if not known(nick.group()) and not known(nick.group().rstrip("s")) and _strange(nick.group()):
                yield nick.span()
                break


def _strange(word: str) -> bool:
    """Whether a word is made up as user names are: long, or with digits, dots or underscores."""
    return len(word) >= 10 and "-" not in word or bool(re.search(r"[\d._]", word))


def _invitations(reading: Reading) -> Iterator[Span]:
    found = kinds(reading)
    business = {number for kind in _BUSINESS for number in found.sentences(kind)}
    for first, _ in found.fulfilled(_INVITED):
        yield reading.sentences[found.sentence(first)]
    yield from (reading.sentences[found.sentence(first)] for first, _ in found.ruled("reach"))
    for number in sorted(found.sentences("message_me")):
        if not business & reading.beside([number]):
            yield reading.sentences[number]


def _private_people(reading: Reading) -> Iterator[Span]:
    found = kinds(reading)
    details = found.of("detail")
    if not details or not found.of("private"):
        return
    staff = [span for span in reading.once(people) if _TITLE.search(reading.text, span[0], min(span[1], span[0] + 12))]
    for match in _FULL.finditer(reading.text):
        place = found.at(match.span())
        titled = _TITLE.search(reading.text[max(0, match.start() - 11):match.start()])
        if not place or titled or any(start <= match.start() < end for start, end in staff):
            continue
        if all(known(part) for part in re.split(r"[ -]", match.group().lower())):
            continue
        told = any(0 < found.steps[first] - found.steps[place[1]] <= DETAIL for first, _ in details)
        meant = any(abs(found.steps[first] - found.steps[place[0]]) <= DETAIL for first, _ in found.of("private"))
        if told and meant:
            yield match.span()


def _homes(reading: Reading) -> Iterator[Span]:
    found = kinds(reading)
    homes, doors, codes = (found.sentences(kind) for kind in ("home", "doorway", "code_for"))
    for match in _STREET.finditer(reading.text):
        number = reading.sentence_at(match.start())
        start, end = reading.sentences[number]
        if number in homes and (number in doors or _NUMBER.search(reading.low, start, end)):
            yield match.span()
    for match in _CODE.finditer(reading.text):
        if reading.sentence_at(match.start()) in codes:
            yield match.span()


def _known_there(reading: Reading) -> Iterator[Span]:
    """A first name, a school or a house with enough beside it that one could go and ask."""
    found = kinds(reading)
    staff, lives, detail = (found.sentences(kind) for kind in ("staff", "lives_now", "detail"))
    placed = {reading.sentence_at(match.start()) for match in _SOMEWHERE.finditer(reading.text)}
    asked = set(range(len(reading.sentences)))
    for pattern, where in ((_FOUND_BY, asked), (_SCHOOL, asked), (_LIVES, lives), (_CALLED, placed & detail)):
        for match in pattern.finditer(reading.text):
            name = next(group for group in match.groups() if group)
            if reading.sentence_at(match.start()) in where - staff and not all(known(part) for part in name.lower().split()):
                yield match.span()


def _own_pages(reading: Reading) -> Iterator[Span]:
    found = kinds(reading)
    pages = found.sentences("own_page") - found.sentences("deal")
    for start, end in reading.once(addresses):
        if reading.sentence_at(start) in pages or _CHAT.search(reading.low, start, end):
            yield start, end


# Each way, with what finds it; in the plain copy.
TOLD: dict[str, Callable[[Reading], Iterator[Span]]] = {
    "username": _usernames, "group": _invitations, "private_person": _private_people, "home": _homes,
    "known_there": _known_there, "page": _own_pages}
