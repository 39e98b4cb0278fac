"""What a page costs, in answers a second, beside a bare "hello" of the same framework under the same server in the same run.

`python -m tests.bench pages`: a hub with so many generated experiences, served by `app.py` in a process of its own, and asked
over one connection; "hello" takes turns with it. Told are answers a second, processor time of the server, and both as shares
of hello's: once with what was answered before, as nearly every reader meets it, and once with each address new.
"""

import itertools
import random
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import insert, select

from hub.db import db, saving
from hub.models import Companion, Experience, Pair, Profile, Spread, Story
from hub.models.spread import ALL
from hub.reference.vocabulary import vocabulary
from tests.bench import instance
from tests.bench.building import mark, once
from tests.bench.corpus import stories
from tests.bench.progress import share
from tests.bench.serving import Turn, hello, hub

SEED = 20261125
SPOKEN = 5  # concepts an item speaks of
BESIDE = 4  # news beside an experience
COMPANIONS = 24  # others beside it, as many as are kept
BATCH = 5_000
KEPT, NEW, ROUNDS = 400, 10, 7  # requests of a turn: answered before, and each address new; turns
HELLO, UNCHANGED = "hello", "nothing changed (304)"
LEAST = {"home": 0.60, "news story": 0.60, "experience": 0.60, "topics": 0.60, "search": 0.20, UNCHANGED: 0.80}
MOST = 1.10  # what a page may cost among ten times as many experiences
Turns = dict[str, list[Turn]]


def measure(size: int, folder: Path | None) -> tuple[Turns, Turns]:
    """So many turns of every page, answered before and new."""
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kept = place / f"pages-{size}"
        once(kept, mark("corpus.py", "words.toml", "instance.py", "pages.py"), f"{size:,} stories with pairs", lambda path: _fill(path, size))
        addresses = _addresses(instance.Hub(kept).app)
        bare, ours = stack.enter_context(hello()), stack.enter_context(hub(kept))
        _, etag, _ = ours.ask(addresses["home"])
        ours.settle()
        known, new = Turns(), Turns()
        for _ in range(ROUNDS + 1):  # the first warms up
            known.setdefault(HELLO, []).append(bare.turn(["/"] * KEPT))
            for name, path in addresses.items():
                known.setdefault(name, []).append(ours.turn([path] * KEPT))
            known.setdefault(UNCHANGED, []).append(ours.turn([addresses["home"]] * KEPT, etag))
        for round_ in range(ROUNDS + 1):
            new.setdefault(HELLO, []).append(bare.turn(["/"] * NEW))
            for name, path in addresses.items():
                different = [f"{path}{'&' if '?' in path else '?'}n={round_}-{n}" for n in range(NEW)]
                new.setdefault(name, []).append(ours.turn(different))
    return tuple({name: several[1:] for name, several in turns.items()} for turns in (known, new))


def tell(sizes: Iterable[int], folder: Path | None) -> None:
    """Everything at each size, goals met or not, and how it grows."""
    found = {}
    for size in sizes:
        found[size] = known, new = measure(size, folder)
        for words, turns, many in (("answered before", known, KEPT), ("each address new", new, NEW)):
            print(f"\n{size:,} experiences, {words}")
            print(f"  {'':<24}{'a second':>10}{'of hello':>10}{'processor ms':>14}{'of hello':>10}{'goal':>8}")
            for name in turns:
                wall, own = (median(getattr(one, clock) for one in turns[name]) / many for clock in ("wall", "processor"))
                shares = [_share(turns, name, clock) for clock in ("wall", "processor")]
                least = LEAST.get(name) if turns is known else None
                said = "" if least is None else f"{least:>8.2f}  {'yes' if shares[1] >= least else 'NO'}"
                print(f"  {name:<24}{1 / wall:>10,.0f}{shares[0]:>10.2f}{own * 1000:>14.2f}{shares[1]:>10.2f}{said}")
    for (few, before), (many, after) in itertools.pairwise(found.items()):
        print(f"\nProcessor time at {many:,} against {few:,} experiences{'':<6}{'before':>10}{'new':>10}{'goal':>8}")
        for name in LEAST:
            grown = [_grown(*turns, name) for turns in zip(before, after, strict=True) if name in turns[0]]
            print(f"  {name:<48}" + "".join(f"{one:>10.2f}" for one in grown) + f"{'':>{20 - 10 * len(grown)}}{MOST:>8.2f}"
                  f"  {'yes' if grown[0] <= MOST else 'NO'}")


def _share(turns: Turns, name: str, clock: str) -> float:
    """How much of hello's rate a page reaches: the middle of the rounds, each against its own."""
    return median(getattr(hello_, clock) / getattr(one, clock) for one, hello_ in zip(turns[name], turns[HELLO], strict=True))


def _grown(before: Turns, after: Turns, name: str) -> float:
    """By how much a page costs more, each time as a share of hello's."""
    return _share(before, name, "processor") / _share(after, name, "processor")


def _fill(path: Path, size: int) -> None:
    app = instance.Hub(path).app
    instance.fill(app, stories(size))
    with app.app_context():
        _stand_beside()
    instance.index(app, share)


def _stand_beside() -> None:
    """Give every item its concepts and each experience some news, drawn the same each time."""
    chance, concepts = random.Random(SEED), sorted(vocabulary().concepts)
    weights = [1 / (place + 3) for place in range(len(concepts))]
    numbers = {"experience": list(db.session.scalars(select(Experience.id))), "news": list(db.session.scalars(select(Story.id)))}
    spread: dict[str, int] = {ALL: 0}
    profiles, pairs, companions = [], [], []
    for kind, several in numbers.items():
        for number in several:
            said = list(dict.fromkeys(chance.choices(concepts, weights, k=SPOKEN)))
            spread[ALL] += 1
            for concept in said:
                spread[concept] = spread.get(concept, 0) + 1
                profiles.append({"record": f"{kind}:{number}", "concept": concept, "kind": kind, "weight": chance.choice((0.4, 0.6, 0.8))})
            if kind == "experience":
                pairs += [{"story_id": story, "experience_id": number, "origin": "suggested", "score": round(chance.random(), 3),
                           "reasons": [{"concept": said[0]}]} for story in chance.sample(numbers["news"], BESIDE)]
                companions += [{"experience_id": number, "other_id": other, "score": round(chance.random(), 3), "shared": said[:2]}
                               for other in chance.sample(numbers["experience"], COMPANIONS) if other != number]
    with saving():
        spreads = [{"concept": c, "texts": n} for c, n in spread.items()]
        for model, rows in ((Profile, profiles), (Spread, spreads), (Pair, pairs), (Companion, companions)):
            for start in range(0, len(rows), BATCH):
                db.session.execute(insert(model), rows[start : start + BATCH])


def _addresses(app: Flask) -> dict[str, str]:
    """One page of each kind."""
    with app.app_context():
        slug = db.session.scalar(Story.public().with_only_columns(Story.slug).order_by(Story.id).limit(1))
        public_id = db.session.scalar(Experience.public().with_only_columns(Experience.public_id).order_by(Experience.id).limit(1))
    return {"home": "/", "news story": f"/news/{slug}", "experience": f"/experiences/{public_id}", "topics": "/topics",
            "search": "/search?q=frozen+transfer"}
