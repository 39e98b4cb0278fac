"""Advertising in set phrases, counted by kind in a few sentences side by side: it takes several together."""

import re
from collections.abc import Iterator

from hub.screening.cues import cues
from hub.screening.reading import Reading

# Advertising in so many words: two each.
_ADVERT = cues(r"""
(?:order|buy|shop|enrol+|register|subscribe|apply|book|call|join|sign up|click|download|donate|enquire
  |reserve)<2> (?:now|today|here|below|online)
click (?:here|the link|on the link|below)|tap the link|link in (?:my )?bio|(?:like|share) and subscribe
  |subscribe to (?:my|our)|(?:with|use|through|via|using|from) (?:my|our|this|the) (?:link|code)
(?:contact|call|visit|email|message|whatsapp|follow|join|ask|find|dm|tell) us|visit our|our website
  |check out (?:my|our|this|the<2> (?:app|site|store|shop))|dm for
(?:limited|special|exclusive|introductory|early bird|one time|black friday|summer)<1> (?:stock|offers?
  |time|prices?|deals?|places|seats|discounts?|slots|spots)|early[- ]bird
money[- ]back|guaranteed (?:baby|pregnancy|results?|success)|(?:baby|pregnancy|success
  |results?) guaranteed|or your money back|100 ?% (?:success|guarantee\w*|natural|safe)
  |success (?:sure )?100 ?%
\d+ ?(?:%|percent|per cent) (?:off|discount|rebate|cheaper)|(?:discount|promo|coupon|voucher|referral
  |affiliate|gift) ?(?:code|link|card)s?|coupon|my referral|refer a friend|with my referral|(?:[$£€] ?\d+
  |\d+ ?[$£€]) off|a third off|pays? half
  |half price|off your (?:first|next)
free (?:delivery|shipping|postage|trial|consultation|consult|guide|sample|samples|gift|video|call
  |session|pregnancy test kit|coaching<1>)|worldwide shipping|ships? (?:to all|worldwide)
  |next[- ]day delivery|on the house
(?:buy|get) \d (?:and )?get \d|get one free|for the price of|discount ends|sale ends|before the sale
  |while (?:stocks?|supplies) lasts?|flash sale|in stock|wholesale|minimum order|price list|brochure
(?:earn|make) (?:up to |over )?(?:money|[$£€]? ?\d[\d.,]*|cash|extra income)|work from home
  |passive income|crypto\w*|bitcoin|forex|casino|betting|invest (?:in|with)|no credit check|low (?:rate
  |interest)|need a loan
spell[- ]?cast\w*|traditional healer|herbal (?:doctor|healer|remedy|cure|tea|mix)|voodoo|native doctor
  |small offering|brought<3> back in|root powder|miracle (?:cure|herb|oil|tea|product)|(?:cured|cures
  |healed|heals)<4>
(?:we|our (?:clinic|team|agency|company|doctors|hospital|centre))<2> (?:offer|offers|provides?
  |speciali[sz]e|guarantee|delivers?|ship|sell|accept|welcome|boasts?|help)|(?:are|is
  |am) proud of (?:our|its)|world[- ]class|state[- ]of[- ]the[- ]art|award[- ]winning|best price
  |no waiting list
(?:egg|sperm) donors? (?:wanted|needed)|surrogates? (?:wanted|needed)|seek(?:s|ing) intended parents
  |surrogacy (?:agency|company)|gender selection|all[- ]inclusive|full package|packages? (?:from
  |start\w*)|all in|holiday in one|agent of
follow (?:my|our|me|the)|my (?:youtube|online|etsy|web) ?(?:channel|shop|store|course)?|(?:my|our|his
  |her) (?:store|shop|page|website|course|masterclass|e-?book|webinar|brand|product)|enrolment|(?:spots
  |seats|places) (?:are )?(?:open|left|available|limited)|only<1> (?:seats|spots|places)
(?:say|tell them|mention)<2> sent (?:you|u)|mention this|get yours|yours today|game[- ]changer
  |thousands of (?:happy|satisfied)|helped (?:over |more than )?\d[\d.,]* (?:women|couples|families)
  |trust us|stars? care|5[- ]star
win an?|win \d|giveaway|gift card|prize draw|sponsored|paid partnership|advert(?:isement|orial)?|#ad
  |tag (?:two|three|a|your|2|3)<1>|take<1> survey|i (?:sell|offer|coach|teach)|collab
online pharmacy|no rx|without (?:a )?prescription|cheap (?:viagra|cialis|meds|flights)|patented
  |clinically (?:proven|tested)|(?:won'?t|don'?t want)<1> tell you|your doctor leaves out
  |secrets?<1> (?:to|doctors|of|about)
(?:boost|improve|increase|double|unlock|supercharge|cleanse|detox|balance)\w*<3> (?:egg quality
  |fertility|sperm count|chances|success|womb\w*|hormones|ovaries)|(?:struggling|trying|dreaming|want
  |tired|hoping)<4>\?(?= \w)
(?:money )?refunded|refund if|catalogue|starter (?:pack|kit)|ask (?:me|us) (?:for|about|how)
  |have you tried<2>\?|(?:i|we) can (?:get|find|offer|arrange|organi[sz]e|supply|help) you
our (?:donors|surrogates|eggs|coordinators|packages|prices|site|page|shop|store|patients)|(?:fair|good
  |low|special|great|reasonable) (?:rates?|prices?)|(?:got|fell|get) pregnant with (?:the|my|our)
  |prayer<1> (?:cloths?|oil|water)|anoint\w+|blessed (?:on|by|oil|water|cloth)
  |favou?rite<2> with a discount|discount for you
best (?:ivf|fertility|clinic|deal|doctor|surrogacy)<2> (?:in|for|abroad)|go with
  |come to<4> for (?:treatment|ivf|your)|(?:fertility|ivf) (?:deal|package|holiday|tourism)s?|a deal on
  |sorts? (?:flights|everything)|certified<1> coach|my (?:programme|program)|for a quote
""")
# Kinds of words that stories use as well: one for each kind.
_KINDS = tuple(cues(kind) for kind in (
    r"{money}|\d+ ?(?:%|percent|per cent)|from \d[\d.,]+|\d+\.\d\d|cheap\w*|affordable|price[sd]?"
    r"|cost-effective|discount\w*|loan|free",
    r"offers?|deals?|packages?|bundles?|packs?|packaging|stock|delivery|postage|shipping|kits?|pcs|units"
    r"|sale|store|shop|drops|supplements?|tea|gummies|powder|pearls|bracelet|monitor|oil|capsules|app"
    r"|e-?book|course|coaching|coach|masterclass|webinar|programme|program|enrol\w*|membership"
    r"|subscription",
    r"guarantee\w*|success|natural(?:ly)?|boost\w*|proven|tested|detox\w*|cleanse\w*|unblock\w*|blocked"
    r"|miracle\w*|secret\w*|expert\w*|best|top|leading|trusted|safe|fast|quick results|energy|results",
    r"readers|mothers?-to-be|dear|customers?|clients?|families trust|you'?ll|your|you|ladies",
    r"link|website|site|page|online|url|channel|instagram|telegram|whatsapp|youtube|profile",
    r"today|now|hurry|limited|only|ends?|closes?|before|first|last chance|don'?t miss|soon|this week"
    r"|midnight",
    r"agency|company|brand|studio|business|seller|service|services|our (?:clinic|team|product\w*"
    r"|hospital|doctors)|we(?:'re| are) (?:a|the|an)|family-run"))
_ORDERS = re.compile(
    r"(?:^|[.!?:;,>-]\s{0,3}|\b(?:and|just|also|to|then|can)\s{1,2})(?:buy|order|book|download|follow"
    r"|tag|win|write|ask|send|visit|shop|join|claim|grab|dm|call|contact|mention|sign up|come"
    r"|choose|watch|share|register|apply|enrol+|subscribe|click|check out|invest|earn|get|try|take|use"
    r"|look up|enquire)(?!\w)")
_OWN = cues(r"my (?:blog|channel|page|website|site|podcast|shop|store|account|youtube|vlog|book|link"
            r"|newsletter|fundraiser|gofundme)")
_TOLD = cues(r"""
(?:i|we|she|he)<1> (?:read|saw|found|looked|googled|went|paid|spent|bought|clicked|hated|was|were|came
  |tried|had|took|wished|asked|told|cried|wore|sold|laughed|thought|got)
(?:offered|gave|charged|promised|told|sold|sent|asked|bought) (?:us|me|him|her|my)
""")
NEEDED = 5


def advertising(reading: Reading, links: set[int]) -> Iterator[int]:
    """The numbers of the sentences that advertise, weighed with the sentences beside them; `links` are those with one."""
    adverts = reading.hits(_ADVERT)
    candidates = sorted(adverts.keys() | links)
    beside = reading.beside(candidates)
    kinds = [reading.hits(kind, beside) for kind in _KINDS]
    orders, own, told = (reading.hits(cue, beside) for cue in (_ORDERS, _OWN, _TOLD))
    for number in candidates:
        near = reading.beside([number])
        linked = any(n in links for n in near)
        said = ({reading.low[start:end] for start, end in adverts.get(n, ())} for n in near)
        points = sum(2 * min(3, len(phrases)) for phrases in said)
        points += sum(any(n in kind for n in near) for kind in kinds) + any(n in orders for n in near)
        points += 2 * linked + 2 * any(n in links and n in own for n in near) - 2 * (number in told)
        if points >= NEEDED:
            yield number
