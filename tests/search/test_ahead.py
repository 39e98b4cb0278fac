"""Reading ahead makes first answers quicker, never other ones."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub import search

Make = Callable[..., Any]
QUESTIONS = ("frozen transfer", "what if it fails", "embrio", "wait*", '"two week wait" OR cost -clinic')


def test_a_question_has_the_same_answer_before_and_after_reading_ahead(tell: Make, ask: Make) -> None:
    for number in range(12):
        tell("The frozen transfer failed. " * (number + 1) + "The two week wait was long.", title=f"Our embryo {number}")
    before = [_told(ask(asked)) for asked in QUESTIONS]
    assert sum(search.ahead()) > len(QUESTIONS)
    assert [_told(ask(asked)) for asked in QUESTIONS] == before
    assert all(before)


def test_it_ends_without_an_index(tell: Make, folder: Path) -> None:
    tell("The frozen transfer failed.")
    shutil.rmtree(folder)
    folder.mkdir()
    assert sum(search.ahead())


def _told(found: search.Results) -> list[tuple[str, float, str]]:
    return [(hit.key, hit.score, str(hit.excerpt)) for hit in found.hits]
