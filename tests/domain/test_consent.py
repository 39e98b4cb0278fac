"""Whatever author, moderators and clock do in whatever order: readers meet only words their author sent and a moderator agreed to."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from hub import history, moderation, outbox, submissions
from hub.db import db, saving
from hub.errors import Conflict, IllegalMove, NotFound
from hub.history import AUTHOR, CLOCK, MOVES, OPERATOR
from hub.models import Experience, LogEntry, Revision, Staff
from hub.submissions import Telling
from hub.submissions.draft import Draft

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
VERDICTS = sorted(history.STAFF_ACTS - {"propose"})
BY_ITSELF = [("propose", OPERATOR), ("accept", AUTHOR), ("appeal", AUTHOR), ("chapter", AUTHOR), ("hide", AUTHOR), ("restore", AUTHOR), ("expire", CLOCK)]
WALKS = settings(max_examples=25, stateful_step_count=14, deadline=None, database=None,
                 suppress_health_check=list(HealthCheck))


def told(words: str) -> Telling:
    """A story as its author sends it."""
    return Telling.of(Draft.of({"title": "A title", "body": words}))


class Walk(RuleBasedStateMachine):
    """One story on its way; `agreed` is what a moderator, having read it, made public."""

    moderator_id = 0

    @initialize()
    def begins(self) -> None:
        db.session.rollback()
        with saving():
            number = db.session.scalar(select(func.count(Experience.id)))
            self.id = submissions.submit(told("Words 0."), key_hash=f"v1:{number}", consents=["publish", "adult"]).id
        self.sent, self.agreed, self.acts, self.gone = ["Words 0."], "", 1, False

    @property
    def story(self) -> Experience:
        """The story as it is stored now."""
        db.session.rollback()
        return db.session.get_one(Experience, self.id)

    def done(self, act: Callable[[], object]) -> bool:
        """Whether the act was possible; one that was not changes nothing."""
        before = stored(self.story)
        try:
            with saving():
                act()
        except (IllegalMove, NotFound):
            assert stored(self.story) == before
            return False
        self.acts += 1
        return True

    def new_words(self) -> Telling:
        """Another text of the author's."""
        self.sent.append(f"Words {len(self.sent)}.")
        return told(self.sent[-1])

    @rule()
    def author_revises(self) -> None:
        if not self.done(lambda: submissions.revise(self.id, self.new_words())):
            self.sent.pop()

    @rule(changed=st.booleans())
    def author_answers(self, changed: bool) -> None:
        telling = self.new_words() if changed else None
        if not self.done(lambda: submissions.answer(self.id, telling, message="My answer.")) and changed:
            self.sent.pop()

    @rule(sure=st.sampled_from([False] * 7 + [True]))
    def author_withdraws(self, sure: bool) -> None:
        if sure:
            self.gone = self.done(lambda: submissions.withdraw(self.id)) or self.gone

    @rule(verdict=st.sampled_from(VERDICTS))
    def moderator_decides(self, verdict: str) -> None:
        by, seen = db.session.get_one(Staff, self.moderator_id), self.story.version
        words = self.sent[-1]
        if self.done(lambda: moderation.decide(self.id, verdict, by=by, seen_version=seen, reason="unclear", message="Why.")) \
                and verdict == "publish":
            self.agreed = words

    @rule(verdict=st.sampled_from(VERDICTS))
    def moderator_decides_on_an_older_version(self, verdict: str) -> None:
        by, story = db.session.get_one(Staff, self.moderator_id), self.story
        before = stored(story)
        with pytest.raises((Conflict, NotFound)), saving():
            moderation.decide(self.id, verdict, by=by, seen_version=story.version - 1, reason="unclear", message="Why.")
        assert stored(self.story) == before

    @rule(act=st.sampled_from(BY_ITSELF))
    def something_else_moves_it(self, act: tuple[str, str]) -> None:
        if self.gone:
            return
        words = self.sent[-1]
        if self.done(lambda: history.move(db.session.get_one(Experience, self.id), act[0], act[1])) and act[0] == "accept":
            self.agreed = words

    @invariant()
    def readers_meet_agreed_words_or_none(self) -> None:
        story = self.story
        public = db.session.scalars(Experience.public().where(Experience.id == self.id)).one_or_none()
        assert (public is not None) == story.is_public == (story.state == "published")
        if public is not None:
            assert public.text.body == self.agreed
            assert self.agreed in self.sent

    @invariant()
    def what_waits_waits_beside_agreed_words(self) -> None:
        story = self.story
        if story.pending is not None:
            assert story.state in ("published", "hidden")
            assert story.live is not None

    @invariant()
    def each_act_is_one_row_of_a_whole_log(self) -> None:
        assert len(history.of(f"experience:{self.id}")) == self.acts
        assert list(history.faults()) == []

    @invariant()
    def nothing_is_left_of_what_was_withdrawn(self) -> None:
        if self.gone:
            left = db.session.scalar(select(func.count(Revision.id)).where(Revision.experience_id == self.id))
            assert (self.story.state, left, self.story.key_hash) == ("withdrawn", 0, None)
            assert f"experience:{self.id}" in outbox.pending("index")


def stored(story: Experience) -> tuple[object, ...]:
    """What a refused act must leave as it was."""
    rows = db.session.scalar(select(func.count(LogEntry.id)))
    return (story.state, story.pending, story.version, story.live_number, len(story.revisions), len(story.messages), rows)


def test_no_order_of_acts_shows_words_nobody_agreed_to(hub: Flask) -> None:
    with saving():
        person = Staff(email="m@example.org", role="moderator")
        db.session.add(person)
        db.session.flush()
        Walk.moderator_id = person.id
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
    assert moderation.queue() == []
    assert history.verdicts(db.session.get_one(Experience, number)) == []
    assert history.author_acts(db.session.get_one(Experience, number)) == []


def test_every_state_but_the_last_two_can_be_left(hub: Flask) -> None:
    reached = {became for acts in MOVES.values() for became in acts.values()}
    assert reached == MOVES.keys()
    assert {state for state, acts in MOVES.items() if not acts} == {"withdrawn", "removed"}
    assert all("withdraw" in acts for acts in MOVES.values() if acts)
