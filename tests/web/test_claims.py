"""Moderators at work at the same time: nobody does the same twice, nothing is decided twice, nothing is lost."""

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from hub import history
from hub.config import CLOCKS
from hub.db import db, now, saving
from hub.models import Claim, Experience, LogEntry, Waiting
from tests.people import Author, Staffer, carried, hidden
from tests.servers import serving

THREADS = 50


def claimed(moderator: Staffer, public_id: str, act: str = "take", **fields: str) -> int:
    """Take it, let it go or hand it over; gives the status."""
    page = f"/review/{public_id}"
    return moderator.post(f"{page}/claim", data={**carried(moderator.get(page).text), "act": act, **fields}).status_code


def an_hour_passes() -> None:
    """Every claim is over."""
    with saving():
        for claim in db.session.scalars(select(Claim)):
            claim.until_at = now() - dt.timedelta(seconds=1)


def test_what_one_has_taken_the_others_see_and_leave_alone(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells(title="Taken")
    [public_id] = moderator.waiting()
    assert claimed(moderator, public_id) == 303
    until = db.session.scalars(select(Claim.until_at)).one()
    assert now() < until <= now() + CLOCKS["claim"].time
    assert f"You are at work on it until <time datetime=\"{until.isoformat(timespec='seconds')}\"" in moderator.get("/review").text
    name = moderator.email.partition("@")[0]
    for page in ("/review", f"/review/{public_id}"):
        assert f"{name} is at work on it until" in editor.get(page).text
    assert claimed(editor, public_id) == 409
    answer = editor.decides(public_id, "decline", reason="off_topic", message="A long and kind reply.")
    assert answer.status_code == 409
    assert f"{name} is at work on this now" in answer.text
    assert "A long and kind reply." in answer.text
    author.comes_back()
    for page in (author.get("/mine").text, author.get("/mine/export").text):
        assert name not in page


def test_a_claim_ends_by_itself_and_another_goes_on(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    claimed(moderator, public_id)
    an_hour_passes()
    assert "Nobody is at work on this now" in editor.get(f"/review/{public_id}").text
    assert claimed(editor, public_id) == 303
    assert moderator.decides(public_id, "publish").status_code == 409
    assert editor.decides(public_id, "publish").status_code == 303
    assert db.session.scalars(select(Claim)).all() == []


def test_work_renews_a_claim(author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()

    def minutes_left(work: Callable[[], object]) -> float:
        with saving():
            db.session.scalars(select(Claim)).one().until_at = now() + dt.timedelta(minutes=1)
        work()
        return (db.session.scalars(select(Claim.until_at)).one() - now()).total_seconds() / 60

    claimed(moderator, public_id)
    assert minutes_left(lambda: moderator.decides(public_id, "decline")) > 10
    assert minutes_left(lambda: claimed(moderator, public_id)) > 10
    page = f"/review/{public_id}"
    assert minutes_left(lambda: moderator.send(f"{page}/notes", page, body="I wait for the nurse's answer.")) > 10


def test_a_claim_is_let_go_or_handed_to_a_colleague(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    claimed(moderator, public_id)
    assert claimed(moderator, public_id, "release") == 303
    assert claimed(editor, public_id) == 303
    assert claimed(editor, public_id, "hand_over", to="nobody") == 422
    page = editor.get(f"/review/{public_id}").text
    colleague = re.search(rf'<option value="(\d+)">{moderator.email.partition("@")[0]}<', page)
    assert colleague
    assert claimed(editor, public_id, "hand_over", to=colleague[1]) == 303
    assert "You are at work on" in moderator.get("/review").text
    assert editor.decides(public_id, "publish").status_code == 409
    assert claimed(editor, public_id, "release") == 303, "what somebody else holds stays theirs"
    assert moderator.decides(public_id, "publish").status_code == 303


def test_the_next_one_is_one_nobody_is_at_work_on(author: Author, moderator: Staffer, editor: Staffer) -> None:
    for title in ("The first", "The second"):
        author.tells(title=title)
    first, second = moderator.waiting()

    def takes_next(who: Staffer) -> str:
        return who.send("/review/claim", "/review").headers["Location"]

    assert takes_next(moderator) == f"/review/{first}"
    assert takes_next(editor) == f"/review/{second}"
    assert takes_next(editor) == "/review", "nothing is free"


def test_what_was_withdrawn_cannot_be_taken(author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    claimed(moderator, public_id)
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert db.session.scalars(select(Claim)).all() == []
    assert moderator.post(f"/review/{public_id}/claim", data=carried(moderator.get("/review").text)).status_code == 404


class Hand:
    """A moderator's browser over HTTP: as many at once as wanted."""

    def __init__(self, person: Staffer, port: int) -> None:
        cookie = person.browser.get_cookie("staff", path="/review")
        assert cookie
        self.headers = {"Cookie": f"staff={cookie.value}", "Content-Type": "application/x-www-form-urlencoded"}
        self.port, self.token = port, hidden(person.get("/review").text, "csrf_token")

    def sends(self, path: str, **fields: str) -> tuple[int, str]:
        """The status, and where it leads."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("POST", path, urlencode({"csrf_token": self.token, **fields}), self.headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.status, answer.headers.get("Location", "")


def all_at_once(work: list[Callable[[], tuple[int, str]]]) -> list[tuple[int, str]]:
    """Everything begun at the same moment, each in a thread of its own."""
    barrier = Barrier(len(work))

    def begins(one: Callable[[], tuple[int, str]]) -> tuple[int, str]:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as threads:
        return list(threads.map(begins, work))


def test_m3_fifty_at_once_make_one_decision_and_lose_none(hub: Flask, author: Author) -> None:
    people = [Staffer(hub, "moderator") for _ in range(5)]
    author.tells()
    [public_id] = people[0].waiting()
    with serving(hub) as port:
        hands = [Hand(person, port) for person in people] * (THREADS // len(people))
        answers = all_at_once([lambda hand=hand, verdict=verdict: hand.sends(
            f"/review/{public_id}/decision", verdict=verdict, seen_version="1", reason="off_topic")
            for hand, verdict in zip(hands, ["publish", "decline"] * 25, strict=True)])
    assert sorted(status for status, _ in answers) == [303] + [409] * (THREADS - 1)
    story = db.session.scalars(select(Experience)).one()
    assert [entry.act for entry in history.of(story.record)] in (["submit", "publish"], ["submit", "decline"])
    assert list(history.faults()) == []


def test_m3_fifty_hands_on_a_full_queue_take_and_decide_each_once(hub: Flask, author: Author) -> None:
    people = [Staffer(hub, "moderator") for _ in range(5)]
    for number in range(THREADS):
        author.tells(title=f"Number {number}")
    with serving(hub) as port:
        hands = [Hand(person, port) for person in people] * (THREADS // len(people))
        taken = all_at_once([lambda hand=hand: hand.sends("/review/claim") for hand in hands])
        places = [place for _, place in taken]
        assert len(set(places)) == THREADS, "one was taken twice"
        assert all(status == 303 and "/review/" in place for status, place in taken)
        decided = all_at_once([lambda hand=hand, place=place: hand.sends(f"{place}/decision", verdict="publish", seen_version="1")
                               for hand, place in zip(hands, places, strict=True)])
    assert [status for status, _ in decided] == [303] * THREADS
    assert db.session.scalar(select(func.count(LogEntry.id)).where(LogEntry.act == "publish")) == THREADS
    assert (db.session.scalars(select(Waiting)).all(), db.session.scalars(select(Claim)).all()) == ([], [])
