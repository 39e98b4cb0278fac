"""From typed words to a plan: which concepts they mean, every way those are said, and what is worth nothing.

Forms of one concept stand in one slot, so the best of them counts; the typed words themselves stay in
it. Everything happens at query time: a change of the vocabulary needs no new index. Not here: how a concept is said
(`sayings.py`), scores (`ranking.py`), misspelt words (`correction.py`), the grammar (`query.py`) and what a reader
is told of it (`advice.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.search.analysis import LIGHT_WORDS, NUMBERS, STOP_WORDS, Token, quiet, stem
from hub.search.correction import Speller
from hub.search.engine import Alternative, Lexicon, Plan, Scope, Sense, Slot
from hub.search.mentions import Form, spans
from hub.search.paraphrase import paraphrases, widened
from hub.search.query import Query, Term
from hub.search.sayings import beside, loosely_said, narrower, said

LOOSE, PART, INNER, SLIP = 0.75, 0.35, 0.6, 0.8
SIDE_BY_SIDE = 0.5
#: How many it was matters less than what.
NUMBER = 0.5
#: Words of any subject matter less than what is asked about.
LIGHT = 0.35
#: Whom it happens to matters less than what: nearly every story names them.
COMPANIONS, COMPANION = frozenset({"husband", "wife", "partner"}), 0.6
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
        more = [one for each in more for one in narrower().get(each, ()) if one not in known]
        known += dict.fromkeys(more)
    return Slot(concept, tuple(said(one) for one in known))


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
    loose = loosely_said(read)
    for place in sorted(counting - taken):
        token = read[place]
        senses = [_literally(token.stem), *(_literally(stem(word), weight=SLIP) for word in spelled[place][1])]
        senses.extend(said(concept, LOOSE) for concept in sorted(loose.get(token.stem, ())))
        slots.append(widened(Slot(run[place].word, tuple(senses), _worth(token.word)), {place}, everyday))
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


def _worth(word: str) -> float:
    """How much a typed word that names no concept counts."""
    return NUMBER if word.isdecimal() or word in NUMBERS else LIGHT if word in LIGHT_WORDS else 1.0


def _meaning(typed: Sequence[str], read: Sequence[Token], forms: Sequence[Form]) -> Slot:
    """The slot of words that are a form of one concept (or of several that share the form)."""
    named = [form.concept for form in forms]
    senses = [said(concept) for concept in named]
    senses.append(_literally(*(token.stem for token in read)))
    for concept in named:
        senses.extend(beside(concept))
    if len(read) > 1:
        senses.extend(_literally(token.stem, weight=PART) for token in read if token.word not in STOP_WORDS)
        inner = {form.concept for part in (read[:-1], read[1:]) for _, several in spans(part) for form in several}
        senses.extend(said(concept, INNER) for concept in sorted(inner.difference(named)))
    return Slot(" ".join(typed), tuple(senses), COMPANION if COMPANIONS.issuperset(named) else 1.0)


def _side_by_side(read: Sequence[Token], unheard: set[int]) -> list[Slot]:
    """Words that matter, typed next to each other, count more where they stand next to each other."""
    return [
        Slot(f"{one.word} {two.word}", (_literally(one.stem, two.stem),), SIDE_BY_SIDE, bonus=True)
        for place, (one, two) in enumerate(pairwise(read))
        if {place, place + 1}.isdisjoint(unheard) or len(read) == 2
    ]
