"""Medicine that changes hands: offered, given away, asked for. A memory of it, or a refusal, is not that.

Not here: promotion of shops and products (`promotion`); the two often come together.
"""

from collections.abc import Iterator

from hub.screening import medicines
from hub.screening.cues import cues
from hub.screening.reading import Reading, Span

# An offer or a request in so many words.
_DEAL = cues(
    r"for sale", r"selling", r"(?:can|could|will|i'?ll|may|to) sell(?: you)?", r"wts", r"wtb", r"iso", r"in search of", r"wanted",
    r"(?:want|wish|hope|hoping|trying|looking|happy|willing|need|able|ready|desperate) to (?:buy|sell|swap|trade|purchase)",
    r"(?:will|i'?ll|would|i'?d|can|could|gladly|happily) (?:gladly |happily |also )?(?:buy|purchase|pay|swap|trade)", r"buying", r"swap", r"trade", r"swaps?",
    r"giv(?:e|ing)<3> away", r"giving away", r"free to<4>", r"free for (?:whoever|anyone|collection)", r"going (?:free|spare|cheap|begging)", r"free if you",
    r"let(?:ting)? (?:it|them|this|these|some|all)? ?(?:go|all go)(?: for| cheap| to)?", r"to let go", r"let go of (?:them|it) for", r"up for grabs", r"yours (?:for|if)",
    r"(?:can|could|may|will|'?s|is) (?:have|be yours|take) (?:it|them|mine|these|this|some|the rest)", r"need(?:s|ing)? a (?:new |good )?home", r"(?:new|good) home",
    r"can have", r"part with", r"take them off", r"off your hands", r"off my hands", r"(?:collection|pick[- ]?up|pickup|cash) only", r"collect from", r"can collect", r"can pick up",
    r"(?:can|will|i'?ll|could|happy to|glad to|willing to|able to) (?:also )?(?:post|ship|send|mail|deliver|courier|pass|give|donate|share|bring|hand)", r"posting", r"shipping",
    r"first come", r"make (?:me )?an? offer", r"best offer", r"(?:open to )?offers", r"ono", r"obo", r"price drop", r"to be had", r"no prescription", r"without (?:a )?prescription",
    r"discreet", r"pay(?:s)? (?:the |for )?(?:the )?(?:post|postage|shipping)", r"plus (?:post|postage|shipping)", r"(?:i )?(?:pay|give) good money", r"venmo", r"paypal", r"cash app",
    r"willing to (?:sell|donate|part|give|share|swap)", r"donate (?:their|your|any)", r"sell me", r"lend me", r"spare me", r"to give (?:someone|somebody|anyone|to)",
    r"letting (?:go|it|them)", r"pass(?:ing)? (?:it|them|these|mine) on", r"going to (?:someone|whoever)", r"get rid of", r"to get (?:shot|rid) of", r"cheap(?:er)? than (?:the )?pharmacy",
    r"available<2> (?:price|cheap|now|prices)", r"good prices?", r"bulk", r"order through me", r"available for", r"asking (?:for )?{money}", r"{money}<3> {each}", r"{each} {money}",
    r"(?:looking|asking|hunting|searching) for", r"who(?:ever)? has", r"happy to (?:give|pass|let)", r"rehom(?:e|ing)", r"reimburse", r"can'?t return (?:it|them)", r"in exchange for")
# Things left over, as only somebody speaks who has them or asks for them.
_LEFT = cues(
    r"left ?-?overs?", r"left over", r"spare", r"unused", r"un-?opened", r"sealed", r"extra", r"surplus", r"remaining", r"never opened", r"not opened", r"too (?:much|many)",
    r"plenty over", r"expir(?:y|es|ing|ation)", r"in[- ]date", r"use[- ]by", r"best before", r"(?:kept|always|stored|been) in the fridge", r"fridge[- ]kept", r"refrigerated",
    r"don'?t need (?:it|them|any ?more)", r"won'?t (?:need|be needing|use)", r"no longer need", r"going spare", r"to spare", r"left", r"stash", r"over from", r"untouched", r"half a box",
    r"box(?:es)?", r"in (?:my|the) fridge", r"brand new", r"original (?:box|packaging)", r"over", r"hoard")
# Turning to readers.
_CALL = cues(
    r"(?:any(?:one|body)|some(?:one|body)|who|whoever|any of you|does any|do any)<2> (?:wants?|needs?|have|has|got|interested|selling|looking|can use|could use|spare|willing|with)",
    r"(?:pm|dm|msg|message|inbox|text|ring|call|whatsapp|contact|write|mail|email|ask) me", r"just ask", r"get in touch", r"give me a shout", r"shout if", r"let me know", r"say if you",
    r"send me a (?:message|pm|dm)", r"drop me a (?:line|message)", r"interested\?", r"any takers", r"comment below", r"write under this", r"reply (?:here|below)", r"hmu", r"hit me up",
    r"(?:any(?:one|body)) (?:want|need|interested|after)", r"who needs", r"who wants", r"any(?:one|body) finished", r"if (?:you|any(?:one|body)|some(?:one|body))(?:'?s|'?ve| has| have| is)?<2> (?:wants?|needs?|got|left|finished|unused)")
# Told, past, refused: a story about leftovers.
_TOLD = cues(
    r"(?:took|brought|taken|bring|carried|gave|handed|returned|sent|taking) (?:it|them|mine|everything|all|the<3>) back", r"back to the pharmacy", r"to the pharmacy", r"threw", r"thrown", r"binned",
    r"isn'?t allowed", r"(?:is|are|was|it'?s)(?: not|n'?t) (?:allowed|legal)", r"not allowed", r"illegal", r"against the law", r"i said no", r"we said no", r"(?:asked|wondered|wanted to know) (?:me |us )?(?:if|whether)",
    r"tempted", r"offered me", r"offered us", r"offered to", r"someone was selling", r"people (?:sell|selling|swap|swapping|offering)", r"never (?:buy|sell|accept)", r"would(?:n'?t| not| never) (?:buy|sell|accept)",
    r"{never} (?:buy|sell|swap|share|use)", r"(?:refused|declined)", r"disposed", r"had to buy", r"sold (?:the|our|my) (?:car|house|flat|ring|bike|boat)", r"(?:sell|selling|sold) (?:the|our|my|a|his|her)<1> (?:car|house|flat|ring|bike|boat|van|furniture|land|gold|cow|motorbike|piano|jewell?ery|camper|shares)")
_PRICE = cues(r"{money}", r"(?:twenty|thirty|forty|fifty|sixty|eighty|hundred|ten) (?:quid|pounds|euros?|dollars|bucks)", r"half (?:the )?price", r"cheap", r"free", r"no charge", r"good prices?", r"small fee")
_STRONG = cues(
    r"for sale", r"selling", r"up for grabs", r"wtb", r"wts", r"free to (?:a |any)?(?:good home|whoever|anyone|collector|someone)", r"giving away", r"collection only", r"make me an offer", r"best offer", r"will buy", r"(?:want|looking|hoping|trying|wish) to (?:buy|sell)",
    r"without (?:a )?prescription", r"no prescription(?: needed)?", r"yours for", r"let(?:ting)? (?:it|them|these) go", r"part with", r"(?:can|could|will) sell", r"i'?d buy", r"going spare", r"willing to (?:sell|donate|part|give)",
    r"pay good money", r"good prices", r"off your hands", r"order through me", r"discreet delivery", r"i'?ll buy", r"to let go", r"swap", r"trade")


def sells_medication(reading: Reading) -> Iterator[Span]:
    """Sentences that offer or ask for medicine, with the sentence before as what they speak of."""
    told = reading.hits(_TOLD)
    deals, left, calls, prices = (reading.hits(cue) for cue in (_DEAL, _LEFT, _CALL, _PRICE))
    strong = reading.hits(_STRONG)
    named, plain = reading.hits(medicines.FERTILITY), reading.hits(medicines.PLAIN)
    for number in sorted(deals.keys() | calls.keys() | (left.keys() & prices.keys())):
        near = {n for n in (number - 1, number, number + 1) if n in named or n in plain}
        if not near or any(n in told for n in near | {number}):
            continue
        here = number in named or number in plain
        drug = any(n in named for n in near)
        signs = [number in deals, number in calls, number in prices or any(n in prices for n in near), number in left or any(n in left for n in near)]
        if (number in strong and (here or drug)) or (sum(signs) >= 2 and (drug or signs[3])) or (sum(signs) >= 3):
            yield reading.sentence(number)
