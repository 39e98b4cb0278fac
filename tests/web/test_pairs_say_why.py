"""A reader sees why a story and an experience stand together: in words, and in the words of both."""

import json
import re

import pytest
from sqlalchemy import func, select

from hub import cli, outbox, worker
from hub.db import db, saving
from hub.models import Companion, Edition, Experience, Pair, Profile, Promise, Spread
from tests.people import Author, Reader, Staffer, hidden

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
SURROGACY = {"title": "A bill about surrogates", "summary": "Parliament debates *surrogacy*. A mother was left off the birth certificate.",
             "body": "One surrogate spoke of storage fees & <letters>.\n\nFor eight months the law saw no legal parent in her."}
CARRIED = {"title": "What I carried", "perspective": "surrogate", "treatment": ["surrogacy"], "outcome": "live_birth", "stage": "after",
           "body": "I was a surrogate twice, and nobody minds me saying <so>.\n\nThe birth certificate had my name on it, not theirs.\n\n"
                   "In the end there was a healthy baby."}


@pytest.fixture
def slug(author: Author, editor: Staffer) -> str:
    """A story about surrogacy, and somebody who was there."""
    slug = editor.adds_news(**SURROGACY).headers["Location"].rpartition("/")[2]
    author.tells(**CARRIED)
    editor.publishes_all()
    return slug


def passages(page: str) -> list[str]:
    """The passages a page shows, with what is marked in them in brackets."""
    found = re.findall(r"<dd>“(.*?)”</dd>", page, re.S)
    return [re.sub(r"</?mark>", lambda tag: "]" if "/" in tag[0] else "[", passage) for passage in found]


def public_id() -> str:
    return db.session.scalars(select(Experience.public_id)).one()


def test_both_pages_show_the_reason_and_the_passage_of_each_side(reader: Reader, slug: str) -> None:
    for path in (f"/news/{slug}", f"/experiences/{public_id()}"):
        page = reader.get(path).text
        assert "Both speak of" in page
        assert "legal parenthood" in page
        shown = passages(page)
        assert "A mother was left off the [birth certificate]." in shown
        assert "The [birth certificate] had my name on it, not theirs." in shown


def test_a_passage_is_escaped_and_an_editors_signs_are_left_out(reader: Reader, author: Author, editor: Staffer) -> None:
    slug = editor.adds_news(title="Fees", summary="The *storage fees* <b>doubled</b> & rose.").headers["Location"].rpartition("/")[2]
    author.tells(title="Bills", body="I paid the storage fees <i>again</i> & again.\n\nStorage fees, storage fees.")
    editor.publishes_all()
    page = reader.get(f"/news/{slug}").text
    assert "The [storage fees] &lt;b&gt;doubled&lt;/b&gt; &amp; rose." in passages(page)
    assert "I paid the [storage fees] &lt;i&gt;again&lt;/i&gt; &amp; again." in passages(page)


def test_the_ending_and_who_tells_are_never_the_reason(reader: Reader, slug: str) -> None:
    [pair] = reader.get(f"/api/v1/news/{slug}").json["pairs"]  # type: ignore[index]
    assert all(isinstance(reason, str) for reason in pair["reasons"])
    assert not re.search("birth of a child|live birth|a surrogate|baby", " ".join(pair["reasons"]).lower())
    assert not any("healthy baby" in passage for passage in passages(reader.get(f"/news/{slug}").text))


def test_where_nothing_is_shared_nothing_is_shown(reader: Reader, author: Author, editor: Staffer, slug: str) -> None:
    author.tells(title="A walk", body="March was warm. It took a man an hour, in my judgment, and the fees were paid.", treatment=[], outcome=None,
                 perspective=None)
    editor.publishes_all()
    assert [pair["title"] for pair in reader.get(f"/api/v1/news/{slug}").json["pairs"]] == ["What I carried"]  # type: ignore[index]


def test_a_reader_meets_no_passage_of_what_they_would_rather_not_meet(reader: Reader, slug: str) -> None:
    assert passages(reader.get(f"/news/{slug}").text)
    page = reader.get(f"/news/{slug}?hide=live_birth").text
    assert passages(page) == []
    assert "birth certificate had" not in page


def test_a_pair_keeps_no_words_and_a_stale_passage_is_not_shown(reader: Reader, editor: Staffer, slug: str) -> None:
    [pair] = db.session.scalars(select(Pair))
    kept = json.dumps(pair.reasons)
    assert not set(re.findall(r"[a-z]{4,}", kept)) & set(re.findall(r"[a-z]{4,}", CARRIED["body"].lower())) - {"legal", "surrogacy", "body"}  # type: ignore[union-attr]
    path = f"/desk/news/{slug}"
    seen = hidden(editor.get(path).text, "seen_version")
    editor.send(path, **{**SURROGACY, "outlet": "X", "url": "https://example.org/", "published": "2024-05-01", "seen_version": seen,
                         "summary": "Quite other words stand here now, and a good many more of them than before.", "body": "Short."})
    page = reader.get(f"/news/{slug}").text  # the worker has not looked at it yet
    assert not any("other words" in passage or "Short" in passage for passage in passages(page))
    assert reader.get(f"/experiences/{public_id()}").status_code == 200


def test_what_is_withdrawn_leaves_nothing_in_pairs_or_counts(reader: Reader, author: Author, slug: str) -> None:
    before = dict(db.session.execute(select(Spread.concept, Spread.texts)).all())
    assert before["surrogate"] == 2
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    worker.drain()
    assert db.session.scalar(select(func.count(Pair.id))) == 0
    assert set(db.session.scalars(select(Profile.kind))) == {"news"}
    counted = dict(db.session.execute(select(Spread.concept, Spread.texts)).all())
    assert counted == {"": 1, **dict.fromkeys(db.session.scalars(select(Profile.concept)), 1)}
    assert passages(reader.get(f"/news/{slug}").text) == []


def test_another_vocabulary_profiles_and_pairs_everything_anew(reader: Reader, slug: str) -> None:
    before = reader.get(f"/api/v1/news/{slug}").json["pairs"]  # type: ignore[index]
    with saving():
        for row in db.session.scalars(select(Profile)):
            row.weight = 0.0
        db.session.get_one(Edition, "profiles").edition = "of the year before"
        db.session.scalars(select(Pair)).one().score = 0.0
    cli.prepare()
    tasks = list(db.session.scalars(select(Promise.task).where(Promise.task != "notice").order_by(Promise.id)))
    assert tasks == ["profile", "profile", "pair", "pair"]  # every profile before the first pair
    worker.drain()
    assert reader.get(f"/api/v1/news/{slug}").json["pairs"] == before  # type: ignore[index]
    cli.prepare()
    assert outbox.pending("profile") == outbox.pending("pair") == []  # nothing to do at the next start


def test_others_in_the_same_place_are_shown_beside_an_experience(reader: Reader, author: Author, editor: Staffer) -> None:
    author.tells(title="Mine", diagnosis=["endometriosis"], stage="two_week_wait", outcome="in_progress",
                 body="Endometriosis, and the two-week wait. I wait with endometriosis.")
    author.tells(title="Theirs", diagnosis=["endometriosis"], stage="two_week_wait", outcome="loss",
                 body="My endometriosis came back.\n\nI was in the two-week wait when the phone rang.")
    author.tells(title="Elsewhere", body="We chose a donor from a catalogue of donors.", treatment=["donor_sperm"])
    mine, theirs, _ = editor.publishes_all()
    section = reader.get(f"/experiences/{mine}").text.partition("Someone in the same place")[2]
    assert "Theirs" in section
    assert "Elsewhere" not in section
    assert "Also speaks of" in section
    assert "My [endometriosis] came back." in passages(section)
    assert "Someone in the same place" not in reader.get(f"/experiences/{mine}?hide=loss").text
    assert "Mine" in reader.get(f"/experiences/{theirs}").text.partition("Someone in the same place")[2]


def test_who_stands_beside_an_experience_changes_with_what_is_published(reader: Reader, author: Author, editor: Staffer) -> None:
    told = {"diagnosis": ["endometriosis"], "body": "Endometriosis, and the two-week wait. I wait with endometriosis."}
    author.tells(title="The first", **told)
    (first,) = editor.publishes_all()
    assert "Someone in the same place" not in reader.get(f"/experiences/{first}").text
    author.tells(title="The later", **told)
    (later,) = editor.publishes_all()
    assert "The later" in reader.get(f"/experiences/{first}").text
    editor.decides(later, "hide", reason="recognisable")
    assert "The later" not in reader.get(f"/experiences/{first}").text  # before the worker knows
    editor.decides(later, "restore")
    worker.drain()
    assert "The later" in reader.get(f"/experiences/{first}").text
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    worker.drain()
    assert "The later" not in reader.get(f"/experiences/{first}").text
    assert not db.session.scalar(select(func.count()).select_from(Companion))
