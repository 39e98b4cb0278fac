"""Words of despair and of danger: a person should read these now, and the author should see where help is.

Read for what the author says of living, of their worth, of what is left of the future, of a way out, of goodbyes,
of hurting themselves, and of somebody who harms them; which kinds of words say so stands in `lexicon/distress.toml`.
Everyday speech ("the needles were killing me") passes, and so does what is told as long over by somebody who says
they are well. Where it stays unclear the check would rather mark: a needless look costs a minute.
"""

from collections.abc import Iterator

from hub.screening.kinds import Kinds, kinds
from hub.screening.phrases.despair import despairing
from hub.screening.reading import Reading, Span


def distress(reading: Reading) -> Iterator[Span]:
    """Sentences that speak of not wanting to live, self-harm, a plan, a goodbye, or danger from somebody."""
    found = kinds(reading)
    past, safe, still = (found.of(kind) for kind in ("past", "safe", "still"))
    for number in despairing(reading):
        if number not in found.sentences("idiom") and not _over(found, number, past, safe, still):
            yield reading.sentence(number)
    for place in (*found.ruled("distress"), *found.ruled("despair")):
        if not _over(found, found.sentence(place[0]), past, safe, still):
            yield found.whole(place)


def _over(found: Kinds, number: int, past: list[Span], safe: list[Span], still: list[Span]) -> bool:
    """Whether it is told as past: two signs of that around the sentence, and none that it goes on."""
    signs, going_on = ([first for first, _ in places if number - 1 <= found.sentence(first) <= number + 3]
                       for places in (past + safe, still))
    told = [first for first, last in past if last - first == 2 and found.sentence(first) == number]
    begun = [first for first, _ in past if number - 1 <= found.sentence(first) <= number + 3]
    return bool(begun) and len(signs) >= 2 and not going_on or bool(told) and not going_on
