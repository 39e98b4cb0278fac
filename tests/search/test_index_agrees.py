"""The index is a pure function of the database, erased words leave its files, and a broken one heals."""

import random
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hub import search
from hub.db import part
from hub.models import Experience, Revision

Make = Callable[..., Any]
WORDS = ["seahorse", "lighthouse", "plum", "storm", "clinic", "waiting", "letter", "river", "transfer", "embryo", "loss", "hope"]


def holds(folder: Path, marker: str) -> list[str]:
    """Files under a folder that hold a word, as it is or compressed."""
    found = []
    for path in folder.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        texts = [raw]
        for at in range(len(raw) - 1):
            if raw[at] == 0x78 and raw[at + 1] in (0x01, 0x5E, 0x9C, 0xDA):
                try:
                    texts.append(zlib.decompressobj().decompress(raw[at:]))
                except zlib.error:
                    continue
        if any(marker.encode() in text or marker.encode("utf-16-le") in text for text in texts):
            found.append(path.name)
    return found


def test_every_word_of_a_withdrawn_story_leaves_the_files(tell: Make, titles: Make, folder: Path, change: Make) -> None:
    row = tell("xylomarkerphone rang.", title="Qwertymarkertitle")
    for number in range(5):
        tell("Another story.", title=f"Number {number}")
    assert holds(folder, "xylomarkerphon")
    change(row, state="withdrawn")
    assert holds(folder, "xylomarkerphon") == holds(folder, "qwertymarkertitl") == []
    assert titles("xylomarkerphone") == []
    assert len(titles("another")) == 5


def test_the_last_story_withdrawn_leaves_an_empty_index(tell: Make, folder: Path, change: Make) -> None:
    row = tell("xylomarkerphone rang.")
    change(row, state="withdrawn")
    assert holds(folder, "xylomarkerphon") == []
    assert search.find(search.Query.parse("")).total == 0
    assert search.faults() == []


def test_an_edited_story_keeps_nothing_of_its_old_words(tell: Make, titles: Make, folder: Path, change: Make) -> None:
    row = tell("xylomarkerphone rang.", title="Edited")
    change(row, revisions=[*row.revisions, Revision(number=2, title="Edited", body="A bell rang.")], live_number=2)
    assert holds(folder, "xylomarkerphon") == []
    assert titles("bell") == ["Edited"]


def test_much_deleted_at_once_is_rewritten_whole(
    tell: Make, change: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.search.merging.SMALLEST_ROOM", 4)
    rows = [tell(f"xylomarker{number} rang.", indexed=False) for number in range(20)]
    search.rebuild()
    assert len(part("search").snapshot().segments) == 5
    for row in rows[::2]:
        change(row, state="withdrawn", indexed=False)
    search.sync([row.record for row in rows])
    assert holds(folder, "xylomarker0") == []
    assert search.find(search.Query.parse("rang")).total == 10
    assert search.faults() == []


def test_many_small_commits_leave_few_segments(tell: Make) -> None:
    for number in range(40):
        tell(f"Story {number}.")
    assert len(part("search").snapshot().segments) <= 16
    assert search.find(search.Query.parse("story")).total == 40
    assert search.faults() == []


@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_the_index_is_what_the_database_says(tell: Make, report: Make, seed: int, change: Make) -> None:
    chance = random.Random(seed)
    rows: list[Any] = []
    waiting: set[str] = set()
    for _ in range(60):
        act = chance.random()
        if act < 0.5 or not rows:
            make = tell if chance.random() < 0.7 else report
            text = " ".join(chance.choices(WORDS, k=30))
            rows.append(make(text, indexed=False, content_notes=chance.choices(["loss", "cost"])))
            waiting.add(rows[-1].record)
        elif act < 0.8:
            row = chance.choice(rows)
            states = ("published", "hidden" if isinstance(row, Experience) else "retired")
            change(row, state=chance.choice(states), indexed=False)
            waiting.add(row.record)
        else:
            search.sync(waiting)
            waiting.clear()
            assert search.faults() == []
    search.sync(waiting)
    assert search.faults() == []


def test_a_difference_is_named_without_its_words(tell: Make, change: Make) -> None:
    lost, wrong, extra = tell("One.", indexed=False), tell("Two seahorses."), tell("Three.")
    second = Revision(number=2, title="A story", body="Two secrets.")
    change(wrong, revisions=[*wrong.revisions, second], live_number=2, indexed=False)
    change(extra, state="hidden", indexed=False)
    assert search.faults() == [
        f"{lost.record} is published but not in the index.",
        f"{wrong.record} is indexed otherwise than it is published.",
        f"{extra.record} is in the index but not published.",
    ]


def test_a_rebuild_makes_the_same_and_tells_how_far_it_is(tell: Make, folder: Path) -> None:
    for number in range(3):
        tell(f"Story {number}.", indexed=number == 0)
    told: list[tuple[int, int]] = []
    assert search.rebuild(lambda done, total: told.append((done, total))) == 3
    assert told == [(3, 3)]
    assert search.faults() == []
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize("harm", ["cut", "noise", "gone", "pointer", "old"])
def test_a_broken_index_says_so_and_heals(hub: Flask, tell: Make, ask: Make, titles: Make, folder: Path, harm: str) -> None:
    row = tell("A seahorse.", title="Seahorse")
    inner = folder / (folder / "current").read_text()
    for path in inner.glob("MAIN_*.*"):
        if harm == "cut":
            path.write_bytes(path.read_bytes()[:100])
        elif harm == "noise":
            path.write_bytes(random.Random(1).randbytes(path.stat().st_size))
        elif harm == "gone":
            path.unlink()
    if harm == "pointer":
        (folder / "current").write_bytes(b"\xff\xfe")
    if harm == "old":
        inner.rename(folder / "index-0-abc-def")
        (folder / "current").write_text("index-0-abc-def")
    engine = hub.extensions["hub.search"] = search.open_engine(folder)
    found = ask("seahorse")
    assert (found.unavailable, found.hits) == (True, [])
    assert "repaired" in found.notes[0]
    assert engine.needs_rebuild
    assert search.similar("seahorse") == search.suggest("zzz") == []
    assert search.faults() == ["There is no search index."]
    search.sync([row.record])
    assert titles("seahorse") == ["Seahorse"]
    assert not engine.needs_rebuild


def test_arrays_that_are_lost_or_cut_are_made_again_from_the_index(
    tell: Make, titles: Make, folder: Path, change: Make
) -> None:
    row = tell("A seahorse.", title="Seahorse")
    tell("A lighthouse.", title="Lighthouse")
    inner = folder / (folder / "current").read_text()
    lost, cut = sorted(inner.glob("*.arrays"))
    lost.unlink()
    cut.write_bytes(cut.read_bytes()[:-40])
    search.open_engine(folder)
    assert len(list(inner.glob("*.arrays"))) == 2
    assert (titles("seahorse"), titles("lighthouse")) == (["Seahorse"], ["Lighthouse"])
    assert search.faults() == []
    change(row, state="withdrawn")
    assert holds(folder, "seahors") == []


def test_damage_beneath_good_arrays_is_healed_by_the_next_change(tell: Make, titles: Make, folder: Path, change: Make) -> None:
    row = tell("A seahorse.", title="Seahorse")
    tell("A lighthouse.", title="Lighthouse")
    for path in (folder / (folder / "current").read_text()).glob("*.seg"):
        path.write_bytes(random.Random(1).randbytes(path.stat().st_size))
    assert titles("lighthouse") == ["Lighthouse"]
    change(row, state="withdrawn")
    assert (titles("seahorse"), titles("lighthouse")) == ([], ["Lighthouse"])
    assert search.faults() == []


def test_another_vocabulary_asks_for_a_rebuild_but_reading_goes_on(
    tell: Make, titles: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell("A seahorse.", title="Seahorse")
    monkeypatch.setattr("hub.search.whoosh_engine.edition", lambda: "another")
    assert part("search").needs_rebuild
    assert titles("seahorse") == ["Seahorse"]
    search.rebuild()
    assert not part("search").needs_rebuild


def test_what_a_killed_writer_left_is_swept_at_start(tell: Make, titles: Make, folder: Path) -> None:
    tell("A seahorse.", title="Seahorse")
    inner = folder / (folder / "current").read_text()
    (inner / "MAIN_abcdefgh12345678.trm").write_text("xylomarkerphone")
    (inner / "MAIN.tmp").mkdir()
    (inner / "MAIN.tmp" / "x.run").write_text("xylomarkerphone")
    (folder / "index-1-half-made").mkdir()
    (folder / "index-1-half-made" / "MAIN_x.seg").write_text("xylomarkerphone")
    search.open_engine(folder)
    assert holds(folder, "xylomarkerphone") == []
    assert titles("seahorse") == ["Seahorse"]


def test_another_process_sees_a_commit_at_its_next_question(tell: Make, folder: Path, tmp_path: Path, change: Make) -> None:
    tell("A seahorse.")
    script = (
        "import sys; from pathlib import Path; from hub.search import open_engine; from hub.search.engine import *\n"
        "engine = open_engine(Path(sys.argv[1])); plan = Plan((Slot('s', (Sense((Alternative(('seahors',)),)),)),))\n"
        "for line in sys.stdin: print(engine.answer(plan, Scope(), newest=False, start=0, limit=9).total, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-W", "ignore", "-c", script, str(folder)], text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin
        assert other.stdout

        def answer() -> int:
            print(file=other.stdin, flush=True)
            return int(other.stdout.readline())

        assert answer() == 1
        row = tell("A second seahorse.")
        assert answer() == 2
        change(row, state="withdrawn")
        assert answer() == 1
        search.rebuild()
        assert answer() == 1
        other.stdin.close()


def test_many_threads_read_rightly_while_one_writes(hub: Flask, tell: Make) -> None:
    for number in range(30):
        tell(f"{WORDS[number % 12]} {WORDS[number % 7]} steady", indexed=False)
    search.rebuild()
    stop, wrong = threading.Event(), []

    def read() -> None:
        with hub.app_context():
            while not stop.is_set():
                found = search.find(search.Query.parse("steady"), per_page=50)
                if found.unavailable or found.total < 30 or found.total != len(found.hits):
                    wrong.append((found.total, len(found.hits), found.notes))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(10):
        tell(f"New {number} steady.")
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert search.find(search.Query.parse("steady")).total == 40
