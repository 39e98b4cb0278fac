"""Reading ahead: what the first questions of a process would have to read, read while nobody waits for it.

The worker takes a step whenever it has nothing else to do, and begins again when the index has changed. Nothing here changes
an answer; it only comes sooner.
"""

import gc
from collections.abc import Iterator, Sequence
from functools import cache

from hub.db import part
from hub.reference.vocabulary import vocabulary
from hub.search.engine import Engine, IndexUnavailable, Plan, Scope
from hub.search.excerpts import remember
from hub.search.finding import find
from hub.search.query import Query
from hub.search.sayings import said

#: A question of each kind: what they need of the vocabulary is read with the first of them.
ASKED = ("ivf", "how is a frozn embrio transfer?", "wait*", '"two week wait" OR clinic -cost')
WORDS, WORDS_A_STEP = 14_000, 500
CONCEPTS_A_STEP = 2


def ahead() -> Iterator[bool]:
    """Read ahead, a small step with each True; ends when all is read or there is no more room to remember."""
    for asked in ASKED:
        find(Query.parse(asked))
        yield True
    _set_apart()
    yield True
    engine: Engine = part("search")
    try:
        for words in _steps(engine.lexicon().commonest(WORDS), WORDS_A_STEP):
            remember(words)
            yield True
        topics = engine.answer(Plan(), Scope(), newest=True, start=0, limit=0).counts["topic"]  # the commonest first
        for concepts in _steps(list(dict.fromkeys([*topics, *vocabulary().concepts])), CONCEPTS_A_STEP):
            if not engine.read_ahead(map(said, concepts)):
                return
            yield True
    except IndexUnavailable:
        return


def warm() -> None:
    """Read all of it ahead at once."""
    for _ in ahead():
        pass


@cache
def _set_apart() -> None:
    """Once in a process: what was loaded by now stays as long as it runs, so the collector need not look through it again,
    for a tenth of a second in the middle of somebody's question."""
    gc.collect()
    gc.freeze()


def _steps(several: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (several[start : start + size] for start in range(0, len(several), size))
