"""An editor decides which experiences stand beside a story; what they decided outlives every refresh."""

import pytest
from sqlalchemy import func, select

from hub import outbox, worker
from hub.db import db, saving
from hub.models import Experience, LogEntry, Pair, Story
from tests.people import NEWS, Author, Reader, Staffer, hidden


@pytest.fixture
def slug(author: Author, editor: Staffer) -> str:
    """A story with one experience beside it."""
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(title="It failed for us too")
    editor.publishes_all()
    return slug


def refresh() -> None:
    """Have the worker make every pair again."""
    with saving():
        for model in (Story, Experience):
            for row in db.session.scalars(select(model)):
                outbox.promise("pair", row.record)
    worker.drain()


def beside(reader: Reader, slug: str) -> list[tuple[str, str]]:
    """What readers meet beside a story: title and origin."""
    return [(pair["title"], pair["origin"]) for pair in reader.get(f"/api/v1/news/{slug}").json["pairs"]]  # type: ignore[index]


@pytest.mark.parametrize(("standing", "shown"), [("confirmed", True), ("refused", False)])
def test_what_an_editor_decided_outlives_a_refresh(editor: Staffer, reader: Reader, slug: str, standing: str, shown: bool) -> None:
    pair = db.session.scalars(select(Pair)).one()
    answer = editor.send(f"/desk/pairs/{pair.id}", f"/desk/news/{slug}", standing=standing)
    assert answer.status_code == 303
    for _ in range(2):
        assert (("It failed for us too", "suggested") in beside(reader, slug)) == shown
        assert ("It failed for us too" in reader.get("/").text.split("Newest experiences")[0]) == shown
        refresh()
    assert db.session.scalars(select(Pair)).one().standing == standing
    entry = db.session.scalars(select(LogEntry).where(LogEntry.act == "pair")).one()
    assert (entry.was, entry.became, entry.actor[:6]) == ("offered", standing, "staff:")
    assert entry.record == f"pair:{pair.story_id}-{pair.experience_id}"


def test_a_refused_pair_can_be_offered_again(editor: Staffer, reader: Reader, slug: str) -> None:
    pair = db.session.scalars(select(Pair.id)).one()
    for standing in ("refused", "offered"):
        editor.send(f"/desk/pairs/{pair}", f"/desk/news/{slug}", standing=standing)
    refresh()
    assert beside(reader, slug) == [("It failed for us too", "suggested")]


@pytest.mark.parametrize("standing", ["", "nonsense", "published"])
def test_a_standing_nobody_knows_changes_nothing(editor: Staffer, slug: str, standing: str) -> None:
    pair = db.session.scalars(select(Pair)).one()
    assert editor.send(f"/desk/pairs/{pair.id}", f"/desk/news/{slug}", standing=standing).status_code == 303
    assert db.session.get_one(Pair, pair.id).standing == "offered"


def test_a_pair_by_hand_stands_before_suggestions_and_stays(author: Author, editor: Staffer, reader: Reader, slug: str) -> None:
    author.tells(title="About the weather", body="Rain, then more of it.", treatment=[])
    [other] = editor.publishes_all()
    path = f"/desk/news/{slug}"
    for typed in (f"http://localhost/experiences/{other}", f"  {other} "):  # the whole address, and once more
        assert editor.send(f"{path}/pairs", path, experience=typed).status_code == 303
    for _ in range(2):
        assert beside(reader, slug) == [("About the weather", "editor"), ("It failed for us too", "suggested")]
        refresh()
    assert "Put side by side by an editor" in reader.get(f"/experiences/{other}").text
    assert db.session.scalar(select(func.count(Pair.id))) == 2


def test_an_answer_stands_before_everything(author: Author, editor: Staffer, reader: Reader, slug: str) -> None:
    author.tells(title="About the weather", body="Rain, then more of it.", treatment=[], news=slug)
    editor.publishes_all()
    assert beside(reader, slug)[0] == ("About the weather", "response")


def test_an_answer_is_an_answer_also_where_the_likeness_was_seen_first(
        author: Author, editor: Staffer, reader: Reader, slug: str) -> None:
    author.tells(title="In answer, and alike", news=slug)
    editor.publishes_all()
    with saving():
        db.session.scalars(select(Pair).where(Pair.origin == "response")).one().origin = "suggested"  # as the story alone would make it
    refresh()
    assert beside(reader, slug)[0] == ("In answer, and alike", "response")


@pytest.mark.parametrize("typed", ["", "nothing", "https://elsewhere.example/x", "/", "%00", "x" * 5_000])
def test_an_experience_that_is_not_there_is_named_and_nothing_is_paired(editor: Staffer, slug: str, typed: str) -> None:
    answer = editor.send(f"/desk/news/{slug}/pairs", f"/desk/news/{slug}", experience=typed)
    assert answer.status_code == 422
    assert 'id="experience-problem"' in answer.text
    assert NEWS["title"] in answer.text
    assert db.session.scalar(select(func.count(Pair.id))) == 1


def test_what_waits_or_is_hidden_cannot_be_put_beside(author: Author, editor: Staffer, slug: str) -> None:
    author.tells(title="Not read yet")
    [waiting] = editor.waiting()
    hidden_id = db.session.scalars(select(Experience.public_id).where(Experience.state == "published")).one()
    editor.decides(hidden_id, "hide", reason="recognisable")
    for public_id in (waiting, hidden_id):
        assert editor.send(f"/desk/news/{slug}/pairs", f"/desk/news/{slug}", experience=public_id).status_code == 422


def test_pairs_follow_what_is_said_now(author: Author, editor: Staffer, reader: Reader, slug: str) -> None:
    public_id = db.session.scalars(select(Experience.public_id)).one()
    author.comes_back()
    author.send("/mine/revision", title="About the weather", body="Rain, then more of it.")
    worker.drain()
    assert beside(reader, slug) == [("It failed for us too", "suggested")]  # readers keep the agreed text and its pair
    editor.publishes_all()
    assert beside(reader, slug) == []
    assert reader.get(f"/api/v1/experiences/{public_id}").json["pairs"] == []  # type: ignore[index]


def test_pairs_follow_hiding_and_showing_again(editor: Staffer, reader: Reader, slug: str) -> None:
    public_id = db.session.scalars(select(Experience.public_id)).one()
    editor.decides(public_id, "hide", reason="recognisable")
    assert beside(reader, slug) == []  # before the worker has done anything
    worker.drain()
    assert db.session.scalar(select(func.count(Pair.id))) == 0
    editor.decides(public_id, "restore")
    worker.drain()
    assert beside(reader, slug) == [("It failed for us too", "suggested")]


def test_what_an_editor_decided_outlives_hiding_too(editor: Staffer, reader: Reader, slug: str) -> None:
    public_id = db.session.scalars(select(Experience.public_id)).one()
    editor.send(f"/desk/pairs/{db.session.scalars(select(Pair.id)).one()}", f"/desk/news/{slug}", standing="refused")
    editor.decides(public_id, "hide", reason="recognisable")
    worker.drain()
    editor.decides(public_id, "restore")
    worker.drain()
    assert beside(reader, slug) == []


def test_a_retired_story_leaves_no_trace_beside_experiences(editor: Staffer, reader: Reader, slug: str) -> None:
    public_id = db.session.scalars(select(Experience.public_id)).one()
    editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="retire")
    for _ in range(2):
        assert NEWS["title"] not in reader.get(f"/experiences/{public_id}").text
        worker.drain()
    editor.send(f"/desk/news/{slug}/standing", f"/desk/news/{slug}", act="publish")
    worker.drain()
    assert NEWS["title"] in reader.get(f"/experiences/{public_id}").text


def test_an_edited_story_is_found_by_its_new_words(editor: Staffer, reader: Reader, slug: str) -> None:
    path = f"/desk/news/{slug}"
    seen = hidden(editor.get(path).text, "seen_version")
    editor.send(path, **{**NEWS, "seen_version": seen, "summary": "Now about [surrogacy](https://example.org) in **Peru**.", "title": "Other"})
    worker.drain()
    assert reader.get("/api/v1/search?q=surrogacy&kind=news").json["total"] == 1  # type: ignore[index]
    assert reader.get("/api/v1/search?q=singer").json["total"] == 0  # type: ignore[index]
    page = reader.get(f"/news/{slug}").text
    assert "<strong>Peru</strong>" in page
    assert beside(reader, slug) == []


def tell_three(author: Author, editor: Staffer) -> None:
    """Three more who lived it, more alike the further down."""
    for number, body in enumerate(("A frozen embryo transfer that failed.", "The transfer failed. A frozen embryo transfer, our last.",
                                   "Our frozen embryo transfer failed, and failed again.")):
        author.tells(title=f"Number {number}", body=body, perspective="partner", outcome=None, treatment=["fet"])
    editor.publishes_all()


def press(editor: Staffer, slug: str, title: str, step: str) -> int:
    """Press a pair's button on the desk; gives the status."""
    pair = next(p for p in db.session.scalars(select(Pair)) if p.experience.text.title == title)
    return editor.send(f"/desk/pairs/{pair.id}/place", f"/desk/news/{slug}", step=step).status_code


def test_an_editors_order_is_the_readers_order_at_once_and_outlives_a_refresh(
        author: Author, editor: Staffer, reader: Reader, slug: str) -> None:
    tell_three(author, editor)
    before = [title for title, _ in beside(reader, slug)]
    assert len(before) > 2
    assert press(editor, slug, before[2], "up") == 303
    assert press(editor, slug, before[2], "up") == 303
    wanted = [before[2], before[0], before[1], *before[3:]]
    assert [title for title, _ in beside(reader, slug)][:3] == wanted[:3]
    refresh()
    assert [title for title, _ in beside(reader, slug)][:3] == wanted[:3]
    assert press(editor, slug, before[2], "down") == 303
    assert [title for title, _ in beside(reader, slug)][:2] == [before[0], before[2]]
    acts = list(db.session.execute(select(LogEntry.was, LogEntry.became).where(LogEntry.act == "place").order_by(LogEntry.id)).all())
    assert [tuple(act) for act in acts] == [("2", "1"), ("1", "0"), ("0", "1")]


def test_the_desk_offers_only_moves_that_move_something(author: Author, editor: Staffer, reader: Reader, slug: str) -> None:
    author.tells(title="In answer", news=slug)
    editor.publishes_all()
    page = editor.get(f"/desk/news/{slug}").text
    assert "Move up" not in page  # one answer, one suggestion: each is alone among its own
    tell_three(author, editor)
    first, *_ = [title for title, origin in beside(reader, slug) if origin == "suggested"]
    page = editor.get(f"/desk/news/{slug}").text
    assert f'Move down<span class="unseen"> {first}' in page
    assert f'Move up<span class="unseen"> {first}' not in page
    assert beside(reader, slug)[0] == ("In answer", "response")
    assert press(editor, slug, first, "up") == 303  # it cannot pass the answer
    assert press(editor, slug, first, "sideways") == 303
    assert beside(reader, slug)[:2] == [("In answer", "response"), (first, "suggested")]
    assert db.session.scalar(select(func.count(Pair.id)).where(Pair.place.is_not(None))) == 0


def test_a_refused_pair_stays_refused_when_the_text_changes(author: Author, editor: Staffer, reader: Reader, slug: str) -> None:
    pair = db.session.scalars(select(Pair.id)).one()
    editor.send(f"/desk/pairs/{pair}", f"/desk/news/{slug}", standing="refused")
    author.comes_back()
    author.send("/mine/revision", title="Told anew", body="Our frozen embryo transfer failed. A failed transfer, frozen embryos, blame.")
    worker.drain()
    editor.publishes_all()
    assert beside(reader, slug) == []
    assert "Told anew" not in reader.get(f"/news/{slug}").text
    assert "Told anew" in editor.get(f"/desk/news/{slug}").text


def test_the_desk_lists_what_stands_alone(author: Author, editor: Staffer, slug: str) -> None:
    editor.adds_news(title="Rain is forecast", summary="Wet, and then wetter.", url="https://example.org/rain")
    author.tells(title="About the weather", body="Rain, then more of it.", treatment=[])
    editor.publishes_all()
    alone = editor.get("/desk/unpaired").text
    assert "Rain is forecast" in alone
    assert "About the weather" in alone
    assert NEWS["title"] not in alone
    assert "It failed for us too" not in alone
    pair = db.session.scalars(select(Pair.id)).one()
    editor.send(f"/desk/pairs/{pair}", f"/desk/news/{slug}", standing="refused")
    alone = editor.get("/desk/unpaired").text
    assert NEWS["title"] in alone
    assert "It failed for us too" in alone
