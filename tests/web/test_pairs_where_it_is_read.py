"""A moderator confirms or hides pairs on the page of a submission, before readers see it and afterwards."""

import re

import pytest
from sqlalchemy import func, select

from hub import worker
from hub.db import db
from hub.models import Experience, LogEntry, Pair
from tests.people import NEWS, Author, Reader, Staffer
from tests.web.test_pairs_by_hand import beside, refresh


@pytest.fixture
def slug(editor: Staffer) -> str:
    """A story of the news that speaks of what authors here tell."""
    return editor.adds_news().headers["Location"].rpartition("/")[2]


@pytest.fixture
def public_id(slug: str, author: Author, moderator: Staffer) -> str:
    """A submission that waits."""
    author.tells()
    return moderator.waiting()[0]


def shown(staff: Staffer, public_id: str) -> str:
    """The pairs on the page of a submission; empty where none is offered."""
    page = staff.get(f"/review/{public_id}").text
    return page.split('id="pairs"')[1].split("</section>")[0] if 'id="pairs"' in page else ""


def says(staff: Staffer, public_id: str, slug: str, standing: str) -> int:
    """Press a button of a pair; gives the status."""
    page = f"/review/{public_id}"
    return staff.send(f"{page}/pairs", page, story=slug, standing=standing).status_code


def test_a_pair_is_offered_with_its_reason_and_nothing_is_kept_of_it(moderator: Staffer, slug: str, public_id: str) -> None:
    offered = shown(moderator, public_id)
    assert NEWS["title"] in offered
    assert "Both speak of" in offered
    assert "In the experience" in offered
    assert "frozen embryo transfer" in offered
    assert f'href="/news/{slug}"' in offered, "who keeps no news reads it as readers do"
    assert db.session.scalar(select(func.count(Pair.id))) == 0


def test_offering_what_is_offered_anyway_keeps_nothing(moderator: Staffer, slug: str, public_id: str) -> None:
    assert says(moderator, public_id, slug, "offered") == 303
    assert db.session.scalar(select(func.count(Pair.id))) == 0
    assert db.session.scalar(select(func.count(LogEntry.id)).where(LogEntry.act == "pair")) == 0


def test_what_was_confirmed_before_publishing_stands_first_for_readers(
    author: Author, moderator: Staffer, editor: Staffer, reader: Reader, slug: str, public_id: str
) -> None:
    assert says(moderator, public_id, slug, "confirmed") == 303
    offered = shown(moderator, public_id)
    assert "Confirmed" in offered
    assert "Both speak of" in offered
    assert beside(reader, slug) == [], "readers see nothing before it is published"
    assert reader.get(f"/experiences/{public_id}").status_code == 404
    worker.drain()
    assert "Confirmed" in shown(moderator, public_id), "what a person decided outlives the worker"
    author.tells(title="More alike", body="A singer tells of a transfer that failed. " * 3 + "Our frozen embryo transfer failed.")
    editor.publishes_all()
    assert [title for title, _ in beside(reader, slug)] == ["Waiting for the phone to ring", "More alike"]
    assert "Both speak of" in reader.get(f"/news/{slug}").text
    assert db.session.scalars(select(Pair.score).where(Pair.standing == "confirmed")).one() > 0
    entry = db.session.scalars(select(LogEntry).where(LogEntry.act == "pair")).one()
    assert (entry.was, entry.became, entry.actor[:6]) == ("offered", "confirmed", "staff:")


def test_what_was_hidden_before_publishing_never_stands_there(
    moderator: Staffer, reader: Reader, slug: str, public_id: str
) -> None:
    assert says(moderator, public_id, slug, "refused") == 303
    moderator.publishes_all()
    for _ in range(2):
        assert beside(reader, slug) == []
        assert NEWS["title"] not in reader.get(f"/experiences/{public_id}").text
        refresh()
    assert "Hidden" in shown(moderator, public_id)
    assert says(moderator, public_id, slug, "offered") == 303
    worker.drain()
    assert [title for title, _ in beside(reader, slug)] == ["Waiting for the phone to ring"]


def test_an_answer_is_named_as_one_and_can_be_hidden(author: Author, moderator: Staffer, reader: Reader, slug: str) -> None:
    author.tells(title="About the weather", body="Rain, then more of it.", treatment=[], news=slug)
    [public_id] = moderator.waiting()
    assert "Written in answer to this news" in shown(moderator, public_id)
    assert says(moderator, public_id, slug, "refused") == 303
    moderator.publishes_all()
    assert beside(reader, slug) == []


def test_pairs_of_what_readers_see_are_confirmed_there_too(moderator: Staffer, reader: Reader, slug: str, public_id: str) -> None:
    moderator.publishes_all()
    assert "News beside it" in moderator.get(f"/review/{public_id}").text
    assert says(moderator, public_id, slug, "confirmed") == 303
    assert db.session.scalars(select(Pair.standing)).one() == "confirmed"
    assert says(moderator, public_id, slug, "refused") == 303
    assert beside(reader, slug) == []


def test_while_a_colleague_is_at_work_nothing_is_done(moderator: Staffer, editor: Staffer, slug: str, public_id: str) -> None:
    moderator.send(f"/review/{public_id}/claim", f"/review/{public_id}", act="take")
    assert says(editor, public_id, slug, "confirmed") == 409
    assert says(moderator, public_id, slug, "confirmed") == 303


@pytest.mark.parametrize(("of", "standing", "status"), [
    ("nothing", "confirmed", 409), ("", "confirmed", 409), (None, "nonsense", 303), (None, "", 303), ("x" * 9_000, "refused", 409)])
def test_what_is_not_offered_cannot_be_decided_on(
    moderator: Staffer, slug: str, public_id: str, of: str | None, standing: str, status: int
) -> None:
    assert says(moderator, public_id, slug if of is None else of, standing) == status
    assert db.session.scalar(select(func.count(Pair.id))) == 0


def test_news_with_nothing_in_common_or_not_published_is_not_offered(author: Author, moderator: Staffer, editor: Staffer) -> None:
    editor.adds_news(title="Rain is forecast", summary="Wet, and then wetter.", url="https://example.org/rain")
    editor.adds_news(publish=None, keep="Keep", url="https://example.org/draft")
    author.tells()
    assert shown(moderator, moderator.waiting()[0]) == ""


def test_a_withdrawal_takes_the_pair_with_it(author: Author, moderator: Staffer, slug: str, public_id: str) -> None:
    says(moderator, public_id, slug, "confirmed")
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    assert db.session.scalar(select(func.count(Pair.id))) == 0
    assert moderator.get(f"/review/{public_id}").status_code == 404


def test_passages_of_what_should_not_be_met_unasked_unfold_on_request(author: Author, moderator: Staffer, slug: str) -> None:
    author.tells(content_notes=["failed_cycle"])
    [public_id] = moderator.waiting()
    assert shown(moderator, public_id).index("Show the passages") < shown(moderator, public_id).index("In the experience")


def test_a_single_key_confirms_the_first_that_is_open(moderator: Staffer, slug: str, public_id: str) -> None:
    assert re.findall(r'value="(\w+)" type="submit" data-key="(\w)"', shown(moderator, public_id)) == [("confirmed", "c"), ("refused", "f")]
    says(moderator, public_id, slug, "confirmed")
    assert "data-key" not in shown(moderator, public_id)
    assert db.session.scalars(select(Experience.state)).one() == "submitted"
