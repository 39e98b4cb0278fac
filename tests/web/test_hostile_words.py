"""Words meant to break a page, or only to look strange, go in through every field and come out as words everywhere."""

import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask

from hub import worker
from tests.people import Author, Reader, Staffer

VECTORS = [
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=\"javascript:alert(1)\">x</a>", "<style>*{display:none}</style>", "<base href=//evil.example>", "<!--", "-->", "]]>",
    "<math><mi xlink:href=\"javascript:alert(1)\">", "<details open ontoggle=alert(1)>", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(1)", "{{ 7 * 7 }}{% raw %}", "${7*7}", "#{7*7}", "%s %d %(x)s {0} {title}", "'; DROP TABLE story; --",
    "\" OR \"\"=\"", "1; SELECT pg_sleep(10)", "../../../etc/passwd", "=HYPERLINK(\"//evil.example\")", "\\", "\\\\\\'", "`id`", "$(id)",
    "\x00null", "\x1b[31mred", "a\x08b", "null", "undefined", "NaN", "true", "1e309", "-1", "0x0", "١٢٣", "０", "½",
    "\u202eevil\u202c", "\u2066x\u2069", "\u200b\u200b\u200b", "\ufeffbom", "\u00adsoft", "😀👩‍👩‍👧‍👦🏳️‍🌈", "🇮🇪🇲🇹",
    "Ω≈ç√∫˜µ≤", "社會科學院語學研究所", "הָיְתָה", "الكل في المجمو", "ｱｲｳｴｵ", "𝓣𝓱𝓮 𝕢𝕦𝕚𝕔𝕜", "ﷺ", "İıŞş", "ǅ", "Å", "e\u0301" * 20,
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "a" * 115, "\u2028line\u2029para", "\uffff\ufffe", "Robert'); x", "Scunthorpe", "http://a/%%30%30"]
NEVER = ("script", "iframe", "object", "embed", "math", "style", "base", "img")
DRAWN = {"viewBox", "preserveAspectRatio", "aria-hidden", "focusable", "class", "x", "y", "width", "height", "vector-effect"}


def checked(page: str, where: str) -> None:
    """A page as a browser reads it: nothing in it acts, except the hub's own script and addresses."""
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            assert re.fullmatch(r"/static/hub\.\w+\.js", element.get("src")), where
            assert not (element.text or "").strip(), where
        assert element.tag not in NEVER[1:], (where, element.tag)
        if element.tag == "svg":  # the hub draws bars itself, and nothing else
            assert {part.tag for part in element} <= {"rect"}, where
            assert {name for part in element.iter() for name in part.attrib} <= DRAWN, where
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (where, name)
            assert name != "style", where
            if name in ("href", "action", "src"):
                assert not value.strip().lower().startswith(("javascript", "data:", "vbscript", "//")), (where, value)


def sayable(vector: str) -> str:
    """A vector with something to say around it, so that it is a story."""
    return f"Before {vector} after"


def test_no_field_of_the_form_lets_anything_act(author: Author, moderator: Staffer, reader: Reader) -> None:
    for number, vector in enumerate(VECTORS):
        answer = author.tells(title=sayable(vector)[:120], body=sayable(vector), pen_name=vector[:40], country=vector[:60],
                              news=vector, email=vector, perspective=vector, treatment=[vector], year=vector, cycles=vector)
        assert answer.status_code in (200, 422), vector
        checked(answer.text, f"form {number}")


@pytest.fixture
def filled(hub: Flask, tmp_path: Path) -> list[str]:
    """A hub whose every published word is hostile; gives the addresses to look at."""
    rows: list[dict[str, Any]] = []
    for number, vector in enumerate(VECTORS):
        rows.append({"id": f"e{number}", "title": sayable(vector)[:120], "body": f"{sayable(vector)}\n\nOur transfer failed.",
                     "pen_name": vector[:40], "country": vector[:60], "treatment": ["fet"]})
        rows.append({"id": f"n{number}", "title": sayable(vector), "outlet": sayable(vector)[:100], "url": "https://example.org/n",
                     "published": "2024-01-02", "summary": f"{vector}\n\nA frozen embryo transfer.", "body": vector})
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    result = hub.test_cli_runner().invoke(args=["hub", "import", str(file), "--warrant", VECTORS[2]])
    assert result.exit_code == 0, result.output
    found = [hit["url"] for page in range(1, 5)
             for hit in Reader(hub).get(f"/api/v1/search?per_page=50&page={page}").json["results"]]  # type: ignore[index]
    assert len(found) == len(rows)
    return [url.partition("localhost")[2] for url in found]


def test_published_words_never_act_on_any_page(filled: list[str], reader: Reader) -> None:
    assert len(filled) == 2 * len(VECTORS)
    for path in ("/", "/news", "/news?page=2", "/experiences", "/search?q=before", "/search?q=before&page=3", "/search?sort=newest", *filled):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        checked(answer.text, path)
    for path in filled[::9]:
        answer = reader.get(f"/api/v1{path}")
        assert (answer.status_code, answer.mimetype) == (200, "application/json"), path
        assert answer.json["title"].startswith("Before"), path  # type: ignore[index]


def test_searching_for_hostile_words_is_answered_in_words(filled: list[str], reader: Reader) -> None:
    for vector in VECTORS:
        for path in ("/search", "/api/v1/search"):
            answer = reader.browser.get(path, query_string={"q": vector})
            assert answer.status_code == 200, vector
            if path == "/search":
                checked(answer.text, vector)


def test_messages_between_author_and_moderator_never_act(author: Author, moderator: Staffer) -> None:
    author.tells(title=VECTORS[2], body=f"{VECTORS[0]} Write to me@example.org {VECTORS[3]}", pen_name=VECTORS[3])
    author.comes_back()
    for vector in VECTORS[:12]:
        [public_id] = moderator.waiting()
        checked(moderator.get("/review").text, "queue")
        checked(moderator.get(f"/review/{public_id}").text, "submission")
        assert moderator.decides(public_id, "ask", message=vector).status_code == 303
        checked(author.get("/mine").text, "mine")
        checked(author.get("/mine/answer").text, "answer")
        assert author.send("/mine/answer", message=vector, title="", body="").status_code == 303
    worker.drain()
    assert author.get("/mine/export").mimetype == "application/json"


def test_the_words_of_a_report_never_act(author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells()
    [public_id] = moderator.publishes_all()
    for number, vector in enumerate(VECTORS[:24]):
        answer = reader.send(f"/experiences/{public_id}/report", reason="other", body=sayable(vector))
        assert answer.status_code == 200, vector
        checked(answer.text, f"sent {number}")
        key = answer.text.partition('id="return-key">')[2].partition("<")[0]
        checked(reader.send("/reports", key=key).text, f"outcome {number}")
        checked(reader.send(f"/experiences/{public_id}/report", reason=vector, body=vector).text, f"problems {number}")
    checked(moderator.get(f"/review/{public_id}").text, "reported")
    checked(moderator.get("/review").text, "queue")


@pytest.mark.parametrize("summary", [
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:x)", "[x](//evil.example)", "[x](\\\\evil.example)", "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.gif)", "<img src=https://evil.example/p>", "[x]: javascript:alert(1)\n\n[x]", "<a href='https://e' onclick=x>y</a>",
    "# A heading\n\n> a quote\n\n    code\n\n- a list", "[x](https://example.org \"onmouseover=alert(1)\")"])
def test_an_editors_markdown_never_acts(editor: Staffer, reader: Reader, summary: str) -> None:
    slug = editor.adds_news(summary=f"Words. {summary}", body=summary).headers["Location"].rpartition("/")[2]
    for path in ("/", f"/news/{slug}", "/search?q=words"):
        page = reader.get(path).text
        checked(page, path)
        links = [a.get("href") for a in html5lib.parse(page, namespaceHTMLElements=False).iter("a")]
        assert not [link for link in links if link and "evil.example" in link], path
    checked(editor.get(f"/desk/news/{slug}").text, "desk")
