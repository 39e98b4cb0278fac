"""An operator is told what readers see although somebody should have looked at it again."""

import datetime as dt

from flask import Flask

from hub.cli.upkeep import due
from hub.db import today
from hub.reference import figures, organisations


def test_check_lists_what_is_due_and_calls_it_no_fault(hub: Flask) -> None:
    result = hub.test_cli_runner().invoke(args=["hub", "check"])
    assert result.exit_code == 0, result.output
    listed = [line.removeprefix("note   ") for line in result.output.splitlines() if " was due for " in line]
    assert listed == list(due(today()))


def test_a_day_after_the_last_review_everything_is_due() -> None:
    kept = [*figures.shown(), *organisations.directory().organisations]
    assert list(due(min(one.review for one in kept))) == []
    told = list(due(max(one.review for one in kept) + dt.timedelta(1)))
    assert len(told) == len(kept)
    figure = figures.shown()[0]
    assert f"the figure {figure.id} was due for review on {figure.review}" in told
