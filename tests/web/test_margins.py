"""What stands beside a submission: what changed since, what it repeats, what it speaks of, notes among moderators."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub import history, worker
from hub.db import db
from hub.models import Experience, Seen, SideNote
from hub.reference.facets import FACETS
from tests.people import STORY, Author, Reader, Staffer

LOSS = "I had a miscarriage in spring. After the miscarriage we took letrozole and waited for a frozen embryo transfer."


def part(page: str, name: str) -> str:
    """One section of the page; empty where it is not there."""
    return page.split(f'id="{name}"')[1].split("</section>")[0] if f'id="{name}"' in page else ""


def story() -> Experience:
    """The one story there is."""
    db.session.rollback()
    return db.session.scalars(select(Experience)).one()


def test_what_changed_since_one_worked_on_it_is_shown_to_them_alone(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    author.comes_back()
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "ask", message="Which year?")
    author.send("/mine/revision", title=STORY["title"], body=STORY["body"] + " It was spring.")
    assert "It was spring." in part(moderator.get(f"/review/{public_id}").text, "last-seen")
    assert part(editor.get(f"/review/{public_id}").text, "last-seen") == ""
    moderator.decides(public_id, "publish")
    assert part(moderator.get(f"/review/{public_id}").text, "last-seen") == ""


def test_a_story_that_repeats_one_that_waits_or_was_published_says_so(author: Author, moderator: Staffer) -> None:
    words = " ".join(f"We waited {number} days and nobody rang about the transfer in week {number * 7}." for number in range(40))
    author.tells(title="The first", body=words)
    author.tells(title="Something else", body="A short day by the sea, and nothing more to say of it than that.")
    author.tells(title="The copy", body=words.replace("nobody rang", "no one rang"))
    first, other, copy = moderator.waiting()
    page = part(moderator.get(f"/review/{copy}").text, "alike")
    assert "The first" in page
    assert "% of the words, waits for a decision" in page
    assert "Something else" not in page
    assert part(moderator.get(f"/review/{other}").text, "alike") == ""
    moderator.decides(first, "publish")
    worker.drain()
    assert "% of the words, published" in part(moderator.get(f"/review/{copy}").text, "alike")


def test_labels_the_words_speak_of_are_offered_added_and_shown_to_the_author(
    author: Author, moderator: Staffer, reader: Reader
) -> None:
    author.tells(title="The miscarriage", body=LOSS, treatment=[], content_notes=[])
    author.comes_back()
    [public_id] = moderator.waiting()
    page = f"/review/{public_id}"
    opened = moderator.get(page).text
    assert "Show the text" in opened, "what seems to mention a loss unfolds on request"
    offered = part(opened, "spoken")
    assert 'value="content_notes.loss"' in offered
    assert 'value="treatment.fet"' in offered
    assert moderator.send(f"{page}/labels", page, labels=["content_notes.loss", "treatment.fet"]).status_code == 303
    assert "content_notes.loss" not in part(moderator.get(page).text, "spoken")
    assert (story().latest.content_notes, story().latest.treatment) == (["loss"], ["fet"])
    assert history.last(story().record, "label") is not None
    told = author.get("/mine").text.split("A moderator added what it mentions or speaks of:")[1].split("</p>")[0].lower()
    assert FACETS["content_notes"].values["loss"].lower() in told
    assert FACETS["treatment"].values["fet"].lower() in told
    moderator.decides(public_id, "publish")
    worker.drain()
    assert "Mentions" in reader.get(f"/experiences/{public_id}").text
    assert public_id not in reader.get("/api/v1/search?hide=loss").text


@pytest.mark.parametrize("label", ["content_notes.nonsense", "nonsense.loss", "body.words", "loss"])
def test_a_label_that_is_none_changes_nothing(author: Author, moderator: Staffer, label: str) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    before = story().latest.values()
    assert moderator.send(f"/review/{public_id}/labels", f"/review/{public_id}", labels=label).status_code in (303, 422)
    assert story().latest.values() == before


def test_side_notes_are_read_by_moderators_alone_and_erased_with_the_story(
    author: Author, moderator: Staffer, editor: Staffer, hub: Flask
) -> None:
    author.tells()
    author.comes_back()
    [public_id] = moderator.waiting()
    page = f"/review/{public_id}"
    assert moderator.send(f"{page}/notes", page, body="  ").status_code == 422
    assert moderator.send(f"{page}/notes", page, body="The marginalia wombat thinks twice.").status_code == 303
    opened = part(editor.get(page).text, "notes")
    assert "The marginalia wombat thinks twice." in opened
    assert moderator.email.partition("@")[0] in opened
    moderator.decides(public_id, "ask", message="Which year?")
    for told in (author.get("/mine").text, json.dumps(author.get("/mine/export").json)):
        assert "wombat" not in told
    author.send("/mine/withdrawal", confirm="yes")
    assert db.session.scalar(select(func.count(SideNote.id))) == 0
    assert db.session.scalars(select(Seen)).all() == []


def test_a_story_without_notes_stands_open_and_one_with_notes_unfolds(author: Author, moderator: Staffer) -> None:
    author.tells(title="Plain", body="A plain day.", content_notes=[], outcome=None)
    author.tells(title="Noted", body="A noted day.", content_notes=["loss"], outcome=None)
    plain, noted = moderator.waiting()
    assert "Show the text" not in moderator.get(f"/review/{plain}").text
    page = moderator.get(f"/review/{noted}").text
    assert page.index("Mentions") < page.index("Show the text") < page.index("A noted day.")


def test_marked_words_of_what_unfolds_on_request_unfold_on_request_too(author: Author, moderator: Staffer) -> None:
    author.tells(title="The bridge", body="I do not want to be here any more. I think about ending my life every night.")
    page = moderator.get(f"/review/{moderator.waiting()[0]}").text
    marks = part(page, "findings")
    assert "Urgent, despair or danger:</strong> This sounds" in marks
    assert marks.index("Show the words") < marks.index("I do not want to be here any more")
    assert "It may stay<span class=\"unseen\">: mark 1</span>" in marks


@pytest.mark.parametrize(("verdict", "fields"), [("ask", {}), ("decline", {})])
def test_despair_is_answered_with_kind_words_and_somebody_to_talk_to(
    author: Author, moderator: Staffer, verdict: str, fields: dict[str, str]
) -> None:
    author.tells(title="The bridge", body="I do not want to be here any more. I think about ending my life every night.")
    author.comes_back()
    [public_id] = moderator.waiting()
    assert moderator.decides(public_id, verdict, reason="worried").status_code == 303
    page = author.get("/mine").text
    assert "Would you tell us how you are today" in page
    assert "If it is too much right now" in page
    assert "A person has read your words." in page
