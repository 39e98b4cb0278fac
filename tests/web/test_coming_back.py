"""An author comes back with the key: sees how it stands, answers, changes, takes it down."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub import search, worker
from hub.db import db
from hub.models import Contact, Experience, Message, Pair, Profile, Revision, StoredFinding
from tests.people import Author, Staffer, hidden

MARKER = "Quokkaberry"


def test_the_key_opens_the_story_however_it_is_typed(author: Author) -> None:
    author.tells()
    for typed in (author.key, author.key.lower(), author.key.replace("-", " "), author.key.replace("0", "O").replace("1", "l")):
        answer = author.send("/mine", key=typed)
        assert answer.status_code == 303
        assert "Waiting for a moderator" in author.get("/mine").text
        author.post("/mine/leave", data={"csrf_token": hidden(author.get("/mine").text, "csrf_token")})
        assert "Enter the key" in author.get("/mine").text


@pytest.mark.parametrize("typed", ["", "WRONG", "x" * 300, "7" * 26])
def test_a_wrong_key_is_told_kindly_and_opens_nothing(author: Author, typed: str) -> None:
    author.tells()
    answer = author.send("/mine", key=typed)
    assert answer.status_code == 422
    assert "mine" not in answer.headers.get("Set-Cookie", "")


def test_a_question_is_read_answered_and_the_story_goes_back(author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "ask", message="Was that before or after the move?")
    assert moderator.waiting() == []
    author.comes_back()
    page = author.get("/mine").text
    assert "A moderator has asked you something" in page
    assert "before or after the move?" in page
    assert author.send("/mine/answer", message="  ", title="", body="").status_code == 422
    answer = author.send("/mine/answer", message="After it.", title="A new title", body="And a clearer text.")
    assert answer.status_code == 303
    [public_id] = moderator.waiting()
    page = moderator.get(f"/review/{public_id}").text
    assert "After it." in page
    assert "And a clearer text." in page


def test_an_answer_that_cannot_be_taken_keeps_what_was_typed(author: Author, moderator: Staffer) -> None:
    author.tells()
    moderator.decides(moderator.waiting()[0], "ask", message="Which year?")
    author.comes_back()
    answer = author.send("/mine/answer", message="In that year.", title="T", body="y" * 20_001)
    assert answer.status_code == 422
    assert "In that year." in answer.text
    assert "y" * 20_001 in answer.text


def test_a_changed_story_waits_while_readers_keep_the_agreed_text(author: Author, moderator: Staffer) -> None:
    author.tells(body="The text we agreed on.")
    [public_id] = moderator.publishes_all()
    author.comes_back()
    page = author.get("/mine/revision").text
    assert "The text we agreed on." in page
    assert author.send("/mine/revision", title="T", body="The newer text.", treatment=["iui"]).status_code == 303
    assert "The text we agreed on." in author.get(f"/experiences/{public_id}").text
    assert "Waiting for a moderator" in author.get("/mine").text or "waiting for a moderator" in author.get("/mine").text
    moderator.publishes_all()
    assert "The newer text." in author.get(f"/experiences/{public_id}").text


def test_words_sent_after_the_story_was_declined_are_not_lost(author: Author, moderator: Staffer) -> None:
    author.tells()
    author.comes_back()
    token = hidden(author.get("/mine/revision").text, "csrf_token")
    moderator.decides(moderator.waiting()[0], "decline", reason="off_topic")
    answer = author.post("/mine/revision", data={"csrf_token": token, "title": "T", "body": "An hour of typing."})
    assert answer.status_code == 409
    assert "An hour of typing." in answer.text


def test_everything_held_can_be_taken_along(author: Author, moderator: Staffer) -> None:
    author.tells(body="Mine to keep.")
    moderator.decides(moderator.waiting()[0], "ask", message="Really?")
    author.comes_back()
    held = json.loads(author.get("/mine/export").data)
    assert held["story"]["body"] == "Mine to keep."
    assert held["messages"][0]["body"] == "Really?"
    assert [entry["act"] for entry in held["history"]] == ["submit", "ask"]
    assert held["consents"]["given"] == ["publish", "adult"]


def test_taking_it_down_erases_every_word(author: Author, moderator: Staffer, editor: Staffer, hub: Flask) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(title=f"{MARKER} days", body=f"{MARKER} is a word nobody else writes. Write to me@example.org. " * 30, news=slug,
                 pen_name=MARKER, email=f"{MARKER}@example.org", consent_contact="y")
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "ask", message=f"What is a {MARKER}?")
    author.comes_back()
    author.send("/mine/answer", message=f"{MARKER} is a fruit.", title="", body="")
    moderator.publishes_all()
    assert author.get(f"/api/v1/search?q={MARKER}").json["total"] == 1  # type: ignore[index]
    assert author.send("/mine/withdrawal").status_code == 422
    gone = author.send("/mine/withdrawal", confirm="yes")
    assert gone.status_code == 200
    assert gone.headers["Clear-Site-Data"]
    assert author.get(f"/experiences/{public_id}").status_code == 410
    assert author.get(f"/api/v1/search?q={MARKER}").json["total"] == 0  # type: ignore[index]
    assert "Enter the key" in author.get("/mine").text
    assert author.send("/mine", key=author.key).status_code == 422
    for table in (Revision, Message, Contact, Pair, Profile, StoredFinding):
        rows = select(func.count()).select_from(table)
        left = db.session.scalar(rows if table is not Profile else rows.where(Profile.record.startswith("experience:")))
        assert left == 0, table.__name__
    worker.drain()
    assert search.faults() == []
    db.session.remove()
    for file in Path(hub.config["HUB_INSTANCE"]).rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert MARKER.encode() not in data, file.name
            assert MARKER.lower().encode() not in data, file.name
            assert MARKER.encode("utf-16-le") not in data, file.name


def test_a_withdrawn_story_leaves_an_opaque_tombstone_alone(author: Author) -> None:
    author.tells()
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    row = db.session.scalars(select(Experience)).one()
    left = {name: value for name, value in row.__dict__.items() if value and not name.startswith("_")}
    assert left.keys() == {"id", "public_id", "provenance", "state", "version"}
