"""Ways to reach or find a private person: mail, telephone, handles, addresses. Written out and disguised too.

Marked whoever's they are, the author's own or somebody else's. Not here: names alone (`names`) and addresses
of web pages (`promotion`).
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

import phonenumbers

from hub.screening.cues import cues
from hub.screening.likeness import likely
from hub.screening.reach import TOLD
from hub.screening.reading import Reading, Span

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+(?:@|\s@\s|\s?(?:\(at\)|\[at\]|\{at\}"
                   r"|<at>)\s?)(?:[a-z0-9-]{1,63}(?:\.|\s?(?:\(dot\)|\[dot\]|\{dot\}|<dot>"
                   r"| dot )\s?)){1,5}[a-z]{2,24}(?![\w@])")
_SAID_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+(?: (?:dot|underscore|dash|hyphen|minus|punkt"
                        r"|punto) [\w-]{1,40}){0,4} (?:at|arroba|chez|bei) (?!www )(?:[a-z0-9-]{1,40} (?:dot"
                        r"|punkt|punto|point) ){1,3}[a-z]{2,10}(?!\w)")
_SPACED_MAIL = re.compile(r"(?<![\w.])(?:[\w.+-] ){2,40}@ (?:[a-z0-9.-] ){3,40}[a-z](?!\w)")
_HALF_MAIL = re.compile(r"(?<![\w.+-])(?=[\w.+-]{0,40}[\d._])[\w+-][\w.+-]{1,40}[\w+-] at "
                        r"[a-z0-9-]{2,40}(?:\.[a-z]{2,10}){1,3}(?!\w)")
_AT_HOME = re.compile(r"(?<![\w.+-])[\w.+-]{2,40}+ ?(?:at|@) ?(?:gmail|hotmail|yahoo|icloud|protonmail"
                      r"|gmx|aol)(?:\b(?: ?(?:dot|\.) ?[a-z]{2,5})?)")
# Each kind of mail with the sign that it needs: looked for first, since most texts have none.
_MAILS = (
    (re.compile(r"@|[(\[{<]at[)\]}>]"), _MAIL),
    (re.compile(r" @ "), _SPACED_MAIL),
    (re.compile(r" (?:dot|punkt|punto|point) "), _SAID_MAIL),
    (re.compile(r"gmail|hotmail|yahoo|icloud|protonmail|gmx|aol"), _AT_HOME))
_AT_DOMAIN = re.compile(r" at [a-z0-9-]{2,40}\.[a-z]")
_MAIL_CUE = cues(r"""
e-?mails?|mail|write (?:to )?me|(?:reach|contact) me|gmail|hotmail|address is|inbox
""")

_NUMBERISH = re.compile(r"(?<![\w.,£$€₹])(?:\+|\(|00)?\d[\d\s().\-/]{5,22}\d(?![\w%]|[.,]\d)")
_CALL_CUE = cues(r"(?:call|ring|phone|text|sms|message|whatsapp|reach|dial|tel|telephone|mobile|mob|cell"
                 r"|landline|number|no|contact|signal|viber|telegram|wechat|line|fax|bell|buzz|phoned"
                 r"|ring me|call me|on me)", r"i'?m on", r"give me a (?:ring"
        r"|call|bell|buzz|shout)")
_DATES = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}|(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d)")
_REGIONS = ("GB", "US", "IE", "AU", "IN")
_DIGIT_WORDS = (r"(?:zero|oh|o|nought|naught|one|two|three|four|five|six|seven|eight|nine|hundred|double|triple"
               r"|treble|\d)")
_SAID_DIGITS = re.compile(rf"(?<!\w)(?=\w)(?:{_DIGIT_WORDS}[\s,.-]{{1,3}}){{6,18}}{_DIGIT_WORDS}(?!\w)")
_BROKEN = re.compile(r"(?<!\w)(?=[o\d])(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|[o\d])[\s.-]{0,2}){9,20}(?!\w)")
_ID_NUMBER = re.compile(r"(?<!\w)(?=\w)(?:nhs|passport|patient|hospital|medical record|mrn|social security"
                        r"|ssn|insurance|medicare|donor file)(?: (?:number|no|id|file))?\.?(?: is| was|:"
                        r"|,)? ?#?[a-z]{0,3}\d[\d -]{5,14}\d(?!\w)")

_HANDLE = re.compile(r"(?<![\w.@/+-])@(?!(?:d|day|cd|dpo|dpt|w|wk|wks|week|weeks|am|pm|clinic|home|work"
                     r"|age|approx|least|around|about|the|a|my|our|night|noon|midday|midnight|hospital"
                     r"|first|last|end|start|lunch|breakfast)(?![\w]))[a-z_][\w.-]{2,40}")
_APPS = (r"(?:insta(?:gram)?|ig|telegram|snap(?:chat)?|kik|discord|skype|signal|whatsapp|twitter|tiktok"
        r"|tik tok|facebook|fb|messenger|viber|wechat|line|threads|reddit|bluesky|mastodon|peanut|zoom"
        r"|teams|linkedin|youtube|substack|vk|imo|onlyfans|pinterest)")
_ON_APP = cues(_APPS)
_NICK = re.compile(r"(?<![\w@.])(?=[a-z0-9._#:-]{4,40}(?![\w]))[a-z][a-z0-9]{0,30}(?:(?:[._#:-]"
                   r"|(?<=[a-z])(?=\d))[a-z0-9]{1,30}){1,5}|(?<!\w)u/[\w-]{3,30}")
_REACH = cues(r"""
(?:find|add|follow|message|msg|dm|pm|reach|text|contact|catch|ping|snap|call|write|look|hit|search
  |friend|get|chat
  |talk|join|see)<1> (?:me|us|for me|to me|with me|up|out|my)
my (?:user ?name|id|user|nick|handle|insta|instagram|ig|snap|snapchat|kik|discord|skype|telegram|twitter
  |tiktok
  |facebook|fb
  |whatsapp|signal|viber|wechat|line)
snap me|i'?m|i am
""")
_NO_NICK = re.compile(r"\A(?:[a-z]+-[a-z-]+|[a-z]{1,4}\d{1,2})\Z")
_FULL_NAME = re.compile(r"(?<!\w)[A-Z][a-z]{1,20}(?: [A-Z]\.?)? "
                        r"[A-Z][a-z]{1,20}(?:[-'][A-Z]?[a-z]{1,20}){0,2}(?!\w)")

_STREET_KIND = (r"(?:street|st|road|rd|lane|ln|close|avenue|ave|row|drive|court|ct|place|pl|way|crescent"
                r"|cres|terrace|gardens?|gdns|grove|hill|mews|square|sq|parade|boulevard|blvd|walk|rise"
                r"|view|circle|cir|highway|hwy"
                r"|park|quay|wharf|yard|villas?|cottages?|fields?|green|heights|loop|trail|passage|path"
                r"|esplanade|vale|wynd|brae|gate|bank|end|croft|meadows?|wood|common|ridge|plaza|alley"
                r"|nagar|marg|colony)")
_STREET = re.compile(rf"(?<![\w£$€.,/-])(?=[\dn])(?:no\.? ?|number )?\d{{1,5}} ?[a-h]?,? (?:(?:north"
                     rf"|south|east|west|n|s|e"
                     rf"|w)\.? )?(?:[a-z][a-z'-]{{1,20}}\.? ){{1,3}}?{_STREET_KIND}(?!\w)")
_STREET_FIRST = re.compile(r"(?<!\w)(?=\w)(?:[a-z][a-z'-]{2,20} ){1,2}(?:street|road|lane|avenue|close"
                           r"|row|drive),? (?:at )?(?:no\.?|number|nr\.?|house"
                           r"|flat)? ?\d{1,4} ?[a-h]?(?!\w)")
_ABROAD = re.compile(r"(?<!\w)(?=\w)(?:(?:rue|calle|via|viale|rua|avenida|avenue|ulica|ul\.|ulice"
                     r"|plaza|piazza|carrer|largo|travessa|boulevard)(?: (?:de|des|du|la|las|los|el|do"
                     r"|da|das|dos|del"
                     r"|di|san|santa|st))*(?: [a-z][a-z'-]{2,20}){1,3}?,? (?:n[o.]* ?)?\d{1,4}"
                     r"|\d{1,4}(?: ?bis)?,? (?:rue|avenue|boulevard|place|chemin)(?: (?:de|des|du|la"
                     r"|le))*(?: [a-z][a-z'-]{2,20}){1,3}"
                     r"|(?<!-)[a-z-]{3,24}(?:strasse|str\.|gasse|weg|allee|platz|straat|laan|gatan|vagen|gade"
                     r"|vej|veien|gata)\s?\d{1,4} ?[a-h]?)(?!\w)")
_POSTCODE = re.compile(r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}"
                       r"|[A-Z]{2},? \d{5}(?:-\d{4})?)(?!\w)")
_BOX = re.compile(r"(?<!\w)(?=\w)p\.? ?o\.? ?box \d{1,6}|(?<!\w)(?:apt|apartment|flat|unit"
                  r"|suite)\.? ?#?\d{1,4}[a-z]?,? (?:[a-z'-]{2,20} ){1,3}(?:house|court|building|heights"
                  r"|tower|mansions|lodge)")
_STREET_NAMED = re.compile(r"(?<!\w)(?:[A-Z][a-z'-]{2,20} ){1,2}(?:Street|Road|Lane|Close|Avenue|Row"
                           r"|Drive|Court|Crescent|Terrace|Mews|Square|Cottages?|Way|Grove)(?!\w)")
_SURE_STREET = re.compile(r"(?:street|road|lane|avenue|close|drive|crescent|strasse|str\.|rue|calle|box)\b")
_NO_STREET = re.compile(r"\A\d{1,5} (?:days?|weeks?|months?|years?|hours?|minutes?|mins|miles?|eggs?"
                        r"|embryos?"
                        r"|follicles?|of|in|on|at|units?|mg|at the|times?|people|women|am|pm|more|per"
                        r"|and|to|or|for|the|my|our)\b")
MOST_NUMBERS = 60


def _mails(reading: Reading) -> Iterator[Span]:
    for sign, pattern in _MAILS:
        if sign.search(reading.low):
            yield from (match.span() for match in pattern.finditer(reading.low))
    halves = list(_HALF_MAIL.finditer(reading.low)) if _AT_DOMAIN.search(reading.low) else []
    spoken_of = reading.hits(_MAIL_CUE, {reading.sentence_at(match.start()) for match in halves})
    for match in halves:
        if reading.sentence_at(match.start()) in spoken_of or re.search(r"[\d_].* at ", match.group()):
            yield match.span()


def _telephones(reading: Reading) -> Iterator[Span]:
    yield from (match.span() for match in _ID_NUMBER.finditer(reading.low))
    candidates = list(islice(_NUMBERISH.finditer(reading.low), MOST_NUMBERS))
    cue = reading.hits(_CALL_CUE, {reading.sentence_at(match.start()) for match in candidates})
    for match in candidates:
        typed = match.group()
        digits = re.sub(r"\D", "", typed)
        if not 7 <= len(digits) <= 15 or _DATES.search(typed):
            continue
        if len(digits) >= 9 and _looks_dialled(typed):
            if _is_number(typed):
                yield match.span()
        elif _grouped(typed) and _cued(reading, cue, match.span()):
            yield match.span()


def _looks_dialled(typed: str) -> bool:
    return bool(re.match(r"\+|0|\(0|\(\d{3}\)|1?[-. ]?\d{3}[-. ]\d{3}[-. ]\d{4}$", typed))


def _grouped(typed: str) -> bool:
    """Groups of a telephone number: not a row of small counts such as follicle sizes."""
    groups = re.findall(r"\d+", typed)
    return max(map(len, groups)) >= 3 and len(groups) <= 5


def _cued(reading: Reading, cue: dict[int, list[Span]], span: Span) -> bool:
    beside = cue.get(reading.sentence_at(span[0]), [])
    return any(span[0] - 60 <= end and start <= span[1] + 40 for start, end in beside)


def _is_number(typed: str) -> bool:
    for region in _REGIONS:
        try:
            if phonenumbers.is_possible_number(phonenumbers.parse(typed, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _spoken_numbers(reading: Reading) -> Iterator[Span]:
    candidates = list(islice(_SAID_DIGITS.finditer(reading.low), MOST_NUMBERS))
    cue = reading.hits(_CALL_CUE, {reading.sentence_at(match.start()) for match in candidates})
    for match in islice(_BROKEN.finditer(reading.low), MOST_NUMBERS):
        if len(re.findall(r"\d", match.group())) >= 4 and re.search(r"[a-z]", match.group()):
            yield match.span()
    for match in candidates:
        words = re.findall(r"[a-z]+", match.group())
        dialled = {"zero", "oh", "o", "nought", "double", "triple", "treble"} & set(words)
        if len(words) >= 4 and (dialled or reading.sentence_at(match.start()) in cue):
            yield match.span()


def _handles(reading: Reading) -> Iterator[Span]:
    yield from (match.span() for match in _HANDLE.finditer(reading.low))
    apps = reading.hits(_ON_APP)
    for number in sorted(reading.hits(_REACH, apps)):
        start, end = reading.sentences[number]
        begin, after = max(start, apps[number][0][0] - 60), min(end, apps[number][-1][1] + 80)
        nick = _NICK.search(reading.low, begin, after)
        if nick and not _NO_NICK.match(nick.group()):
            yield nick.span()
        elif name := _FULL_NAME.search(reading.text, apps[number][0][1], after):
            yield name.span()


def _addresses(reading: Reading) -> Iterator[Span]:
    for pattern in (_STREET, _STREET_FIRST, _ABROAD, _BOX):
        for match in pattern.finditer(reading.low):
            if not _NO_STREET.match(match.group()) and _named_like(reading.text[match.start():match.end()]):
                yield match.span()
    streets = {reading.sentence_at(match.start()) for match in _STREET_NAMED.finditer(reading.text)}
    for match in _POSTCODE.finditer(reading.text):
        start = match.start()
        if reading.sentence_at(start) in streets or "," in reading.text[max(0, start - 30):start]:
            yield match.span()


def _named_like(typed: str) -> bool:
    """A street has a name: with a capital, or a sure word for a street if typed all in small letters."""
    return bool(re.search(r"[A-Z]", typed) or _SURE_STREET.search(typed.lower()))


# Each way, with what finds it: the identity mirror names them one by one.
WAYS: dict[str, Callable[[Reading], Iterator[Span]]] = {
    "mail": _mails, "phone": _telephones, "spoken_phone": _spoken_numbers, "handle": _handles, "address": _addresses, **TOLD}


def contact_data(reading: Reading) -> Iterator[Span]:
    """Mail, telephone, handles and addresses, as they stand in the text; a whole sentence only where nothing finer is found."""
    marked: set[int] = set()
    for way, find in WAYS.items():
        for start, end in find(reading):
            number = reading.sentence_at(start)
            if way != "group" or number not in marked:
                yield reading.span(start, end)
            marked.add(number)
    yield from (reading.sentence(number) for number in likely(reading, "contact_data") if number not in marked)
