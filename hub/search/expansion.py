"""From typed words to a plan: which concepts they mean, every way those are said, and what is worth nothing.

Forms of one concept stand in one slot, so the best of them counts; the typed words themselves stay in
it. Narrower, broader and related concepts count for less. Everything happens at query time: a change of the vocabulary needs no
new index. Not here: scores (`snapshot.py`), misspelt words (`correction.py`), the grammar (`query.py`) and what a reader
is told of it (`advice.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hub.reference.vocabulary import vocabulary
from hub.search.analysis import NUMBERS, SMALL_WORDS, STOP_WORDS, Token, quiet, stem
from hub.search.correction import Speller
from hub.search.engine import Alternative, Lexicon, Plan, Scope, Sense, Slot
from hub.search.mentions import Form, all_forms, forms_by_concept, spans
from hub.search.paraphrase import paraphrases, widened
from hub.search.query import Query, Term

SAME, DESCRIBED, FACET = 0.95, 0.7, 0.95
LOOSE, NARROWER, BROADER, RELATED, PART, INNER, SLIP = 0.75, 0.6, 0.3, 0.15, 0.35, 0.6, 0.8
SIDE_BY_SIDE = 0.5
#: How many it was matters less than what.
NUMBER = 0.5
#: A meaning typed in two ways is still one; the words as typed count a little beside what they mean.
AS_TYPED = 0.25
MOST_PREFIXED = 50


@dataclass(slots=True)
class Understanding:
    """What a query was taken to mean: the plan, and a better spelling."""

    plan: Plan
    did_you_mean: str | None = None


def understand(query: Query, lexicon: Lexicon, scope: Scope) -> Understanding:
    """The plan of a query, by the vocabulary and the words of the index."""
    slots: list[Slot] = []
    required: list[Slot] = []
    excluded: list[Alternative] = []
    speller = Speller(lexicon, scope)
    run: list[Token] = []
    wanted = [word for term in query.terms if not term.unwanted for word in term.words]
    all_quiet = len(quiet(wanted)) == len(wanted)

    def finish_run() -> None:
        slots.extend(_run(run, speller, all_quiet))
        run.clear()

    for term in query.terms:
        if term.unwanted:
            excluded.append(Alternative(tuple(map(stem, term.words))))
        elif term.phrase:
            finish_run()
            _join(required, term, Slot(term.typed, (_literally(*map(stem, term.words)),)))
        elif term.prefix:
            finish_run()
            slots.append(_prefix(term, lexicon))
        elif term.otherwise:
            finish_run()
            either = _run(_tokens(term.words), speller, True)
            _join(slots, term, Slot(term.typed, tuple(sense for slot in either if not slot.bonus for sense in slot.senses)))
        else:
            run.extend(_tokens(term.words))
    finish_run()
    plan = Plan(tuple(slots), tuple(required), tuple(excluded))
    return Understanding(plan, speller.better(query))


def saying(concept: str) -> Slot:
    """What a text must say to speak of a concept, or of anything it takes in."""
    known, more = [concept], [concept]
    while more:
        more = [one for each in more for one in _narrower().get(each, ()) if one not in known]
        known += dict.fromkeys(more)
    return Slot(concept, tuple(_concept(one) for one in known))


def _tokens(words: Iterable[str]) -> list[Token]:
    return [Token(word, stem(word), 0, 0) for word in words]


def _join(slots: list[Slot], term: Term, slot: Slot) -> None:
    """Put a slot in its place: with OR, into the one before it."""
    while term.otherwise and slots and slots[-1].bonus:
        slots.pop()
    if term.otherwise and slots:
        before = slots.pop()
        slot = Slot(f"{before.typed} OR {slot.typed}", (*before.senses, *slot.senses))
    slots.append(slot)


def _literally(*stems: str, weight: float = 1.0) -> Sense:
    return Sense((Alternative(stems),), weight)


def _prefix(term: Term, lexicon: Lexicon) -> Slot:
    *before, last = term.words
    begun = (Alternative((stem(last),)), *(Alternative(word=word) for word in lexicon.starting(last, MOST_PREFIXED)))
    return Slot(f"{term.typed}*", (Sense(begun), *(_literally(stem(word), weight=PART) for word in before)))


def _run(run: Sequence[Token], speller: Speller, all_count: bool) -> list[Slot]:
    """The slots of words typed one after another."""
    spelled = [speller.read(token) for token in run]
    read = [token for token, _ in spelled]
    unheard = quiet([token.word for token in read])
    counting = set(range(len(read))) - (set() if all_count else unheard)
    everyday = paraphrases(read)
    slots: list[Slot] = []
    taken: set[int] = set()
    for place, forms in spans(read):
        part = range(place, place + len(forms[0].stems))
        taken.update(part)
        meaning = _meaning([run[i].word for i in part], [read[i] for i in part], forms)
        slots.append(widened(meaning, counting.intersection(part) or set(part), everyday))
    for one in everyday:
        if one.is_whole(counting) and taken.isdisjoint(one.part):
            taken.update(one.part)
            slots.append(one.slot([run[i].word for i in one.part], [read[i] for i in one.part if i in counting]))
    loose = _loosely_said(read)
    for place in sorted(counting - taken):
        token = read[place]
        senses = [_literally(token.stem), *(_literally(stem(word), weight=SLIP) for word in spelled[place][1])]
        senses.extend(_concept(concept, LOOSE) for concept in sorted(loose.get(token.stem, ())))
        slots.append(widened(Slot(run[place].word, tuple(senses), NUMBER if _is_number(token.word) else 1.0), {place}, everyday))
    return [*_once_each(slots), *_side_by_side(read, unheard)]


def _once_each(slots: Sequence[Slot]) -> list[Slot]:
    """The slots, those of one and the same meaning made one; the words as typed then count on their own."""
    by_meaning: dict[str, Slot] = {}
    for slot in slots:
        key = slot.senses[0].concept or f" {slot.typed}"
        before = by_meaning.get(key)
        if before:
            slot = Slot(f"{before.typed}, {slot.typed}", (*before.senses, *slot.senses))
        by_meaning[key] = slot
    typed = [
        Slot(slot.typed, tuple(sense for sense in slot.senses if not sense.concept and sense.weight == 1), AS_TYPED, bonus=True)
        for slot in slots
        if slot.senses[0].concept
    ]
    return [*by_meaning.values(), *typed]


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in NUMBERS


def _meaning(typed: Sequence[str], read: Sequence[Token], forms: Sequence[Form]) -> Slot:
    """The slot of words that are a form of one concept (or of several that share the form)."""
    named = [form.concept for form in forms]
    senses = [_concept(concept) for concept in named]
    senses.append(_literally(*(token.stem for token in read)))
    for concept in named:
        senses.extend(_beside(concept))
    if len(read) > 1:
        senses.extend(_literally(token.stem, weight=PART) for token in read if token.word not in STOP_WORDS)
        inner = {form.concept for part in (read[:-1], read[1:]) for _, several in spans(part) for form in several}
        senses.extend(_concept(concept, INNER) for concept in sorted(inner.difference(named)))
    return Slot(" ".join(typed), tuple(senses))


def _concept(concept: str, weight: float = 1.0) -> Sense:
    return Sense(_said(concept), weight, concept)


@cache
def _said(concept: str) -> tuple[Alternative, ...]:
    """The ways one concept itself is said."""
    facet = vocabulary().concepts[concept].facet
    told = [Alternative(weight=FACET, facet=facet)] if facet else []
    return (*_needed(tuple(dict.fromkeys(map(_way, forms_by_concept().get(concept, ()))))), *told)


def _needed(ways: tuple[Alternative, ...]) -> Iterable[Alternative]:
    """The ways of saying that no shorter one of the same worth already finds ("my egg collection", "egg collection")."""
    worth = {way.stems: way.weight for way in ways}
    for way in ways:
        count = len(way.stems)
        parts = (way.stems[i:j] for i in range(count) for j in range(i + 1, count + 1) if j - i < count)
        if not any(worth.get(part, 0) >= way.weight for part in parts):
            yield way


@cache
def _beside(concept: str) -> tuple[Sense, ...]:
    """The concepts beside one, for less."""
    known = vocabulary().concepts[concept]
    near_by = ((_narrower().get(concept, ()), NARROWER), (known.broader, BROADER), (known.related, RELATED))
    return tuple(_concept(other, weight) for others, weight in near_by for other in others)


def _way(form: Form) -> Alternative:
    """A form as a way of saying: side by side, but a long description also with other small words in between."""
    content = _content(form)
    if 1 < len(set(content)) < len(form.stems) and not form.exact:
        slack = len(form.stems) - len(content) + (2 if len(content) > 2 else 0)
        return Alternative(content, DESCRIBED, slack)
    return Alternative(form.stems, SAME if len(content) == len(form.stems) or form.exact else DESCRIBED)


def _content(form: Form) -> tuple[str, ...]:
    return tuple(one for one, word in zip(form.stems, form.words, strict=True) if word not in SMALL_WORDS)


@cache
def _narrower() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for concept in vocabulary().concepts.values():
        for broader in concept.broader:
            found.setdefault(broader, []).append(concept.id)
    return {broader: tuple(ids) for broader, ids in found.items()}


def _loosely_said(read: Sequence[Token]) -> dict[str, set[str]]:
    """Concepts one of whose forms has all its words among those typed, though not side by side: by each of its stems."""
    typed = {token.stem for token in read if token.word not in SMALL_WORDS}
    found: dict[str, set[str]] = {}
    for one in typed:
        for content, concept in _forms_by_content().get(one, ()):
            if content <= typed:
                for each in content:
                    found.setdefault(each, set()).add(concept)
    return found


@cache
def _forms_by_content() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    found: dict[str, set[tuple[frozenset[str], str]]] = {}
    for form in all_forms():
        content = frozenset(_content(form))
        if len(content) > 1 and not form.exact:
            for each in content:
                found.setdefault(each, set()).add((content, form.concept))
    return {each: tuple(several) for each, several in found.items()}


def _side_by_side(read: Sequence[Token], unheard: set[int]) -> list[Slot]:
    """Words typed next to each other count more where they stand next to each other."""
    return [
        Slot(f"{one.word} {two.word}", (_literally(one.stem, two.stem),), SIDE_BY_SIDE, bonus=True)
        for place, (one, two) in enumerate(pairwise(read))
        if not {place, place + 1} <= unheard or len(read) == 2
    ]
