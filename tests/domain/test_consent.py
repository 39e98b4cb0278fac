"""Whatever author, moderators and clock do in whatever order: readers meet only words their author sent or accepted, and that a
moderator read."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from hub import history, moderation, submissions
from hub.db import db, saving
from hub.history import MOVES
from hub.models import Experience, Staff
from tests.domain.walk import Walk, told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
WALKS = settings(max_examples=60, stateful_step_count=15, deadline=None, database=None,
                 phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def test_c2_no_order_of_acts_shows_words_nobody_agreed_to(hub: Flask) -> None:
    with saving():
        people = [Staff(email=f"m{number}@example.org", role="moderator") for number in range(2)]
        db.session.add_all(people)
        db.session.flush()
        Walk.staff = (people[0].id, people[1].id)
    run_state_machine_as_test(Walk, settings=WALKS)  # type: ignore[no-untyped-call]


def test_a_newer_version_of_what_was_removed_waits_no_more(hub: Flask) -> None:
    with saving():
        by = Staff(email="m@example.org", role="moderator")
        db.session.add(by)
        number = submissions.submit(told("Agreed."), key_hash="v1:k", consents=["publish", "adult"]).id
        moderation.decide(number, "publish", by=by, seen_version=1)
    with saving():
        submissions.revise(number, told("Newer."))
    with saving():
        story = db.session.get_one(Experience, number)
        moderation.decide(number, "remove", by=by, seen_version=story.version, reason="hurtful")
    assert moderation.queue(by).items == []
    assert moderation.verdicts(db.session.get_one(Experience, number), by) == []
    assert submissions.acts(db.session.get_one(Experience, number)) == []


def test_every_state_but_the_last_two_can_be_left(hub: Flask) -> None:
    reached = {became for acts in MOVES.values() for became in acts.values()}
    assert reached == MOVES.keys()
    assert {state for state, acts in MOVES.items() if not acts} == {"withdrawn", "removed"}
    assert all("withdraw" in acts for acts in MOVES.values() if acts)
    assert set(history.ANSWERS_APPEAL) <= {act for acts in MOVES.values() for act in acts}
