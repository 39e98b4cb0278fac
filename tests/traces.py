"""Looking for traces: every byte of every file a hub keeps, as it is and inflated; and a library to look in."""

import datetime as dt
import random
import re
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import insert

from hub import search, worker
from hub.db import db, saving
from hub.models import Experience, Pair, Profile, Revision, Spread, Story
from hub.models.spread import ALL
from hub.reference.vocabulary import vocabulary
from tests.people import Reader

MARKERS = ("Quokkaberry marmalade dawn", "Zephyrlantern beside the stairwell", "Umbrelwick counted backwards")
WORDS = tuple(word.lower()[:9] for phrase in MARKERS for word in phrase.split()[:1])
INFLATABLE = re.compile(b"x[\x01\x5e\x9c\xda]")


def found_in(folder: Path, words: tuple[str, ...] = WORDS) -> list[str]:
    """The files under a folder that hold any of the words in any case: raw, deflated by zlib, or in UTF-16."""
    forms = [form for word in words for form in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))]
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            raw = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:  # a segment of the index that was written anew meanwhile
            continue
        if any(form in data for data in (raw.lower(), *_inflated(raw)) for form in forms):
            found.append(str(path.relative_to(folder)))
    return found


def _inflated(raw: bytes) -> Iterator[bytes]:
    view = memoryview(raw)
    for match in INFLATABLE.finditer(raw):
        try:
            yield zlib.decompressobj().decompress(view[match.start() : match.start() + 200_000], 2_000_000).lower()
        except zlib.error:
            continue


def free_pages(database: Path) -> list[bytes]:
    """The leaves of SQLite's list of free pages."""
    raw = database.read_bytes()
    size = int.from_bytes(raw[16:18], "big")
    trunk, pages = int.from_bytes(raw[32:36], "big"), []
    while trunk:
        page = raw[(trunk - 1) * size : trunk * size]
        for number in range(int.from_bytes(page[4:8], "big")):
            leaf = int.from_bytes(page[8 + 4 * number : 12 + 4 * number], "big")
            pages.append(raw[(leaf - 1) * size : leaf * size])
        trunk = int.from_bytes(page[:4], "big")
    return pages


def fill(stories: int, seed: int = 1) -> None:
    """Put so many published experiences beside a tenth as many news, with profiles and pairs, and index them."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("aeiou", k=1) + chance.choices("bcdfglmnprst", k=2) + chance.choices("aeiou", k=2))
             for _ in range(3000)]
    concepts = sorted(vocabulary().concepts)

    def words_of(count: int) -> str:
        return " ".join(chance.choices(words, k=count)).capitalize() + "."

    news = range(1, max(2, stories // 10) + 1)
    spoken = {f"experience:{n}": chance.sample(concepts, 5) for n in range(1, stories + 1)}
    spread = Counter(concept for said in spoken.values() for concept in said) + Counter({ALL: stories})
    with saving():
        db.session.execute(insert(Story), [
            {"id": n, "slug": f"s{n}", "state": "published", "title": words_of(6), "outlet": "Paper", "url": "https://example.org/",
             "published_on": _day(n), "summary": words_of(40)} for n in news])
        db.session.execute(insert(Experience), [
            {"id": n, "state": "published", "live_number": 1, "published_on": _day(n)} for n in range(1, stories + 1)])
        db.session.execute(insert(Revision), [
            {"experience_id": n, "number": 1, "title": words_of(5), "body": words_of(chance.randint(40, 400)), "treatment": ["ivf"]}
            for n in range(1, stories + 1)])
        db.session.execute(insert(Profile), [
            {"record": record, "concept": concept, "kind": "experience", "weight": 0.5} for record, said in spoken.items() for concept in said])
        db.session.execute(insert(Spread), [{"concept": concept, "texts": texts} for concept, texts in spread.items()])
        db.session.execute(insert(Pair), [
            {"story_id": chance.choice(news), "experience_id": n, "origin": "suggested", "score": 0.5,
             "reasons": [{"concept": chance.choice(concepts)}]} for n in range(1, stories + 1)])
    search.rebuild()


def _day(number: int) -> dt.date:
    return dt.date(2026, 1, 1) + dt.timedelta(days=number % 300)


@contextmanager
def working(hub: Flask) -> Iterator[None]:
    """While inside, the worker keeps what is promised."""
    stop = threading.Event()
    keeper = threading.Thread(target=worker.run, args=(hub, stop))
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


@contextmanager
def reading(hub: Flask, paths: list[str], threads: int = 4) -> Iterator[list[int]]:
    """While inside, readers open these pages again and again; the statuses they got."""
    stop, statuses = threading.Event(), list[int]()

    def read(first: int) -> None:
        with hub.app_context():
            reader = Reader(hub)
            while not stop.is_set():
                for path in paths[first:] + paths[:first]:
                    statuses.append(reader.get(path).status_code)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(threads)]
    for one in readers:
        one.start()
    try:
        yield statuses
    finally:
        stop.set()
        for one in readers:
            one.join()
