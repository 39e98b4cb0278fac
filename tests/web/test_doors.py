"""Who gets in where: every address of the hub, for everybody, and what a refusal looks like."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from hub import policy
from hub.db import db
from hub.models import Experience, Pair, Story
from tests.people import STORY, Author, Reader, Staffer, hidden

SIGN_IN = "/staff/sign-in?next="
# address -> what reader, moderator and editor get; 302 leads to the sign-in
GET = {
    "/review": (302, 200, 200), "/review/{waiting}": (302, 200, 200), "/review/nothing": (302, 404, 404),
    "/review/{waiting}/proposal": (302, 200, 200), "/review/nothing/proposal": (302, 404, 404), "/staff/design": (302, 200, 200),
    "/desk": (302, 403, 200), "/desk/news/new": (302, 403, 200), "/desk/news/{slug}": (302, 403, 200), "/desk/news/nothing": (302, 403, 404),
    "/desk/unpaired": (302, 403, 200), "/review/dismissals": (302, 200, 200),
}
POST = {
    "/review/{waiting}/decision": (401, 422, 422), "/review/nothing/decision": (401, 404, 404),
    "/review/{waiting}/proposal": (401, 422, 422), "/review/nothing/proposal": (401, 404, 404), "/review/{waiting}/erasure": (401, 303, 303),
    "/review/claim": (401, 303, 303), "/review/{waiting}/claim": (401, 303, 303), "/review/{waiting}/reversal": (401, 303, 303),
    "/review/{waiting}/findings/{finding}": (401, 303, 303), "/review/{waiting}/labels": (401, 303, 303),
    "/review/{waiting}/notes": (401, 303, 303), "/review/{waiting}/pairs": (401, 303, 303),
    "/desk/news/new": (401, 403, 422), "/desk/news/{slug}": (401, 403, 422), "/desk/news/{slug}/standing": (401, 403, 303),
    "/desk/news/{slug}/pairs": (401, 403, 422), "/desk/pairs/{pair}": (401, 403, 303), "/desk/pairs/{pair}/place": (401, 403, 303),
}
HUBS_OWN = "default-src 'none'"


@pytest.fixture
def places(author: Author, editor: Staffer) -> dict[str, str]:
    """A story, a pair and a waiting submission, by the names they have above."""
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(news=slug)
    [published] = editor.publishes_all()
    author.tells(title="Still waiting")
    return {"slug": slug, "published": published, "waiting": editor.waiting()[0], "finding": "1",
            "pair": str(db.session.scalars(select(Pair.id)).first())}


def test_every_page_of_staff_opens_for_those_it_is_for(
    hub: Flask, places: dict[str, str], reader: Reader, moderator: Staffer, editor: Staffer
) -> None:
    for path, expected in GET.items():
        for person, status in zip((reader, moderator, editor), expected, strict=True):
            answer = person.get(path.format(**places))
            assert answer.status_code == status, (path, person.__class__.__name__)
            assert answer.headers["Cache-Control"] == "no-store", path
            if status == 302:
                assert answer.headers["Location"].startswith(SIGN_IN)
            if status in (302, 403):
                assert "Still waiting" not in answer.text


def test_what_staff_send_is_taken_from_those_who_may_and_only_from_a_page_of_the_hub(
    hub: Flask, places: dict[str, str], reader: Reader, moderator: Staffer, editor: Staffer
) -> None:
    before = stored()
    for path, expected in POST.items():
        for person, status in zip((reader, moderator, editor), expected, strict=True):
            answer = person.post(path.format(**places), data={
                "verdict": "publish", "seen_version": "1", "act": "retire", "standing": "refused", "step": "up", "experience": places["published"]})
            assert answer.status_code == status, (path, person.__class__.__name__)
    assert stored() == before


def test_every_address_of_staff_is_in_the_tables_above(hub: Flask) -> None:
    named = {re.sub(r"\{\w+\}|nothing", "*", path) for path in (*GET, *POST)}
    for rule in hub.url_map.iter_rules():
        if rule.rule.startswith(("/review", "/desk")):
            assert re.sub(r"<[^>]+>", "*", rule.rule) in named, rule.rule


def test_a_moderator_cannot_do_what_an_editor_may_with_a_good_token_either(places: dict[str, str], moderator: Staffer) -> None:
    token = hidden(moderator.get(f"/review/{places['waiting']}").text, "csrf_token")
    before = stored()
    for path in ("/desk/news/{slug}/standing", "/desk/news/{slug}/pairs", "/desk/pairs/{pair}", "/desk/pairs/{pair}/place"):
        answer = moderator.post(path.format(**places), data={
            "csrf_token": token, "act": "retire", "standing": "refused", "step": "up", "experience": places["published"]})
        assert answer.status_code == 403
    assert stored() == before
    assert 'href="/desk"' not in moderator.get("/review").text


def test_the_token_of_one_member_of_staff_is_no_good_for_another(places: dict[str, str], moderator: Staffer, editor: Staffer) -> None:
    path = f"/review/{places['waiting']}"
    token = hidden(editor.get(path).text, "csrf_token")
    answer = moderator.post(f"{path}/decision", data={"csrf_token": token, "verdict": "publish", "seen_version": "1"})
    assert answer.status_code == 422
    assert db.session.scalars(select(Experience.state).where(Experience.public_id == places["waiting"])).one() == "submitted"


def test_an_author_with_a_token_but_without_a_key_opens_nothing(author: Author) -> None:
    author.tells()
    token = hidden(author.get("/mine").text, "csrf_token")
    for path in ("/mine/revision", "/mine/answer", "/mine/withdrawal"):
        answer = author.post(path, data={**STORY, "csrf_token": token, "confirm": "yes"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/mine")
    assert db.session.scalars(select(Experience)).one().state == "submitted"


def test_a_key_holder_without_the_forms_token_changes_nothing(author: Author) -> None:
    author.tells(body="As it was.")
    author.comes_back()
    for path in ("/mine/revision", "/mine/withdrawal"):
        answer = author.post(path, data={**STORY, "confirm": "yes", "body": "Changed from elsewhere."})
        assert answer.status_code == 422
    story = db.session.scalars(select(Experience)).one()
    assert (story.state, story.latest.body) == ("submitted", "As it was.")


def test_each_act_has_somebody_who_may_and_readers_may_none() -> None:
    assert not any(policy.may(act, None, None) for act in policy.POLICY if act not in ("own", "erase"))


def test_hidden_and_unpublished_things_are_not_there_for_readers(places: dict[str, str], reader: Reader, editor: Staffer) -> None:
    slug, published, waiting = places["slug"], places["published"], places["waiting"]
    assert reader.get(f"/experiences/{waiting}").status_code == 404
    editor.decides(published, "hide", reason="recognisable")
    editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="retire")
    for path in (f"/experiences/{published}", f"/news/{slug}", f"/api/v1/experiences/{published}", f"/api/v1/news/{slug}"):
        assert reader.get(path).status_code == 404, path
    for path in ("/", "/news", "/experiences", "/search?q=transfer", "/api/v1/search"):  # the index does not know it yet
        page = reader.get(path).text
        assert STORY["title"] not in page, path
        assert "A singer tells" not in page, path


def test_telling_in_answer_to_a_retired_or_unknown_story_is_simply_telling(author: Author, places: dict[str, str], editor: Staffer) -> None:
    slug = places["slug"]
    editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="retire")
    for news in (slug, "nothing", "../../x"):
        assert "In answer to the news" not in author.get(f"/share?news={news}").text
        assert author.tells(news=news, title=f"Told beside {news}").status_code == 200
    told = db.session.scalars(select(Experience).order_by(Experience.id.desc()).limit(3)).all()
    assert [experience.answers for experience in told] == [None] * 3


def stored() -> list[tuple[object, ...]]:
    """States, versions and standings of everything."""
    return [tuple(row) for query in (select(Experience.state, Experience.version), select(Story.state, Story.version), select(Pair.standing))
            for row in db.session.execute(query)]
