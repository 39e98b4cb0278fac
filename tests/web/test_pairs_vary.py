"""What stands beside a story is not one telling five times over, and nobody stands beside everything."""

import re

from hub.pairing.diversity import Candidate, chosen
from tests.people import Author, Reader, Staffer

ENDINGS = ["live_birth", "live_birth", "live_birth", "loss", "in_progress"]
TELLERS = ["patient", "patient", "patient", "partner", "solo"]


def news(number: int, words: str) -> dict[str, str]:
    return {"title": f"{words} {number}", "summary": f"{words}, and once more {words}.", "url": f"https://example.org/{number}",
            "published": f"2024-05-{number:02}"}


def test_the_first_three_tell_different_things(author: Author, editor: Staffer, reader: Reader) -> None:
    slug = editor.adds_news(**news(1, "Egg freezing")).headers["Location"].rpartition("/")[2]
    for number, (ending, teller) in enumerate(zip(ENDINGS, TELLERS, strict=True)):
        author.tells(title=f"Egg freezing {number}", body="Egg freezing it was. I chose egg freezing and I would again.", treatment=["egg_freezing"],
                     outcome=ending, perspective=teller, cycles=None)
    editor.publishes_all()
    pairs = reader.get(f"/api/v1/news/{slug}").json["pairs"]  # type: ignore[index]
    assert len(pairs) == 5
    told = [reader.get(f"/api/v1/experiences/{pair['id']}").json for pair in pairs]
    assert len({one["outcome"] for one in told[:3]}) == len({one["perspective"] for one in told[:3]}) == 3  # type: ignore[index]


def test_what_is_much_weaker_is_left_out_and_what_was_told_stands_back() -> None:
    alike = [Candidate(1, 0.40, teller="patient", ending="live_birth"), Candidate(2, 0.39, teller="patient", ending="live_birth"),
             Candidate(3, 0.30, teller="partner", ending="loss"), Candidate(4, 0.05)]
    assert [one.key for one in chosen(alike, 6)] == [1, 3, 2]
    assert chosen(reversed(alike), 6) == chosen(alike, 6)


def test_whoever_fits_many_stories_better_stands_back_in_the_others() -> None:
    everywhere, here = Candidate(1, 0.30, crowd=12), Candidate(2, 0.20)
    assert [one.key for one in chosen([everywhere, here], 6)] == [2]
    assert [one.key for one in chosen([Candidate(1, 0.30), here], 6)] == [1, 2]


def test_answers_stand_first_then_what_an_editor_wants_then_the_rest() -> None:
    rows = [Candidate(1, 0.9), Candidate(2, 0.0, rank=1), Candidate(3, 0.0, rank=0), Candidate(4, 0.8, place=0), Candidate(5, 0.1, rank=1, place=0)]
    assert [one.key for one in chosen(rows, 6)] == [3, 5, 2, 4, 1]


def test_home_shows_the_newest_stories_with_people_beside_them_and_nobody_twice(author: Author, editor: Staffer, reader: Reader) -> None:
    for number in (1, 2):
        editor.adds_news(**news(number, "Egg freezing"))
    editor.adds_news(**news(3, "Uterus transplants"))
    for number in range(2):
        author.tells(title=f"Frozen {number}", body="Egg freezing, twice. My egg freezing was long ago.", treatment=["egg_freezing"])
    editor.publishes_all()
    page = reader.get("/").text.partition("Newest experiences")[0]
    order = re.findall(r'aria-label="([^"]+)"', page)
    assert [name for name in order if name != "Main"] == ["Egg freezing 2", "Uterus transplants 3"]
    assert sorted(re.findall(r"Frozen \d", page)) == ["Frozen 0", "Frozen 1"]


def test_confirming_the_best_lets_nothing_weaker_in() -> None:
    def shown(rank: int) -> list[int]:
        return [one.key for one in chosen([Candidate(1, .28, rank=rank), Candidate(2, .13), Candidate(3, .09)], 6)]

    assert shown(2) == shown(1) == [1, 2]
