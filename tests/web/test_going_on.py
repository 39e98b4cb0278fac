"""An author goes on with a story in chapters; readers read as far as they like."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from hub import worker
from hub.db import db, today
from hub.errors import Refused
from hub.models import Experience
from hub.models.revision import BODY_MAX, CHAPTER_MAX, CHAPTERS_MAX
from hub.submissions import Telling
from hub.submissions.draft import Draft
from tests.people import Author, Reader, Staffer, carried

LATER: dict[str, Any] = {"stage": "result", "told": "2025", "month": "03", "body": "The phone rang. Zanzibar was on the radio."}
FIRST = "Day five of injections, and the kitchen clock runs slow."


@pytest.fixture
def published(author: Author, moderator: Staffer) -> str:
    """A published story whose author came back; gives its id."""
    author.tells(body=FIRST, stage="stimulation")
    [public_id] = moderator.publishes_all()
    author.comes_back()
    return public_id


def story() -> Experience:
    """The one story there is."""
    db.session.rollback()
    return db.session.scalars(select(Experience)).one()


def test_a_chapter_waits_and_is_then_read_found_and_taken_along(
    published: str, author: Author, moderator: Staffer, reader: Reader
) -> None:
    assert author.send("/mine/chapter", **LATER, outcome="live_birth", message="One year on.").status_code == 303
    assert "Zanzibar" not in reader.get(f"/experiences/{published}").text
    assert reader.get("/api/v1/search?q=zanzibar").json["total"] == 0  # type: ignore[index]
    assert "the version you agreed to before" in author.get("/mine").text
    page = moderator.get(f"/review/{published}").text
    assert "One year on." in page
    assert '<ins><span class="unseen">[put in: </span>The phone rang.' in page
    moderator.publishes_all()
    page = reader.get(f"/experiences/{published}").text
    assert page.index(FIRST) < page.index("Result · March 2025</h2>") < page.index("Zanzibar")
    assert "Mentions a birth" in page
    assert reader.get("/api/v1/search?q=zanzibar").json["total"] == 1  # type: ignore[index]
    assert "<mark>Zanzibar</mark>" in reader.get("/search?q=zanzibar").text
    kept = {"stage": "result", "told": "2025-03", "body": LATER["body"]}
    assert reader.get(f"/api/v1/experiences/{published}").json["chapters"] == [kept]  # type: ignore[index]
    assert json.loads(author.get("/mine/export").data)["versions"][-1]["chapters"] == [kept]
    assert reader.get(f"/experiences/{published}?hide=live_birth").status_code == 200
    assert reader.get("/api/v1/search?q=zanzibar&hide=live_birth").json["total"] == 0  # type: ignore[index]


def test_a_reader_stops_where_they_like(published: str, author: Author, moderator: Staffer, reader: Reader) -> None:
    for stage, body in (("transfer", "The transfer day."), ("result", "The result day."), ("stimulation", "Once more.")):
        author.send("/mine/chapter", stage=stage, told="2024", body=body, outcome="in_progress")
        moderator.publishes_all()
    path = f"/experiences/{published}"
    for upto, shown in (("", 4), ("stimulation", 1), ("collection", 1), ("transfer", 2), ("result", 4), ("tests", 0), ("nonsense", 4)):
        page = reader.get(f"{path}?upto={upto}").text
        told = [words in page for words in (FIRST, "The transfer day.", "The result day.", "Once more.")]
        assert told == [True] * shown + [False] * (4 - shown), upto
        assert ("In the middle of it" in page) == (shown == 4), upto  # how it stands is not told to those who stop
    page = reader.get(path).text
    assert page.count("Stop here") == 2
    stopped = reader.get(f"{path}?upto=stimulation&hide=loss").text
    assert f'href="{path}?upto=transfer&amp;hide=loss#part-2">Read on' in stopped.replace("hide=loss&amp;upto=transfer", "upto=transfer&amp;hide=loss")


@pytest.mark.parametrize(("wrong", "where"), [
    ({"stage": ""}, "stage"), ({"stage": "nonsense"}, "stage"), ({"told": ""}, "told"), ({"told": "soon"}, "told"), ({"told": "1200"}, "told"),
    ({"told": str(today().year + 1)}, "told"), ({"month": "13"}, "told"), ({"month": "03-01"}, "told"), ({"told": "99999999999999999999"}, "told"),
    ({"body": "  "}, "body"), ({"body": "y" * (CHAPTER_MAX + 1)}, "body"), ({"outcome": "nonsense"}, "outcome"), ({"message": "m" * 4_001}, "message")])
def test_a_chapter_with_a_fault_comes_back_as_it_was_typed(published: str, author: Author, wrong: dict[str, str], where: str) -> None:
    answer = author.send("/mine/chapter", **{**LATER, "message": "A word.", **wrong})
    assert answer.status_code == 422
    assert f'id="{where}-problem"' in answer.text
    for name, value in {**LATER, "message": "A word.", **wrong}.items():
        if name not in ("stage", "month", "outcome"):
            assert value.strip() in answer.text, name
    assert ('<option selected value="result">' in answer.text) == ("stage" not in wrong)
    assert len(story().revisions) == 1


def test_a_double_press_adds_one_chapter_and_another_window_loses_nothing(published: str, author: Author) -> None:
    page = carried(author.get("/mine/chapter").text)
    assert [author.post("/mine/chapter", data={**page, **LATER}).status_code for _ in range(3)] == [303] * 3
    assert (len(story().revisions), len(story().latest.chapters)) == (2, 1)
    answer = author.post("/mine/chapter", data={**page, **LATER, "body": "From another window."})
    assert answer.status_code == 409
    assert "From another window." in answer.text
    assert len(story().revisions) == 2
    again = author.post("/mine/chapter", data={**carried(answer.text), **LATER, "body": "From another window."})
    assert again.status_code == 303
    assert [chapter["body"] for chapter in story().latest.chapters] == [LATER["body"], "From another window."]


def test_each_part_can_be_changed_and_taken_out(published: str, author: Author, moderator: Staffer) -> None:
    for number in (1, 2):
        author.send("/mine/chapter", **{**LATER, "body": f"Part {number}."})
        moderator.publishes_all()
    fields = {"title": "T", "body": FIRST, "chapters-0-stage": "result", "chapters-0-told": "2025", "chapters-0-month": "",
              "chapters-0-body": "", "chapters-1-stage": "after", "chapters-1-told": "x", "chapters-1-body": "Kept, and changed."}
    answer = author.send("/mine/revision", **fields)
    assert answer.status_code == 422
    assert 'id="chapters-1-told-problem"' in answer.text
    assert "Kept, and changed." in answer.text
    assert author.send("/mine/revision", **{**fields, "chapters-1-told": "2024"}).status_code == 303
    assert story().latest.chapters == [{"stage": "after", "told": "2024", "body": "Kept, and changed."}]
    assert len(story().text.chapters) == 2


def test_an_answer_keeps_the_chapters(published: str, author: Author, moderator: Staffer) -> None:
    author.send("/mine/chapter", **LATER)
    moderator.decides(published, "ask", message="When?")
    author.send("/mine/answer", message="In spring.", title="T", body="Other first words.")
    assert (story().latest.body, len(story().latest.chapters)) == ("Other first words.", 1)


def test_what_screening_marks_in_a_chapter_stands_there(published: str, author: Author, moderator: Staffer) -> None:
    author.send("/mine/chapter", **{**LATER, "body": "Please write to tea.and.toast@example.net soon."})
    page = moderator.get(f"/review/{published}").text
    assert ">tea.and.toast@example.net</mark>" in page
    assert "“tea.and.toast@example.net”" in page


def test_a_story_has_room_for_so_many_parts_and_no_more() -> None:
    chapter = {"stage": "after", "told": "2024", "body": "b" * 10}
    whole = {"title": "T", "body": "b"}
    assert len(Telling.of(Draft.of(whole | {"chapters": [chapter] * CHAPTERS_MAX})).draft.chapters) == CHAPTERS_MAX
    for chapters, body in (([chapter] * (CHAPTERS_MAX + 1), "b"), ([chapter | {"body": "b" * CHAPTER_MAX}] * 5, "b" * BODY_MAX), ("no list", "b")):
        with pytest.raises(Refused, match="chapters"):
            Draft.of({"title": "T", "body": body, "chapters": chapters})


def test_a_chapter_is_told_only_of_what_is_published(author: Author, moderator: Staffer) -> None:
    author.tells()
    author.comes_back()
    assert "once your story is published" in author.get("/mine/chapter").text
    token = carried(author.get("/mine/revision").text)
    answer = author.post("/mine/chapter", data={**token, **LATER})
    assert answer.status_code == 409
    assert LATER["body"] in answer.text
    moderator.publishes_all()
    worker.drain()
    assert author.send("/mine/chapter", **LATER).status_code == 303
