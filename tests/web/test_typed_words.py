"""Nothing somebody typed is lost: a form that comes back holds every field as it was, and stays the same sending."""

import time
from typing import Any

import html5lib
import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import func, select

from hub.db import db
from hub.models import Experience, Revision
from tests.people import STORY, Author, Staffer, hidden
from tests.web.test_telling import EVERYTHING

DAY = 24 * 60 * 60


def filled_in(page: str, action: str) -> dict[str, Any]:
    """What a browser would send if the form with this address were sent as it stands; lists where a field comes twice."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    [form] = [form for form in document.iter("form") if (form.get("action") or "").partition("?")[0] == action]
    pairs: list[tuple[str, str]] = []
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if field.tag == "textarea":
            pairs.append((name or "", field.text or ""))
        elif field.tag == "select":
            pairs += [(name or "", option.get("value") or "") for option in field.iter("option") if "selected" in option.attrib]
        elif field.tag == "input" and (kind not in ("checkbox", "radio", "submit") or (kind != "submit" and "checked" in field.attrib)):
            pairs.append((name or "", field.get("value") or ""))
    return {name: values[0] if len(values := [v for n, v in pairs if n == name]) == 1 else values for name, _ in pairs}


def typed(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as they are compared: one way for one value in a list, nothing for what is empty or carried unseen."""
    plain = {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in fields.items()}
    return {name: value for name, value in plain.items() if value and name not in ("csrf_token", "seen_version")}


def aged(token: str, secret: str, seconds: int) -> str:
    """The same form token as if its page had been opened this long ago."""
    class Then(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - seconds

    nonce = URLSafeTimedSerializer(secret, salt="form").loads(token)
    return str(URLSafeTimedSerializer(secret, salt="form", signer=Then).dumps(nonce))


@pytest.mark.parametrize("wrong", [{"title": "t" * 121}, {"consent_adult": None}, {"cycles": "a few"}, {"email": "no address"}])
def test_every_field_comes_back_as_it_was_typed(author: Author, wrong: dict[str, Any]) -> None:
    sent = {name: value for name, value in (EVERYTHING | wrong).items() if value is not None}
    answer = author.tells(**(EVERYTHING | wrong))
    assert answer.status_code == 422
    assert typed(filled_in(answer.text, "/share")) == typed(sent)
    assert db.session.scalar(select(func.count(Experience.id))) == 0


def test_a_value_from_no_list_is_named_and_the_rest_comes_back(author: Author) -> None:
    answer = author.tells(**(EVERYTHING | {"outcome": "unheard of"}))
    assert "unheard of" in answer.text
    expected = {name: value for name, value in EVERYTHING.items() if name != "outcome"}
    assert typed(filled_in(answer.text, "/share")) == typed(expected)


@pytest.mark.parametrize("body", ["\n\nTwo empty lines first.", "  Two blanks first", "A tab\there", "“Curly” – and … more",
                                  "</textarea><b>bold</b>", "&amp; &lt; &#8217;", "a\n\n\n\n\nb"])
def test_words_come_back_sign_by_sign(author: Author, body: str) -> None:
    answer = author.tells(body=body, consent_adult=None)
    assert filled_in(answer.text, "/share")["body"].replace("\r\n", "\n") == body


def test_a_form_that_stood_open_for_days_comes_back_and_is_still_the_same_sending(author: Author) -> None:
    token = hidden(author.get("/share").text, "csrf_token")
    old = aged(token, author.app.config["HUB_SECRET_KEY"], 3 * DAY)
    answer = author.post("/share", data={**STORY, "csrf_token": old, "body": "Written over three days."})
    assert answer.status_code == 422
    assert "stood open for a long time" in answer.text
    again = filled_in(answer.text, "/share")
    assert again["body"] == "Written over three days."
    keys = set()
    for renewed in (again["csrf_token"], token, again["csrf_token"]):
        page = author.post("/share", data={**STORY, "csrf_token": renewed, "body": "Written over three days."})
        assert page.status_code == 200
        keys.add(page.text.split('id="return-key">')[1].split("<")[0])
    assert (len(keys), db.session.scalar(select(func.count(Experience.id)))) == (1, 1)


def test_a_form_that_stood_open_for_nearly_a_day_is_taken(author: Author) -> None:
    token = hidden(author.get("/share").text, "csrf_token")
    old = aged(token, author.app.config["HUB_SECRET_KEY"], DAY - 60)
    assert author.post("/share", data={**STORY, "csrf_token": old}).status_code == 200


def test_a_form_sent_twice_at_once_with_a_typo_between_keeps_one_nonce(author: Author) -> None:
    first = author.tells(title="")
    second = author.post("/share", data={**STORY, "csrf_token": hidden(first.text, "csrf_token"), "year": "x"})
    third = author.post("/share", data={**STORY, "csrf_token": hidden(second.text, "csrf_token")})
    late = author.post("/share", data={**STORY, "csrf_token": hidden(first.text, "csrf_token")})
    assert (second.status_code, third.status_code, late.status_code) == (422, 200, 200)
    assert db.session.scalar(select(func.count(Revision.id))) == 1


def test_two_people_at_once_make_two_stories(author: Author) -> None:
    tokens = [hidden(author.get("/share").text, "csrf_token") for _ in range(2)]
    for token in tokens:
        assert author.post("/share", data={**STORY, "csrf_token": token}).status_code == 200
    assert db.session.scalar(select(func.count(Experience.id))) == 2


def test_nothing_is_ticked_before_somebody_ticks_it(author: Author) -> None:
    fresh = filled_in(author.get("/share").text, "/share")
    assert not [name for name in fresh if name.startswith("consent") or name == "content_notes"]


def test_a_changed_story_with_a_fault_comes_back_as_it_was_typed(author: Author) -> None:
    author.tells(**EVERYTHING)
    author.comes_back()
    offered = filled_in(author.get("/mine/revision").text, "/mine/revision")
    own = {name: value for name, value in EVERYTHING.items() if not name.startswith(("consent", "email"))}
    assert typed(offered) == typed(own)
    changed = own | {"title": "", "body": "Changed.", "treatment": ["iui"], "message": "Is this better?"}
    answer = author.send("/mine/revision", **changed)
    assert answer.status_code == 422
    assert typed(filled_in(answer.text, "/mine/revision")) == typed(changed)


def test_a_decision_with_a_fault_comes_back_as_it_was_typed(author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.waiting()
    answer = moderator.decides(public_id, "decline", reason="", message="Words I took care over.")
    assert answer.status_code == 422
    came_back = filled_in(answer.text, f"/review/{public_id}/decision")
    assert (came_back["verdict"], came_back["message"]) == ("decline", "Words I took care over.")
