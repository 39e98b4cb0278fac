"""Somebody without an account reports what is published, or says that it is about them; a person decides, and all are told."""

import datetime as dt
import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub import history, retention, worker
from hub.config import CLOCKS
from hub.db import db, today
from hub.models import Experience, LogEntry, Report
from hub.reference.reports import REPORT_REASONS, reasons_about
from tests.people import Author, Reader, Staffer, carried
from tests.traces import found_in

WORDS = "The part about the quokkaberry jam is about my sister."


@pytest.fixture
def published(author: Author, moderator: Staffer) -> str:
    """A published story whose author came back; gives its id."""
    author.tells(title="Told and published", body="Zanzibar was on the radio.")
    [public_id] = moderator.publishes_all()
    author.comes_back()
    return public_id


def reports(reader: Reader, public_id: str, way: str = "report", **fields: str) -> str:
    """Send a report; gives its key."""
    answer = reader.send(f"/experiences/{public_id}/{way}", **{"reason": "hurtful" if way == "report" else "me_recognisable", **fields})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    return re.search(r'id="return-key">([^<]+)<', answer.text)[1]  # type: ignore[index]


def outcome(reader: Reader, key: str) -> str:
    """What the key of a report shows."""
    answer = reader.send("/reports", key=key)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return answer.text


def days_later(days: int) -> list[str]:
    """Let the clocks run; what they ended."""
    gone = worker.let_go(today() + dt.timedelta(days=days))
    worker.drain()
    return [one.clock for one in gone]


def kept() -> list[object]:
    """What a report may change."""
    db.session.rollback()
    return [(s.state, s.version) for s in db.session.scalars(select(Experience))] + [db.session.scalar(select(func.count(Report.id)))]


def acts(public_id: str) -> list[str]:
    """What the log holds of a story, as actor and act."""
    story = db.session.scalars(select(Experience).where(Experience.public_id == public_id)).one()
    return [f"{entry.actor.split(':')[0]} {entry.act}" for entry in history.of(story.record)]


def test_a_report_waits_before_new_stories_and_whoever_sent_it_reads_the_outcome(
    published: str, author: Author, moderator: Staffer, reader: Reader
) -> None:
    author.tells(title="Newly sent")
    assert f"/experiences/{published}/report" in reader.get(f"/experiences/{published}").text
    key = reports(reader, published, body=WORDS)
    assert reader.get(f"/experiences/{published}").status_code == 200
    assert moderator.waiting()[0] == published
    assert "A report on something published" in moderator.get("/review").text
    desk = moderator.get(f"/review/{published}").text
    assert WORDS in desk
    assert "it attacks or belittles people" in desk
    assert "No moderator has decided yet." in outcome(reader, key)
    assert moderator.decides(published, "keep").status_code == 303
    assert published not in moderator.waiting()
    told = outcome(reader, key.lower().replace("-", " "))
    assert "The story stays as it is." in told
    assert "by a person" in told
    assert acts(published)[-2:] == ["reader report", "staff keep"]
    assert 'value="keep"' not in moderator.get(f"/review/{published}").text
    assert list(history.faults()) == []


def test_its_author_is_told_that_it_was_looked_at_and_never_by_whose_wish(published: str, author: Author, moderator: Staffer, reader: Reader) -> None:
    for way in ("report", "about-me"):
        reports(reader, published, way, body=WORDS)
    for decide in (lambda: None, lambda: moderator.decides(published, "hide", reason="recognisable", message="A kind word.")):
        decide()
        page, copy = author.get("/mine").text, author.get("/mine/export").text
        assert "Somebody asked us to look at it again" in page
        for given_away in ("quokkaberry", "me_recognisable", "about me", "about-me", "I am in it", "belittles"):
            assert given_away not in page + copy
    assert "What we decided, and why" in page
    assert "May make you recognisable" in page
    assert "A person who read your story." in page
    assert "Ask for a second look until" in page


def test_a_double_click_is_one_report_with_one_key(published: str, reader: Reader) -> None:
    for way, count in (("report", 1), ("about-me", 2)):
        form = {**carried(reader.get(f"/experiences/{published}/{way}").text), "reason": "hurtful" if way == "report" else "me_work"}
        answers = [reader.post(f"/experiences/{published}/{way}", data=form) for _ in range(3)]
        keys = [re.search(r'id="return-key">([^<]+)<', answer.text)[1] for answer in answers]  # type: ignore[index]
        assert len(set(keys)) == 1
        assert kept()[-1] == count
    assert acts(published).count("reader report") == 2


@pytest.mark.parametrize(("fields", "problem"), [
    ({}, "Please choose what fits best."), ({"reason": "me_work"}, "Please choose what fits best."), ({"reason": "<b>"}, "Please choose"),
    ({"reason": "unlawful"}, "Please say in a few words"), ({"reason": "hurtful", "body": "y" * 2_001}, "there is room for 2,000")])
def test_a_report_with_a_fault_comes_back_as_it_was_typed(published: str, reader: Reader, fields: dict[str, str], problem: str) -> None:
    before, path = kept(), f"/experiences/{published}/report"
    answer = reader.send(path, **{"body": "" if fields.get("reason") == "unlawful" else "Typed <b>with care</b>", **fields})
    assert answer.status_code == 422
    assert problem in answer.text
    assert fields.get("body", "") in answer.text
    assert kept() == before
    old = reader.post(path, data={"csrf_token": "forged", "reason": "hurtful", "body": "Typed with care"})
    assert old.status_code == 422
    assert "Typed with care" in old.text


def test_what_readers_do_not_see_cannot_be_reported_and_what_was_typed_stays(published: str, author: Author, moderator: Staffer, reader: Reader) -> None:
    form = carried(reader.get(f"/experiences/{published}/report").text)
    author.send("/mine/hiding", act="hide")
    assert reader.get(f"/experiences/{published}/report").status_code == 404
    answer = reader.post(f"/experiences/{published}/report", data={**form, "reason": "hurtful", "body": WORDS})
    assert answer.status_code == 410
    assert WORDS in answer.text
    assert kept()[-1] == 0
    author.send("/mine/withdrawal", confirm="yes")
    assert reader.get(f"/experiences/{published}/about-me").status_code == 410
    assert reader.get("/experiences/nothing/report").status_code == 404


def test_c4_this_is_about_me_hides_first_once_until_a_clock_and_never_after_it_was_kept(
    published: str, author: Author, moderator: Staffer, reader: Reader
) -> None:
    key = reports(reader, published, "about-me", body=WORDS)
    worker.drain()
    assert reader.get(f"/experiences/{published}").status_code == 404
    assert reader.get("/api/v1/search?q=zanzibar").json["total"] == 0  # type: ignore[index]
    page = author.get("/mine").text
    assert "readers do not see it until a moderator has" in page
    assert "Show it again" not in page
    assert "Ask for a second look" not in page
    assert "Readers do not see it now." in moderator.get(f"/review/{published}").text
    assert days_later(CLOCKS["hidden_first"].time.days - 1) == []
    assert days_later(CLOCKS["hidden_first"].time.days) == ["hidden_first"]
    assert reader.get(f"/experiences/{published}").status_code == 200
    assert reader.get("/api/v1/search?q=zanzibar").json["total"] == 1  # type: ignore[index]
    assert published in moderator.waiting(), "a person still has to look"
    assert "since nobody had looked in time" in outcome(reader, key)
    reports(reader, published, "about-me")
    assert reader.get(f"/experiences/{published}").status_code == 200, "once per story"
    moderator.decides(published, "keep")
    reports(reader, published, "about-me")
    assert reader.get(f"/experiences/{published}").status_code == 200
    assert acts(published).count("reader hide") == 1


def test_c4_a_story_that_was_kept_is_not_hidden_first_by_a_later_report(published: str, moderator: Staffer, reader: Reader) -> None:
    reports(reader, published)
    moderator.decides(published, "keep")
    reports(reader, published, "about-me", body=WORDS)
    assert reader.get(f"/experiences/{published}").status_code == 200
    assert "reader hide" not in acts(published)


def test_c4_a_day_hides_only_so_many_and_tells_moderators_and_operator(
    hub: Flask, author: Author, moderator: Staffer, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    hub.config["HUB_HIDE_FIRST_A_DAY"] = 2
    for number in range(4):
        author.tells(title=f"Story {number}")
    published = moderator.publishes_all()
    alarms = []
    for public_id in published:
        reports(reader, public_id, "about-me")
        alarms.append("as many as a day allows" in moderator.get("/review").text)
    assert [reader.get(f"/experiences/{public_id}").status_code for public_id in published] == [404, 404, 200, 200]
    assert alarms == [False, True, True, True]
    assert [record.getMessage() for record in caplog.records if record.name == "hub.reports"] == [
        "reports hid as many stories today as a day allows: 2"]
    assert set(moderator.waiting()) == set(published)


@pytest.mark.parametrize(("verdict", "words", "seen"), [
    ("restore", "The story stays as it is.", 200), ("hide", "Readers do not see the story any more.", 404),
    ("ask", "Its author was asked to change it.", 404), ("remove", "The story was taken down for good.", 410)])
def test_a_person_decides_on_what_a_report_hid(
    published: str, moderator: Staffer, reader: Reader, author: Author, verdict: str, words: str, seen: int
) -> None:
    key = reports(reader, published, "about-me")
    assert 'value="keep"' not in moderator.get(f"/review/{published}").text
    assert moderator.decides(published, verdict, reason="recognisable", message="Why.").status_code == 303
    told = outcome(reader, key)
    assert words in told
    assert ("May make you recognisable" in told) == (verdict in ("hide", "remove"))
    assert "Why." not in told, "what is written to the author is theirs"
    assert published not in moderator.waiting()
    assert reader.get(f"/experiences/{published}").status_code == seen
    assert days_later(CLOCKS["hidden_first"].time.days) == []
    assert reader.get(f"/experiences/{published}").status_code == seen


def test_a_hiding_is_appealed_against_once_and_somebody_else_decides(
    published: str, moderator: Staffer, editor: Staffer, reader: Reader, author: Author
) -> None:
    reports(reader, published)
    moderator.decides(published, "hide", reason="recognisable")
    assert author.send("/mine/appeal", message="Nobody can tell.").status_code == 303
    own, other = (one.get(f"/review/{published}").text for one in (moderator, editor))
    assert "It was hidden on" in own
    assert "somebody else decides now" in own
    assert "somebody else decides now" not in other
    assert editor.decides(published, "publish").status_code == 303
    assert reader.get(f"/experiences/{published}").status_code == 200
    assert "What we decided, and why" not in author.get("/mine").text


def test_a_report_that_came_while_a_moderator_read_is_not_kept_away_unread(published: str, moderator: Staffer, reader: Reader) -> None:
    reports(reader, published)
    form = carried(moderator.get(f"/review/{published}").text)
    reports(reader, published, body=WORDS)
    answer = moderator.post(f"/review/{published}/decision", data={**form, "verdict": "keep"})
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert published in moderator.waiting()


def test_a_word_of_danger_goes_before_everything_and_brings_help(published: str, author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(title="Another", body="I want to die and I have a plan for tonight.")
    [despair] = [one for one in moderator.waiting() if one != published]
    author.tells(title="Third")
    third = [one for one in moderator.waiting() if one not in (published, despair)][0]
    moderator.decides(third, "publish")
    reports(reader, third)
    answer = reader.send(f"/experiences/{published}/report", reason="danger")
    assert "call the emergency number" in answer.text
    assert "Somebody listens now" not in answer.text, "it is somebody else who may be in danger"
    assert moderator.waiting() == [despair, published, third], "urgent ones by the day they came, in turn"
    assert "Urgent:" in moderator.get(f"/review/{published}").text
    said = reader.send(f"/experiences/{third}/report", reason="other", body="I am going to kill myself because of this.")
    assert "Somebody listens now" in said.text
    assert "Somebody listens now" in reader.send(f"/experiences/{third}/about-me", reason="me_danger").text


def test_words_of_a_report_go_with_the_story_and_the_rest_by_its_clock(
    hub: Flask, published: str, author: Author, moderator: Staffer, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = reports(reader, published, body=WORDS)
    author.send("/mine/withdrawal", confirm="yes")
    worker.drain()
    assert db.session.scalars(select(Report)).one().body == ""
    db.session.remove()
    assert found_in(Path(hub.config["HUB_INSTANCE"]), ("quokkaberry",)) == []
    assert "The story is not here any more." in outcome(reader, key)
    assert "quokkaberry" not in caplog.text
    days = CLOCKS["report"].time.days
    assert [one.clock for one in retention.due(today() + dt.timedelta(days=days - 1))] == []
    assert days_later(days) == ["report"]
    assert reader.send("/reports", key=key).status_code == 422


def test_p5_of_a_report_the_day_alone_is_kept(published: str, reader: Reader) -> None:
    reports(reader, published, "about-me")
    for entry in db.session.scalars(select(LogEntry).where(LogEntry.actor == "reader")):
        assert (entry.at.hour, entry.at.minute, entry.at.second, entry.at.microsecond) == (0, 0, 0, 0)
    assert str(Report.__table__.c.made_on.type) == "DATE"


def test_a_wrong_key_opens_nothing_and_a_storys_key_no_report(published: str, author: Author, reader: Reader) -> None:
    key = reports(reader, published)
    for wrong in ("", "wrong", author.key):
        assert reader.send("/reports", key=wrong).status_code == 422
    assert reader.send("/mine", key=key).status_code == 422


def test_every_reason_is_kind_and_stands_on_one_form() -> None:
    assert set(reasons_about("story")) | set(reasons_about("me")) == set(REPORT_REASONS)
    for about in ("story", "me"):
        reasons = reasons_about(about)
        assert sum(reason.urgent for reason in reasons.values()) == 1
        assert next(iter(reasons.values())).urgent, "danger is found first"
        assert max(len(code) for code in reasons) <= 30
