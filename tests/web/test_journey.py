"""The road a story tells of, drawn small and said in words: what its author gave, and nothing else."""

import re
from typing import Any

import pytest

from hub.boundaries import Boundaries
from hub.models import Revision
from hub.web.journey import HEIGHT, STAGES, Journey
from tests.people import Reader
from tests.web.conftest import Fill

FREE, LAST = Boundaries(), Boundaries(ending_last=True)


def told(*later: str, **facets: Any) -> Revision:
    """A story with these facets and a chapter of each of these stages."""
    return Revision(title="T", body="B", chapters=[{"stage": stage, "told": "2024-03", "body": "C"} for stage in later], **facets)


def test_nothing_is_drawn_where_nothing_was_told() -> None:
    assert Journey.on_card(told(), FREE) is None
    assert Journey.on_card(told(outcome="live_birth"), FREE) is None, "a card never tells the ending"
    assert Journey.of_parts(told(outcome="untold"), told().parts, FREE) is None


def test_each_sign_stands_for_something_the_author_said() -> None:
    text = told("two_week_wait", "transfer", stage="stimulation", cycles=2, outcome="loss")
    strip = Journey.of_parts(text, text.parts, FREE)
    assert strip
    assert (len(strip.loops), len(strip.dots), len(strip.ways)) == (2, len(STAGES), 2)
    assert [stop.sign for stop in strip.stops] == ["step", "wait", "transfer"]
    assert [stop.x for stop in strip.stops] == [strip.dots[STAGES.index(stage)] for stage in ("stimulation", "two_week_wait", "transfer")]
    assert strip.said == "Stimulation (injections) to transfer, told in 3 parts · 2 cycles so far · A loss"
    assert strip.ending is not None
    assert strip.ending < strip.width


def test_every_ending_looks_the_same() -> None:
    drawn = {outcome: Journey.of_parts(text, text.parts, FREE) for outcome in ("live_birth", "loss", "stopped", "adopted", "in_progress")
             for text in (told(stage="after", outcome=outcome),)}
    assert len({(strip.width, strip.stops, strip.ending) for strip in drawn.values() if strip}) == 1


def test_who_stops_or_wants_endings_last_is_shown_nothing_further() -> None:
    text = told("transfer", "result", stage="stimulation", cycles=3, outcome="live_birth")
    part_of_it = Journey.of_parts(text, text.parts[:2], FREE)
    assert part_of_it
    assert (part_of_it.said, part_of_it.loops, part_of_it.ending) == ("Stimulation (injections) to transfer, told in 2 parts", (), None)
    whole = Journey.of_parts(text, text.parts, LAST)
    assert whole
    assert (whole.ending, "born" in whole.said) == (None, False)
    card = Journey.on_card(text, LAST)
    assert card
    assert "result" not in card.said.lower()
    assert len(card.stops) == 2
    assert Journey.on_card(told(stage="stopping"), LAST) is None


@pytest.mark.parametrize("cycles", [0, 1, 8, 30])
@pytest.mark.parametrize("later", [(), ("result",) * 12, tuple(reversed(STAGES))])
def test_any_road_stays_within_its_strip(cycles: int, later: tuple[str, ...]) -> None:
    text = told(*later, stage="after", cycles=cycles, outcome="stopped")
    strip = Journey.of_parts(text, text.parts, FREE)
    assert strip
    points = [[float(n) for n in re.findall(r"-?[\d.]+", way)] for way in strip.ways]
    across = [*strip.loops, *strip.dots, *(stop.x for stop in strip.stops), strip.ending or 9, *(x for way in points for x in way[::2])]
    assert all(4 <= x <= strip.width - 4 for x in across)
    for _, line, _, bend, _, _ in points:
        assert 2 <= (line + bend) / 2 <= HEIGHT - .5, "a curve comes half as far as the point that bends it"


def test_readers_meet_it_on_cards_and_on_the_story(holding: Fill) -> None:
    reader: Reader = holding({"stage": "transfer", "cycles": 2, "outcome": "live_birth", "treatment": ["fet"]})
    card = reader.get("/experiences").text
    assert "<span>Transfer · 2 cycles so far</span>" in card
    assert "A child was born" not in card
    path = re.search(r"/experiences/\w{12}", card)
    assert path
    page = reader.get(path[0]).text
    assert "<span>Transfer · 2 cycles so far · A child was born</span>" in page
    assert page.count('class="ending"') == 1
    asked = reader.get(f"{path[0]}?hide=ending").text
    assert "<span>Transfer · 2 cycles so far</span>" in asked
    assert 'class="ending"' not in asked
