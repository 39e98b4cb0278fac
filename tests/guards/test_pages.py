"""Every page is sound HTML: parsed strictly, one heading of the first rank, every field with its label."""

import html5lib
import pytest
from flask import Flask

from tests.people import Author, Reader, Staffer

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
WEIGHT = 60_000
CHECKED = {"h1": 1, "title": 1, "main": 1}


def sound(page: str, path: str) -> None:
    """Assert what holds for every page."""
    tree = html5lib.HTMLParser(strict=True).parse(page)
    for name, wanted in CHECKED.items():
        assert len(list(tree.iter(NAMESPACE + name))) == wanted, f"{path}: {name}"
    assert tree.get("lang"), path
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids)), f"{path}: {sorted(i for i in ids if ids.count(i) > 1)}"
    labelled = {label.get("for") for label in tree.iter(NAMESPACE + "label")}
    for name in ("input", "select", "textarea"):
        for field in tree.iter(NAMESPACE + name):
            if field.get("type") not in ("hidden", "submit"):
                assert field.get("id") in labelled, f"{path}: {field.get('name')} has no label"
    for node in tree.iter():
        for reference in (node.get("aria-describedby") or "").split():
            assert reference in ids, f"{path}: describes by {reference}, which is not there"
    assert len(page.encode()) < WEIGHT, path


@pytest.fixture
def slug(author: Author, editor: Staffer) -> str:
    """A hub with a story, experiences published, waiting and asked about; gives the story's slug."""
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(news=slug, diagnosis=["pcos"], stage="result", content_notes=["loss", "cost"], pen_name="Q")
    author.tells(title="Second", news=slug)
    editor.publishes_all()
    author.tells(title="Waiting", body="Call me on 01632 960123.")
    return slug


def test_reader_pages(slug: str, reader: Reader, hub: Flask) -> None:
    public_id = reader.get("/api/v1/search?kind=experience").json["results"][0]["id"]  # type: ignore[index]
    for path in ("/", "/news", f"/news/{slug}", "/experiences", f"/experiences/{public_id}", "/search", "/search?q=fet&treatment=ivf",
                 "/search?q=zzzz", "/search?q=*", "/topics", "/topics?q=zzzz", "/topics/hope", "/glossary", "/glossary?q=er", "/glossary?q=zzzz",
                 f"/share?news={slug}", "/share", "/mine", "/staff/sign-in", "/nothing"):
        sound(reader.get(path).text, path)


def test_author_pages(slug: str, author: Author, moderator: Staffer) -> None:
    sound(author.tells(title="One more").text, "sent")
    sound(author.tells(title="", body="", perspective="x", email="x", consent_adult=None).text, "share with problems")
    moderator.decides(moderator.waiting()[-1], "ask", message="Which year was it?")
    author.comes_back()
    for path in ("/mine", "/mine/answer", "/mine/revision", "/mine/withdrawal", "/mine/chapter", "/mine/acceptance", "/mine/hiding", "/mine/appeal"):
        sound(author.get(path).text, path)
    sound(author.send("/mine/answer", message="", title="", body="").text, "answer with problems")
    sound(author.send("/mine/withdrawal").text, "withdrawal with problems")
    sound(author.send("/mine/withdrawal", confirm="yes").text, "withdrawn")
    sound(author.send("/mine", key="wrong").text, "wrong key")


def test_pages_of_a_report(slug: str, reader: Reader, editor: Staffer) -> None:
    public_id = reader.get("/api/v1/search?kind=experience").json["results"][0]["id"]  # type: ignore[index]
    for way in ("report", "about-me"):
        sound(reader.send(f"/experiences/{public_id}/{way}").text, "report with problems")
    sent = reader.send(f"/experiences/{public_id}/report", reason="danger", body="Somebody is in danger.")
    sound(sent.text, "report sent")
    key = sent.text.partition('id="return-key">')[2].partition("<")[0]
    sound(reader.send("/reports", key="wrong").text, "wrong key")
    sound(reader.send("/reports", key=key).text, "outcome")
    sound(editor.get(f"/review/{public_id}").text, "reported")


def test_desk_pages(slug: str, editor: Staffer) -> None:
    [waiting] = editor.waiting()
    for path in ("/review", f"/review/{waiting}", f"/review/{waiting}/proposal", "/desk", "/desk/news/new", f"/desk/news/{slug}", "/staff/design",
                 "/staff/sessions", "/staff/password"):
        sound(editor.get(path).text, path)
    sound(editor.decides(waiting, "decline").text, "decision with problems")
    sound(editor.adds_news(title="", url="x", published="x").text, "news with problems")
