"""Blame beside the name of a clinic or somebody who works there. The same words without a name are a story.

Blame is what is said of them: dishonesty, theft, harm, abuse, contempt, or a warning to stay away. Praise
with a name, refused blame ("never lied to us"), what the author did, and blame for somebody unnamed pass.
"""

import re
from collections.abc import Iterator

from hub.screening.cues import cues
from hub.screening.names import clinics, people
from hub.screening.reading import Reading, Span

_DEEDS = cues(r"""
li(?:ed|es|ar|ars) ?(?:to|about|that|and|in|for|through)?(?! (?:down|on|in bed|still|there|flat|back
  |awake|ahead))|lying (?:to|about|through)|liars?|fraud\w*|scam\w*|con (?:artists?|men|man|job)|conned
  |cheat\w*|decei\w+|deception|fak(?:e|ed|es|ing)|forg(?:ed|es|ing)|falsif\w+|mis(?:lead\w*|led)
  |cover(?:s|ed|ing)?(?: it| this| that| up)* up|cover-?up|hid (?:it|the|my|our|this|what|that|from)
  |denie[sd]|denying|dishonest\w*|manipulat\w+|fabricat\w+|tricked|gaslit|gaslight\w*|two-faced
  |pretend(?:s|ed)|made up
st(?:eal|eals|ole|olen|ealing)|thie(?:f|ves)|rob(?:s|bed|bing)|robbers?|rip(?:s|ped|ping)? (?:me |us |
  you |people |everyone |women |patients )?off|rip-?offs?|overcharg\w+|crooks?|crooked|fleec\w+
  |swindl\w+|extort\w*|took our money|took my money|take your money|took<2> from us|took<2> (?:thousand
  |grand|euros?|pounds|dollars)|greed\w*|(?:only|just|all they|all he|all she)<2> (?:want|wants|wanted
  |care about|cares about|after|interested in)<2> (?:money|cash|wallet|fees|profit)|money[- ](?:machine
  |grabb\w+|making|hungry)|cash cow|bleed(?:s|ing)? (?:people|you|us|women)|vanished with|refused (?:the
  |a|our|to) refund|refund|billing us|hidden (?:fees|costs)|kept (?:billing|charging)
botch\w*|butcher\w*|injur(?:ed|es|ing)|harm(?:ed|s|ing)|maim\w*|mutilat\w+|perforat\w+|punctured
  |poison\w*|kill(?:s|ed) (?:my|our|the|me|babies|her|patients|people)|nearly killed|almost killed
  |destroy\w*|ruin(?:ed|s|ing)?|damag(?:ed|es|ing)|wreck(?:ed|s|ing)|scarred|burn(?:ed|t) (?:me|her|my)
  |dropped (?:the|our|my|an|a)|los(?:t|es) (?:our|my|the|her) (?:embryos?|eggs?|sample|samples|sperm
  |file|files|records|blastocysts?|paperwork|notes)|mix(?:ed|es|ing)? up|mix-?up|swapped
  |wrong (?:embryos?|sperm|dose|drug|drugs|patient|sample|samples|egg|eggs|person|woman|ovary|tube)
  |someone else'?s (?:embryo|egg|eggs|sperm)|negligen\w+|neglect(?:ed|s|ful)?|malpractice|careless\w*
  |reckless\w*|incompeten\w+|unqualified|unsafe|dangerous\w*|a danger to|experiment(?:ed|ing|s)? on
  |left me (?:bleeding|in|with|to|lying|alone|screaming|without)|without (?:my|our|any) (?:consent
  |permission|asking)|without asking|against (?:my|our) (?:will|wishes)|unconsented
abus(?:ed|es|ive|er|ing)|assault\w*|grop\w+|touched me|harass\w*|rap(?:ed|ist|es)|molest\w*|bull(?:y|ied
  |ies|ying)|shout(?:s|ed|ing)? (?:at|me)|yell(?:s|ed|ing)? at|scream(?:s|ed|ing)? at|mock(?:s|ed|ing)?
  |laugh(?:s|ed|ing)? (?:at|about it|in my|in our|when (?:i|we|my))|humiliat\w+|insult\w*|racis\w+
  |racially|sexis\w+|misogyn\w+|homophob\w+|transphob\w+|bigot\w*|discriminat\w+|sneer\w*|belittl\w+
  |demean\w*|patroni[sz]\w+|condescend\w+|called (?:me|us|my<1>) (?:a|an|fat|old|stupid|names|hysterical
  |selfish|crazy|lazy|too|hysteric|dramatic)|too fat to|threaten(?:ed|s|ing)|intimidat\w+|pervert\w*
  |creep\w*|leer\w*|predator\w*|drunk|sadis\w+|spat|slapped|hurt me
i blame|we blame|blame(?:s|d)? (?:me|us|him|her|my)(?! ?self)|to blame for|responsible for|at fault
  |struck off|be in (?:jail|prison)|in jail|in prison|behind bars|(?:lose|losing|lost|revoke) (?:his|her
  |their) (?:licen[cs]e|job|registration)|licen[cs]e revoked|be sacked|be fired|be banned|be stopped
  |be shut|shut (?:them |it |this place |him |her )?down|closed down|be ashamed|be prosecuted|sue|suing
  |sued|lawsuit|criminals?|crimes?|report(?:ed|ing) (?:him|her|them|it)|guilty|has blood on
avoid|stay(?:ing)? away|steer clear|keep away|beware|{never} (?:ever )?(?:let|go|trust|use|book|step
  |set foot|give|send|waste|believe|choose|fall for|visit|see) (?:to|near|a word|him|her|them|this|that
  |these|your|there|foot|with|your body|the smile|anyone|in|inside|any|back|dr|doctor|prof|them|it|for)
  |can'?t trust|cannot trust|don'?t go|never go|never again|warn(?:ing)? (?:you|everyone|everybody|all
  |others|people|other)|run a mile|run for|run away|would(?:n'?t| not) (?:send|let|trust|wish|recommend
  |go)|do not recommend|don'?t recommend|worst enemy|save yourself|save your money|want (?:everyone
  |everybody|people|all of you|you all) to know|should know (?:what|that|about)|name and shame
  |you have been warned|be careful of|watch out for
""")
_CONTEMPT = cues(r"""
made (?:me|us|my<1>) (?:cry|feel|beg|wait|bleed|lie|sign|ashamed)|take (?:his|her|their) licen[cs]e
  |licen[cs]e (?:off|away|taken|suspended|revoked)|sells? (?:embryos|eggs|our|my|your|hope|babies|sperm)
  |lies|rotten|pinch\w*|(?:not|n'?t) (?:be allowed|breed|deserve|be working|be near|be a doctor|check
  |read|listen|wash|answer|look at|explain|examine)|women like me|people like (?:me|us)|purse|wallets?
  |turned (?:me|us|my wife) (?:away|down)|(?:his|her) own sperm|behind (?:our|my|the|their|your
  |patients'?)<1> backs?|enjoys? it|told (?:me|us|her) (?:to (?:be quiet|shut|go away|get over
  |stop crying|adopt|pray|pay|calm|stop (?:whining|complaining))|i was (?:too|a|lying|imagining)|off)
  |without telling|without (?:even )?(?:a word|looking|asking|examining)|read out<2> (?:couple|patient
  |woman|someone)\w*|regret|complain(?:t|ts|ed)|furious|traumati[sz]\w+|(?:must|should|needs? to
  |ought to|has to) be (?:stopped|investigated|struck|shut|closed|reported|punished|avoided|locked
  |charged|tried)|what (?:he|she|they) did to (?:me|us|my<1>)|got away with|took advantage|exploit\w*
  |prey(?:s|ed|ing)? on|milk(?:s|ed|ing) (?:us|you|people|women|me)|suffer(?:ed|ing)? (?:because|at)
  |violated|profit\w*|didn'?t (?:even )?(?:bother|know my|know our|apologi[sz]e)|(?:can'?t|cannot
  |couldn'?t|can not) (?:tell|read|find|be trusted)|snapp(?:ed|ing) at|barked at|swore at|hung up on
  |roll(?:ed|ing) (?:his|her|their) eyes|smirk\w*|sabotag\w+|backdat\w+|tamper\w+|blackmail\w*|brib\w+
  |unforgivable|inexcusable|scandal\w*|outrag\w+|hate[sd]?|despise\w*|don'?t (?:ever )?(?:go|let|trust)
told (?:nobody|no one|none of)|kept (?:quiet|it from|us in the dark|silent)|broken|thrown (?:away|out
  |in the bin)|threw (?:away|out)
garbage|rubbish|trash|whisky|vodka|alcohol|smell(?:s|ed|ing)? of|hiss(?:ed|es|ing)|spit(?:s|ting)?
  |slap\w*|shov(?:ed|es)|hurt (?:me|her|us)
(?:not|n'?t|never) (?:work|practi[sc]e|treat|touch|tell us|tell me|answer|admit|own up|return|give us
  |give me|take|turn up|show up|clean|warn|say)<1>
out of (?:the|his|her|their) hands|never works? again|gave (?:me|us|her)<4> (?:never had|wrong|expired
  |out of date)|(?:never had|expired|out of date)
wasting (?:my|our|their|his|her) time|charg(?:e|es|ed|ing) (?:us|me|for|twice|double)|no longer exist
  |have been told|mislabel\w*|contaminat\w+|unsterile
laughed(?: and|,)|grinn(?:ed|ing)|walked out on|pushed (?:me|us|her)|rushed|hurried me|blam(?:ed|es
  |ing) (?:me|us|my|her)|lectured|shrugg?ed
worst|disgrace\w*|disgust\w*|shame(?:ful|less|fully|lessly)?|shame on|appalling\w*|atroci\w+|terrible
  |horrible|horrid|horrendous|awful|evil|wicked|monsters?|heartless|callous|cold-hearted|cruel\w*
  |inhuman\w*|rude\w*|dismissi\w+|dismissed (?:me|us|my|our|her)|arrogan\w+|quacks?|charlatans?|joke of
  |a joke|filthy|dirty|disgraceful|useless|hopeless|shambles|shambolic|nightmare|hell ?hole|cowboys?
  |vile|nasty|toxic|corrupt\w*|unprofessional|unethical|immoral|barbaric|cattle|(?:meat
  |number) to (?:them|him|her)|like (?:meat|an animal|animals|dirt|rubbish|a number|cattle|garbage|trash
  |a criminal)|stupid|idiots?|bastards?|pigs?|bitch|sloppy|clueless|lazy
ignor(?:ed|es|ing)<1> (?:me|us|my|our|her|his|the|every|everything|it|all)|refus(?:ed|es) to (?:listen
  |help|treat|see|give|call|answer|scan|believe|apologi[sz]e|come|look|tell|operate)|do(?:es)?(?:n'?t
  | not) (?:even )?care|did(?:n'?t| not) (?:even )?care|never cared|care(?:s|d) (?:nothing|more about
  |only)|could(?:n'?t| not) (?:be bothered|care less|even (?:find|remember|look))|can'?t be bothered
  |fail(?:ed|s) (?:me|us|her|my|our|to (?:tell|spot|notice|inform|diagnose|check|monitor|act|see))
  |let (?:me|us) down|no (?:shame|conscience|spine|heart|empathy|compassion|remorse)
  |has no<2> to say sorry|never (?:apologi[sz]ed|said sorry|once looked)|killed|victims?|betray\w*
  |abandon\w*|forced (?:me|us|her)|bullied|pressured (?:me|us)|sold (?:me|us|you|people|women)
  |promised (?:us |me )?(?:a |the )?(?:guarantee|success|twins)|without anaesthetic|missed (?:my|our|the
  |a|an|her)<2> (?:cancer|ectopic|cyst|infection|endometriosis|abscess|polyp|fibroid)|misdiagnos\w+
  |told the whole|breached|broke (?:my |our )?confiden\w+|gossip\w*|leaked|on purpose|cut corners
  |gave me the wrong|mistreat\w*|overmedicat\w+|overstimulat\w+|infection
""")
# What the author did or felt themselves, and blame that is taken back in the same breath.
_OWN = re.compile(r"(?:(?<!\w)(?:i|we|i'd|i've|we'd|my (?:husband|wife|partner|mother|mum|mom|sister"
                  r"|brother|boss|ex|body|period|father|dad|friend)|he and i|people|i was"
                  r"|we were)(?: \w{2,10}){0,1} )$")
_REFUSED = re.compile(r"(?:\bnot|n't|\bnever|\bno|\bnobody|\bnothing|\bwithout|\bno one|\bneither|\bnor"
                      r"|\bhardly|\binstead of|\bfar from|\bnone)(?: \w{1,12}){0,3} $")
_UNNAMED = re.compile(r"(?:first|last|old|previous|other|another|former|different|second|earlier|my gp"
                      r"|the gp|one) (?:clinic|doctor|hospital|consultant|place|specialist|nurse|unit"
                      r"|one)(?: \w{1,12}){0,4} $")
_WARNING = re.compile(r"avoid|stay|steer|keep away|beware|don|do not|never|i blame|we blame|warn|would"
                      r"|worst enemy|sue|suing|report|can't|cannot|want|save|no |care|couldn|could not"
                      r"|run|did")
_PRAISE = cues(r"""
kind(?:ly|ness|est)?|thank(?:s|ful|ed)?|grateful|wonderful|gentle|lovely|amazing|brilliant|saved
  |listened|angels?
trust(?:ed)?(?= (?:her|him|them))|the best|warm(?:est)?|patient with|helped|caring|excellent|genius
  |fantastic
held my hand|star|love[ds]?|honest(?:y|ly)?|apologi[sz]ed|so good|like family|go again
""")
_BACK = re.compile(r"(?<!\w)(?:he|she|they|his|her|their|him|them|himself|herself|this (?:man|woman"
                   r"|place|clinic|doctor|person)|that (?:man|woman|place|clinic)|the (?:man|place"
                   r"|clinic|doctor|woman|staff|hospital)|it|there|these people|those people)(?!\w)")
_WARNED_OFF = re.compile(r"(?<!\w)(?=[A-Za-z])(?:[Aa]void|[Bb]eware of|[Ss]tay away from|[Ss]teer clear of"
                         r"|[Kk]eep away from|[Nn]ever (?:ever )?(?:go to|use|trust|book)"
                         r"|[Dd]on'?t (?:ever )?(?:go to|use|trust|book)|[Dd]o not (?:go to|use"
                         r"|trust))(?: the)? (?P<name>[A-Z][\w'&-]{3,24})(?!\w)")
_NO_CLINIC = re.compile(
    r"(?:Google|Facebook|Instagram|Reddit|Twitter|TikTok|YouTube|Forums|London|(?:Mon|Tues|Wednes|Thurs"
    r"|Fri|Satur|Sun)day"
    r"|Christmas|Easter|Mother's|Father's|January|February|March|April|June|July|August|September"
    r"|October|November"
    r"|December|Menopur|Gonal-F|Progesterone|Clomid|Letrozole|Lupron|Cetrotide|Metformin|Prednisolone)")


def accusation(reading: Reading) -> Iterator[Span]:
    """Sentences with blame whose target is named there or close by."""
    for match in _WARNED_OFF.finditer(reading.text):
        if not _NO_CLINIC.fullmatch(match.group("name")):
            yield reading.span(*match.span())
    targets = {reading.sentence_at(start) for start, _ in (*reading.once(people), *reading.once(clinics))}
    if not targets:
        return
    around = sorted(reading.beside(reading.beside(targets)))
    praise = reading.hits(_PRAISE, around)
    deeds, contempt = reading.hits(_DEEDS, around), reading.hits(_CONTEMPT, around)
    for number in sorted(deeds.keys() | contempt.keys()):
        spans = deeds.get(number, []) + contempt.get(number, [])
        if number in praise and number not in targets:
            continue
        meant = sum(_meant(reading, span) for span in spans)
        enough = meant >= (2 if number in praise else 1)
        if enough and (number in targets or _speaks_back(reading, number, targets, praise)):
            yield reading.sentence(number)


def _meant(reading: Reading, span: Span) -> bool:
    """Whether blame is laid on somebody else: not refused, not the author's own act, not an unnamed one's."""
    before = reading.low[max(0, span[0] - 60):span[0]]
    if _WARNING.match(reading.low[span[0]:span[1]]):
        return True
    return not (_OWN.search(before) or _REFUSED.search(before) or _UNNAMED.search(before))


def _speaks_back(reading: Reading, number: int, targets: set[int], praise: dict[int, list[Span]]) -> bool:
    start, end = reading.sentences[number]
    if not _BACK.search(reading.low, start, end):
        return False
    return any(near in targets and near not in praise for near in (number - 1, number - 2, number + 1))
