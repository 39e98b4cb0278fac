"""One story on a walk through every act there is: what author, moderators and clock can do, in any order."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from hub import history, moderation, outbox, reports, retention, submissions
from hub.config import CLOCKS
from hub.db import db, saving, today
from hub.errors import Conflict, IllegalMove, NotFound, Refused
from hub.models import Experience, LogEntry, Revision, Staff, Waiting
from hub.models.revision import MODERATOR
from hub.reports import Notice
from hub.submissions import Telling
from hub.submissions.draft import Draft

VERDICTS = sorted(history.STAFF_ACTS - {"propose"})
#: Where a walk begins, so that short ones meet every state too.
WAYS = ((), ("publish",), ("publish", "hide"), ("publish", "chapter"), ("publish", "revise", "propose"), ("propose",), ("decline",),
        ("publish", "revise", "decline"), ("publish", "chapter", "propose", "hide"), ("publish", "report"), ("publish", "hide_it", "appeal"))
CHAPTER = {"stage": "after", "told": "2024"}


def told(words: str, chapters: list[dict[str, str]] | None = None) -> Telling:
    """A story as its author sends it."""
    return Telling.of(Draft.of({"title": "A title", "body": words, "chapters": chapters}))


class Walk(RuleBasedStateMachine):
    """One story on its way. `own` is every text its author sent or accepted; `agreed` the one a moderator, having read it,
    published, or its author accepted; `current` the author's newest."""

    staff: tuple[int, int] = (0, 0)

    @initialize(way=st.sampled_from(WAYS))
    def begins(self, way: tuple[str, ...]) -> None:
        db.session.rollback()
        with saving():
            number = db.session.scalar(select(func.count(Experience.id)))
            self.id = submissions.submit(told("Words 0."), key_hash=f"v1:{number}", consents=["publish", "adult"]).id
        self.made, self.own, self.current = 0, {"Words 0."}, "Words 0."
        self.agreed = self.agreed_before = ""
        self.agreed, self.proposed, self.acts, self.gone = "", "", 1, False
        for act in way:
            {"report": lambda: self.reader_reports("me"), "appeal": self.author_appeals,
             "hide_it": lambda: self.moderator_decides("hide", 0, 0), "propose": lambda: self.moderator_proposes(0), "revise": self.author_revises, "chapter": self.author_goes_on,
             "hide": self.author_hides_or_shows_it}.get(act, lambda act=act: self.moderator_decides(act, 0, 0))()
        assert self.acts == 1 + len(way) + way.count("report")  # one that hides is two rows

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
        except (IllegalMove, NotFound, Refused):
            assert stored(self.story) == before
            return False
        self.acts += 1
        return True

    def words(self) -> str:
        """A text nobody used before."""
        self.made += 1
        return f"Words {self.made}."

    def sends(self, telling: Telling, act: Callable[[], object]) -> None:
        """The author sends a text; it is theirs if it was taken."""
        if self.done(act):
            self.current = whole(telling)
            self.own.add(self.current)

    @rule()
    def author_revises(self) -> None:
        story = self.story
        telling = told(self.words(), story.latest.chapters if story.revisions else [])
        self.sends(telling, lambda: submissions.revise(self.id, telling))

    @rule()
    def author_goes_on(self) -> None:
        if (story := self.story).revisions:
            chapters = [*story.latest.chapters, CHAPTER | {"body": self.words()}][:3]
            telling = told(story.latest.body, chapters)
            if len(chapters) > len(story.latest.chapters):
                self.sends(telling, lambda: submissions.add_chapter(self.id, telling, seen_version=story.version))

    @rule(changed=st.booleans())
    def author_answers(self, changed: bool) -> None:
        story = self.story
        if changed:
            telling = told(self.words(), story.latest.chapters if story.revisions else [])
            self.sends(telling, lambda: submissions.answer(self.id, telling, message="My answer."))
        else:
            self.done(lambda: submissions.answer(self.id, None, message="My answer."))

    @rule()
    def author_accepts(self) -> None:
        story, words = self.story, self.proposed
        if self.done(lambda: submissions.accept(self.id, seen_version=story.version)):
            self.current = self.agreed = words
            self.own.add(words)

    @rule()
    def author_accepts_what_is_proposed_no_more(self) -> None:
        before, story = stored(self.story), self.story
        with pytest.raises((Conflict, NotFound)), saving():
            submissions.accept(self.id, seen_version=story.version - 2)
        assert stored(self.story) == before

    @rule()
    def author_hides_or_shows_it(self) -> None:
        was = self.story.state
        verb = submissions.restore if was == "hidden" else submissions.hide
        by = history.hiding(self.story)
        if self.done(lambda: verb(self.id)) and verb is submissions.restore:
            assert by is not None
            assert by.by_author, "an author showed what a moderator had hidden"

    @rule()
    def author_appeals(self) -> None:
        self.done(lambda: submissions.appeal(self.id, message="Please look again."))

    @rule(sure=st.sampled_from([False] * 9 + [True]))
    def author_withdraws(self, sure: bool) -> None:
        if sure:
            self.gone = self.done(lambda: submissions.withdraw(self.id)) or self.gone

    @rule(verdict=st.sampled_from(VERDICTS), likely=st.integers(0, 5), who=st.integers(0, 1))
    def moderator_decides(self, verdict: str, likely: int, who: int) -> None:
        by, story, hiding = db.session.get_one(Staff, self.staff[who]), self.story, history.hiding(self.story)
        possible = [act for act in history.verdicts(story) if act in VERDICTS and act != "remove"]
        verdict = possible[likely % len(possible)] if possible and likely else verdict
        if self.done(lambda: moderation.decide(self.id, verdict, by=by, seen_version=story.version, reason="unclear", message="Why.")):
            if verdict == "publish":
                self.agreed_before, self.agreed = self.agreed, self.current
            if verdict == "restore":
                assert hiding is not None
                assert not hiding.by_author, "a moderator showed what its author had hidden"

    @rule(who=st.integers(0, 1))
    def moderator_proposes(self, who: int) -> None:
        by, story, words = db.session.get_one(Staff, self.staff[who]), self.story, self.words()
        telling = told(words, story.latest.chapters if story.revisions else [])
        if self.done(lambda: moderation.propose(self.id, telling.revision(MODERATOR), by=by, seen_version=story.version, message="Why.")):
            self.proposed = whole(telling)

    @rule(who=st.integers(0, 1))
    def moderator_takes_it_back(self, who: int) -> None:
        by, story = db.session.get_one(Staff, self.staff[who]), self.story
        entry, before = history.of(story.record)[-1], stored(story)
        possible = moderation.undoable_until(story, by) is not None
        assert not possible or entry.actor == f"staff:{by.id}"
        try:
            with saving():
                moderation.undo(self.id, by=by)
        except (Conflict, NotFound):
            assert not possible
            assert stored(self.story) == before
            return
        assert possible
        self.acts += 1
        if entry.act == "publish":
            self.agreed = self.agreed_before
        assert entry.was in (self.story.state, self.story.pending)

    @rule(about=st.sampled_from(("story", "me")))
    def reader_reports(self, about: str) -> None:
        story, public_id = self.story, self.story.public_id
        notice, before = Notice(about, "hurtful", "", False), history.cleared(story.record)
        if self.done(lambda: reports.take(public_id, notice, key_hash=f"{self.id} {self.words()}", hide_first_a_day=10_000)):
            hid = self.story.state == "hidden"
            assert hid == (about == "me" and not before)
            self.acts += hid

    @rule(verdict=st.sampled_from(VERDICTS))
    def moderator_decides_on_an_older_version(self, verdict: str) -> None:
        by, story = db.session.get_one(Staff, self.staff[0]), self.story
        before = stored(story)
        with pytest.raises((Conflict, NotFound)), saving():
            moderation.decide(self.id, verdict, by=by, seen_version=story.version - 1, reason="unclear", message="Why.")
        assert stored(self.story) == before

    @rule(late=st.sampled_from([False] * 5 + [True]))
    def clock_runs_out(self, late: bool) -> None:
        story = self.story
        if not late or not story.revisions:
            return
        day = submissions.until(story)
        beside = story.pending is not None
        due = [one for one in retention.due(today() + CLOCKS["declined"].time) if one.record == story.record and one.clock not in ("address", "hidden_first")]
        assert bool(due) == (day is not None)
        with saving():
            over = bool(due) and retention.let_go(due[0], on=day or today())
        assert over == (day is not None)
        if over:
            self.acts += 1
            self.gone = not beside
            if beside:
                self.current = self.agreed

    @invariant()
    def readers_meet_agreed_words_or_none(self) -> None:
        story = self.story
        public = db.session.scalars(Experience.public().where(Experience.id == self.id)).one_or_none()
        assert (public is not None) == story.is_public == (story.state == "published")
        if public is not None:
            assert public.text.whole == self.agreed
            assert self.agreed in self.own
            assert public.text.is_agreed

    @invariant()
    def what_waits_waits_beside_agreed_words(self) -> None:
        story = self.story
        if story.pending is not None:
            assert story.state in ("published", "hidden")
            assert story.live is not None
        if story.revisions:
            assert story.latest.whole == self.current
            assert (story.proposal is not None) == (story.stands == "proposed")

    @invariant()
    def the_queue_holds_what_waits_for_a_moderator_and_nothing_else(self) -> None:
        waiting = db.session.scalar(select(func.count(Waiting.id)).where(Waiting.experience_id == self.id, Waiting.kind != "report"))
        assert waiting == (self.story.stands == "submitted")
        assert moderation.faults() == []

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


def whole(telling: Telling) -> str:
    """The words of a telling as readers would meet them."""
    return telling.revision().whole


def stored(story: Experience) -> tuple[Any, ...]:
    """What a refused act must leave as it was."""
    rows = db.session.scalar(select(func.count(LogEntry.id)))
    return (story.state, story.pending, story.version, story.live_number, len(story.revisions), len(story.messages), rows)
