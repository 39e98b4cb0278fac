"""How well screening reads the labelled texts: what each check finds, and that honest stories pass."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from hub.screening import screen

Row = tuple[str, set[str], set[str]]

HOLDING = ("contact_data", "accusation", "sells_medication", "medical_directive", "distress", "spam")
# Least recall and precision over the whole set; the figures reached stand in README.md.
FLOORS = {
    "contact_data": (0.95, 0.95), "accusation": (0.93, 0.95), "sells_medication": (0.90, 0.92),
    "medical_directive": (0.90, 0.90), "distress": (0.93, 0.93), "spam": (0.93, 0.93),
    "named_person": (0.92, 0.90), "named_clinic": (0.84, 0.90)}


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


@pytest.mark.parametrize(("kind", "share"), [("clean", 0.0), ("clean_looks_risky", 0.01)])
def test_honest_stories_are_not_held(rows: list[Row], kind: str, share: float) -> None:
    honest = [(id_, found) for id_, labels, found in rows if kind in labels]
    held = {id_ for id_, found in honest if found & set(HOLDING)}
    assert len(held) <= share * len(honest), sorted(held)


def test_the_set_is_large_enough_to_say_anything(rows: list[Row]) -> None:
    assert len(rows) >= 400
    assert all(_count(check in labels for _, labels, _ in rows) >= 25 for check in FLOORS)
    assert _count("clean" in labels or "clean_looks_risky" in labels for _, labels, _ in rows) >= 60


def _count(claims: Iterable[bool]) -> int:
    return sum(claims)
