"""Suggestions while typing: what the vocabulary calls it, and titles this reader may see."""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from hub.reference.vocabulary import fold, vocabulary
from hub.search.document import title_of
from hub.search.finding import find
from hub.search.query import Query

LONGEST_PREFIX = 100
#: From so many letters on, titles are looked through too.
TITLES_FROM = 3
MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One completion: the words to search for, `topic`, `news` or `experience`, and a topic's concept."""

    text: str
    kind: str
    concept: str | None = None


def suggest(
    prefix: str, limit: int = 8, *, hidden: frozenset[str] = frozenset(), withheld: Collection[str] = ()
) -> list[Suggestion]:
    """Completions of what is being typed: concepts by their names or other ways to say them, then titles.

    `hidden`: content notes not to be met; `withheld`: concepts not to be named. Empty when nothing begins so.
    """
    prefix = prefix[:LONGEST_PREFIX]
    typed = fold(prefix)
    if not typed:
        return []
    known, found = vocabulary().concepts, dict[str, Suggestion]()
    first = bisect_left(_completions(), (typed,))
    begun = takewhile(lambda entry: entry[0].startswith(typed), _completions()[first:])
    for folded, concept, form in sorted(begun, key=lambda entry: (entry[2] != known[entry[1]].label, len(entry[0]))):
        if concept not in found and not _names(folded, concept, withheld):
            found[concept] = Suggestion(form, "topic", concept)
    titles = _titles(typed, MOST_TITLES, hidden) if len(typed) >= TITLES_FROM else []
    return [*list(found.values())[: limit - len(titles)], *titles]


def _names(folded: str, concept: str, withheld: Collection[str]) -> bool:
    """Whether a form is, or holds within it, the name of something not to be named."""
    said, parts = vocabulary().by_form, folded.split()
    held = (" ".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1))
    return bool(withheld) and (concept in withheld or any(one in withheld for part in held for one in said.get(part, ())))


def _titles(typed: str, limit: int, hidden: frozenset[str]) -> list[Suggestion]:
    hits = find(Query.parse(f"{typed}*"), hidden=hidden, per_page=limit).hits
    titles = {title_of(hit.row): hit.kind for hit in hits}
    return [Suggestion(title, kind) for title, kind in titles.items() if f" {typed}" in f" {fold(title)}"]


@cache
def _completions() -> list[tuple[str, str, str]]:
    """Every form as it is compared, its concept, and the form as written; in order."""
    known = vocabulary().concepts.values()
    return sorted((folded, concept.id, form) for concept in known for folded, form in concept.folded.items())
