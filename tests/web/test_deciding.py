"""A moderator reads what waits and decides; an editor keeps the news and the pairs."""

import pytest
from sqlalchemy import func, select

from hub import history, outbox, worker
from hub.db import db, saving
from hub.models import Experience, Pair, Story
from tests.people import NEWS, STORY, Author, Reader, Staffer, hidden


def test_what_waits_longest_comes_first_and_findings_are_marked(author: Author, moderator: Staffer) -> None:
    author.tells(title="The first")
    author.tells(title="The second", body="A sentence. Write to me at tea.and.toast@example.net please.")
    page = moderator.get("/review").text
    assert page.index("The first") < page.index("The second")
    assert "Marked: contact details" in page
    page = moderator.get(f"/review/{moderator.waiting()[1]}").text
    assert ">tea.and.toast@example.net</mark>" in page


@pytest.mark.parametrize(("verdict", "fields", "state", "answers"), [
    ("publish", {}, "published", 200), ("ask", {"message": "Who is Ann?"}, "asked", 404),
    ("ask", {"reason": "unclear"}, "asked", 404), ("decline", {"reason": "off_topic"}, "declined", 404),
    ("remove", {"reason": "spam"}, "removed", 410)])
def test_each_verdict_leads_to_its_state_and_the_author_is_told(
    author: Author, moderator: Staffer, verdict: str, fields: dict[str, str], state: str, answers: int
) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    assert moderator.decides(public_id, verdict, **fields).status_code == 303
    worker.drain()
    story = db.session.scalars(select(Experience)).one()
    assert story.state == state
    assert history.of(story.record)[-1].reason == fields.get("reason", "")
    assert author.get(f"/experiences/{public_id}").status_code == answers
    author.comes_back()
    page = author.get("/mine").text
    assert fields.get("message", "") in page
    if verdict in ("ask", "decline"):
        assert story.messages[-1].body


@pytest.mark.parametrize(("verdict", "fields"), [
    ("decline", {}), ("remove", {}), ("ask", {}), ("decline", {"reason": "nonsense"}), ("decline", {"reason": "other"}),
    ("", {}), ("publish", {"message": "m" * 4_001})])
def test_a_decision_that_lacks_something_says_so_and_decides_nothing(
    author: Author, moderator: Staffer, verdict: str, fields: dict[str, str]
) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    answer = moderator.decides(public_id, verdict, **fields)
    assert answer.status_code == 422
    assert fields.get("message", "") in answer.text
    assert moderator.waiting() == [public_id]


def test_a_decision_on_a_version_that_changed_is_not_taken(author: Author, moderator: Staffer) -> None:
    token = hidden(author.get("/share").text, "csrf_token")
    author.post("/share", data={**STORY, "csrf_token": token})
    [public_id] = moderator.waiting()
    seen = hidden(moderator.get(f"/review/{public_id}").text, "seen_version")
    author.post("/share", data={**STORY, "csrf_token": token, "body": "Changed meanwhile."})
    answer = moderator.decides(public_id, "publish", seen_version=seen, message="Thank you for this.")
    assert answer.status_code == 409
    assert "Changed meanwhile." in answer.text
    assert "Thank you for this." in answer.text
    assert moderator.waiting() == [public_id]
    assert author.get(f"/experiences/{public_id}").status_code == 404
    assert hidden(answer.text, "seen_version") == str(int(seen) + 1), "what is read now can be decided on"


def test_words_for_a_story_somebody_removed_meanwhile_are_not_lost(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    seen = hidden(moderator.get(f"/review/{public_id}").text, "seen_version")
    editor.decides(public_id, "remove", reason="spam")
    answer = moderator.post(f"/review/{public_id}/decision", data={
        "csrf_token": hidden(moderator.get("/review").text, "csrf_token"), "verdict": "publish", "seen_version": seen,
        "message": "A long and kind reply."})
    assert answer.status_code == 409
    assert "A long and kind reply." in answer.text


def test_removed_words_are_erased_by_a_second_person_only(author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "remove", reason="hurtful")
    page = moderator.get("/review").text
    assert "waits for somebody else" in page
    token = hidden(page, "csrf_token")
    assert moderator.post(f"/review/{public_id}/erasure", data={"csrf_token": token}).status_code == 403
    assert editor.send(f"/review/{public_id}/erasure", "/review").status_code == 303
    assert db.session.scalars(select(Experience)).one().revisions == []


def test_a_hidden_story_can_be_shown_again(author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.publishes_all()
    moderator.decides(public_id, "hide", reason="recognisable")
    assert author.get(f"/experiences/{public_id}").status_code == 404
    assert public_id not in author.get("/api/v1/search").text
    moderator.decides(public_id, "restore")
    assert author.get(f"/experiences/{public_id}").status_code == 200


def test_an_editor_adds_a_story_in_markdown_and_readers_get_safe_words(editor: Staffer) -> None:
    summary = "Some *words*, [a link](https://example.org/a), [a trap](javascript:alert(1)), [a path](/staff) <script>alert(1)</script>"
    answer = editor.adds_news(summary=summary)
    slug = answer.headers["Location"].rpartition("/")[2]
    page = editor.get(f"/news/{slug}").text
    assert "<em>words</em>" in page
    assert 'href="https://example.org/a"' in page
    assert 'href="javascript' not in page
    assert "<script>alert" not in page
    assert 'href="/staff"' not in page


@pytest.mark.parametrize("wrong", [
    {"title": ""}, {"url": "javascript:alert(1)"}, {"url": "http://["}, {"published": "yesterday"}, {"published": "2999-01-01"},
    {"summary": ""}, {"summary": "s" * 4_001}, {"content_notes": ["nonsense"]}])
def test_a_story_with_a_fault_comes_back_as_it_was_typed(editor: Staffer, wrong: dict[str, object]) -> None:
    answer = editor.adds_news(**{"body": "Long words of ours.", **wrong})
    assert answer.status_code == 422
    assert "Long words of ours." in answer.text
    assert db.session.scalar(select(func.count(Story.id))) == 0


def test_a_draft_is_seen_by_nobody_until_it_is_published(editor: Staffer, reader: Reader) -> None:
    slug = editor.adds_news(publish=None, keep="Keep as a draft").headers["Location"].rpartition("/")[2]
    assert reader.get(f"/news/{slug}").status_code == 404
    assert NEWS["title"] not in reader.get("/").text
    editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="publish")
    worker.drain()
    assert reader.get(f"/news/{slug}").status_code == 200
    assert editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="publish").status_code == 409


def test_two_editors_at_one_story_lose_nothing(editor: Staffer) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    path = f"/desk/news/{slug}"
    seen = hidden(editor.get(path).text, "seen_version")
    words = {**NEWS, "seen_version": seen}
    assert editor.send(path, **{**words, "title": "Mine, first"}).status_code == 303
    answer = editor.send(path, **{**words, "title": "Mine, second"})
    assert answer.status_code == 409
    assert "Mine, second" in answer.text
    assert "Mine, first" in editor.get(f"/news/{slug}").text


def test_pairs_are_suggested_with_reasons_and_kept_as_the_editor_wants(
    author: Author, moderator: Staffer, editor: Staffer
) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(title="It failed for us too")
    author.tells(title="Quite another thing", body="Nothing but the weather here.", treatment=[])
    first, other = moderator.publishes_all()
    page = editor.get(f"/news/{slug}").text
    assert "It failed for us too" in page
    assert "Both speak of" in page
    assert "Quite another thing" not in page
    pair = db.session.scalars(select(Pair)).one()
    editor.send(f"/desk/pairs/{pair.id}", f"/desk/news/{slug}", standing="refused")
    assert "It failed for us too" not in editor.get(f"/news/{slug}").text
    with saving():
        outbox.promise("pair", db.session.scalars(select(Story)).one().record)
    worker.drain()
    assert "It failed for us too" not in editor.get(f"/news/{slug}").text
    assert editor.send(f"/desk/news/{slug}/pairs", f"/desk/news/{slug}", experience="nothing").status_code == 422
    assert editor.send(f"/desk/news/{slug}/pairs", f"/desk/news/{slug}", experience=other).status_code == 303
    page = editor.get(f"/news/{slug}").text
    assert "Quite another thing" in page
    assert "Put side by side by an editor" in page
    assert first != other


def test_nothing_is_proposed_without_words(author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    assert moderator.decides(public_id, "propose").status_code == 422
    assert moderator.waiting() == [public_id]
