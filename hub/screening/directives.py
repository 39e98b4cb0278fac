"""Readers told what to take, to change or to stop. One's own experience ("I was on 300 units") is never that.

Marked when an order or a "you must" meets a medicine, an amount, or advice to overrule one's clinic.
What somebody was told by their doctor, and encouragement without medicine in it, passes.
"""

import re
from collections.abc import Iterator

from hub.screening import medicines
from hub.screening.cues import cues
from hub.screening.reading import Reading, Span

_ACT = (r"(?:take|taking|stop|stopping|start|skip|double|halve|triple|quadruple|increase|up|raise|lower|reduce|cut|drop|inject|use|add|put|switch|swap|change|quit|come off|get off|get on|go off|go on"
        r"|go straight|refuse|demand|insist on|ask for|avoid|throw|bin|flush|crush|drink|stay|lie|lay|keep|continue|cancel|delay|give up|ditch|dump|leave|wean|taper|push for|combine|mix|inhale|swallow|eat"
        r"|rest|order|buy|go for|try|split|save|hold back|miss|forget|discontinue|apply|rub|insert|load up|begin|be on|be taking|be injecting|do|have|need|bother with|accept|let them|trust|exercise|move|stand|get up|walk|sniff)")
_GROUP = (r"(?:you(?: all| guys| ladies| girls)?|every(?:one|body)|any(?:one|body)<5>|all (?:of you|women|ladies|girls|patients)|women|ladies|girls|sisters|people|patients|those|no ?(?:body|one)|one"
          r"|(?:women|anyone|everyone|people|those|ladies|girls|all of you|patients|men) (?:with|over|under|who|on|in|like|above|having|doing)<4>|all of you<1>|you lot)")
_BEFORE = (r"(?:ladies|girls|sisters|ladies,|girls,|please|just|simply|always|never|so|and|then|but|instead|honestly|seriously|my advice(?: is)?(?: to)?|my tip(?: is)?|tip|advice|psa|hint|trick|trust me|listen"
           r"|listen to me|make sure(?: that)?(?: you| to)?|be sure to|remember to|don'?t forget to|do|do not|don'?t(?: ever)?|better(?: to)?|best(?: to)?|it'?s better to|it is better to|or|also|first|women|guys"
           r"|mums|friends|dears|everyone|everybody|all|dont|try to|try|hun|go and|you can|you could|go ahead and|at least|definitely|absolutely|whatever happens|only|for the love of god)")
# An order at the start of a sentence or clause.
_ORDER = re.compile(rf"(?:^|[:;,(\n\"-]\s{{0,3}}|\A)(?:{_BEFORE}[\s,:]{{1,3}}){{0,4}}(?P<act>{_ACT})(?![\w'])")
_MUST = cues(rf"{_GROUP} (?:(?:really|all|absolutely|definitely|always|just|simply|also|only) )?(?:must(?:n'?t| not| never)?|should(?:n'?t| not| never| all| always| really| just| only| probably)?|need to|needs to|needn'?t|ought(?: not)? to"
             rf"|have to|has to|better|had better|'?d better|don'?t need(?: to)?|do not need(?: to)?|don'?t have to|can (?:just|simply|safely)|want to|will want to|are to|cannot|can'?t|could (?:just|simply)|may (?:just|safely))"
             rf"(?: (?:also|just|really|always|never|only|simply|all|not|then|at least|be|absolutely|first))? (?!have (?:seen|heard|known|been|told))(?P<act>{_ACT}|[\w-]{{1,20}})")
_URGE = cues(r"i(?:'?d| would)? (?:strongly |really |highly |always |only )?(?:recommend|advise|suggest|urge|beg|tell|say)(?: to)? (?:you|everyone|everybody|anyone|all|any woman|women|people|it to all)",
             r"i (?:would|'?d) (?:strongly |really |highly )?(?:recommend|advise|suggest)", r"i (?:strongly |highly )?(?:recommend|advise|suggest)", r"trust me", r"i promise", r"my advice", r"my tip", r"here'?s (?:the|my) (?:tip|trick|secret)", r"the (?:trick|secret|best thing|answer|key) is(?: to)?",
             r"so should you", r"so should everyone", r"you(?:'?ll| will) (?:be fine|thank me|save|get|see|not need|need)", r"listen to me", r"no need to (?:ask|tell|wait|call)", r"(?:on your own|yourself|yourselves)")
# Advice to overrule the people who treat one.
_OVERRULE = cues(
    r"{never} (?:listen to|believe|obey|wait for|ask|tell|trust)<2> (?:{staff}|doctor)(?!'?s? (?:i|we))", r"ignore (?:your|the|their|what|whatever|any|all|every)<3> (?:{staff}|say|says|tells?|instructions)",
    r"(?:whatever|no matter what|never mind what|regardless of what|despite what|forget what)<2> (?:{staff}|they|she|he) (?:says?|tells?|thinks?|wants?)", r"whatever (?:they|your<2>) (?:say|says|tells?)(?: you)?",
    r"without (?:asking|telling)<2> {staff}", r"{never} (?:ask|tell|wait for) (?:your|the) {staff}", r"(?:instead of|rather than) (?:going|ringing|calling|asking|phoning|seeing)<3> (?:{staff}|a&e|er|the er|hospital)",
    r"you (?:do not|don'?t) need (?:a|the|your|to see a|to ask)<1> (?:{staff}|scan|prescription)", r"{never} let (?:them|him|her|any(?:one|body)|your<1>|the<1>) (?:give|put|start|talk|tell|do|inject|prescribe|make|lower|raise|stop)",
    r"(?:{staff}) (?:are|is) (?:too cautious|too careful|behind the times|wrong about|lying|only)")
_TREATED = cues(r"bed ?rest", r"(?:in|to) bed", r"flat(?: on your back)?", r"all exercise", r"exercise", r"hips up", r"legs up", r"feet up", r"the (?:scan|scans|blood test|blood tests|appointment|beta|trigger)", r"a&e", r"antibiotics", r"transfer", r"icsi", r"ivf",
                r"the (?:needle|jab|shot)", r"ohss", r"units", r"on day \d+", r"biopsy", r"sex", r"stims", r"fluids?", r"water", r"salt(?:ed)? water", r"gatorade", r"caffeine", r"sugar", r"gluten", r"dairy", r"detox", r"cleanse", r"castor oil", r"tea", r"honey", r"garlic", r"fasting")
_STILL = cues(r"(?:stay|lie|lay|keep|remain|rest)<3> (?:in bed|flat|on your back|lying|still|horizontal|down)", r"bed ?rest", r"(?:stop|avoid|no|quit|give up) (?:all |any )?(?:exercise|sport|sports|walking|lifting|work)",
              r"(?:cancel|skip|miss|refuse|delay)<2> (?:scans?|appointments?|blood tests?|betas?|monitoring|biopsy|surgery|hysteroscopy|checks?)", r"wait it out", r"salt(?:ed)? water", r"(?:hips|legs) up")
_FAST = r"(?:take|stop|start|skip|double|halve|triple|increase|up|raise|lower|reduce|cut|drop|inject|add|quit|come off|refuse|demand|insist on|ask for|avoid|throw|bin|flush|crush|ditch|dump|wean|taper|push for|discontinue|load up|get off|go off|go straight|swap|switch|combine|begin|leave)"
_GONE_ON = cues(r"(?:just|then|simply|and|so) (?:stop|skip|double|halve|bin|drop|take|flush|quit|refuse|cancel) (?:it|them|that|this)", r"(?:stop|skip|double|halve|bin|drop|flush|quit|refuse|cancel|throw) (?:it|them)(?: out| away)?")
# Heard from somebody, a memory, or what clinics commonly say: not an order of the writer's.
_HEARD = cues(
    r"(?:told|tells|telling|advised|asked|asks|warned|instructed|ordered|reminded|taught) (?:me|us|him|her|my<2>|our<2>|them)", r"(?:said|says|reads?|wrote|goes|shouted|joked|whispered|insisted|swore|swear|explained)", r"according to", r"my<2> (?:wanted|wants) me to",
    r"i (?:was|wasn'?t) (?:told|asked|advised|supposed)", r"we were (?:told|asked|advised|supposed)", r"the (?:leaflet|letter|protocol|sheet|instructions|label|box|plan|forum|internet|group)<2> (?:said|says|told|tells)", r"i'?m not (?:telling|saying)", r"i am not (?:telling|saying)", r"i (?:would|'?d) never (?:tell|say)",
    r"ask(?:ing|ed)? (?:your|the|a|my|their)<1> {staff}", r"(?:talk|speak|spoke|talking|check|listen) (?:to|with) (?:your|the|a|my)<1> {staff}", r"nobody should tell", r"if i'?d been told")
_OUT_OF = cues(r"(?:take|taking|get|bring)<4> out(?: of)?", r"take (?:it )?from me", r"take (?:a breath|your time|care|heart|comfort|notes|photos|someone|a book|snacks|a cushion|a friend|a day|time)", r"use a (?:heating|heat|hot|warm|ice)", r"ice (?:the|your)", r"keep (?:going|a diary|a list|the<2> in the fridge)")


def medical_directive(reading: Reading) -> Iterator[Span]:
    """Sentences that order readers about treatment."""
    drugs, named, amounts = (reading.hits(pattern) for pattern in (medicines.ANY, medicines.NAMED, medicines.AMOUNT))
    must, urge, overrule, still, treated = (reading.hits(cue) for cue in (_MUST, _URGE, _OVERRULE, _STILL, _TREATED))
    heard, harmless, follow = reading.hits(_HEARD), reading.hits(_OUT_OF), reading.hits(_GONE_ON)
    for number, (start, end) in enumerate(reading.sentences):
        if number in overrule:
            if _directed(reading.low[start:end], number in drugs or number in treated, overrule[number]):
                yield reading.sentence(number)
            continue
        if number in heard or (number in harmless and number not in amounts):
            continue
        matter = number in named or number in amounts or number in still
        if not matter and number not in drugs and number not in follow:
            continue
        act = _act(reading.low[start:end], number in must, number in urge)
        if act and (matter or (number in drugs and act == "fast")) or (
                number in follow and number - 1 in drugs and (number in urge or number - 1 in must)):
            yield reading.sentence(number)


def _directed(sentence: str, treated: bool, _: list[Span]) -> bool:
    return treated or bool(re.match(r"\W*(?:so |and |please |just |ladies,? |girls,? )?(?:don'?t|do not|never|ignore|forget|whatever|no matter)", sentence))


def _act(sentence: str, must: bool, urge: bool) -> str:
    """Whether a sentence gives orders: "fast" for a change of treatment, "slow" for anything else, "" for none."""
    order = _ORDER.search(sentence[:400])
    if order is None and re.match(r"\W*(?:if|when|whenever|once|as soon as|after|before|for|instead|on day|from day|in the)\b", sentence):
        order = re.search(rf"(?:,|\bjust|\bsimply|\bthen)\s{{1,3}}(?:just |then |always |please |do not |don'?t |never )?(?P<act>{_ACT})(?![\w'])", sentence[:400])
    if order or must or urge:
        act = order.group("act") if order else ""
        return "fast" if must or re.fullmatch(_FAST, act) else "slow"
    return ""
