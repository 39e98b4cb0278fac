"""Medicine offered or asked for in set phrases: trade, a price, something left over, how to hand it over."""

from collections.abc import Iterator

from hub.screening import medicines
from hub.screening.cues import cues
from hub.screening.reading import Reading

# An offer or a request in so many words: worth two.
_DEAL = cues(r"""
for sale|sells?|selling|wts|wtb|iso|in search of|wanted|swaps?|swapping|trade|trading|resell\w*
  |flog(?:ging)?
(?:want|wish|hope|hoping|trying|looking|happy|willing|need|able|ready|desperate|like|love
  |glad) to (?:buy|swap|purchase|give)
(?:will|i'?ll|would|i'?d|can|could|gladly|happily|we'?d|we'?ll) (?:gladly |happily |also )?(?:buy
  |purchase|pay|swap|take)
giv(?:e|ing)<3> away|giving (?:my|our|away|the|out|it|them)<5> to|free to<4>|to give (?:to )?(?:any|some
  |who)\w*|to give away
going (?:free|spare|cheap|begging)|let(?:ting)? (?:it|them|this|these|some|all)<1> go|to let go
  |up for grabs|yours
(?:you|anyone|anybody|someone|whoever)<3> (?:can|could|may|is welcome to) (?:have|take)|can have
  |to be had|part with|in exchange for
off (?:your|my) hands|(?:collection|pick[- ]?up|pickup|cash) only|make (?:me )?an?<1> offer|best offer
  |open to offers|ono|obo
let(?:ting)? go of|dispose of|disposing of|disposal of|get you (?!pregnant)<3>|(?:you'?re|ur|you are|very
  |any\w*) welcome to|exchange|come and get|gets? (?:it|them)|has (?:it|them)
price drop|no prescription|without (?:a |the |any )?(?:prescription|doctor|script)|pay(?:s)? (?:the |
  for )?(?:the )?(?:postage
  |shipping)|good money|order through me
(?:donate|share|lend|spare)<4> (?:any|extra|leftover|their|spare|unused)|(?:new|good) home|rehom(?:e
  |ing)|bulk|discreet<1>
(?:go|went) to (?:one of you|someone who|somebody who|a good)|pass(?:ing)? (?:it|them|these|mine) on
  |available<3> (?:prices?|cheap|now)
(?:looking|asking|hunting|searching) for|put you in touch|give to (?:any|some|who)\w+|give (?:my|them|it
  |these)<3> to (?:any|some|who)\w+|buys?
""")
_LEFT = cues(r"""
left ?-?overs?|spare|unused|un-?opened|sealed|extra|surplus|remaining|(?:never|not) opened|too (?:much
  |many)|plenty(?: over)?|over
expir(?:y|es|ing|ation)|in[- ]date|use[- ]by|best before|half used|(?:kept|always|stored
  |been)<1> in the fridge
  |fridge[- ]kept|refrigerat\w+
(?:don'?t|won'?t|shan'?t|no longer|never|not|shall not)<2> (?:need|needing|use|used|using|want)<2>
  |going spare|to spare|stash|hoard|excess
left|last (?:box|pen|vial|pack)|half (?:a|my) box|brand new|original (?:box|packaging)|sitting (?:here
  |in|there)|in (?:my|the|our) fridge
run out|ran out|running out|called off|cancell?ed|changed|finished (?:with|their|her|my)<2>|done with
  |stopped early|untouched|leaves us with
""")
_CALL = cues(r"""
any(?:one|body|1)|any of you|one of you|whoever|who(?:'?s| has| have|'?d| would| needs?| wants?| else| can
  | could| got|se)?|interested|any takers
(?:pm|dm|msg|message|inbox|text|ring|call|whatsapp|contact|write|mail|email|ask) me|just ask
  |get in touch|shout|let me know|say so
reply (?:here|below)|comment below|under this post|hmu|hit me up|ladies|girls|sisters?|hi all|hun
  |you ladies|does someone|somebody|someone
i need|need<3> (?:urgently|by|before|asap|quickly|today|tonight)|please<3> (?:help|someone|anyone
  |somebody)|meet (?:at|in|you|up)|can (?:meet|collect|post|ship)
""")
_HAND = cues(r"""
(?:can|will|i'?ll|could|happy to|glad to|able to) (?:also )?(?:post|ship|send|mail|deliver|courier
  |collect|meet|pick)|posting|shipping|ships?|post
collect|collection|pick(?:ed)? up|pick-up|deliver(?:y)?|postage|courier|venmo|paypal|cash(?: app)?
  |no questions|first come|first to|covers? (?:the )?(?:parcel|post|postage)|tell me what you have|parcel
  |on ice|whoever asks|asks first
i have|i'?ve(?: got)?|i got|we have|we'?ve(?: got)?|have got|there'?s|here|got|my|our|to give
""")
_PRICE = cues(r"""
{money}|(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|twenty-five) (?:quid|pounds
  |euros?|dollars|bucks|each)
(?:half|full|cost|third|quarter)<1> (?:of )?(?:the )?price|(?:a |for )third|cheap\w*|free|prices?
  |(?:half|third|quarter|less)<2> (?:i|we|you) paid|what (?:i|we|you) paid|(?:five|ten|twenty|thirty|forty
  |fifty) (?:a|per|for) (?:strip|box|pen|vial
  |pack|piece|one)|no (?:charge
  |money|cost)|small fee|(?:best|good|fair) (?:price|offer)s?|{each}|what you paid|sensible offer
""")
# Told, past, refused: a story about leftovers.
_TOLD = cues(r"""
(?:took|brought|taken|bring|carried|gave|handed|returned|sent|taking) (?:it|them|mine|everything|all
  |the<3>) back|to the pharmacy|threw|thrown
binned|(?:not|n'?t) (?:allowed|legal)|illegal|against the law|(?:i|we) said no|(?:asked|wondered
  |wanted to know) (?:me |us )?(?:if|whether)|tempted
offered (?:me|us|to)|someone was selling|people (?:sell|swap|offer)\w*|never (?:buy|sell|accept)
  |would(?:n'?t| not| never) (?:buy|sell|accept)
{never} (?:buy|sell|swap|share|use)|refused|declined|disposed|had to buy|to afford|(?:sell|selling|sold
  |trade|traded|swapped?) (?:the|our|my|a|his|her)<1> (?:car
  |house|flat|ring|bike|boat|van|furniture|land|gold|cow|motorbike|piano|jewell?ery|camper|shares|dress
  |kidney|soul|watch)|sold a
(?:i|we|he|she|it|they) (?:was|were|had|cried|laughed|felt|went|came|thought|knew|spent|paid|bought|kept
  |found|told|said|gave|got)
""")
ENOUGH = 4


def trading(reading: Reading) -> Iterator[int]:
    """The numbers of the sentences that offer or ask for medicine; the ones beside them lend their signs."""
    kinds = reading.once(medicines.mentioned)
    named, plain = kinds["prescribed"], kinds["plain"] | kinds["pen"]
    beside = sorted(reading.beside(named | plain))
    told = reading.hits(_TOLD, beside)
    deals, left, calls, hand, prices = (
        reading.hits(cue, beside) for cue in (_DEAL, _LEFT, _CALL, _HAND, _PRICE))
    for number in sorted(deals.keys() | calls.keys() | prices.keys() | left.keys()):
        about = [n for n in reading.beside([number]) if n == number or n in named or n in plain]
        points = sum(weight * any(n in cue for n in about) for cue, weight in (
            (deals, 2), (prices, 2), (left, 1), (calls, 1), (hand, 1), (told, -3)))
        points += any(n in named for n in about)
        if points >= ENOUGH and (number in named or number in plain or number in deals or number in calls):
            yield number
