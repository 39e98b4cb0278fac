"""Despair and danger in set phrases: mostly a word for death beside "I" and a word for wishing it.

Everyday speech and what was only asked about pass. Not here: what is told without such words (`hub.screening.despair`).
"""

import re
from collections.abc import Iterable, Iterator

from hub.screening.cues import cues
from hub.screening.reading import Reading, Span

_SELF = r"(?:my ?(?:own )?self|meself|my (?:own )?(?:arms?|wrists?|legs?|thighs?|skin|body))"
# Not living on, said of oneself ...
_GONE = cues(r"""
die|dying|dead|death|perish|my (?:own )?funeral|my grave|the ground|never (?:been|was) born|(?:not|never
  |n'?t) (?:to )?(?:wake|waking|woken|woke)<1>(?: up| me)?|no one to wake me
(?:be|being|stay|staying|remain|keep) (?:alive|here(?! (?:today|for|with you|in time))|around
  |in this world|on this earth)|liv(?:e|ing)(?! (?:birth|births|child|donor|scan|with (?:my|us|him|her
  |it)|in|near|next|together|apart))
exist(?:ing)?|end (?:it|my life|things|everything|me)(?! with)|ending (?:it|my life|things)|gone
  |disappear|fade away|carry(?:ing)? on|go(?:ing)? on(?! (?:holiday|with|a|the|to|stims|our))|keep going
(?:sleep|asleep)<2> (?:forever|for good|for ever)|come round from|came round from|wake up|waking up
  |get(?:ting)? to (?:christmas|easter|spring|summer|my|the end|next)|see (?:another|tomorrow
  |the morning|christmas|spring|next)
without me|my (?:last|final) (?:day|night|breath)|with my (?:lost |dead |little |angel )?bab(?:y|ies)
  |where my<3> (?:are|is)|takes? me(?: home| away)?|survive (?:this|another|it|tonight)|make it (?:to
  |through)|life|alive|wasn'?t here|weren'?t here|not here
""")
# ... wished for, planned, or found better.
_WISH = cues(r"""
want|wanted|wanting|wants?|wanna|wish|wished|wishing|hope|hoping|hoped|pray|praying|rather|sooner|prefer
  |relief|mercy|ready to|courage|nerve|ought to
decided|deciding|planned|planning|plan|plans|thought (?:of|about)|thoughts? of|thinking (?:of|about)
  |think (?:of|about)|dream of|imagine|consider\w*|tempted|promise[ds]?
better|easier|happier|kinder|best|as well|no (?:point|reason|sense|use|will|strength|energy|wish)|(?:the
  |any|a) (?:point|reason|use|sense)|nothing (?:left )?(?:to|for)|nobody (?:left )?to
  |no one (?:left )?to
tired|sick of|weary|done|finished|{cant}|can'?t see|don'?t see|cannot see|(?:not|n'?t) care|(?:not
  |n'?t) mind|not worth|n'?t worth|worth|hate|wouldn'?t|should have|give up|given up|gave up|afraid i
  |deserve to|let me
""")
_ME = re.compile(r"(?<!\w)(?:i|im|i'm|i've|ive|i'd|i'll|me|my|myself)(?!\w)")
# What cannot be misread: said of oneself in so many words.
_PLAIN = cues(rf"""
(?:hurt|harm|cut|burn|starve?|kill|hang|shoot|drown|poison|unaliv|unalive|punish|injur|injure|stab|slit
  |slitt|bit|bite|end|finish|top|do away with|make away with|scratch)(?:s|ed|ing|ting|ning)? {_SELF}
(?:hit|bang|punch|beat|smash|scratch|pull|tear|rip|claw)(?:s|ed|ing)? (?:out )?my (?:own )?(?:head|hair
  |face|stomach|belly) (?:against|with|until|out|off|on the|to)
voices?<3> (?:tell|tells|telling|say|says|saying)<2> (?:me|to)<3>|(?:no|not be a|won'?t be a
  |be no) (?:tomorrow|friday|saturday|sunday|monday|tuesday|wednesday|thursday|next (?:week|month|year)
  |christmas|morning) for me
(?:lighter|easier|better|simpler) for (?:everyone|everybody|them all|all of them) (?:if|when|without
  |once)|(?:doing|do|place|here) on this earth|(?:one|a) leg over|like to stop as well
(?:can'?t|cannot) (?:be|live|stay|survive|exist)<6> (?:one more|another) (?:day|week|night|hour|morning
  |year)
killing {_SELF}|self[- ]?harm\w*|suicid\w+|(?:take|took|taken|taking) my own life|over-?dos(?:e|ed|ing)
  |kms|unaliv\w+|do (?:something|anything) (?:stupid|silly|terrible|drastic)
end(?:ing|ed)? (?:my (?:own )?life|it all)|going to end it|what i(?:'?ll| will| might| may| could
  | would)? do to myself|{{never}} trust myself (?:alone|with|near|around)
better off (?:without me|dead|if i)|rather be dead|wish i (?:was|were|had been) (?:dead|never born)
  |(?:nobody|no one|who)(?: would|'?d| will)? (?:even )?(?:miss|notice if|care if i) ?(?:me|i)?
if i (?:was|were|am) (?:dead|gone|no longer here)|if i (?:just )?(?:wasn'?t|weren'?t|was not
  |were not) (?:here|around|alive)|point in me|burden (?:to|on) (?:everyone|everybody|them|him|her|all
  |my<1>)
(?:tired|sick|weary|done|finished) (?:of|with) (?:being alive|living(?! (?:in|out|with|on|by|from))|life
  |this life|existing|this world)
  |(?:can'?t|cannot|cant) (?:go|carry) on(?! with)|(?:nothing|no ?one|nobody|not much)<1> to (?:live
  |stay alive|go on) for
(?:want|wanted|wish) to die|wanna die|(?:not|n'?t) want to (?:be here|live|be alive|exist|wake up
  |go on living|carry on living)|lost the will to<1>|life (?:is|isn'?t|'?s)<2> worth living
  |not worth living|my life is (?:over|worthless|nothing)
goodbye (?:everyone|everybody|all|world)|by the time (?:you|anyone|someone) (?:read|reads|find|finds|see
  |sees)|(?:god|allah|lord|jesus|death) (?:to )?takes? me|be with my<2> bab(?:y|ies)|last night i did
""")
# Means and places ...
_MEANS = cues(r"""
pills|painkillers|insulin|paracetamol|cabinet|blade|blades|razors?|knife|rope|noose|belt|bleach
  |gas|exhaust|gun|petrol|lighter|scissors
bridge|railway|rails|train|tracks|platform|cliffs?|roof|ledge|river|canal|sea|weir|water|motorway
  |lorr(?:y|ies)|trucks?|traffic|balcony|tree|wall|window
(?:plan|planned|know|known|decided|worked out|figured out|chosen|looked up|picked|ready)<2> (?:how|when
  |where|the day|a day|the date|the place)
(?:goodbye|farewell|last|the) (?:letters?|notes?)|(?:papers|affairs|will|things) in order|last (?:post
  |message)
""")
# ... with what one would do there.
_DOING = cues(r"""
stood|standing on|courage|jump\w*|step(?:ped|ping)? (?:off|out|in front)|throw(?:ing)? myself|swallow\w*
  |took (?:all|them all|the lot|the whole|everything)|saving (?:up|them)|saved up|hoard\w*|stockpil\w*
  |count(?:ed|ing) (?:the|my|out)
driv(?:e|ing) (?:into|off|in front)|steer\w*|swerv\w*|crash(?:ing)? into|walk(?:ing)? into|next to me
  |in my hand|under my (?:pillow|bed)|keep (?:a|the)|it'?d be (?:so )?(?:quick|easy)
  |it would (?:all )?be (?:so )?(?:quick|easy|over)|be so (?:quick|easy)
count them|counted them|how many|how i'?d|how i would|how i'?ll|i use it|use it on|on my (?:arm|arms
  |skin|wrist|wrists|leg|legs)
  |do it|end it|never come back|didn'?t come down|came down because|until someone|written|wrote|put
  |it takes|picked|not come back|let go of the wheel|don'?t know wh?om? to tell
""")
# Somebody who harms the author.
_KIN = (r"(?:my )?(?:husband|wife|partner|boyfriend|girlfriend|fiance|ex|dh|hubby|spouse|father|mother"
       r"|dad|mum|mom|brothers?|sister|uncle|in-?laws|mother[- ]in[- ]law|father[- ]in[- ]law|mil|fil"
       r"|family|man|his mother|he|she|they)")
_DANGER = cues(rf"""
{_KIN}<2> (?:hit|hits|hitting|beat|beats|beaten|beating|punch\w*|slap\w*|kick(?:s|ed)|strangl\w+
  |chok(?:e|es|ed|ing)|rap(?:e|es|ed|ing)|burn(?:s|ed|t)|bit|hurts|attack\w*|assault\w*|abus(?:e|es|ed
  |ing)
  |shov(?:e|es|ed|ing)|threw|throws|push(?:es|ed)|grab(?:s|bed)|drag(?:s|ged)|pinn?(?:s|ed)|locks?|locked
  |forces?|forced|threaten\w*|stalk\w*|starves?|twist\w*|whip\w*)<1> (?:me|my (?:arm|hair|throat|neck
  |face|head|belly|stomach|wrist)|things at me)
  (?!<1> (?:at (?:chess|cards|scrabble|tennis|darts|pool|monopoly|it)|with (?:the|a) (?:news|bill|question
  |joke|look|grin|smile)|to (?:try|go|ask|speak|laugh|write|keep|rest|eat|see|get|the)|all night))
(?:hit|beat|beats|hits|punch\w*|slap\w*|kick(?:s|ed)|strangl\w+|chok(?:es|ed)|rap(?:es|ed)) me (?:again
  |when|because|every|each|for|with (?:a|his|the) (?:belt|fist|stick|hand|shoe|cable|pan)|until)
(?:beaten|raped|strangled|locked (?:up|in)|abused|threatened|hit) by (?:my|him|his)|(?:scared|afraid
  |frightened|terrified|fear)(?: of| for| to)? (?:him|my life|my (?:husband|partner|boyfriend|father
  |brothers?|family|in-?laws)|go home|what (?:he|they|my<1>)(?:'?ll| will| might| would
  |'?s going)<2> do)
(?:not|n'?t|never) (?:feel |be |been |felt )?safe (?:at home|with (?:him|them|my<1>)|in (?:my|our|this
  |the) (?:own )?(?:home|house|flat|marriage)|here|any ?where)|fear for my (?:life|safety)
  |domestic (?:violence|abuse)|honou?r killing
(?:will|'?ll|going to|gonna|would|to) (?:kill|burn|beat|strangle|hurt|bury) me<3> (?:if|when|unless|this
  |and i believe)|(?:throw|pour)<1> (?:acid|petrol|boiling water)<1>|(?:his|her|their) (?:fists?|belt)
  |(?:put|bury|have) me in (?:the|a) (?:ground|grave|hospital)|(?:a|his) (?:knife
  |gun) (?:to|at|on|against) my|threaten\w* me|with a (?:knife|gun|hammer|belt)(?! and fork)
(?:hold|holds|held|holding|pin|pins|pinned) me (?:down|by)|hands? (?:a?round|on|at|over) my (?:neck
  |throat|mouth)|lock(?:s|ed|ing)? me (?:in|up|out)|(?:won'?t|will not|doesn'?t|does not|never) (?:let
  |allow) me (?:leave|out|go out|see|have|use|talk)<2> (?:money|phone|passport|house|flat|home|family
  |friends|mother|sister|anyone)?
not allowed (?:my (?:own )?(?:phone|money|passport)|to leave (?:the house|home|him))|(?:took|takes|taken
  |hid|hides|keeps|keeping) (?:away )?my (?:phone|passport|papers|keys|bank card)|(?:force|forces|forced
  |forcing|makes|made) me (?:to )?(?:have sex|sleep with|lie with|do it with|into bed)
(?:i'?m|i am|i was|being|get|got) (?:being )?(?:beaten|abused|trafficked|held against my will|threatened
  |battered|kept (?:locked|prisoner))|send me back or worse|bruises?<3> (?:he|him|husband|his|hide
  |hiding|sleeves)|when he(?:'?s| is| has| gets)? (?:been )?(?:drinks?|drinking|drunk)
  |what he does to me
deserves? what (?:she|i) gets?|smash(?:ed|es) (?:my|the)<2> (?:over|against|door|phone)
  |violent (?:towards|with|to|when|again)|spat at me|out of the (?:moving )?car
""")
# Everyday speech, reported questions, refusals of the thought, and death that is not the author's.
_IDIOM = cues(r"""
(?:die|dying|died|dead|death)(?: of| from| with| on| to| laughing) ?(?:embarrassment|shame|laughter
  |laughing|boredom|curiosity|cold|heat|hunger|thirst|nerves|happiness|joy|cringe|impatience
  |mortification|tiredness|my feet|the (?:spot|world)|know|test|find|see|hear|pee|tell)?
looked like death|(?:kill|hurt|cut|burn|burned|burnt|killing|hurting|killed) myself<1> (?:laughing
  |shaving|some slack|off|opening|running|skiing|cooking|tripping|lifting|on the)|(?:felt |feel |
  feeling )?dead inside
ask(?:s|ed|ing)?<3> (?:if|whether)|(?:not|n'?t|never) (?:suicidal|want(?:ed|ing)? to (?:die|kill|hurt)
  |done with living|going to (?:hurt|kill|die)|about to (?:hurt|kill|die))|never (?:thought|think) (?:of
  |about) (?:hurting|killing|ending|dying)
with joy|for joy|could have died|thought i(?:'?d| would| was going to) die|nearly (?:killed|died)
  |scared to death
  |bored to death|end it with|samaritans'? number|volunteer\w*|life and death|worth it|my life(?! is)
  |for dear life|still here
(?:it|he|she|they|baby|embryo|embryos|child|father|mother|dad|mum|mom|dog|cat|marriage|friend|sister
  |brother|one|donor|heart|battery|line|phone|plant|twins?|husband|grandmother|grandfather) (?:had |has |
  was |were |is |would |might |could |'?d )?(?:not |already |never )?(?:die|died|dead|dying|gone|live
  |lived|alive|wake|survive)
cut my (?:own )?hair|live (?:birth|births)|gone (?:to|back|home|through|well|wrong|on|for)|(?:be|been
  |was|had|has|have|is|are|all) gone|it'?s gone
""")


# Beside a means, what makes it dark rather than a walk by the river.
_DARK = cues(r"""
courage|jump\w*|swallow\w*|quick|easy|over|end|pills|tablets|blade|razors?|rope|noose|goodbye|farewell
papers in order|last (?:post|message)|myself|driv(?:e|ing) into|in front of|stop|die|picked the day
my (?:arm|arms|wrists?)|came down because
""")
_CLOSE = re.compile(
    r"(?<!\w)(?:i|im|i'm|i've|ive|i'd|i'll|me|myself|my)"
    r"(?:[\s,]{1,3}(?!(?:it|he|she|they|we|him|her|them|embryos?|bab(?:y|ies)|child|twins?|husband"
    r"|eggs?)(?!\w))[\w']{1,15}){0,8}[\s,]{0,3}$")
# Too common to count beside a mere wish ("I hope life will go on").
_MILD = frozenset(("live", "living", "life", "gone", "wake up", "waking up", "go on", "going on", "carry on",
                   "carrying on", "keep going", "disappear"))


def despairing(reading: Reading, figures: Iterable[Span]) -> Iterator[int]:
    """The numbers of the sentences that say it outright; words that touch one of the `figures` of speech say nothing."""
    covered = bytearray(len(reading.low))
    for start, end in figures:
        covered[start:end] = b"\x01" * (end - start)
    plain, danger, gone, means = (_outside(reading.hits(cue), covered) for cue in (_PLAIN, _DANGER, _GONE, _MEANS))
    wish, doing = reading.hits(_WISH, gone), reading.hits(_DOING, means)
    places = plain.keys() | danger.keys() | wish.keys() | doing.keys()
    idioms, dark = reading.hits(_IDIOM, places), reading.hits(_DARK, doing)
    for number in sorted(places):
        framed = idioms.get(number, [])
        said = any(not _inside(span, framed) for cue in (plain, danger) for span in cue.get(number, ()))
        planned = not framed and number in dark and bool(_ME.search(reading.low, *reading.sentences[number]))
        wished = not framed and number in wish and _wished(reading, gone[number], wish[number])
        if said or planned or wished:
            yield number


def _outside(hits: dict[int, list[Span]], covered: bytearray) -> dict[int, list[Span]]:
    kept = {number: [span for span in spans if covered.find(1, *span) < 0] for number, spans in hits.items()}
    return {number: spans for number, spans in kept.items() if spans}


def _inside(span: Span, framed: list[Span]) -> bool:
    """Whether a cue stands inside an idiom, or soon after one that frames it (she asked if ...)."""
    return any(idiom[0] <= span[1] and span[0] <= idiom[1] + 50 for idiom in framed)


def _wished(reading: Reading, gone: list[Span], wish: list[Span]) -> bool:
    """Whether the author is the one who would be gone, and the wish stands near."""
    for start, end in gone:
        near = any(span != (start, end) and abs(span[0] - start) < 60 for span in wish)
        before = reading.low[max(0, start - 90):start]
        if near and reading.low[start:end] not in _MILD and _CLOSE.search(before):
            return True
    return False
