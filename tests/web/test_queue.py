"""A moderator's queue: what comes first, what is late, what is filtered, what somebody would rather not read for a while."""

import datetime as dt
import re

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from hub import moderation
from hub.db import db, saving, today
from hub.models import Experience, Staff, Waiting
from hub.moderation.queue import in_order
from tests.commands.test_content import run
from tests.people import Author, Staffer

DESPAIR = "I do not want to be here any more. I have thought about ending my life every night this week."


def queue_of(moderator: Staffer, query: str = "") -> list[str]:
    """The titles in the queue, in order."""
    return re.findall(r'<h2><a href="/review/\w{12}[^"]*">([^<]+)<', moderator.get(f"/review{query}").text)


def came(title: str, days_ago: int) -> None:
    """This one came so many days ago."""
    with saving():
        for row in db.session.scalars(select(Waiting)):
            if row.revision.title == title:
                row.since = today() - dt.timedelta(days=days_ago)


def test_urgent_ones_come_first_then_those_that_wait_longest(author: Author, moderator: Staffer) -> None:
    for title in ("The first", "The second", "The third"):
        author.tells(title=title)
    author.tells(title="Somebody now", body=DESPAIR)
    came("The third", 2)
    assert queue_of(moderator) == ["Somebody now", "The third", "The first", "The second"]
    assert "1 urgent" in moderator.get("/review").text


@pytest.mark.parametrize(("days", "light"), [(0, "In time"), (1, "In time"), (2, "Due soon"), (3, "Due soon"), (4, "Late")])
def test_each_stands_against_the_promise(author: Author, moderator: Staffer, days: int, light: str) -> None:
    author.tells(title="One")
    came("One", days)
    page = moderator.get("/review").text
    assert f">{light}</span>" in page
    assert ("1 late" in page) == (light == "Late")
    assert "within 3 days" in page


def test_the_promise_is_a_setting_told_to_authors_too(author: Author, moderator: Staffer, hub: Flask) -> None:
    hub.config["HUB_ANSWER_DAYS"] = 9
    author.tells(title="One")
    came("One", 6)
    author.comes_back()
    assert "within 9 days" in moderator.get("/review").text
    assert "In time" in moderator.get("/review").text
    assert "within 9 days" in author.get("/mine").text


def test_the_queue_is_filtered_by_kind_mark_note_and_teller_and_says_how_many_there_are(author: Author, moderator: Staffer) -> None:
    author.tells(title="Published before")
    moderator.publishes_all()
    author.comes_back()
    author.send("/mine/chapter", stage="after", told="2024", body="A later part.")
    author.tells(title="By a partner", perspective="partner", content_notes=["loss"])
    author.tells(title="With a number", body="Call me on 01632 960123.")
    other = Author(author.app)
    other.tells(title="Declined", perspective="grandparent")
    declined = next(row.public_id for row in db.session.scalars(select(Experience)) if row.latest.title == "Declined")
    moderator.decides(declined, "decline", reason="off_topic")
    other.comes_back()
    other.send("/mine/appeal", message="Please look again.")
    assert len(queue_of(moderator)) == 4
    for query, titles in (("?kind=chapter", ["Published before"]), ("?kind=appeal", ["Declined"]), ("?perspective=partner", ["By a partner"]),
                          ("?note=loss", ["By a partner"]), ("?finding=contact_data", ["With a number"]),
                          ("?kind=new&finding=contact_data", ["With a number"]), ("?kind=appeal&note=loss", []), ("?kind=nonsense", None)):
        assert queue_of(moderator, query) == (queue_of(moderator) if titles is None else titles), query
    page = moderator.get("/review?kind=new").text
    assert re.search(r'href="/review\?kind=appeal">An appeal</a> <span class="number">1<', page)
    assert re.search(r'href="/review\?kind=new&amp;note=loss">[^<]+</a> <span class="number">1<', page)
    assert not re.search(r"perspective=grandparent", page), "nothing new is told by a grandparent"


def test_an_answer_and_a_changed_version_say_what_they_are(author: Author, moderator: Staffer) -> None:
    author.tells(title="Asked")
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "ask", message="Which year?")
    assert queue_of(moderator) == []
    author.comes_back()
    author.send("/mine/answer", message="This one.")
    assert "An answer" in moderator.get("/review").text
    moderator.publishes_all()
    author.send("/mine/revision", title="Changed", body="Other words.")
    assert "A changed version" in moderator.get("/review").text
    assert queue_of(moderator) == ["Changed"]


def test_what_somebody_would_rather_not_read_is_set_aside_for_them_and_counted(
    author: Author, moderator: Staffer, editor: Staffer
) -> None:
    author.tells(title="Of a loss", content_notes=["loss"])
    author.tells(title="Of waiting")
    author.tells(title="The miscarriage", body="I had a miscarriage in spring. After the miscarriage we waited.", content_notes=[])
    came("Of a loss", 9)
    week = today() + dt.timedelta(days=7)
    assert moderator.send("/staff/notices", spared="loss", spared_until=week.isoformat()).status_code == 303
    assert queue_of(moderator) == ["Of waiting"]
    page = moderator.get("/review").text
    assert f"2 are set aside for you until {week.day} {week:%B %Y}, 1 of them urgent or late" in page
    assert queue_of(moderator, "?aside=yes") == ["Of a loss", "Of waiting", "The miscarriage"]
    assert len(queue_of(editor)) == 3
    assert moderator.send("/review/claim", "/review").headers["Location"] == f"/review/{moderator.waiting()[0]}"
    with saving():
        by = db.session.scalars(select(Staff).where(Staff.email == moderator.email)).one()
        moderation.prefer({"spared": ["loss"], "spared_until": today()}, by=by)
    assert len(queue_of(moderator)) == 1, "the last day is one of them"
    with saving():
        db.session.execute(text("UPDATE preference SET spared_until = '2020-01-01'"))
    assert len(queue_of(moderator)) == 3


@pytest.mark.parametrize("fields", [{"spared": "loss", "spared_until": ""}, {"spared": "loss", "spared_until": "2020-01-01"},
                                    {"spared": "loss", "spared_until": "2999-01-01"}, {"spared": "nonsense"},
                                    {"spared": "loss", "spared_until": "soon"}])
def test_a_time_off_that_cannot_be_is_said_kindly(moderator: Staffer, fields: dict[str, str]) -> None:
    answer = moderator.send("/staff/notices", **fields)
    assert answer.status_code == 422
    assert "Please" in answer.text


def test_before_and_after_in_the_queue_as_it_was_filtered(author: Author, moderator: Staffer) -> None:
    for number in range(4):
        author.tells(title=f"Number {number}", perspective="partner" if number != 1 else "patient")
    ids = moderator.waiting()
    page = moderator.get(f"/review/{ids[1]}").text
    assert f'rel="prev" href="/review/{ids[0]}"' in page
    assert f'rel="next" href="/review/{ids[2]}"' in page
    page = moderator.get(f"/review/{ids[0]}?perspective=partner").text
    assert 'rel="prev"' not in page
    assert f'rel="next" href="/review/{ids[2]}?perspective=partner"' in page


def test_the_desk_says_when_the_session_ends(moderator: Staffer) -> None:
    page = moderator.get("/review").text
    ends = re.search(r'Signed in until <time datetime="([^"]+)"', page)
    assert ends
    left = dt.datetime.fromisoformat(ends[1]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(minutes=29) < left <= dt.timedelta(minutes=30)


def test_a_long_queue_has_pages_and_asks_the_database_no_more_than_a_short_one(author: Author, moderator: Staffer) -> None:
    statements: list[str] = []

    def asked() -> int:
        statements.clear()
        moderator.get("/review")
        return len(statements)

    author.tells(title="One")
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    few = asked()
    for number in range(moderation.PER_PAGE + 3):
        author.tells(title=f"Number {number}")
    assert asked() == few
    assert len(queue_of(moderator)) == moderation.PER_PAGE
    assert len(queue_of(moderator, "?page=2")) == 4
    assert "29 wait" in moderator.get("/review").text


def test_the_order_is_read_from_an_index(hub: Flask, moderator: Staffer) -> None:
    asked = select(Waiting.id).order_by(*in_order()).limit(25)
    plan = " ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {asked.compile(db.engine, compile_kwargs={'literal_binds': True})}")))
    assert "ix_waiting_rank_since_id" in plan
    assert "TEMP B-TREE" not in plan


def test_a_queue_that_does_not_agree_is_a_fault(hub: Flask, author: Author) -> None:
    author.tells()
    assert "ok     queue" in run(hub, "check").output
    with saving():
        db.session.execute(text("DELETE FROM waiting"))
    result = run(hub, "check")
    assert result.exit_code != 0
    assert "experience:1 is missing in the queue, or should not be in it" in result.output


def test_a_loss_named_once_in_a_few_lines_is_set_aside_too(author: Author, moderator: Staffer) -> None:
    author.tells(title="The quiet room", body="I had a miscarriage in spring, and nobody said the word out loud.", treatment=[], outcome=None)
    author.tells(title="The other room", body="We waited, and painted the wall, and waited.", treatment=[], outcome=None)
    moderator.send("/staff/notices", spared="loss", spared_until=(today() + dt.timedelta(days=7)).isoformat())
    page = moderator.get("/review").text
    assert "The other room" in page
    assert "The quiet room" not in page
