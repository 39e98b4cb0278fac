"""How cues are written down: plain phrases that become one regular expression, bounded in time.

In a phrase a space is any blank (` ?` perhaps none), `<3>` is up to three words between, `{name}` a shared
piece from below. Everything is matched on the plain copy in small letters. Not here: which cues mean what
(each check's own module).
"""

import re

_SPACE = r"\s{1,3}"
_GAP = r"(?:[\s,]{1,3}[\w'&-]{1,24}){0,%s}?"
_LINE_GOES_ON = re.compile(r"\n[ ]+")
_GAP_SIGN = re.compile(r"<(\d)>")

PIECES = {
    "cant": r"(?:can'?t|cannot|can not|couldn'?t|could not)",
    "never": r"(?:don'?t(?: ever)?|do not(?: ever)?|never(?: ever)?|please don'?t)",
    "staff": r"(?:doctors?|drs?|docs?|consultants?|specialists?|nurses?|midwife|midwives|clinics?"
             r"|clinicians?|hospitals?|embryologists?|gp|gps"
             r"|re|gynae(?:cologist)?s?|gyno|obgyn|ob|endocrinologists?|physicians?|surgeons?"
             r"|pharmacists?|unit|team|medics?)",
    "each": r"(?:each|apiece|the lot|for all|for both|for them|ono|obo|posted|postage|shipping|shipped"
            r"|plus post|p&p)",
    "money": r"(?:[$£€₹]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$£€₹]|usd|eur|euros?|pounds?|quid|dollars?|bucks"
             r"|gbp|aud|rupees|k\b))",
}


def cues(*phrases: str) -> re.Pattern[str]:
    """One expression that finds any of the phrases (one argument or line each) as whole words.

    A line that begins with blanks goes on the line before.
    """
    phrases = tuple(line for phrase in phrases for line in _LINE_GOES_ON.sub("", phrase.strip()).splitlines())
    return re.compile(rf"(?<!\w)(?=[\w$£€₹#])(?:{'|'.join(_written(phrase) for phrase in phrases)})(?!\w)")


def _written(phrase: str) -> str:
    for name, piece in PIECES.items():
        phrase = phrase.replace("{" + name + "}", piece)
    phrase = _GAP_SIGN.sub(lambda sign: _GAP % sign.group(1), phrase)
    return phrase.replace(" ?", r"\s{0,3}").replace(" ", _SPACE)
