"""Medicine, sperm and eggs that change hands: offered, given away, asked for. A memory of it, or a refusal, is not that.

A sentence near a medicine gathers signs of a deal, by kinds of words (`lexicon/supply.toml`): an offer or a request,
something left over, a call to readers, how to hand it over, a price. No sign alone is enough. Not here: promotion of
shops and products (`promotion`).
"""

from collections.abc import Iterator

from hub.screening import medicines
from hub.screening.kinds import kinds
from hub.screening.likeness import likely, unlike
from hub.screening.phrases.supply import trading
from hub.screening.reading import Reading, Span

SIGNS = {"offer": 2, "ask": 2, "kept": 1, "call": 1, "hand": 1, "price": 1}
SETTLED = {"settled": 3}
ENOUGH = 4


def sells_medication(reading: Reading) -> Iterator[Span]:
    """Sentences that offer or ask for medicine, or offer sperm or eggs; the ones beside them lend their signs."""
    found, spoken = kinds(reading), reading.once(medicines.mentioned)
    named = spoken["prescribed"]
    things = named | spoken["plain"] | spoken["pen"] | found.sentences("stuff")
    children = found.sentences("gametes")
    yield from (reading.sentence(number) for number in likely(reading, "sells_medication"))
    lends = found.sentences("kept") | found.sentences("hand")
    for number in sorted(found.sentences("offer") | found.sentences("ask")):
        near = reading.beside([number])
        if not near & (things | children):
            continue
        about = [n for n in near if n == number or n in things or n in children or n in lends]
        known = near & named or near & children & found.sentences("price")
        points = found.points(about, SIGNS) - found.points([number], SETTLED) + bool(known)
        if points >= ENOUGH and not unlike(reading, "sells_medication", number, number):
            yield reading.sentence(number)
    found.mark("medicine", reading.once(medicines.spans))
    for first, last in found.ruled("changing_hands"):
        if not unlike(reading, "sells_medication", found.sentence(first), found.sentence(last)):
            yield found.whole((first, last))
    told = found.sentences("settled") - found.sentences("offer") - found.sentences("ask")
    yield from (reading.sentence(number) for number in trading(reading)
                if number not in told and not unlike(reading, "sells_medication", number, number))
