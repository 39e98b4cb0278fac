"""How long it takes to pair one new publication with everything there is, and whether that grows with the hub.

`python -m tests.bench pairing`: so many generated experiences and a tenth as many stories, made the same each
time; then new ones are published among them and pages are asked for. Times are of the processor.
"""

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import func, select

from app import create_app
from hub import cli, pairing, search
from hub.boundaries import Boundaries
from hub.db import db, saving
from hub.models import Experience, Pair, Revision, Story
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary

SEED = 20261124
STORIES = 10  # experiences for each
NEW = 20
BATCH = 200
LENGTH, SPREAD = 300, 110  # words
SAID = 14  # concepts a text speaks of
LIMIT = 1.0  # second of the processor for one publication among ten thousand


class Texts:
    """Invented running text that speaks of a few things again and again and of some in passing."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = [f"{a}{b}{c}" for a in ("bal", "dor", "fen", "gim", "hul", "kor", "lim", "mun", "pel", "sor")
                      for b in ("a", "e", "o", "u") for c in ("", "len", "rid", "tam", "vos", "nek", "sil", "dun")]
        # A few concepts are in most texts, most are in few: as in real ones.
        self.concepts = sorted(vocabulary().concepts.values(), key=lambda one: self.chance.random())
        self.shares = [1 / (place + 3) for place in range(len(self.concepts))]

    def text(self) -> tuple[str, str]:
        """A title and a body."""
        told = self.chance.choices(self.concepts, self.shares, k=SAID)
        words = self.chance.choices(self.words, [1 / (n + 1) for n in range(len(self.words))],
                                    k=max(80, int(self.chance.gauss(LENGTH, SPREAD))))
        for place, concept in enumerate(told):
            for _ in range(1 + (place < 4) * self.chance.randrange(4)):
                words[self.chance.randrange(len(words))] = self.chance.choice(concept.forms)
        return f"{words[0]} {told[0].label}"[:100], ". ".join(" ".join(words[at:at + 12]) for at in range(0, len(words), 12))

    def experience(self) -> Experience:
        """A published experience, not yet stored."""
        title, body = self.text()
        one = {name: self.chance.choice(list(FACETS[name].values)) for name in ("perspective", "outcome", "stage")}
        told = Revision(number=1, title=title, body=body, treatment=[self.chance.choice(list(FACETS["treatment"].values))], **one)
        return Experience(state="published", live_number=1, published_on=dt.date(2026, 1, 1), provenance="imported", revisions=[told])

    def story(self, number: int) -> Story:
        """A published story, not yet stored."""
        title, body = self.text()
        return Story(slug=f"story-{number}", state="published", title=title, outlet="Generated", url="https://example.org/", summary=body[:300],
                     body=body, published_on=dt.date(2026, 1, 1) - dt.timedelta(days=number), provenance="imported")


def build(size: int) -> Texts:
    """A hub with so many experiences, indexed, profiled and paired."""
    texts = Texts(SEED)
    rows: list[Any] = [texts.experience() for _ in range(size)] + [texts.story(n) for n in range(size // STORIES)]
    for start in range(0, len(rows), BATCH):
        with saving():
            db.session.add_all(rows[start : start + BATCH])
    search.rebuild()
    for model, make in ((Experience, pairing.profile), (Story, pairing.profile), (Story, pairing.refresh)):
        numbers = list(db.session.scalars(select(model.id)))
        for start in range(0, len(numbers), BATCH):
            with saving():
                for number in numbers[start : start + BATCH]:
                    make(f"{'news' if model is Story else 'experience'}:{number}")
    return texts


def publications(rows: Iterable[Any]) -> list[float]:
    """Seconds to profile and pair each of these, published one after the other."""
    spent = []
    for row in rows:
        with saving():
            db.session.add(row)
            db.session.flush()
            record = row.record
        search.sync([record])
        spent.append(clock(lambda record=record: [kept(make, record) for make in (pairing.profile, pairing.refresh)]))
    return spent


def kept(make: Callable[[str], None], record: str) -> None:
    """One promise of the worker, in its own transaction."""
    with saving():
        make(record)


def pages() -> dict[str, list[float]]:
    """Seconds for what each kind of page asks of the pairs."""
    stories, everybody, limits = list(db.session.scalars(select(Story).limit(NEW))), Boundaries(), Boundaries.chosen(["loss", "needles"])
    experiences = list(db.session.scalars(Experience.public().limit(NEW)))
    return {
        "story page": [clock(lambda row=row: pairing.beside_stories([row], everybody)) for row in stories],
        "experience page": [clock(lambda row=row: (pairing.beside_experience(row, everybody), pairing.companions(row, limits)))
                            for row in experiences],
        "home": [clock(lambda: pairing.freshest(everybody, 6, 2)) for _ in range(5)],
    }


def clock(act: Callable[[], Any]) -> float:
    """Seconds of the processor an act takes."""
    started = time.process_time()
    act()
    return time.process_time() - started


def measure(size: int) -> dict[str, list[float]]:
    """Everything at one size."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"HUB_INSTANCE": folder, "HUB_RATE_LIMITS": False})
        with app.app_context():
            cli.prepare()
            texts = build(size)
            spent = {"new experience": publications(texts.experience() for _ in range(NEW)),
                     "new story": publications(texts.story(size + n) for n in range(NEW)), **pages()}
            print(f"{size:>7,} experiences, {size // STORIES:,} stories: {db.session.scalar(select(func.count(Pair.id))):,} pairs")
            db.session.remove()
            db.engine.dispose()
    return spent


def tell(sizes: Iterable[int]) -> None:
    """Measure, tell, and fail where one publication takes too long."""
    found = {size: measure(size) for size in sizes}
    print(f"{'ms, median (worst)':<20}" + "".join(f"{size:>18,}" for size in found) + f"{'growth':>10}")
    for name in next(iter(found.values())):
        middles = [statistics.median(spent[name]) for spent in found.values()]
        cells = "".join(f"{middle * 1000:>10.1f} ({max(spent[name]) * 1000:>5.0f})" for middle, spent in zip(middles, found.values(), strict=True))
        print(f"{name:<20}{cells}{middles[-1] / middles[0]:>9.1f}x")
    slow = [name for spent in found.values() for name in spent if statistics.median(spent[name]) > LIMIT]
    if slow:
        raise SystemExit(f"over {LIMIT} s: {', '.join(slow)}")
