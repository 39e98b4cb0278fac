"""What else an everyday word may stand in a text as: the other members of its groups in the hub's own list.

They count well below the word itself and below what the vocabulary says, and at most a fixed number of them
for one typed word. Shorthand is never widened. Not here: the groups (`reference/everyday`) and what a query
makes of them (`expansion.py`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from hub.reference.everyday import everyday
from hub.reference.vocabulary import vocabulary
from hub.search.analysis import SMALL_WORDS, Token, stem
from hub.search.engine import Alternative, Sense, Slot

#: What says the same counts half as much as the word that was typed; what is only near to it, a quarter.
OTHERWISE, NEAR_BY = 0.5, 0.25
MOST_WAYS = 25
#: Small words of a sequence may be others: so many words may stand between the rest beyond those it has itself.
SLACK = 1

#: A word of a saying without the rest of it (“gave” for “gave up”), and a saying of stop words only (“too much”).
PIECE, FAINTLY_SAID = 0.6, 0.5

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """An everyday word or saying among typed words: where it stands, and what else says it."""

    part: range
    stems: Stems
    senses: tuple[Sense, ...]

    def is_whole(self, counting: set[int]) -> bool:
        """Whether it is a saying of which at most one word counts on its own, so that only the whole says it."""
        return len(self.part) > 1 and len(counting.intersection(self.part)) < 2

    def slot(self, typed: Sequence[str], counting: Sequence[Token]) -> Slot:
        """The slot of such a saying."""
        pieces = [Sense((Alternative((token.stem,)),), PIECE) for token in counting]
        return Slot(" ".join(typed), (Sense((Alternative(self.stems),)), *pieces, *self.senses), 1.0 if pieces else FAINTLY_SAID)


def widened(slot: Slot, places: set[int], everyday: Sequence[Paraphrase]) -> Slot:
    """A slot with what else says the words that stand for it, all of them, on their own or within a saying."""
    more = [sense for one in everyday if places.issubset(one.part) for sense in one.senses]
    return replace(slot, senses=(*slot.senses, *more)) if more else slot


def paraphrases(read: Sequence[Token]) -> list[Paraphrase]:
    """The everyday words and sayings among typed words, the longest at each place."""
    stems = tuple(token.stem for token in read)
    content = [place for place, token in enumerate(read) if token.word not in SMALL_WORDS]
    lengths, otherwise, acronyms = _lengths(), _otherwise(), vocabulary().acronyms
    found: list[Paraphrase] = []
    taken = 0
    for place, token in enumerate(read):
        if place < taken:
            continue
        for length in lengths.get(token.stem, ()):  # longest first
            part = _part(stems, content, place, length)
            if part and not (length == 1 and token.word in acronyms):
                found.append(Paraphrase(part[0], stems[part[0].start : part[0].stop], otherwise[part[1]]))
                taken = part[0].stop
                break
    return found


def _part(stems: Stems, content: Sequence[int], place: int, length: int) -> tuple[range, Stems] | None:
    """The member of so many words that begins at a place: side by side, or when the small words are left out."""
    beside = stems[place : place + length]
    if len(beside) == length and beside in _otherwise():
        return range(place, place + length), beside
    first = bisect_left(content, place)
    following = content[first : first + length]
    without = tuple(stems[one] for one in following)
    if length > 1 and following[:1] == [place] and len(without) == length and without in _otherwise():
        return range(place, following[-1] + 1), without
    return None


@cache
def _lengths() -> dict[str, list[int]]:
    """By first stem how long the members are that begin so, longest first."""
    found: dict[str, set[int]] = {}
    for stems in _otherwise():
        found.setdefault(stems[0], set()).add(len(stems))
    return {first: sorted(several, reverse=True) for first, several in found.items()}


@cache
def _otherwise() -> dict[Stems, tuple[Sense, ...]]:
    """For the stems of each member what else says it: one sense of all that say the same, and one of what is near."""
    alike: dict[Stems, list[str]] = {}
    near_by: dict[Stems, list[str]] = {}
    for group in everyday():
        for members, same, near in ((group.same, group.same, group.near), (group.near, (), group.same)):
            for stems in {stems for member in members for stems in (_stems(member), _way(member).stems)}:
                alike.setdefault(stems, []).extend(same)
                near_by.setdefault(stems, []).extend(near)
    return {stems: _senses(stems, same, near_by[stems]) for stems, same in alike.items()}


def _senses(stems: Stems, same: Sequence[str], near: Sequence[str]) -> tuple[Sense, ...]:
    """The two senses, neither with a way that is used already, as far as there is room."""
    senses = []
    used = {stems}
    for members, weight in ((same, OTHERWISE), (near, NEAR_BY)):
        ways = {way.stems: way for way in map(_way, members) if way.stems not in used}
        chosen = tuple(ways.values())[: MOST_WAYS + 1 - len(used)]
        used.update(way.stems for way in chosen)
        senses += [Sense(chosen, weight)] if chosen else []
    return tuple(senses)


@cache
def _way(member: str) -> Alternative:
    """A member as a way of saying: one of several words that matter, also with other small words in between."""
    stems = _stems(member)
    content = tuple(stem(word) for word in member.split() if word not in SMALL_WORDS)
    if len(set(content)) == len(content) > 1:
        return Alternative(content, slack=len(stems) - len(content) + SLACK)
    return Alternative(stems)


def _stems(member: str) -> Stems:
    return tuple(map(stem, member.split()))
