"""A hostile text costs no more than a long one: ten times the length, about ten times the time."""

import time
from collections.abc import Callable
from functools import partial
from itertools import islice

import pytest

from hub.screening import CHECKS, MOST, Check, screen
from hub.screening.kinds import Kinds
from hub.screening.reading import Reading

HOSTILE = (
    "a", "@", "1", "1-", " ", ".", "a.", "a@", ". ", "\n", "A ", "Dr ", "Aa ", "i ", "0 ", "one ", "a-", "a'",
    "Aa & ", "take ", "you should ", "www.", "https://", "ab.co.", "sell menopur ", "(", "+", "0(", "$1",
    "want to ", "Ab-", "\uff46", "\u0301", "👩\u200d", "12 ab ", "insta find me ", "a dot ",
    "Dr Aa lied. ", "i want to die. ", "buy now $5. ",
    "\u0430")
SHORT, LONG = 10_000, 100_000
# Processor time. Linear work grows tenfold, squared work a hundredfold; the line stands well between, for busy machines.
MOST_GROWTH = 40


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_reading_grows_with_the_length_only(piece: str) -> None:
    assert _growth(lambda size: _read(piece * (size // len(piece)))) < MOST_GROWTH


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_kinds_of_words_are_found_in_time_that_grows_with_the_length_only(piece: str) -> None:
    readings = {size: _read(piece * (size // len(piece))) for size in (SHORT, LONG)}
    assert _growth(lambda size: Kinds(readings[size])) < MOST_GROWTH


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_grows_with_the_length_only(check: Check) -> None:
    for piece in HOSTILE:
        readings = {size: _read(piece * (size // len(piece))) for size in (SHORT, LONG)}
        growth = _growth(partial(_look, check, readings))
        assert growth < MOST_GROWTH, (check.name, piece, growth)


def test_a_flood_of_finds_gives_a_bounded_number_of_marks() -> None:
    assert len(screen("wren@example.org " * 6000)) <= MOST * len(CHECKS)


def _read(text: str) -> Reading:
    reading = Reading(text)
    assert reading.sentences is not None
    return reading


def _look(check: Check, readings: dict[int, Reading], size: int) -> None:
    list(islice(check.places(readings[size]), MOST))


def _growth(work: Callable[[int], object]) -> float:
    """How much longer ten times the text takes: best of three, and never measured below three milliseconds."""
    best = {}
    for size in (SHORT, LONG):
        tries = []
        for _ in range(3):
            begun = time.process_time()
            work(size)
            tries.append(time.process_time() - begun)
        best[size] = max(min(tries), 0.003)
    return best[LONG] / best[SHORT]
