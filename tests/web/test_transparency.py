"""What happened here is told in numbers from which nobody can be made out, counted from the log alone, on both databases."""

import datetime as dt
import random
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from hub import history, transparency
from hub.db import db, saving
from hub.history import AUTHOR, CLOCK, READER
from hub.models import Staff
from hub.reference.reasons import REASONS
from tests.people import Author, Reader, Staffer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
TODAY = dt.date(2026, 11, 25)
ON = Callable[..., None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> ON:
    """Write acts into the log as of a day: `on(day, number, "author submit", …)`."""
    staff = Staff(id=7)

    def write(day: dt.date, number: int, *acts: str, reason: str = "") -> None:
        for place in ("hub.history.today", "hub.history.log.today"):
            monkeypatch.setattr(place, lambda: day)
        monkeypatch.setattr("hub.history.log.now", lambda: dt.datetime.combine(day, dt.time(13, 30), dt.UTC))
        with saving():
            for said in acts:
                who, act = said.split()
                history.note(act, f"experience:{number}", {"author": AUTHOR, "reader": READER, "clock": CLOCK, "staff": staff}[who],
                             became="submitted" if act == "submit" else "", reason=reason if act == "decline" else "")

    return write


def test_before_the_first_month_is_over_the_page_says_so(hub: Flask, reader: Reader, author: Author) -> None:
    assert transparency.months(TODAY) == []
    assert "The first whole month is not over yet" in reader.get("/about/transparency").text
    author.tells()
    assert "The first whole month is not over yet" in reader.get("/about/transparency").text, "the month that runs is not told"


def test_months_are_counted_and_small_ones_left_out(hub: Flask, on: ON) -> None:
    for number in range(9):
        on(dt.date(2026, 9, 1 + number), number, "author submit", "staff publish" if number < 6 else "staff ask")
    for number in range(20, 24):
        on(dt.date(2026, 10, 31), number, "author submit", "staff publish")
    on(dt.date(2026, 11, 1), 30, *["author submit"] * 50)
    october, september = transparency.months(TODAY)
    assert (october.first, september.first) == (dt.date(2026, 10, 1), dt.date(2026, 9, 1))
    assert {name: count for name, count in september.counts.items() if count} == {"received": 9, "published": 6}
    assert not any(october.counts.values())
    assert [one.first.month for one in transparency.months(dt.date(2026, 12, 1))] == [11, 10, 9]


def test_a_wait_begins_with_the_first_thing_sent_and_ends_with_the_decision(hub: Flask, on: ON) -> None:
    for number, days in enumerate([0, 1, 1, 2, 2, 2, 3, 4, 9, 30]):
        on(dt.date(2026, 9, 1), number, "author submit")
        on(dt.date(2026, 9, 1), number, "author revise")  # waits from the first
        on(dt.date(2026, 9, 1) + dt.timedelta(days=days), number, "staff publish")
    told = transparency.months(TODAY)
    assert [(one.first.month, one.median, one.slowest) for one in told] == [(10, None, None), (9, 2, None)]
    on(dt.date(2026, 9, 28), 50, "author submit", "staff publish")
    told = transparency.months(TODAY)
    assert (told[-1].median, told[-1].slowest) == (2, 4), "nine in ten only from ten decisions on"


def test_a_second_decision_is_measured_from_what_came_after_the_first(hub: Flask, on: ON) -> None:
    for number in range(5):
        on(dt.date(2026, 8, 1), number, "author submit", "staff ask")
        on(dt.date(2026, 9, 10), number, "author answer")
        on(dt.date(2026, 9, 13), number, "staff publish")
        on(dt.date(2026, 9, 20), number, "reader report", "staff remove")  # nothing was sent: no wait
    assert [(one.first.month, one.median) for one in transparency.months(TODAY)] == [(10, None), (9, 3), (8, 0)]


def test_kinds_are_told_in_the_month_of_the_decision_and_small_ones_put_together(hub: Flask, on: ON) -> None:
    for number, reason in enumerate(["spam"] * 8 + ["off_topic"] * 6 + ["unclear"] * 3 + ["advert"] * 2):
        on(dt.date(2026, 8, 3), number, "author submit", "staff decline", reason=reason)
    on(dt.date(2026, 9, 3), 40, "staff decline", reason="hurtful")  # too few in its month: told nowhere
    for number in range(11):
        on(dt.date(2026, 7, 30), 60 + number, "reader report", *(["reader hide", "clock restore"] if number > 5 else []))
        on(dt.date(2026, 8, 1), 60 + number, "staff hide" if number > 5 else "staff keep")
    august, july = transparency.months(TODAY)[-2:]
    assert august.kinds["declined"] == [("spam", 8), ("off_topic", 6), (transparency.REST, 5)]
    assert sorted(august.kinds["reported"]) == [("hidden", 5), ("kept", 6)]
    assert not any(july.kinds.values())
    assert transparency.months(TODAY)[-3].kinds["declined"] == []
    on(dt.date(2026, 10, 2), 75, "staff keep")
    assert transparency.months(dt.date(2026, 12, 31))[-2:] == [august, july], "a month is told the same for as long as it is told"


def test_an_outcome_that_would_give_a_small_number_away_is_not_told_apart(hub: Flask, on: ON) -> None:
    for number in range(12):
        on(dt.date(2026, 8, 3), number, "author appeal", "staff publish" if number < 7 else "staff decline")
    for number in range(20, 22):
        on(dt.date(2026, 8, 5), number, "author submit", "staff publish")
    for number in range(7):
        on(dt.date(2026, 9, 3), 40 + number, "reader report", *(["staff keep"] if number < 5 else []))
    september, august = transparency.months(TODAY)[-2:]
    assert august.counts["published"] == 9
    assert august.kinds["appealed"] == [(transparency.REST, 12)], "9 published less 7 on appeal would tell of 2"
    assert september.counts["reported"] == 7
    assert september.kinds["reported"] == [], "7 reports less 5 decided would tell that 2 waited"


def test_what_was_taken_back_is_no_outcome(hub: Flask, on: ON) -> None:
    for number in range(5):
        on(dt.date(2026, 8, 3), number, "reader report", "staff keep", "staff undo", "staff hide")
    assert transparency.months(TODAY)[-1].kinds["reported"] == [("hidden", 5)]


def test_no_number_is_small_nor_can_a_small_one_be_worked_out(hub: Flask, on: ON, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    for number in range(260):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=chance.randrange(304))
        on(day, number, "author submit", chance.choice(["staff publish", "staff decline", "staff decline", "staff ask"]),
           *chance.choice([[], [], ["reader report", "staff keep"], ["reader report"], ["author appeal", "staff decline"]]),
           reason=chance.choice([*list(REASONS)[:5], "spam", "spam", "spam"]))
    monkeypatch.setattr("hub.web.about.today", lambda: TODAY)
    told = transparency.months(TODAY)
    for one in told:
        assert all(count >= transparency.LEAST for rows in one.kinds.values() for _, count in rows)
        assert sum(count for _, count in one.kinds["declined"]) == (one.counts["declined"] or 0), "all of a month, or nothing"
        for name in ("reported", "appealed"):
            left = (one.counts[name] or 0) - sum(count for _, count in one.kinds[name])
            assert not one.kinds[name] or left == 0 or abs(left) >= transparency.LEAST
    assert any(None in one.counts.values() for one in told), "some month was too small to be told"
    assert any(len(one.kinds["declined"]) > 1 for one in told)
    page = reader.get("/about/transparency").text
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td>(?!<ul)(.*?)</td>", page)]
    numbers = [int(cell) for cell in [*cells, *re.findall(r"<b>(\d+)</b>", page)] if cell.isdigit()]
    assert numbers
    assert min(numbers) >= transparency.LEAST
    assert {re.sub(r"\d+ days?", "days", cell) for cell in cells if not cell.isdigit()} <= {"fewer than 5", "too few to tell", "days"}
    assert page.count("<svg class=\"chart\"") == 2


def test_what_is_counted_survives_erasure_and_costs_the_same_for_a_long_log(
    hub: Flask, on: ON, author: Author, moderator: Staffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        author.tells(title=f"Told {number}")
    moderator.publishes_all()
    author.comes_back()
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=31)
    before = transparency.months(later)
    assert before[0].counts["published"] == 5
    author.send("/mine/withdrawal", confirm="yes")
    assert transparency.months(later) == before
    first = asked_of_the_database(later)
    for number in range(100, 160):
        on(dt.date(2026, 9, 1), number, "author submit", "staff publish")
    assert asked_of_the_database(TODAY) == first <= 6


def asked_of_the_database(today: dt.date) -> int:
    """How many statements it takes."""
    statements: list[str] = []

    def count(_c: object, _u: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    transparency.months(today)
    event.remove(db.engine, "before_cursor_execute", count)
    return len([s for s in statements if s.lstrip().upper().startswith("SELECT")])
