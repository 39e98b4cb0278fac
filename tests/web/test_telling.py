"""Somebody tells a story: what they typed is never lost, and one sending makes one story."""

import hashlib
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub import outbox, submissions
from hub.db import db
from hub.models import Contact, Experience, Revision
from hub.reference.facets import FACETS
from tests.people import STORY, Author, Staffer, hidden

EVERYTHING: dict[str, Any] = {
    "title": "Everything told", "body": "A first line.\n\nA second part.", "perspective": "partner", "treatment": ["ivf", "icsi"],
    "diagnosis": ["unexplained", "pcos"], "stage": "two_week_wait", "cycles": "3", "outcome": "not_yet", "country": "Malta",
    "age_band": "35_39", "year": "2021", "funding": "mixed", "content_notes": ["loss", "needles"], "pen_name": "Quiet Reader",
    "email": "me@example.org", "consent_publish": "y", "consent_adult": "y", "consent_contact": "y"}


def stories() -> int:
    """How many stories are stored."""
    return db.session.scalar(select(func.count(Experience.id))) or 0


def test_p6_every_field_is_kept_and_a_key_is_shown_once(author: Author) -> None:
    answer = author.tells(**EVERYTHING)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert len(author.key.replace("-", "")) == 26
    kept = db.session.scalars(select(Revision)).one().values()
    assert kept == {**{k: v for k, v in EVERYTHING.items() if not k.startswith(("consent", "email"))}, "cycles": 3, "year": 2021}
    story = db.session.scalars(select(Experience)).one()
    assert (story.state, story.consents) == ("submitted", ["publish", "adult", "contact"])
    assert story.consent_version
    assert b"example.org" not in db.session.scalars(select(Contact)).one().sealed
    assert story.key_hash == f"v1:{hashlib.sha256(author.key.replace('-', '').encode()).hexdigest()}"
    assert author.key not in author.get("/mine").text


def test_c1_nothing_is_kept_without_an_explicit_yes_and_the_wording_is_kept_by_version(author: Author) -> None:
    form = author.get("/share").text
    for purpose in ("publish", "adult", "contact"):
        assert "checked" not in re.search(rf'<input[^>]*name="consent_{purpose}"[^>]*>', form)[0]  # type: ignore[index]
    for missing in ("consent_publish", "consent_adult"):
        assert author.tells(**{missing: None}).status_code == 422
    assert stories() == 0
    author.tells()
    story = db.session.scalars(select(Experience)).one()
    assert (story.consents, story.consent_version) == (["publish", "adult"], submissions.CONSENT_VERSION)


def test_without_the_consent_to_be_written_to_no_address_is_kept(author: Author) -> None:
    author.tells(email="me@example.org")
    assert db.session.scalar(select(func.count(Contact.experience_id))) == 0


@pytest.mark.parametrize(("field", "value"), [
    *[(name, "nonsense") for name in FACETS], ("cycles", "three"), ("cycles", "99999999999999999999"), ("year", "1200"),
    ("year", "-1"), ("email", "not an address"), ("title", ""), ("body", "   "), ("title", "x" * 121), ("country", "x" * 61),
    ("pen_name", "x" * 41), ("consent_publish", None), ("consent_adult", None)])
def test_what_cannot_be_taken_is_named_beside_the_field_and_nothing_typed_is_lost(author: Author, field: str, value: Any) -> None:
    answer = author.tells(**{"body": "These words stay.", "title": "This title stays", field: value})
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert "These words stay." in answer.text or field == "body"
    assert "This title stays" in answer.text or field == "title"
    assert stories() == 0


@pytest.mark.parametrize("sign", ["a", "“", "😀", "\n\r"])
@pytest.mark.parametrize("encoding", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_story_of_30_000_characters_comes_back_whole(author: Author, sign: str, encoding: str) -> None:
    body = "start" + sign * (30_000 // len(sign)) + "end"
    page = author.get("/share").text
    answer = author.post("/share", content_type=encoding, data={
        **STORY, "csrf_token": hidden(page, "csrf_token"), "body": body})
    assert answer.status_code == (422 if sign.strip() else 200)
    if sign.strip():
        assert answer.text.count(sign) >= 30_000
        assert "there is room for 20,000" in answer.text


def test_20_000_characters_of_any_kind_are_taken(author: Author) -> None:
    assert author.tells(body="😀" * 20_000).status_code == 200


def test_more_than_any_honest_text_is_refused_with_a_plain_word(author: Author) -> None:
    answer = author.post("/share", data={**STORY, "body": "a" * 300_000})
    assert answer.status_code == 413
    assert "larger than we can take" in answer.text


def test_a_double_click_or_a_retry_makes_one_story_and_shows_the_same_key(author: Author) -> None:
    token = hidden(author.get("/share").text, "csrf_token")
    pages = [author.post("/share", data={**STORY, "csrf_token": token}).text for _ in range(3)]
    keys = {page.split('id="return-key">')[1].split("<")[0] for page in pages}
    assert (len(keys), stories()) == (1, 1)


def test_the_back_button_and_changed_words_make_one_story_with_the_newest_words(author: Author) -> None:
    token = hidden(author.get("/share").text, "csrf_token")
    for body in ("First words.", "Better words."):
        assert author.post("/share", data={**STORY, "csrf_token": token, "body": body}).status_code == 200
    story = db.session.scalars(select(Experience)).one()
    assert (stories(), story.latest.body, len(story.revisions)) == (1, "Better words.", 2)


def test_the_back_button_after_a_decision_loses_nothing(author: Author, moderator: Staffer) -> None:
    token = hidden(author.get("/share").text, "csrf_token")
    author.post("/share", data={**STORY, "csrf_token": token})
    moderator.publishes_all()
    answer = author.post("/share", data={**STORY, "csrf_token": token, "body": "Words after the decision."})
    assert answer.status_code == 409
    assert "Words after the decision." in answer.text
    assert stories() == 1


@pytest.mark.parametrize("token", ["", "forged", "IjEyMyI.abc.def"])
def test_a_form_without_a_good_token_comes_back_with_its_text(author: Author, token: str) -> None:
    answer = author.post("/share", data={**STORY, "csrf_token": token, "body": "Typed for an hour."})
    assert answer.status_code == 422
    assert "Typed for an hour." in answer.text
    again = author.post("/share", data={**STORY, "csrf_token": hidden(answer.text, "csrf_token")})
    assert (again.status_code, stories()) == (200, 1)


def test_telling_in_answer_to_a_story_is_remembered(author: Author, editor: Staffer) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    page = author.get(f"/share?news={slug}").text
    assert "In answer to the news" in page
    assert hidden(page, "news") == slug
    author.tells(news=slug)
    assert db.session.scalars(select(Experience)).one().answers.slug == slug  # type: ignore[union-attr]


def test_what_waits_is_nowhere_to_be_seen(author: Author, hub: Flask) -> None:
    author.tells(title="Nobody reads this yet", body="Zanzibar was the word.")
    for path in ("/", "/experiences", "/search?q=zanzibar", "/api/v1/search?q=zanzibar", "/api/v1/search"):
        page = author.get(path).text
        assert "Nobody reads this yet" not in page
        assert "Zanzibar was" not in page
    public_id = db.session.scalars(select(Experience.public_id)).one()
    assert author.get(f"/experiences/{public_id}").status_code == 404
    assert outbox.pending("index") == []


@pytest.mark.parametrize("vector", [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "javascript:alert(1)", "'; DROP TABLE story;--",
    "%00", "ﬁve İVF bébé", "‮gnp.exe", "𝕿𝖍𝖊", "田中さん", "مرحبا", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤"])
def test_hostile_and_strange_words_are_shown_as_words(author: Author, moderator: Staffer, vector: str) -> None:
    answer = author.tells(title=f"T {vector}"[:120], body=f"Body {vector} end", pen_name=vector[:40], country=vector[:60])
    assert answer.status_code in (200, 422)
    public_id = moderator.waiting()[0]
    assert moderator.get(f"/review/{public_id}").status_code == 200
    moderator.publishes_all()
    for path in (f"/experiences/{public_id}", "/", "/search?q=body", f"/search?q={vector}"):
        page = author.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "49" not in page.text.split("Body")[-1][:40] or "7*7" not in vector
    assert author.get(f"/api/v1/experiences/{public_id}").status_code == 200
