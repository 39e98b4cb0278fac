"""How well screening reads the labelled texts: what each check finds, and that honest stories pass."""

import itertools
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from hub.screening import screen

Row = tuple[str, set[str], set[str]]

HOLDING = ("contact_data", "accusation", "sells_medication", "medical_directive", "distress", "spam")
# Least recall and precision over the whole set; the figures reached stand in README.md.
FLOORS = {
    "contact_data": (0.94, 0.92), "accusation": (0.93, 0.91), "sells_medication": (0.97, 0.88),
    "medical_directive": (0.97, 0.91), "distress": (0.97, 0.92), "spam": (0.97, 0.93),
    "named_person": (0.91, 0.91), "named_clinic": (0.81, 0.86)}


# An honest story around the same words: in a sentence before and after, or in the sentence itself.
AROUND = (("We started treatment two years ago and I was hopeful. They were patient at the clinic. ", " My husband went to work on Monday."),
          ("My wife and I have been there, and after the third transfer I will say it plainly: ", ""))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Each text's id with the labels it has and the checks that mark it."""
    lines = (Path(__file__).parent / "labelled.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line) for line in lines]
    return [(row["id"], set(row["labels"]), {found.check for found in screen(row["text"])}) for row in texts]


@pytest.mark.parametrize("check", FLOORS)
def test_a_check_finds_what_it_should(rows: list[Row], check: str) -> None:
    missed = {id_ for id_, labels, found in rows if check in labels and check not in found}
    recall = 1 - len(missed) / _count(check in labels for _, labels, _ in rows)
    assert recall >= FLOORS[check][0], sorted(missed)


@pytest.mark.parametrize("check", FLOORS)
def test_a_check_marks_little_else(rows: list[Row], check: str) -> None:
    wrong = {id_ for id_, labels, found in rows if check in found and check not in labels}
    precision = 1 - len(wrong) / _count(check in found for _, _, found in rows)
    assert precision >= FLOORS[check][1], sorted(wrong)


@pytest.mark.parametrize(("kind", "share"), [("clean", 0.01), ("clean_looks_risky", 0.065)])
def test_honest_stories_are_not_held(rows: list[Row], kind: str, share: float) -> None:
    honest = [(id_, found) for id_, labels, found in rows if kind in labels]
    held = {id_ for id_, found in honest if found & set(HOLDING)}
    assert len(held) <= share * len(honest), sorted(held)


def test_a_long_honest_story_is_no_more_suspect_than_a_short_one() -> None:
    root = Path(__file__).parents[2]
    paths = [root / path for path in ("hub/reference/demo/experiences.jsonl", "tests/search/relevance/texts.jsonl", "tests/screening/honest.jsonl")]
    stories = [row for path in paths for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if "summary" not in row]
    held = [row["id"] for row in stories if {found.check for found in screen(row["body"])} & set(HOLDING)]
    assert len(held) <= 0.05 * len(stories), held


@pytest.mark.parametrize("check", HOLDING)
def test_what_stands_around_it_hides_nothing(check: str) -> None:
    lines = (Path(__file__).parent / "labelled.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [row["text"] for row in map(json.loads, lines) if check in row["labels"]]
    for before, after in AROUND:
        missed = [text for text in texts if check not in {
            found.check for found in screen(before + (_inside(text) if before.endswith(": ") else text) + after)}]
        assert 1 - len(missed) / len(texts) >= FLOORS[check][0] - 0.04, missed


def test_despair_is_heard_in_a_text_without_a_full_stop() -> None:
    lines = (Path(__file__).parent / "labelled.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    calm, texts = (itertools.cycle(row["text"] for row in rows if row["labels"] == ["clean"]),
                   [row["text"] for row in rows if row["labels"] == ["distress"]][::4])
    heard = [text for text in texts if "distress" in {
        found.check for found in screen(" ".join(re.findall(r"[\w']+", f"{next(calm)} {next(calm)} {text} {next(calm)} {next(calm)}")))}]
    assert len(heard) / len(texts) >= 0.6


def test_the_set_is_large_enough_to_say_anything(rows: list[Row]) -> None:
    assert len(rows) >= 400
    assert all(_count(check in labels for _, labels, _ in rows) >= 25 for check in FLOORS)
    assert _count("clean" in labels or "clean_looks_risky" in labels for _, labels, _ in rows) >= 60


def _count(claims: Iterable[bool]) -> int:
    return sum(claims)


def _inside(text: str) -> str:
    """A text as it goes on within a sentence."""
    return text if text[:2] in ("I ", "I'") or not text[1:2].islower() else text[0].lower() + text[1:]
