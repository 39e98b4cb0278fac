"""The review desk: how long a full queue takes to open beside a bare page, fifty moderators at work at once, keys a decision.

Not here: what any of it should do (`tests/web/test_queue.py`, `test_claims.py`), and a real browser (`tests/journeys/test_desk.py`).
"""

import datetime as dt
import itertools
import random
import re
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, insert, select

from app import create_app
from hub import cli
from hub.db import db, saving, today
from hub.models import Claim, Experience, LogEntry, Revision, Waiting
from hub.models.waiting import KINDS, ORDINARY, REPORT, URGENT
from hub.moderation import FILTERS
from tests.bench.corpus import stories
from tests.bench.progress import say
from tests.people import Staffer
from tests.servers import serving

WAITING, PEOPLE, WORKED = 5_000, 50, 500
OPENS_WITHIN = 100  # ms
BARE = "/robots.txt"
_FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.S)
_HIDDEN = re.compile(r'<input(?=[^>]*type="hidden")(?=[^>]*name="([^"]*)")(?=[^>]*value="([^"]*)")[^>]*>')


@dataclass(frozen=True)
class Measured:
    """What was measured: milliseconds of each opening, and what became of the queue that was worked off."""

    waiting: int
    opened: list[float]
    bare: list[float]
    decisions: int
    twice: int
    lost: int
    seconds: float
    people: int
    keys: int
    pages: int


def tell(waiting: int = WAITING, people: int = PEOPLE, worked: int = WORKED, repeats: int = 20) -> bool:
    """Measure, print, and say whether every target is met."""
    one = measure(waiting, people, worked, repeats)
    opened, bare = median(one.opened), median(one.bare)
    targets = (
        (f"a queue of {one.waiting:,} opens, p50", f"{OPENS_WITHIN} ms", f"{opened:.1f} ms", opened < OPENS_WITHIN),
        (f"{one.people} moderators on {one.decisions:,}: decided twice", "0", str(one.twice), one.twice == 0),
        (f"{one.people} moderators on {one.decisions:,}: lost", "0", str(one.lost), one.lost == 0),
        ("keys from the queue to published, a clean one", "2", str(one.keys), one.keys <= 2))
    print("\n== The desk")
    print(f"  A queue of {one.waiting:,}: {opened:.1f} ms p50, {max(one.opened):.1f} worst; a bare page {bare:.1f} ms: "
          f"{opened / bare:.1f} times as long")
    print(f"  {one.people} moderators: {one.decisions:,} decisions in {one.seconds:.0f} s, {one.pages} pages a decision")
    for says, goal, reached, met in targets:
        print(f"  {says:<62} {goal:>12}   {reached:>12}   {'yes' if met else 'NO'}", flush=True)
    return all(met for *_, met in targets)


def measure(waiting: int, people: int, worked: int, repeats: int) -> Measured:
    """A full queue opened, then another one worked off by many at once."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        app = _hub(Path(folder) / "long", waiting)
        with app.app_context():
            hand = _hands(app, 1)[0]
        with serving(app) as port:
            opened, bare = _opened(hand, port, repeats)
        say(f"opened a queue of {waiting:,}")
        app = _hub(Path(folder) / "worked", worked)
        with app.app_context():
            hands = _hands(app, people)
        with serving(app) as port:
            keys, pages = _walked(hands[0], port)
            began = time.perf_counter()
            with ThreadPoolExecutor(people) as threads:
                list(threads.map(lambda one: _works(one, port), hands))
            seconds = time.perf_counter() - began
        with app.app_context():
            acts = list(db.session.scalars(select(LogEntry.record).where(LogEntry.act == "publish")))
            left = db.session.scalar(select(func.count(Waiting.id))) or 0
            left += db.session.scalar(select(func.count()).select_from(Claim)) or 0
        return Measured(waiting, opened, bare, worked, len(acts) - len(set(acts)), worked - len(set(acts)) + left, seconds, people,
                        keys, pages)


def _hub(folder: Path, waiting: int) -> Flask:
    """A hub in which so many stories wait, of every kind."""
    app = create_app({"HUB_INSTANCE": str(folder), "HUB_DATABASE_URL": "", "HUB_RATE_LIMITS": False})
    chance, marked = random.Random(waiting), [name for name in FILTERS["finding"] if name not in ("distress", "accusation")]  # noqa: S311
    with app.app_context():
        cli.prepare()
        told = itertools.islice((piece for piece in stories(2 * waiting + 50) if piece.kind == "experience"), waiting)
        rows: tuple[list[dict[str, object]], ...] = ([], [], [])
        for number, piece in enumerate(told, 1):
            rows[0].append({"id": number, "public_id": f"b{number:011d}", "state": "submitted", "key_hash": f"v1:{number}"})
            rows[1].append({"id": number, "experience_id": number, "number": 1, "made_on": today(), "title": piece.title,
                            "body": piece.body, "heard": [], **piece.facets})
            rows[2].append({"experience_id": number, "revision_id": number, "since": today() - dt.timedelta(days=chance.randrange(9)),
                            "kind": chance.choice([kind for kind in KINDS if kind != REPORT]),
                            "rank": URGENT if chance.random() < .02 else ORDINARY, "perspective": piece.facets.get("perspective"),
                            "notes": piece.facets.get("content_notes", []), "prints": [],
                            "checks": chance.sample(marked, chance.choice([0, 0, 1, 2]))})
        with saving():
            for model, several in zip((Experience, Revision, Waiting), rows, strict=True):
                db.session.execute(insert(model), several)
    return app


class Hand:
    """A moderator's browser over HTTP."""

    def __init__(self, person: Staffer) -> None:
        cookie = person.browser.get_cookie("staff", path="/review")
        assert cookie
        self.headers = {"Cookie": f"staff={cookie.value}"}

    def asks(self, port: int, path: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        """The page, and where it leads."""
        with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line:
            if fields is None:
                line.request("GET", path, headers=self.headers)
            else:
                line.request("POST", path, urlencode(fields), self.headers | {"Content-Type": "application/x-www-form-urlencoded"})
            answer = line.getresponse()
            return answer.read().decode(), answer.headers.get("Location", "")


def _hands(app: Flask, people: int) -> list[Hand]:
    return [Hand(Staffer(app, "moderator")) for _ in range(people)]


def _opened(hand: Hand, port: int, repeats: int) -> tuple[list[float], list[float]]:
    """The queue and the bare page in turn."""
    times: dict[str, list[float]] = {"/review": [], BARE: []}
    for turn, path in itertools.product(range(repeats + 1), times):
        began = time.perf_counter()
        hand.asks(port, path)
        if turn:  # the first of each is unmeasured
            times[path].append((time.perf_counter() - began) * 1000)
    return times["/review"], times[BARE]


def _works(hand: Hand, port: int) -> None:
    """Take the next one and publish it, until nothing is free."""
    queue, _ = hand.asks(port, "/review")
    while taken := _pressed(hand, port, queue, "n")[1].removeprefix("/review"):
        page, _ = hand.asks(port, f"/review{taken}")
        _pressed(hand, port, page, "p")


def _walked(hand: Hand, port: int) -> tuple[int, int]:
    """One decision by the keys the pages offer: how many were pressed, and how many pages were opened."""
    keys = pages = 0
    page, _ = hand.asks(port, "/review")
    for key in ("n", "p"):
        _, place = _pressed(hand, port, page, key)
        keys += 1
        page, _ = hand.asks(port, place)
        pages += 1
    assert "Decided: published" in page
    return keys, pages


def _pressed(hand: Hand, port: int, page: str, key: str) -> tuple[str, str]:
    """Press the button that bears a key: its form is sent as a browser sends it."""
    for action, inside in _FORM.findall(page):
        if button := re.search(rf'<button([^>]*)data-key="{key}"', inside):
            named = re.search(r'name="([^"]*)" value="([^"]*)"', button[1])
            fields = dict(_HIDDEN.findall(inside)) | ({named[1]: named[2]} if named else {})
            return hand.asks(port, action.replace("&amp;", "&"), fields)
    return "", ""

