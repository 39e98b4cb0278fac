"""How pages are named elsewhere: one address each, previews that give no story away, and a guide for search engines."""

import re
import xml.etree.ElementTree as ET

import pytest
from sqlalchemy import update

from hub.db import db, saving
from hub.models import Experience
from tests.people import Author, Reader, Staffer
from tests.web.conftest import Fill

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def named(reader: Reader, path: str) -> dict[str, str]:
    """What a page says of itself to other sites."""
    page = reader.get(path).text
    told = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):\w+)" content="([^"]*)"', page))
    return told | {"canonical": " ".join(re.findall(r'<link rel="canonical" href="([^"]*)">', page))}


def addresses(reader: Reader, path: str = "/sitemap.xml") -> dict[str, str | None]:
    """Address and day of each page of a sitemap."""
    answer = reader.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return {one.findtext(SITEMAP + "loc") or "": one.findtext(SITEMAP + "lastmod") for one in ET.fromstring(answer.data)}


def test_a_page_has_one_address_whatever_was_asked_of_it(holding: Fill) -> None:
    reader = holding({"summary": "A *seahorse* in the news.", "title": "Seahorse"}, *({"body": "We waited."} for _ in range(21)))
    assert named(reader, "/news/seahorse?hide=loss&utm_source=x") == {
        "canonical": "http://localhost/news/seahorse", "og:url": "http://localhost/news/seahorse", "og:type": "article",
        "og:site_name": "IVF Story Hub", "og:title": "Seahorse", "og:description": "A seahorse in the news.", "twitter:card": "summary"}
    for path, address in (("/?hide=loss", "/"), ("/experiences?page=2&hide=loss", "/experiences?page=2"), ("/experiences?page=x", "/experiences"),
                          ("/search?q=a", ""), ("/news/none", ""), ("/nothing", ""), ("/share", ""), ("/glossary?q=er", "/glossary")):
        assert named(reader, path)["canonical"] == (f"http://localhost{address}" if address else ""), path


def test_a_preview_elsewhere_shows_nothing_of_somebodys_story(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells(title="Seahorse", body="Seahorse.", pen_name="Seahorse")
    [public_id] = moderator.publishes_all()
    told = named(reader, f"/experiences/{public_id}")
    assert told["og:title"] == "An experience"
    assert told["canonical"].endswith(public_id)
    assert "eahorse" not in str(told)
    page = reader.get(f"/experiences/{public_id}").text
    assert '<meta name="robots" content="noarchive">' in page
    assert "og:image" not in page


def test_the_guide_names_every_public_page_and_nothing_else(author: Author, editor: Staffer, reader: Reader) -> None:
    slug = editor.adds_news(published="2024-05-01").headers["Location"].rpartition("/")[2]
    editor.adds_news(title="A draft", url="https://example.org/draft", publish=None, keep="Keep as a draft")
    author.tells()
    [public_id] = editor.publishes_all()
    author.tells(title="Waiting")
    listed = addresses(reader)
    assert listed[f"http://localhost/news/{slug}"] == "2024-05-01"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", listed[f"http://localhost/experiences/{public_id}"] or "")
    assert len([one for one in listed if "/news/" in one or "/experiences/" in one]) == 2
    for address in listed:
        assert reader.get(address.removeprefix("http://localhost")).status_code == 200
    assert "Sitemap: http://localhost/sitemap.xml" in reader.get("/robots.txt").text
    author.comes_back()
    editor.decides(public_id, "hide", reason="recognisable")
    assert f"http://localhost/experiences/{public_id}" not in addresses(reader)


def test_a_large_guide_comes_in_parts(holding: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = holding(*({"body": "We waited."} for _ in range(5)), {"summary": "News."})
    whole = addresses(reader)
    monkeypatch.setattr("hub.web.crawlers.PER_PART", 2)
    reader.app.extensions["hub.answers"].clear()
    parts = list(addresses(reader))
    assert len(parts) == 5
    found = [addresses(reader, part.removeprefix("http://localhost")) for part in parts]
    assert {address: day for part in found for address, day in part.items()} == whole
    for part in ("0", "6", "x", "-1"):
        assert reader.get(f"/sitemap.xml?part={part}").status_code == 404


def test_demonstration_content_is_never_in_it(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells()
    moderator.publishes_all()
    assert addresses(reader)
    with saving():
        db.session.execute(update(Experience).values(provenance="demo"))
    assert reader.get("/sitemap.xml").status_code == 404
    assert reader.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
