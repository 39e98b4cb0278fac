"""Names of people and clinics, and exact days: what makes somebody recognisable. Kind words with a name too.

Each is only worth a look; that a named one is accused is told by `accusation`. Found by how names are written
(titles, roles, capitals beside words for a clinic), never by a list of real ones.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from hub.reference.vocabulary import fold, vocabulary
from hub.screening.kinds import kinds
from hub.screening.reading import Reading, Span
from hub.screening.rules import lexicon

_START = r"(?<!\w)(?=[A-Za-z])"
_CAP = r"[A-Z][a-z]{1,20}(?:[-'][A-Z]?[a-z]{1,20}){0,2}"
_NAME = (rf"(?:(?:[A-Z]\.|{_CAP}|O'{_CAP}|Mc{_CAP}|Mac{_CAP}|de|van|von|der|al|bin|el|la)\s){{0,3}}(?:O'"
        rf"|Mc|Mac|D')?{_CAP}")
_TITLED = re.compile(_START + rf"(?:(?:[Dd]r|DR|[Pp]rof|[Mm]rs?|[Mm]s|[Mm]x|[Dd]ra)\.?|[Dd]oc|[Dd]octor"
                     rf"|[Pp]rofessor|[Nn]urse|[Ss]ister"
                     rf"|[Mm]atron|[Mm]idwife|[Mm]iss|[Ee]mbryologist"
                     rf"|[Cc]onsultant|[Ss]onographer|[Rr]eceptionist"
                     rf"|[Cc]ounsell?or|[Ss]urgeon|[Gg]yna?ecologist|[Ss]pecialist|[Uu]rologist"
                     rf"|[Aa]ndrologist|[Aa]na?esthetist|[Tt]herapist|[Ff]rau|[Hh]err|[Dd]octora"
                     rf"|[Dd]ottoressa|[Mm]adame|[Mm]onsieur)\s{{1,2}}(?P<name>{_NAME})")
_LOWER_DR = re.compile(_START + r"(?:dr|prof)\.? (?:[a-z]\. )?(?!(?:said|says|told|tells|was|is|has|had|who|at"
                       r"|that|rang|called|calls|and|or|in|on|of|to|for|with|about|will|would|could|did"
                       r"|does|do|just|also|then|said|when|from|if|a|an|the|my|our|his|her|their|google"
                       r"|gave|put|took|came|comes|appointment|appt|visit|recommended|wants|wanted"
                       r"|thinks|asked|asks|never|always|really|only|not|no|who|whose|as|by|so|but"
                       r"|because|there|here|it|i|we|he|she|they|you|drew|me|us|than|were|are|be|been"
                       r"|keeps|kept|looked|looks|made|makes|office|notes?|led|line|station|team"
                       r"|practitioner|cried|smiled|laughed|held|before|after|again|once|every|each|this"
                       r"|these)(?![\w]))[a-z][a-z'-]{2,20}(?![\w])")
_ROLE = (r"(?:embryologist|consultant|receptionist|nurse|sonographer|midwife|counsell?or|specialist"
         r"|surgeon|gyna?ecologist|urologist|an(?:a)?esthetist|coordinator|co-ordinator|manager|director"
         r"|secretary|doctor|donor|surrogate|therapist"
         r"|acupuncturist|pharmacist|administrator|neighbour|neighbor|boss|friend|teacher|carrier"
         r"|partner|husband|wife|ex|man|woman|head)")
_IN_ROLE = re.compile(_START + rf"(?:{_ROLE})(?:,| called| named| is| was| is called| was called|)? (?:a "
                      rf"|the )?(?:Mr |Mrs |Ms |Dr )?(?P<name>{_CAP} (?:[A-Z]\. )?(?:O'|Mc"
                      rf"|Mac)?{_CAP})(?!\w)|(?P<before>(?<!\w){_CAP} (?:O'|Mc|Mac)?{_CAP}),? (?:the|our"
                      rf"|my|his|her|an?) (?:\w{{2,15}} )?{_ROLE}(?!\w)")
_FIRST_IN_ROLE = re.compile(_START + rf"(?:(?:name was|called|named) (?P<one>{_CAP}),? (?:the|our|my"
                            rf"|a) (?:\w{{2,15}} )?{_ROLE}|(?P<two>{_CAP}), (?:the|our"
                            rf"|my) (?:\w{{2,15}} )?{_ROLE})(?!\w)")
_SELF_NAMED = re.compile(
    _START + rf"(?:I am|I'm|[Mm]y name is|name's|called|as|named|known as|family|signed|love,|yours,|is"
    rf"|was|[Hh]e's|[Ss]he's|[Ii]t's|little|one"
    rf"|[Nn]eighbour|[Ff]riend)\s(?P<name>{_CAP} (?:[A-Z]\. )?(?:O'|Mc|Mac)?{_CAP})(?!\w)")
_AT_DESK = re.compile(_START + rf"(?P<name>{_CAP}) (?:in|on|at|from) (?:the |our )?(?:billing|reception|front desk|accounts|admin"
                      r"|lab|theatre|desk|pharmacy|scanning)(?!\w)")
_NOT_NAMES = frozenset(re.findall(r"\S+", """
Google The This That And But When Then She He They We It I IVF ICSI If So Who Mum Mom Dad Day
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
July August September October November December Fertility Clinic Hospital Centre Center Street
Road Christmas Easter English Irish German French Spanish American British Dublin London New Costa
San Los North South East West Saint Great United Hong Sri Belo Rio Sao Buenos Las El Mother Father
God Lord Miss Reproductive Women Egg Sperm Your My Our Old Big Little Good
"""))

_KIND = (r"(?:Surgery|Andrology|Parenthood|Hopital|Praxis"
         r"|Fertility|IVF|Reproductive|Reproduction|Reproductiv[ao]|Women's|Womens|Infirmary|Hospital"
         r"|Hospitals|Clinic|Clinics|Clinique|General|Royal|Clinica|Klinik|Kinderwunschzentrum|Kinderwunsch|Centre|Center"
         r"|Centro|Institute|Instituto|Institut|Unit|Associates|Group|Medicine|Medical|Partners"
         r"|Conception|Genetics|Cryobank"
         r"|Bank|Health|Healthcare|Care|Gynaecology|Gynecology|Maternity|Laboratory|Lab|Labs|University"
         r"|Ziekenhuis|Fertilidad|Fertilita|Reproduccion)")
_CORE = (r"(?:Surgery|Andrology|Parenthood|Hopital|Praxis"
         r"|Fertility|IVF|Reproductive|Reproduction|Hospital|Clinic|Clinica|Klinik|Kinderwunschzentrum"
        r"|Clinique|General|Royal|Infirmary|Institute|Instituto|Cryobank|Conception|Fertilidad|Maternity|Women's|Ziekenhuis)")
_KIND_ONLY, _CORE_ONLY = re.compile(_KIND), re.compile(_CORE)
_RUN = re.compile(_START + r"[A-Z][\w'&]{0,24}(?:(?: (?:&|and|of|for|de|la|del|in|the) "
                  r"|[ -])[A-Z][\w'&]{0,24}){1,7}(?!\w)")
_AT = re.compile(_START + r"(?:at|from|to|with|by|in|of|avoid|against|called"
                 r"|named)(?: the)? (?P<name>[A-Z][\w'&]{2,24}(?: [A-Z][\w'&]{2,24}){0,2}) (?:clinic"
                 r"|hospital|centre|center|fertility|lab|unit|infirmary|ivf)(?!\w)|(?P<role>(?:[Tt]he"
                 r"|[Oo]ur|[Mm]y) (?:clinic|hospital|centre|agency)(?: here)?,? (?:was |is "
                 r"|were )?(?:called "
                 r"|named )?(?P<after>[A-Z][\w'&]{2,24}(?: [A-Z][\w'&]{2,24}){0,2}))(?!\w)")
_LOWER_AT = re.compile(_START + r"(?:at|from|avoid|to|of|with|by|against|that|the|is|hate) (?!(?:the|my"
                       r"|our|a|an|this|that|his|her|their|your|another|private|new|old|local|first"
                       r"|second|third|last|fertility|ivf|nhs|any|each|every|same|other|different|one"
                       r"|two|next|wrong|right|big|small|good|great|best|worst|early|sleep|eye|pain"
                       r"|university|public|teaching|general|children's|which|some|whole|lovely|night"
                       r"|day|walk-in|home|military|city|town|county|famous|cheap|expensive|state"
                       r"|religious|catholic|rural|nearest|late|whose|health|dental|morning|outpatient"
                       r"|abortion|no|and|in|for|to)\b)(?P<name>[a-z][a-z']{3,24}) (?:clinic"
                       r"|fertility(?: (?:clinic|centre|center|unit|group|institute))|hospital"
                       r"|ivf clinic|infirmary)(?!\w)")
_PLAIN_WORDS = frozenset(re.findall(r"\S+", """
The A An My Our This That His Her Their Your First Second Third New Old Private NHS Local And At
In On For With But When Then She He They We It I If So Dr Doctor Prof Professor Nurse Sister Best
Worst Another Assisted Human Early Pregnancy Outpatient General National World IVF Avoid Never No
Women's Day ICSI IUI Public Selling Order Dear Every Some One Two Because After Before From To Of
Thank Go Beware What Where Sometimes FET Egg Sperm American British Irish German Spanish Czech
Greek Medicine of for and the de la del in
"""))

_CAPITALS = re.compile(r"(?<![\w.@#])[A-Z][\w'&]{1,24}(?: (?:of |de |la )?[A-Z][\w'&]{1,24}){0,3}")
_SOME_PLACE = re.compile(r"(?<!\w)(?:at|from|by|with) the (?P<name>[a-z]{5,24}) place(?!\w)")
_SIDE_BY_SIDE = re.compile(r"(?<![\w.])[A-Z][a-z]{2,24} [A-Z][a-z]{2,24}(?!\w)")
_SMALL = re.compile(r"(?<!\w)(?P<name>[a-z][a-z']{3,24}) (?:fertility|ivf|clinic|hospital|reproductive|women's)(?!\w)")
_COMMON_ENDING = re.compile(r"(?:ing|ly|ed|tion|sion|ness|ment|ies|ists|ors|ers|ful|ous|able|ible)$")

MOST_SUSPECTS = 2000
# A bare name after these is where somebody was treated; after those of the second only beside words for a clinic.
_AT_PLACE = re.compile(r"(?<!\w)(?:at(?: the)?|(?:director|manager|nurses?|embryologists?|consultants?|doctors?|lab) of) $")
_IN_TOWN = re.compile(r" in [A-Z][a-z]")  # the … in Galway
_SAINT = re.compile(r"(?<!\w)st\.? [a-z]+'?s?$")
_OF_PLACE = re.compile(
    r"(?<!\w)(?:the|from|left|leaving|chose|joined|trust|trusted|avoid|fault|than|paid|rang|emailed|went to|go to|hold|what"
    r"|(?:head|staff|people|team|patient) of) $")
_OF_A_CLINIC = re.compile(
    r"'s (?:figures|lab|laboratory|nurses?|doctors?|consultants?|staff|website|freezer|embryologists?|reception)(?!\w)"
    r"| (?:laboratory|lab|people|nurses?|staff|ivf)(?!\w)"
    r"| (?:had |has |have )?(?:(?:over)?charge[sd]? (?:me|us)|bill(?:s|ed)|invoice[sd]?|refund(?:s|ed)|froze|thaw(?:s|ed)"
    r"|mislabell?ed|used the wrong|sent (?:me|us) home|lost (?:me|us|our|my)|ruined (?:me|us)|counts"
    r"|cancelled (?:my|our)|buys reviews)(?!\w)")
_TREATED = re.compile(
    r"(?<!\w)(?:clinics?|consultants?|doctors?|nurses?|embryologists?|embryos?|receptionist|scans?|labs?|laborator\w+"
    r"|transfer(?:s|red)?|cycles?|rounds?|samples?|eggs?|sperm|donors?|treat\w+|notes|ward|theatre|refund|consultation|tubes?"
    r"|ovar(?:y|ies)|thaw\w*|freezers?|protocols?|testing|tested|add-ons?|results?|bills?|consent|deposit|regulator|surgeons?)(?!\w)")

_MONTH = (r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan"
          r"|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?")
_DATE = re.compile(rf"(?<![\w/.-])(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:(?:19"
                   rf"|20)\d\d|\d\d)|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:(?:19|20)\d\d|\d\d)"
                   rf"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
                   rf"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\.? (?:of )?{_MONTH}(?:,? (?:19|20)\d\d)?"
                   rf"|{_MONTH} (?:the )?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:,? (?:19"
                   rf"|20)\d\d)?)(?![\w/-])")


def people(reading: Reading) -> list[Span]:
    """Where somebody is named with a title, in a role, or by first and last name; in the plain copy."""
    found = [match.span() for match in _TITLED.finditer(reading.text)
             if match.group("name").split()[0] not in _NOT_NAMES]
    for pattern in (_IN_ROLE, _FIRST_IN_ROLE, _SELF_NAMED):
        for match in pattern.finditer(reading.text):
            name = next(group for group in match.groups() if group)
            if not _NOT_NAMES & set(name.split()):
                found.append(match.span())
    found += [match.span() for match in _AT_DESK.finditer(reading.text) if match.group("name") not in _NOT_NAMES]
    found += [match.span() for match in _LOWER_DR.finditer(reading.text)]
    return found


def clinics(reading: Reading) -> list[Span]:
    """Where a clinic is named, with capitals or without; in the plain copy."""
    found = [match.span() for match in _RUN.finditer(reading.text) if _is_clinic(match.group())]
    found += [match.span() for match in _AT.finditer(reading.text)
              if (match.group("name") or match.group("after")).split()[0] not in _PLAIN_WORDS]
    found += [match.span("name") for match in _LOWER_AT.finditer(reading.text) if not match.group("name").endswith("'s")]
    found += [match.span("name") for pattern in (_SMALL, _SOME_PLACE) for match in pattern.finditer(reading.text)
              if not known(match.group("name"))]
    treated = reading.beside(reading.hits(_TREATED))
    found += [span for span in reading.once(suspects) if _is_place(reading, span, treated)]
    widest: list[Span] = []
    for start, end in sorted(set(found), key=lambda span: (span[0], -span[1])):
        if not widest or end > widest[-1][1]:  # not within another
            widest.append((start, end))
    return widest


def _is_place(reading: Reading, span: Span, treated: set[int]) -> bool:
    """Whether a bare name is said as that of a place of care; `treated`: sentences in or beside which treatment is spoken of."""
    start, end = span
    for word in reading.low[start:end].split():  # "At Larkhaven": what opens a sentence is no part of the name
        if not known(word, opens=True):
            break
        start += len(word) + 1
    before, after = reading.low[max(0, start - 20):start], reading.low[end:end + 24]
    if _AT_PLACE.search(before) or _OF_A_CLINIC.match(after):
        return True
    said = (_OF_PLACE.search(before) or _SAINT.search(reading.low[max(0, start - 20):end])
            or before.endswith("the ") and _IN_TOWN.match(reading.text, end))
    return bool(said) and reading.sentence_at(start) in treated


def suspects(reading: Reading) -> list[Span]:
    """Any other name, known by nothing but its capital or by "… fertility": a target only once it is blamed."""
    words, low = kinds(reading), reading.low
    begun = {reading.sentences[number][0] for number in range(len(reading.sentences))}
    kin = {last for _, last in words.of("kin_name")}
    found = []
    for match in islice(_CAPITALS.finditer(reading.text), MOST_SUSPECTS):
        start, end = match.span()
        if reading.text[start:end].isupper() and reading.text[max(0, start - 12):start].isupper():
            continue
        place = words.at((start, end))
        parts = low[start:end].replace("'s", "").split()
        while parts and known(parts[0], start in begun or start - 1 in begun):
            parts = parts[1:]
        if parts and place and place[0] - 1 not in kin and not all(known(part) for part in parts):
            found.append((start, end))
    found += [match.span() for match in _SMALL.finditer(low) if not known(match.group("name"))]
    return found


def likely_names(reading: Reading) -> set[int]:
    """Sentences with two capitals side by side: perhaps a name made of ordinary words, such as Harbour Lights."""
    return {reading.sentence_at(match.start()) for match in _SIDE_BY_SIDE.finditer(reading.text)}


@lru_cache(maxsize=4096)
def known(word: str, opens: bool = False) -> bool:
    """Whether a word is an ordinary one, a place or a medicine, and so nobody's name."""
    return word in _ordinary() or word.rstrip("s") in _ordinary() or opens and bool(_COMMON_ENDING.search(word))


@cache
def _ordinary() -> frozenset[str]:
    """Every word the vocabulary and the lexicon know."""
    concepts = vocabulary().concepts.values()
    forms = [fold(form) for concept in concepts for form in (concept.definition, *concept.forms)]
    folded = {word for form in (*forms, *vocabulary().collisions) for word in form.split()}
    return frozenset(folded | lexicon().tree.whole.keys())


# What else has a centre.
_OTHER_CENTRES = frozenset(re.findall(r"\S+", """
Town City Village Leisure Shopping Garden Sports Sport Community Day Call Job Visitor Visitors Arts Health Retail Civic Convention
Conference Data World Trade Recycling Learning Youth Family Children's Welcome
"""))


def _is_clinic(run: str) -> bool:
    """Whether capitals in a row are a clinic's name: a word for a clinic, and one of its own."""
    words = re.findall(r"[\w']+", re.sub(r"(?<!Women)'s", "", run))
    own = any(word not in _PLAIN_WORDS and not _KIND_ONLY.fullmatch(word) for word in words)
    return own and (any(_CORE_ONLY.fullmatch(word) for word in words)
                    or words[-1] in ("Centre", "Center") and words[-2] not in _OTHER_CENTRES)


def named_person(reading: Reading) -> Iterator[Span]:
    """Doctors, nurses and others by name."""
    yield from (reading.span(*span) for span in reading.once(people))


def named_clinic(reading: Reading) -> Iterator[Span]:
    """Clinics and hospitals by name."""
    yield from (reading.span(*span) for span in reading.once(clinics))


def exact_date(reading: Reading) -> Iterator[Span]:
    """Exact days, with or without the year; a month and a year alone are fine."""
    yield from (reading.span(*match.span()) for match in _DATE.finditer(reading.low))
