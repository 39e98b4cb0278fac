"""Readers told what to take, to change or to stop. One's own experience ("I was on 300 units") is never that.

Marked when an order, or what readers or everybody "must" do, meets a medicine, an amount or a rule of rest;
and advice to overrule one's clinic. What somebody was told by their doctor, and encouragement, pass.
"""

import re
from collections.abc import Iterator

from hub.screening import medicines
from hub.screening.cues import cues
from hub.screening.kinds import kinds
from hub.screening.likeness import likely, unlike
from hub.screening.reading import Reading, Span

# Verbs that change a treatment, and verbs that do so only beside an amount or a medicine by name.
_CHANGE = (r"(?:boost|pop|jab|request|give yourself|put yourself|say no to|take|stop|start|skip|double"
           r"|halve|triple|increase|up|raise|lower|reduce|cut|drop|inject"
           r"|quit|come off|get(?: [a-z]+)? off|refuse|demand"
           r"|insist|ask for|avoid|throw|bin|flush|crush|ditch|dump|wean|taper|push|discontinue|load up"
           r"|go off|go straight|go on|switch|swap"
           r"|combine|begin|leave|swallow|chuck|wash|knock|stick to|supplement|split|delay|cancel|miss"
           r"|forget|stay off|keep off|hold off)")
_OTHER = (r"(?:hold|wait|use|add|put|change|drink|stay|lie|lay|keep|continue"
          r"|give up|mix|eat|rest|go for|try|save"
          r"|apply|rub|insert|be on|be taking"
          r"|ignore|disregard|do|have|need|needs|bother|accept|let|trust|exercise|move|stand|walk|sniff"
          r"|get|tell|agree"
          r"|follow|give|make sure|say no|touch|be)")
_VERB = f"(?:{_CHANGE}|{_OTHER})"
_READERS = (r"(?:you(?: all| guys| ladies| girls| lot)?|every(?:one|body|woman| woman| single woman"
            r"| patient)|any(?:one|body| woman| patient)|no ?(?:body|one| woman)"
            r"|all (?:of you|women|ladies|girls|patients)|women|woman|ladies|girls|sisters|people"
            r"|patients|those|one|u|ya|men|a woman|mothers)")
_MUST = (r"(?:must(?:n'?t)?|should(?:n'?t|nt)?|shud|shouldn|needs? to|needs?|needn'?t"
         r"|ought(?:n'?t)?(?: not)? to|(?:have|has|got) to|gotta|better|'?d better|want to|want"
         r"|(?:don'?t|do not|doesn'?t|dont)(?: really| actually)? need|can (?:just|simply|safely|easily)"
         r"|cannot|can'?t|are to|may safely|will want)")
_TOLD_ALL = cues(rf"""
{_READERS}(?: (?:with|over|under|who|on|in|like|above|having|doing|past|of)<5>)? (?:really |all |
  absolutely |definitely |always |just |simply |also |only |never )?{_MUST}
(?:should|must|need) (?:you|anyone|a woman|any woman|one|everyone)|what you (?:have|need|want|should
  |must)<3>|never<2> should you|so should (?:you|everyone)
(?:recommend|advise|suggest|urge|beg|tell|warn) (?:you|everyone|everybody|anyone|all|any woman|women
  |people|it to all|all of you)
(?:i|we)(?:'?d| would)? (?:strongly |really |highly |always |only )?(?:recommend|advise|suggest)
  |do the same|do as i did|like i did|my (?:advice|tip|rule)
the (?:right|correct|best|proper|only) (?:dose|amount|protocol|drug|way) is|(?:friend|sister|cousin
  |mother)'?s (?:tip|trick|advice)
(?:you(?:'?re| are)|women are) better(?: off)? (?:with|without|on|skipping|taking|staying)|(?:if i were
  |if i was|were i) you|in your place
it(?:'?s| is) (?:absolutely |perfectly |always |much )?(?:essential|vital|crucial|necessary|important
  |safe|safer|fine|ok|okay|wise|pointless|mad|madness)<3> to
(?:should|must|ought to|needs? to|can)(?: always| never| all| simply)? be (?:taken|stopped|doubled
  |halved|skipped|increased|started|injected|avoided|refused|raised|lowered|dropped|ignored|cut)
there(?:'?s| is) no need (?:for|to)|no (?:body|one|woman) needs
if (?:you|your|ur)<5> you (?:just|simply)|go by this|all the newbies
here'?s (?:the|my|a) (?:tip|trick|secret)|the (?:trick|secret|best thing|answer|key) is|trust me
  |believe me|listen to me|take my word
you'?ll (?:be fine|thank me|save|never|not|have|get)|no need to|it'?s (?:simple|easy|better
  |best)(?: to)?|better to|best to|(?:nobody|no one|you) (?:will|won'?t|'?ll) (?:miscarry|need|regret)
""")
# The plain order: a verb that opens a sentence or a clause, after words that only lead up to it.
_LEAD = (r"(?:ladies|girls|sisters?|women|guys|mums|friends|dears|everyone|everybody|all|hun|please|just"
         r"|simply|always|never|so|and|then|but|instead|honestly"
         r"|seriously|my advice(?: is)?(?: to)?|my tip(?: is)?|tip|advice|psa|hint|trick|trust me"
         r"|listen(?: to me)?|make sure(?: that)?(?: you| to)?|be sure to"
         r"|remember to|do|do not|don'?t|dont|better|best|it'?s better to|or|also|first|try to|try"
         r"|go and|you can|go ahead and|at least|definitely|only"
         r"|for heaven'?s sake|for god'?s sake|whatever you do|under no circumstances|the trick is to"
         r"|get yourself|i beg you|i say)")
_SENTENCE_ORDER = re.compile(rf"\A\W{{0,4}}(?:{_LEAD}[\s,:!-]{{1,3}}){{0,5}}(?P<act>{_VERB})(?![\w'])")
_CLAUSE_ORDER = re.compile(rf"(?:[,:;(-]|\b(?:and|then|just|so|but|simply|please"
                           rf"|or))\s{{1,3}}(?:{_LEAD}[\s,]{{1,2}}){{0,3}}(?P<act>{_CHANGE}"
                           rf"|use|add|put|don'?t|do not|dont|never)(?![\w'])")
_CLAUSE = re.compile(r"[:;] | - ")  # whoever is spoken of before it need not be who is told what to do after it
_TELLER = re.compile(r"(?<!\w)(?:i|i'?m|i'?ve|i'?d|we|we'?d|he|she|they|husband|wife"
                     r")(?!\w)(?! (?:promise|swear|beg|say|tell you))")
_FAST = re.compile(_CHANGE)
# Advice to overrule the people who treat one.
_OVERRULE = cues(r"""
(?:{never}|dont) (?:listen to|believe|obey|wait for|ask|tell|bother)<2> {staff}|ignore (?:your|the|their
  |what|whatever|any|all|every)<3> (?:{staff}|say|says|tells?|instructions|advice)
(?:whatever|no matter what|never mind what|regardless of what|despite what|forget what)<2> (?:{staff}
  |they|she|he) (?:says?|tells?|thinks?|wants?|gives?)
without (?:asking|telling)<2> {staff}|(?:instead of|rather than) (?:going|ringing|calling|asking|phoning
  |seeing)<3> (?:{staff}|a&e|er|hospital)
you (?:do not|don'?t) need (?:a|the|your|to see a|to ask)<1> (?:{staff}|scan|prescription)|(?:what
  |whatever|the<2>) they (?:prescribe|hand out|give you)
(?:{never}|dont) let (?:them|him|her|any(?:one|body)|your<1>|the<1>)<1> (?:give|put|start|talk|tell|do
  |inject|prescribe|make|lower|raise|stop|fob|scare)
{staff} (?:are|is) (?:too cautious|too careful|behind the times)|tell (?:them|him|her) (?:no
  |it'?s a joke)|(?:earlier|later|more|less|sooner|longer|higher|lower) than they (?:say|tell|want)
no need to ask|(?:behind|against) (?:their|your|the)<1> (?:back|advice|{staff})|on your own from
  |not the<2> they (?:give|say|want|prescribe)
""")
_RULE_OF_REST = cues(r"""
(?:stay|lie|lay|keep|remain|rest)<4> (?:in bed|flat|on your back|lying|still|horizontal|down)|bed ?rest
  |(?:stop|avoid|no|quit|give up) (?:all |any )?(?:exercise|sports?|walking|lifting)
(?:cancel|skip|miss|refuse|delay|go for|avoid)<2> (?:scans?|appointments?|blood tests?|betas?|monitoring
  |biopsy|surgery|hysteroscopy|checks?|scratch|transfer|collection)
wait it out|salt(?:ed)? water|(?:hips|legs) up|(?:move|stand|walk|shower|sneeze|lift|climb|drive
  |fly)<3> for<2> (?:days?|weeks?|hours)|endometrial scratch|castor oil|trigger|the transfer
""")
_GONE_ON = cues(r"""
(?:just|then|simply|and|so)? ?(?:stop|skip|double|halve|bin|drop|flush|quit|refuse|cancel|throw|leave
  |take|take) (?:it|them|that|this)(?: out| away| off)?
""")
# Heard from somebody, a memory, or advice to ask: not an order of the writer's.
_HEARD = cues(r"""
(?:told|tells|telling|advised|asked|asks|warned|instructed|ordered|reminded|taught|begged) (?:me|us|him
  |her|my<2>|our<2>)|(?:said|reads?|wrote|goes|shouted|joked|whispered|insisted|explained)
according to|wants? me to|wanted me to|(?:i|we) (?:was|wasn'?t|were) (?:told|asked|advised|supposed)
  |(?:leaflet|letter|sheet|instructions|label|forum|internet|group|people)<2> (?:says?|tells?|swear)
i(?:'?m| am) not (?:telling|saying|a doctor)|i (?:would|'?d) never|ask(?:ing|ed)? (?:your|the|a|my
  |their)<1> {staff}|(?:talk|speak|spoke|talking|check|listen) (?:to|with) (?:your|the|a|my)<1> {staff}
nobody should tell|if i'?d been told|nobody (?:tells|told|warns)
""")
# Talk between a seller and a buyer, which other checks read.
_TO_THE_WRITER = cues(r"""
(?:message|msg|tell|give|send|make|show|ask|pm|dm|text|call|ring|contact|write|inbox|email|mail|drop
  |let)(?: to)? (?:me|us)
under this post|just ask|come and get|get in touch|first come|{money}|for sale|selling|swap|shipping
  |ships|postage|delivery|collection
anyone<2> (?:want|need|have|got|interested)|who(?:ever)?<1> (?:wants?|needs?|has)|best (?:price|offer)
  |leftover|left over|unopened|sealed|spare
""")
_HOUSEHOLD = cues(r"""
(?:take|taking|get|bring|keep)<4> (?:out(?: of)?|in the fridge)|take (?:it )?from me|take (?:a breath
  |your time|care|heart|comfort|notes|photos|someone|a book|snacks|a cushion|a friend|a day|time)
use a (?:heating|heat|hot|warm|ice)|ice (?:the|your)|keep (?:going|a diary|a list)|learn to|put up with
  |have to inject|get used to|be (?:kind|gentle|brave)|empty stomach
""")


def medical_directive(reading: Reading) -> Iterator[Span]:
    """Sentences that order readers about treatment."""
    found = kinds(reading)
    found.mark("medicine", reading.once(medicines.spans))
    found.mark("order", found.opening(("strong_act", "more_act"), "lead"))
    found.mark("refusing", found.opening(("refusal",), "lead"))
    for _, last in (*found.ruled("orders"), *found.ruled("counsel")):
        if not found.asks(last) and not unlike(reading, "medical_directive", found.sentence(last), found.sentence(last)):
            yield reading.sentence(found.sentence(last))
    spoken = reading.once(medicines.mentioned)
    named, amounts = spoken["prescribed"] | spoken["other"], spoken["amount"]
    drugs = named | spoken["plain"]
    overrule, rest = reading.hits(_OVERRULE), reading.hits(_RULE_OF_REST)
    about = sorted(reading.beside(drugs | amounts | overrule.keys() | rest.keys()))
    yield from (reading.sentence(number) for number in likely(reading, "medical_directive"))
    told_all, heard, household, to_writer, follow = (
        reading.hits(cue, about) for cue in (_TOLD_ALL, _HEARD, _HOUSEHOLD, _TO_THE_WRITER, _GONE_ON))
    for number in about:
        start, end = reading.sentences[number]
        matter = number in named or number in amounts or number in rest
        if not (matter or number in drugs or number in overrule or number in follow):
            continue
        if reading.text[end:end + 1] == "?" or unlike(reading, "medical_directive", number, number):
            continue
        if number in heard and number not in overrule or number in household and number not in amounts:
            continue
        if number in to_writer and number not in told_all:
            continue
        clauses = _CLAUSE.split(reading.low[start:min(end, start + 600)])
        act = next(filter(None, map(_act, clauses)), "")
        again = number in follow and number - 1 in drugs and (number - 1 in told_all or number in told_all)
        if act and (matter or again or number in overrule or (act == "change" and number in drugs)):
            yield reading.sentence(number)


def _act(sentence: str) -> str:
    """Whether a sentence gives orders: "change" of a treatment, "other", or "" for none."""
    order = _SENTENCE_ORDER.match(sentence)
    if order is None:
        clause = _CLAUSE_ORDER.search(sentence)
        order = clause if clause and not _TELLER.search(sentence, 0, clause.start()) else None
    if order is None:
        return ""
    return "change" if _FAST.fullmatch(order.group("act")) else "other"
