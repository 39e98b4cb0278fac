"""Advertising: somebody wants readers to buy, book, click or follow. A link alone is only worth a look.

Strong words of trade count two, weak ones one, and a sum decides, since stories too speak of prices, clinics
and success rates. Not here: medicine from person to person (`supply`).
"""

import re
from collections.abc import Iterator

from hub.screening.cues import cues
from hub.screening.reading import Reading, Span

_TLD = (r"(?:com|org|net|info|biz|shop|store|online|site|club|clinic|health|baby|app|io|co|me|ly|gg|tv|us|uk|ie|de|fr|es|it|nl|se|no|dk|fi|pl|pt|br|in|ng|za|ke|au|nz|ca|ch|at|be|eu|cz|gr|cy|ru|link|page|blog|example|test)")
URL = re.compile(rf"(?:https?://|hxxps?://|www\.)[^\s<>\"']{{2,200}}|(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{{0,40}}\.){{1,4}}{_TLD}(?![\w@-])(?:/[^\s<>\"']{{0,200}})?")
_STRONG = cues(r"""
(?:order|buy|shop|enrol+|register|subscribe|apply|book|call|contact us|join|sign up|click|download|donate)<2> (?:now|today|here|below|online)
click (?:here|the link|on the link|below)|tap the link|link in (?:my )?bio|links? below|(?:like|share) and subscribe|subscribe to (?:my|our)
(?:contact|call|visit|email|message|whatsapp|follow|join|ask|find|dm) us|visit our|on our (?:website|page|site)|our website|check out (?:my|our|this|the<2> (?:app|site|store|shop))
(?:limited|special|exclusive|introductory|early bird|early-bird|one time|black friday|summer)<1> (?:stock|offers?|time|prices?|deals?|places|seats|discounts?|slots|spots)|early bird
(?:money[- ]back|guaranteed (?:baby|pregnancy|results?|success)|(?:baby|pregnancy|success|results?) guaranteed|satisfaction guaranteed|or your money back|100% (?:success|guarantee\w*|natural|safe)|success (?:sure )?100%)
\d+ ?% (?:off|discount|rebate)|percent off|per cent off|(?:discount|promo|coupon|voucher|referral|affiliate|gift) ?(?:code|link|card)s?|(?:with|use|using|quote|enter) (?:my |the |this |our )?(?:code|coupon|link)|coupon|my referral|refer a friend
free (?:delivery|shipping|trial|consultation|consult|webinar|masterclass|ebook|e-book|guide|download|sample|samples|gift|video|call|session|pregnancy test kit|coaching<1>)|worldwide shipping|ships? (?:to all|worldwide|internationally|free)
(?:buy|get) \d (?:and )?get \d|buy one get|get one free|half price|discount ends|sale ends|before the sale|while stocks? lasts?|while supplies last|on sale now|flash sale
(?:earn|make) (?:up to |over )?(?:money|[$£€]? ?\d[\d.,]*|cash|extra income)<4> (?:a|per|from|every|working|each|weekly|daily|dollars|apply|while)?|work from home|passive income|crypto\w*|bitcoin|forex|casino|betting|invest (?:in|with)|investment opportunity|no credit check|low (?:rate|interest)|payday|loan<3> (?:approved|approval|offer)
spell[- ]?cast\w*|spells?|traditional healer|herbal (?:doctor|healer|remedy|cure|tea|mix)|love spell|voodoo|native doctor|(?:brought|cast)<3> (?:my womb|spell)|root powder|miracle (?:cure|herb|oil|tea|product)|cured my<5>
(?:we|our)<3> (?:offer|offers|provide|provides|specialise|specialize|guarantee|deliver|ship|sell|accept|welcome|pride|boast|boasts)|(?:we|clinic|hospital|i) (?:are|is|am) proud of|world[- ]class|state[- ]of[- ]the[- ]art|market leading|award[- ]winning|best price|cheap price|affordable (?:price|package|treatment|ivf|donor)\w*|no waiting (?:list|time)
(?:egg|sperm) donors? (?:wanted|needed)|surrogates? (?:wanted|needed)|seek(?:s|ing) intended parents|surrogacy agency|gender selection (?:included|available)|all[- ]inclusive|full package|packages? (?:from|start|starting)|package of
(?:follow|like) (?:my|our) (?:page|account|channel|blog|insta|instagram|tiktok|podcast)|my (?:youtube|online|etsy|web) ?(?:channel|shop|store)|my store|from my (?:store|shop)|through my (?:website|link|page|shop|store)|on (?:my|his|her) (?:page|website|site|shop)|my (?:new )?(?:e-?book|course|programme|program|masterclass|webinar|podcast|workshop|product line|skincare line)|follow (?:me )?for more
(?:masterclass|webinar|workshop|coaching|one to one programme|e-?book|online course|meal plan)<6> (?:only|now|for|spots?|open|enrol+|seats?|join|sign|register|limited|\$|£|€)|(?:spots|seats|places) (?:are )?(?:open|left|available|limited)|only<1> (?:seats|spots|places)
(?:say|tell them|mention) (?:that )?<2> (?:sent (?:you|u)|referred you)|sent (?:you|u)!|get yours|yours today|try (?:it|ours) (?:today|now|risk free)|game[- ]changer<6> (?:get|order|buy)|thousands of (?:happy|satisfied)|helped (?:over |more than )?\d[\d.,]* (?:women|couples|families)|trusted by|trust us|recommended by doctors
(?:take|fill in|complete)<2> survey<3> (?:win|get|earn)|win a (?:free|gift|prize|voucher)|giveaway|gift card|prize draw|sponsored|paid partnership|advert(?:isement|orial)?|promo|ad:|#ad
contact (?:him|her|them|me|dr<1>) (?:for|on|via|through|at)<3> (?:problem|help|yours|any|cure|spell|order|page)|(?:order|buy) (?:it |from )?(?:from |through )?(?:him|her|us|me|our|my)|ask (?:me|for)<2> (?:how|his link|my link|her link)|my mentor|write me for|for (?:a )?(?:free )?quote
online pharmacy|no rx|without (?:a )?prescription|cheap (?:viagra|cialis|meds)|best price guaranteed|patented|clinically proven|doctors (?:won'?t tell|hate)|secrets? (?:doctors|they)|(?:boost|improve|increase|double|skyrocket)<3> (?:your )?(?:egg quality|fertility|sperm count|chances|success rates?)<3> (?:by|with|in|naturally)|unlock your|supercharge|struggling to conceive\?|trying to conceive\?|tired of (?:failed|trying)<3>\?
best (?:ivf|fertility|clinic|deal|doctor|surrogacy)<2> (?:in|for|abroad)|go with|come to<4> for (?:treatment|ivf|your)|treatment and holiday|(?:fertility|ivf) (?:deal|package|holiday|tourism)s?|a deal on|(?:they|we) sort (?:flights|everything|out flights)|i am (?:an )?agent|certified (?:fertility )?coach|my programme|my program
""")
_WEAK = cues(r"""
{money}|\d+ ?(?:%|percent)|free|discount|offer|offers|price|prices|cheap|affordable|deal|package|packages|bundles?|programme|program|course|coach|coaching
guarantee\w*|success rate|success rates|natural(?:ly)?|boost|proven|today|now|hurry|don'?t miss|contact|order|buy|shop|book|visit|website|page|link|app|product|supplements?|tea|gummies|bracelet|monitor|agency
our (?:clinic|team|agency|product|products|app|customers|clients|patients|store|shop|hospital|doctors)|dear|for readers|customers?|clients?|download|sign up|subscribe|enrol+|register|follow
""")
_OWN_PLACE = cues(r"my (?:blog|channel|page|website|site|podcast|shop|store|account|youtube|vlog|book|link|course|newsletter|fundraiser|gofundme)", r"(?:check|visit|see|click|watch|look at|go to|go on|find|read|order|buy|shop|sign up|get|support|donate|share|register|head to|log on|download|join|try|take)<5> (?:at|on|here|to|via|it|out|from|:)?")
_TOLD = cues(r"i (?:read|saw|found|looked|googled|went|paid|spent|bought|clicked|hated|was|came|tried|had|took|wished|never|got)<3>", r"(?:offered|gave|charged|promised|told|sold|sent) (?:us|me|him|her|my)", r"we (?:paid|spent|were|got|had|went|bought|came|found|tried)<3>")
NEEDED = 4


def link(reading: Reading) -> Iterator[Span]:
    """Any address of a web page."""
    yield from (reading.span(*match.span()) for match in URL.finditer(reading.low))


def spam(reading: Reading) -> Iterator[Span]:
    """Stretches that advertise: strong and weak words of trade within three sentences of one another."""
    links, strong, weak = reading.hits(URL), reading.hits(_STRONG), reading.hits(_WEAK)
    own, told = reading.hits(_OWN_PLACE), reading.hits(_TOLD)
    for number in sorted(strong.keys() | links.keys()):
        near = range(max(0, number - 1), min(len(reading.sentences), number + 2))
        points = sum(2 * _kinds(reading, strong.get(n, [])) + _kinds(reading, weak.get(n, [])) + (2 if n in links else 0) for n in near)
        points += 2 if number in links and number in own else 0
        points -= 2 if number in told else 0
        if points >= NEEDED:
            yield reading.sentence(number)


def _kinds(reading: Reading, spans: list[Span]) -> int:
    return min(4, len({reading.low[start:end] for start, end in spans}))
