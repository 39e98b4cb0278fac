"""Every address with a row in the list of routes is opened by the person it is for, and what comes back is sound.

No page is forgotten: a new GET route without an example below fails here, and so does a page with a fault.
"""

import re
from urllib.parse import urlsplit

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select

from hub import staff
from hub.db import db, saving
from hub.models import Experience, Story
from tests.guards.test_pages import NAMESPACE, sound
from tests.guards.test_routes import ADMIN, AUTHOR, EDITOR, HALF_WAY, MODERATOR, OPERATOR, READER, ROUTES
from tests.people import PASSWORD, STORY, Author, Reader, Staffer

PAGES = [(path, who) for path, (who, methods) in ROUTES.items() if "GET" in methods and who != OPERATOR]
FETCHED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "form": "action", "use": "href"}
NOT_HTML = {"/robots.txt": "text/plain", "/sitemap.xml": "application/xml", "/static/<path:filename>": "text/css", "/mine/export": "application/json",
            "/feeds/search.atom": "application/atom+xml", "/feeds/news.atom": "application/atom+xml",
            "/feeds/experiences.atom": "application/atom+xml", "/opensearch.xml": "application/opensearchdescription+xml"}


@pytest.fixture
def places(hub: Flask, author: Author, editor: Staffer) -> dict[str, str]:
    """A hub with every kind of row, and what stands in the variable places of its addresses."""
    slug = editor.adds_news(body="A longer text of *our own*.", content_notes=["loss"]).headers["Location"].rpartition("/")[2]
    editor.adds_news(title="A draft", url="https://example.org/draft", publish=None, keep="Keep as a draft")
    author.tells(news=slug, diagnosis=["pcos"], stage="result", content_notes=["loss", "cost"], pen_name="Q")
    author.tells(title="Frozen embryo transfer", outcome=None)
    editor.publishes_all()
    author.tells(title="Told <b>and</b> asked about", body="Call me on 01632 960123.", news=slug)
    editor.decides(editor.waiting()[0], "ask", message="Which year was it?")
    author.comes_back()
    with saving():
        token, _ = staff.invite("new@example.org", "moderator")
    public_id = db.session.scalars(select(Experience.public_id).where(Experience.state == "published")).first()
    return {"slug": slug, "public_id": public_id, "token": token, "name": "fet", "path:filename": "hub.css"}


def filled(path: str, places: dict[str, str]) -> str:
    """The address with an example in each of its places."""
    return re.sub(r"<([^>]+)>", lambda place: places[place[1]], path)


@pytest.fixture
def people(hub: Flask, reader: Reader, author: Author, moderator: Staffer, editor: Staffer) -> dict[str, Reader]:
    """One person of each kind."""
    half_way = Reader(hub)
    half_way.send("/staff/sign-in", email=moderator.email, password=PASSWORD)
    return {READER: reader, AUTHOR: author, HALF_WAY: half_way, MODERATOR: moderator, EDITOR: editor,
            ADMIN: Staffer(hub, "admin")}


def test_every_page_opens_for_whom_it_is_and_is_sound(places: dict[str, str], people: dict[str, Reader]) -> None:
    for path, who in PAGES:
        answer = people[who].get(filled(path, places))
        assert answer.status_code == 200, path
        kind = NOT_HTML.get(path, "application/json" if path.startswith("/api/") else "text/html")
        assert answer.mimetype == kind, path
        if kind == "text/html":
            sound(answer.text, path)
            asks_nobody_else(answer.text, path)
            holds_no_script_or_style(answer.text, path)


def test_what_cannot_be_done_is_said_on_a_sound_page(hub: Flask, places: dict[str, str], editor: Staffer, reader: Reader) -> None:
    author = Author(hub)
    here = f"/experiences/{places['public_id']}"
    author.tells(title="Taken back")
    author.comes_back()
    [gone] = [one for one in editor.waiting() if "Taken back" in editor.get(f"/review/{one}").text]
    author.send("/mine/withdrawal", confirm="yes")
    met = {"looked at": author.send("/share", **{**STORY, "act": "look"}), "unfinished": author.send("/share", title="", body="", year="long ago"),
           "a wrong key": reader.send("/mine", key="AAAA"), "a report": reader.send(f"{here}/report", body=""),
           "about me": reader.send(f"{here}/about-me", body=""), "a report's key": reader.send("/reports", key="AAAA"),
           "set aside": reader.get(f"{here}?hide=loss"), "no topic": reader.get("/topics/pgt-m"), "nothing found": reader.get("/search?q=zzz"),
           "not there": reader.get("/nothing"), "taken down": reader.get(f"/experiences/{gone}"),
           "too large": reader.post("/share", data={"body": "x" * 400_000})}
    assert {name: answer.status_code for name, answer in met.items() if answer.status_code != 422} == {
        "looked at": 200, "set aside": 200, "no topic": 404, "nothing found": 200, "not there": 404, "taken down": 410, "too large": 413}
    assert 'value="long ago"' in met["unfinished"].text, "kept as it was typed"
    for name, answer in met.items():
        sound(answer.text, name)
        asks_nobody_else(answer.text, name)
        holds_no_script_or_style(answer.text, name)


def test_a_page_is_light_and_asks_for_little(places: dict[str, str], people: dict[str, Reader]) -> None:
    def over_the_wire(person: Reader, path: str) -> int:
        return len(person._asks("GET", path, headers={"Accept-Encoding": "gzip"}).data)
    for path, who in PAGES:
        page = people[who].get(filled(path, places))
        if page.mimetype != "text/html" or path == "/staff/design":  # every component at once, for those who build
            continue
        fetched = {node.get(FETCHED[name]) for name in ("link", "script", "img") for node in parsed(page.text).iter(NAMESPACE + name)
                   if name != "link" or {"stylesheet", "icon"} & set(node.get("rel").split())}
        assert 1 + len(fetched) <= 4, path
        assert over_the_wire(people[who], filled(path, places)) + sum(over_the_wire(people[who], one) for one in fetched) < 60_000, path


def test_readers_get_no_cookie_anywhere(places: dict[str, str], reader: Reader) -> None:
    for path, who in PAGES:
        if who == READER and not path.startswith(("/staff", "/mine")):
            assert "Set-Cookie" not in reader.get(filled(path, places)).headers, path
    assert not reader.browser._cookies


def test_what_one_page_links_to_is_there(places: dict[str, str], people: dict[str, Reader]) -> None:
    dead = set()
    for path, who in PAGES:
        page = filled(path, places)
        answer = people[who].get(page)
        if answer.mimetype != "text/html" or path == "/staff/design":  # made-up rows stand at no address
            continue
        targets = {node.get("id") for node in parsed(answer.text).iter()}
        for link in parsed(answer.text).iter(NAMESPACE + "a"):
            address = urlsplit(link.get("href"))
            if address.path == "/mine/away" and who == AUTHOR:  # the way out would end the author's visit here
                continue
            if not address.scheme and address.path and people[who].get(link.get("href")).status_code >= 400:
                dead.add((path, link.get("href")))
            if not address.path and address.fragment and address.fragment not in targets:
                dead.add((path, link.get("href")))
    assert dead == set()


def test_every_title_says_which_page_it_is(places: dict[str, str], people: dict[str, Reader]) -> None:
    titles: dict[str, str] = {}
    for path, who in PAGES:
        answer = people[who].get(filled(path, places))
        if answer.mimetype == "text/html" and "<slug>" not in path:  # a story and its desk page share the headline
            title = next(parsed(answer.text).iter(NAMESPACE + "title")).text
            assert title not in titles, f"{path} and {titles[title]} are both called {title}"
            titles[title] = path
    assert db.session.scalar(select(Story.id)) is not None


def parsed(page: str) -> object:
    """The tree of a page."""
    return html5lib.HTMLParser(strict=True).parse(page)


def asks_nobody_else(page: str, path: str) -> None:
    """Nothing the browser fetches or sends to is on another host."""
    for name, attribute in FETCHED.items():
        for node in parsed(page).iter(NAMESPACE + name):  # type: ignore[attr-defined]
            if node.get("rel") == "canonical":  # a name, not fetched
                continue
            address = urlsplit(node.get(attribute) or "")
            assert not address.netloc, f"{path}: {name} {address.geturl()}"
            assert address.scheme in ("", "data"), f"{path}: {name} {address.geturl()}"


def holds_no_script_or_style(page: str, path: str) -> None:
    """Nothing in the page acts or paints by itself: the policy would refuse it, and nobody would see why."""
    for node in parsed(page).iter():  # type: ignore[attr-defined]
        if not isinstance(node.tag, str):
            continue
        name = node.tag.removeprefix(NAMESPACE)
        assert name != "style", path
        assert name != "script" or (node.get("src") and not (node.text or "").strip()), path
        acting = [a for a in node.keys() if a == "style" or a.startswith("on")]  # noqa: SIM118  # an element is no dict
        assert acting == [], f"{path}: {name} {acting}"
        assert not (node.get("href") or "").lower().startswith("javascript:"), path
