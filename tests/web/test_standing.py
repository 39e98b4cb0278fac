"""How a story stands, told to its author in every state; what they may do there, and what is kept of it."""

import json

import pytest
from sqlalchemy import func, select

from hub import history
from hub.db import db
from hub.models import Experience, Message, Revision
from tests.people import STORY, Author, Staffer, hidden
from tests.web.test_telling import EVERYTHING

STATES: dict[str, tuple[list[tuple[str, dict[str, str]]], str, set[str]]] = {
    "submitted": ([], "Waiting for a moderator", {"Change your story", "Take it down and erase it"}),
    "asked": ([("ask", {"message": "Where?"})], "A moderator has asked you something", {"Answer", "Change your story", "Take it down and erase it"}),
    "published": ([("publish", {})], "Readers can see it", {"Change your story", "Take it down and erase it"}),
    "declined": ([("decline", {"reason": "off_topic"})], "Not published", {"Take it down and erase it"}),
    "hidden": ([("publish", {}), ("hide", {"reason": "recognisable"})], "Readers do not see it at the moment", {"Take it down and erase it"}),
    "removed": ([("remove", {"reason": "hurtful"})], "A moderator took it down", set()),
}


def stands(author: Author, moderator: Staffer, state: str) -> str:
    """Bring a new story there; what its author then reads."""
    author.tells()
    public_id = moderator.waiting()[0]
    for verdict, fields in STATES[state][0]:
        assert moderator.decides(public_id, verdict, **fields).status_code == 303
    author.comes_back()
    return author.get("/mine").text


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_told_in_words_with_what_may_be_done(author: Author, moderator: Staffer, state: str) -> None:
    page = stands(author, moderator, state)
    _, words, acts = STATES[state]
    assert words in page
    for act in ("Answer", "Change your story", "Take it down and erase it"):
        assert (f">{act}</a>" in page) == (act in acts), act
    assert "Keep a copy" in page
    assert STORY["title"] in page


@pytest.mark.parametrize("state", [state for state in STATES if state != "asked"])
def test_answering_when_nothing_was_asked_changes_nothing_and_loses_nothing(author: Author, moderator: Staffer, state: str) -> None:
    stands(author, moderator, state)
    before = kept()
    answer = author.send("/mine/answer", message="An answer to nothing.", title="T", body="Longer words.")
    assert answer.status_code == 409
    assert "An answer to nothing." in answer.text
    assert "Longer words." in answer.text
    assert kept() == before


@pytest.mark.parametrize("state", ["hidden", "declined", "removed"])
def test_changing_a_story_that_takes_no_change_changes_nothing(author: Author, moderator: Staffer, state: str) -> None:
    stands(author, moderator, state)
    before = kept()
    answer = author.send("/mine/revision", title="T", body="Longer words.")
    assert answer.status_code == 409
    assert "Longer words." in answer.text
    assert kept() == before


@pytest.mark.parametrize("state", [state for state in STATES if state != "removed"])
def test_it_can_be_taken_down_from_every_state(author: Author, moderator: Staffer, state: str) -> None:
    stands(author, moderator, state)
    assert author.send("/mine/withdrawal", confirm="yes").status_code == 200
    story = db.session.scalars(select(Experience)).one()
    assert (story.state, story.revisions, story.messages, story.key_hash) == ("withdrawn", [], [], None)
    assert author.get(f"/experiences/{story.public_id}").status_code == 410
    assert moderator.get(f"/review/{story.public_id}").status_code == 404
    assert moderator.waiting() == []


def test_an_answer_in_words_alone_leaves_the_story_as_it_was(author: Author, moderator: Staffer) -> None:
    stands(author, moderator, "asked")
    assert author.send("/mine/answer", message="In the south.", title=STORY["title"], body=STORY["body"]).status_code == 303
    assert db.session.scalar(select(func.count(Revision.id))) == 1
    assert [m.body for m in db.session.scalars(select(Message).where(Message.sender == "author"))] == ["In the south."]


def test_a_changed_text_alone_is_an_answer_too(author: Author, moderator: Staffer) -> None:
    stands(author, moderator, "asked")
    assert author.send("/mine/answer", message="", title=STORY["title"], body="Told anew.").status_code == 303
    story = db.session.scalars(select(Experience)).one()
    assert (story.state, story.latest.body, len(story.revisions)) == ("submitted", "Told anew.", 2)
    assert (story.latest.treatment, story.latest.outcome) == (["ivf", "fet"], "in_progress")


def test_a_question_about_a_newer_version_leaves_the_agreed_text_where_it_is(author: Author, moderator: Staffer) -> None:
    author.tells(body="The agreed text.")
    [public_id] = moderator.publishes_all()
    author.comes_back()
    author.send("/mine/revision", title="T", body="The newer text.", message="I said it better.")
    page = moderator.get(f"/review/{public_id}").text
    assert "I said it better." in page
    assert "a newer version waits beside the published one" in page
    moderator.decides(public_id, "ask", message="Better how?")
    assert "The agreed text." in author.get(f"/experiences/{public_id}").text
    assert "Better how?" in author.get("/mine").text
    author.send("/mine/answer", message="Shorter.", title="", body="")
    moderator.decides(public_id, "decline", reason="unclear")
    assert "The agreed text." in author.get(f"/experiences/{public_id}").text
    assert moderator.waiting() == []
    author.send("/mine/revision", title="T", body="The newest text.")
    moderator.publishes_all()
    assert "The newest text." in author.get(f"/experiences/{public_id}").text


def test_a_version_an_author_changed_while_it_was_read_is_not_published_unread(author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    seen = hidden(moderator.get(f"/review/{public_id}").text, "seen_version")
    author.comes_back()
    author.send("/mine/revision", title="T", body="Not read by anybody.")
    answer = moderator.decides(public_id, "publish", seen_version=seen)
    assert answer.status_code == 409
    assert author.get(f"/experiences/{public_id}").status_code == 404
    [act] = [entry.act for entry in history.of(db.session.scalars(select(Experience)).one().record)][-1:]
    assert act == "revise"


def test_c3_a_copy_holds_everything_that_is_held(author: Author, moderator: Staffer) -> None:
    author.tells(**EVERYTHING)
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "ask", message="Where was it?")
    author.comes_back()
    author.send("/mine/answer", message="In the south.", title="A newer title", body="A newer body.")
    answer = author.get("/mine/export")
    assert 'filename="my-story.json"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    held = json.loads(answer.data)
    own = {name: value for name, value in EVERYTHING.items() if not name.startswith(("consent", "email"))} | {"cycles": 3, "year": 2021}
    first, second = held["versions"]
    assert {name: first[name] for name in own} == own
    assert (second["title"], second["body"], second["pen_name"]) == ("A newer title", "A newer body.", "Quiet Reader")
    assert held["state"] == "submitted"
    assert [(m["from"], m["body"]) for m in held["messages"]] == [("moderator", "Where was it?"), ("author", "In the south.")]
    assert [entry["act"] for entry in held["history"]] == ["submit", "ask", "answer"]
    assert held["consents"]["given"] == ["publish", "adult", "contact"]
    assert held["consents"]["version"]


def test_a_copy_names_the_address_that_is_held(author: Author) -> None:
    author.tells(**EVERYTHING)
    author.comes_back()
    assert EVERYTHING["email"] in author.get("/mine/export").text


def kept() -> list[object]:
    """What must stay as it was."""
    story = db.session.scalars(select(Experience)).one()
    return [story.state, story.version, len(story.revisions), len(story.messages), len(history.of(story.record))]
