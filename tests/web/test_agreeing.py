"""A moderator proposes other words; nothing of them appears unless the author agrees."""

import datetime as dt
import html
import json
import re
import time

import pytest
from sqlalchemy import select

from hub import outbox, retention, worker
from hub.config import CLOCKS
from hub.db import db, saving, today
from hub.models import Experience
from hub.web.changes import pieces
from tests.people import Author, Reader, Staffer, carried, hidden

BODY = "We waited at the Hollow Oak Clinic.\n\nWrite to tea.and.toast@example.net if you like.\n\nThen the phone rang."
WHY = "Somebody could find you by this."


def story() -> Experience:
    """The one story there is."""
    db.session.rollback()
    return db.session.scalars(select(Experience)).one()


@pytest.fixture
def waiting(author: Author, moderator: Staffer) -> str:
    """A story that waits, whose author came back; gives its id."""
    author.tells(body=BODY)
    author.comes_back()
    return moderator.waiting()[0]


def proposes(moderator: Staffer, public_id: str, **fields: str) -> int:
    """Propose; gives the status."""
    page = f"/review/{public_id}/proposal"
    opened = moderator.get(page).text
    kept = {"title": story().latest.title, "body": story().latest.body, "message": WHY}
    return moderator.post(page, data={**carried(opened), **kept, **fields}).status_code


@pytest.mark.parametrize("live", [False, True])
def test_proposed_words_are_read_word_by_word_and_published_when_the_author_agrees(
    waiting: str, author: Author, moderator: Staffer, reader: Reader, live: bool
) -> None:
    if live:
        moderator.publishes_all()
        author.send("/mine/revision", title="T", body=BODY + " And rang again.")
    assert proposes(moderator, waiting, body="We waited.\n\nThen the phone rang, softly.") == 303
    worker.drain()
    assert moderator.waiting() == []
    for page in (reader.get(f"/experiences/{waiting}").text, reader.get("/search?q=softly").text.split("<main")[1].split("<ol")[-1]):
        assert "rang, softly" not in page
    page = moderator.get(f"/review/{waiting}").text
    assert "A change is proposed and waits for its author" in page
    assert "softly." in page
    assert "Look at the change" in author.get("/mine").text
    page = author.get("/mine/acceptance").text
    assert WHY in page
    assert re.search(r'<del><span class="unseen">\[taken out: </span>[^<]*tea\.and\.toast@example\.net', page)
    assert re.search(r'<ins><span class="unseen">\[put in: </span>[^<]*softly', page)
    assert author.send("/mine/acceptance", accept="y").status_code == 303
    worker.drain()
    shown = reader.get(f"/experiences/{waiting}").text
    assert "rang, softly" in shown
    assert "tea.and.toast" not in shown
    assert reader.get("/api/v1/search?q=softly").json["total"] == 1  # type: ignore[index]
    assert (story().pending, story().live_number) == (None, len(story().revisions))
    newest = json.loads(author.get("/mine/export").data)["versions"][-1]
    assert (newest["made_by"], newest["agreed"], newest["accepted_on"], newest["shown_to_readers"]) == (
        "moderator", True, today().isoformat(), True)
    assert "You agreed to the proposed words" in author.get("/mine").text


def test_an_author_who_answers_instead_is_read_in_their_own_words(waiting: str, author: Author, moderator: Staffer, reader: Reader) -> None:
    proposes(moderator, waiting, body="Not mine.")
    assert author.send("/mine/acceptance", answer="y", message="  ").status_code == 422
    assert author.send("/mine/acceptance", answer="y", message="I would rather keep the clinic.").status_code == 303
    page = moderator.get(f"/review/{waiting}").text
    assert "I would rather keep the clinic." in page
    assert "Not mine." not in page
    moderator.publishes_all()
    assert "Hollow Oak" in reader.get(f"/experiences/{waiting}").text
    assert "Not mine." not in reader.get(f"/experiences/{waiting}").text


def test_an_author_may_change_the_story_themselves_instead(waiting: str, author: Author, moderator: Staffer) -> None:
    proposes(moderator, waiting, body="Not mine.")
    assert author.send("/mine/revision", title="T", body="My own other words.").status_code == 303
    assert (story().state, story().latest.body) == ("submitted", "My own other words.")
    assert "Nothing is proposed" in author.get("/mine/acceptance").text


def test_agreeing_to_what_was_proposed_before_agrees_to_nothing(waiting: str, author: Author, moderator: Staffer, reader: Reader) -> None:
    proposes(moderator, waiting, body="The first proposal.")
    first = carried(author.get("/mine/acceptance").text)
    author.send("/mine/acceptance", answer="y", message="Rather not.")
    proposes(moderator, waiting, body="The second proposal.")
    answer = author.post("/mine/acceptance", data={**first, "accept": "y", "message": "My words stay."})
    assert answer.status_code == 409
    assert "My words stay." in answer.text
    assert "second" in answer.text
    assert reader.get(f"/experiences/{waiting}").status_code == 404
    without = author.post("/mine/acceptance", data={"csrf_token": first["csrf_token"], "accept": "y"})
    assert without.status_code == 422
    assert author.post("/mine/acceptance", data={**carried(answer.text), "accept": "y"}).status_code == 303
    assert story().text.body == "The second proposal."


def test_a_double_press_agrees_once(waiting: str, author: Author, moderator: Staffer) -> None:
    proposes(moderator, waiting, body="Other words.")
    page = carried(author.get("/mine/acceptance").text)
    assert [author.post("/mine/acceptance", data={**page, "accept": "y"}).status_code for _ in range(3)] == [303] * 3
    assert story().version == 3
    assert "Nothing is proposed" in author.get("/mine/acceptance").text


def test_a_marked_span_is_softened_wherever_it_stands(waiting: str, author: Author, moderator: Staffer) -> None:
    page = moderator.get(f"/review/{waiting}/proposal").text
    marked = [html.unescape(found) for found in re.findall(r'name="softened-\d+-marked"[^>]*value="([^"]*)"', page)]
    assert "tea.and.toast@example.net" in marked
    number = marked.index("tea.and.toast@example.net")
    fields = {f"softened-{n}-marked": words for n, words in enumerate(marked)} | {f"softened-{number}-instead": r"to me (\1)"}
    assert proposes(moderator, waiting, **fields) == 303
    proposal = story().proposal
    assert proposal is not None
    assert r"Write to to me (\1) if" in proposal.body
    assert proposal.made_by == "moderator"


@pytest.mark.parametrize(("fields", "named"), [
    ({}, "body"), ({"message": " ", "body": "Other."}, "message"), ({"body": ""}, "body"), ({"title": "x" * 121}, "title"),
    ({"message": "m" * 4_001, "body": "Other."}, "message")])
def test_a_proposal_that_lacks_something_says_so_and_keeps_what_was_typed(
    waiting: str, author: Author, moderator: Staffer, fields: dict[str, str], named: str
) -> None:
    page = f"/review/{waiting}/proposal"
    answer = moderator.send(page, **{"title": "T" if fields else story().latest.title, "body": BODY, "message": WHY, **fields})
    assert answer.status_code == 422
    assert f'id="{named}-problem"' in answer.text
    assert fields.get("message", WHY).strip() in answer.text
    assert moderator.waiting() == [waiting]
    assert len(story().revisions) == 1


def test_a_proposal_for_a_version_that_changed_is_not_sent_and_not_lost(waiting: str, author: Author, moderator: Staffer) -> None:
    opened = carried(moderator.get(f"/review/{waiting}/proposal").text)
    author.send("/mine/revision", title="T", body="Changed meanwhile.")
    answer = moderator.post(f"/review/{waiting}/proposal", data={**opened, "title": "T", "body": "An hour of care.", "message": WHY})
    assert answer.status_code == 409
    assert "An hour of care." in answer.text
    assert story().proposal is None


def test_chapters_are_proposed_for_too(waiting: str, author: Author, moderator: Staffer, reader: Reader) -> None:
    moderator.publishes_all()
    author.send("/mine/chapter", stage="after", told="2024", body="A later part, with a name in it.")
    assert proposes(moderator, waiting, **{"chapters-0-body": "A later part."}) == 303
    assert author.send("/mine/acceptance", accept="y").status_code == 303
    assert "A later part." in reader.get(f"/experiences/{waiting}").text
    author.send("/mine/chapter", stage="after", told="2024", body="Yet another.")
    assert proposes(moderator, waiting, **{"chapters-0-body": "One part missing."}) == 422


def test_nothing_is_proposed_or_asked_where_nobody_could_agree(moderator: Staffer, author: Author, waiting: str) -> None:
    with saving():
        story().provenance = "imported"
        story().key_hash = None
    page = moderator.get(f"/review/{waiting}").text
    assert "Propose other words" not in page
    assert "Ask the author" not in page
    assert proposes(moderator, waiting, body="Other.", seen_version="1") == 409


@pytest.mark.parametrize("live", [False, True])
def test_a_proposal_nobody_answers_expires_unpublished(waiting: str, author: Author, moderator: Staffer, reader: Reader, live: bool) -> None:
    if live:
        moderator.publishes_all()
        author.send("/mine/revision", title="T", body="A newer version.")
    proposes(moderator, waiting, body="Proposed words.")
    over = today() + CLOCKS["unanswered"].time
    assert f"{over.day} {over:%B %Y}" in author.get("/mine").text
    assert retention.due(over - dt.timedelta(days=1)) == []
    [due] = retention.due(over)
    with saving():
        assert not retention.let_go(due, on=over - dt.timedelta(days=1)), "its time is not over"
        assert retention.let_go(due, on=over)
    assert ("Hollow Oak" in reader.get(f"/experiences/{waiting}").text) == live
    assert [revision.body for revision in story().revisions] == ([BODY] if live else [])
    assert (story().state, story().pending) == (("published", None) if live else ("withdrawn", None))
    assert outbox.pending("scrub")


def test_a_notice_is_promised_with_a_proposal(waiting: str, moderator: Staffer) -> None:
    proposes(moderator, waiting, body="Other words.")
    assert outbox.pending("notice") == [story().record]


@pytest.mark.parametrize(("before", "after", "expected"), [
    ("a b c", "a b c", [("same", "a b c")]),
    ("a b c", "a x c", [("same", "a"), ("gone", "b"), ("new", "x"), ("same", "c")]),
    ("", "a b", [("new", "a b")]), ("a b", "", [("gone", "a b")]),
    ("one\n\ntwo", "one\n\nthree", [("same", "one\n\n"), ("gone", "two"), ("new", "three")]),
    ("we went to the big clinic now", "they drove to the old house now", [
        ("gone", "we went to the big clinic"), ("new", "they drove to the old house"), ("same", "now")])])
def test_a_change_reads_as_a_whole(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(before, after) == expected


def test_words_taken_out_and_words_that_stayed_are_the_text_before() -> None:
    before, after = BODY * 3, BODY.replace("phone", "bell") + "\n\nThe end." + BODY
    kept = pieces(before, after)
    for wanted, kinds in ((before, ("same", "gone")), (after, ("same", "new"))):
        assert " ".join(text for kind, text in kept if kind in kinds).split() == wanted.split()


@pytest.mark.parametrize(("before", "after"), [
    ("a " * 30_000, "b a " * 15_000), ("a\n\nb\n\n" * 10_000, "b\n\na\n\n" * 10_000), ("x" * 60_000, "y" * 60_000)])
def test_a_hostile_pair_of_texts_is_compared_in_bounded_time(before: str, after: str) -> None:
    started = time.process_time()
    pieces(before, after)
    assert time.process_time() - started < 5


def test_the_form_names_the_version_it_shows(waiting: str, moderator: Staffer) -> None:
    assert hidden(moderator.get(f"/review/{waiting}/proposal").text, "seen_version") == "1"
