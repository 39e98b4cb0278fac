"""A newcomer reads a story: words they may not know say what they mean, and the story stays as it was written."""

import re
import time

import html5lib
import pytest

from hub.reference.vocabulary import vocabulary
from hub.web.explaining import MOST, Words
from hub.web.present import Anchors, markdown, paragraphs
from tests.guards.test_pages import NAMESPACE, sound
from tests.people import NEWS, Reader, Staffer
from tests.web.test_reading import Publish, publish

__all__ = ["publish"]
BODY = "Our first FET failed. The second FET, after OHSS and a hysterosalpingogram, is on Friday (our frostie)."


def explained(page: str) -> list[str]:
    """The words a page explains, in order."""
    return re.findall(r'popovertarget="[^"]+" aria-label="What “([^”]+)” means"', page)


def as_read(page: str) -> list[str]:
    """The paragraphs of the story as text, without what stands after it."""
    tree = html5lib.parse(page)
    prose = next(node for node in tree.iter(NAMESPACE + "div") if node.get("class") == "prose")
    return ["".join(node.itertext()) for node in prose.iter(NAMESPACE + "p")]


def test_each_unknown_word_is_explained_at_its_first_use(reader: Reader, publish: Publish) -> None:
    [public_id] = publish({"body": BODY})
    page = reader.get(f"/experiences/{public_id}").text
    assert explained(page) == ["FET", "OHSS", "hysterosalpingogram", "frostie"]
    assert f"Frozen embryo transfer. {vocabulary().concepts['fet'].definition}" in page
    assert 'href="/glossary?letter=F' in page
    assert page.index("first <span") < page.index("The second FET,")
    sound(page, "an experience")


def test_the_story_reads_as_it_was_written(reader: Reader, publish: Publish) -> None:
    [public_id] = publish({"body": f"{BODY}\nA line.\n\nMore of PGT-A."})
    assert as_read(reader.get(f"/experiences/{public_id}").text) == [f"{BODY}A line.", "More of PGT-A."]


def test_no_line_breaks_between_a_word_and_the_sign_beside_it(reader: Reader, publish: Publish) -> None:
    [public_id] = publish({"body": f"{BODY}\n\nMore ((((((((((TESE))))))))))."})
    page = reader.get(f"/experiences/{public_id}").text
    bound = [f"{before}{after}" for before, after in re.findall(r'class="bound">([^<]*)<span.*?</button></span>([^<]*)</span>', page)]
    assert bound == [",", ").", "((()))"], "of many signs a few"
    assert as_read(page)[0] == BODY
    sound(page, "signs")


def test_news_is_explained_across_summary_and_text_but_not_in_links(reader: Reader, editor: Staffer) -> None:
    slug = editor.adds_news(summary="A *FET* and `AMH`, see [the PGT-A page](https://example.org/PGT-A).",
                            body="### OHSS\n\nAgain FET, then AMH and PGT-A.").headers["Location"].rpartition("/")[2]
    page = reader.get(f"/news/{slug}").text
    assert explained(page) == ["FET", "OHSS", "AMH", "PGT-A"]
    assert '<a href="https://example.org/PGT-A" rel="noopener noreferrer nofollow">the PGT-A page</a>' in page
    assert "<code>AMH</code>" in page
    sound(page, "news")


def test_plain_words_themes_and_words_of_several_meanings_are_left_alone(reader: Reader, publish: Publish) -> None:
    [public_id] = publish({"body": "My eggs were scanned in the UK. IF the ER calls, I hope. Frozen embryo transfer. My womb and ovaries."})
    assert explained(reader.get(f"/experiences/{public_id}").text) == []


def test_a_page_full_of_short_forms_explains_a_few(reader: Reader, publish: Publish) -> None:
    body = "AMH AFC FSH LH OPK BBT HSG ICSI IUI FET PGT-A PGT-M PGT-SR TESE PCOS OHSS BFP BFN."
    [public_id] = publish({"body": body})
    page = reader.get(f"/experiences/{public_id}").text
    assert len(explained(page)) == MOST
    assert as_read(page) == [body]
    sound(page, "full of short forms")


HOSTILE = ["<script>FET</script>", '"><img src=x onerror=alert(1)> FET', "FET\u202e\u0000<b>", "<span class='term'>FET</span>", "&lt;FET&gt;",
           "[FET](javascript:alert(1))", "![FET](https://example.org/x.png)", "FET`<i>`FET", "{{ FET }} {id} {0}", "FET" * 900, "<" * 900 + "FET"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("made", [paragraphs, markdown])
def test_hostile_words_stay_words(text: str, made: type) -> None:
    words = Words()
    html = str(made(text, words, Anchors()))
    tree = html5lib.HTMLParser(strict=False).parseFragment(html)
    tags = {node.tag.removeprefix(NAMESPACE) for node in tree.iter() if isinstance(node.tag, str)}
    assert tags <= {"DOCUMENT_FRAGMENT", "p", "br", "span", "button", "code", "a"}
    allowed = {"class", "type", "popovertarget", "aria-label", "aria-describedby", "href", "rel", "dir", "id"}
    assert {name for node in tree.iter() for name in node.attrib} <= allowed
    assert "javascript:" not in "".join(node.get("href") or "" for node in tree.iter())
    assert html.count("<button") == len(words.explained)
    assert "".join(tree.itertext()).count("FET") == "".join(html5lib.parseFragment(str(made(text))).itertext()).count("FET")


def test_a_long_story_is_explained_quickly() -> None:
    text = ("We waited for the scan and for the phone, and talked of the transfer and of what it cost us both. " * 210)[:20_000]
    Words().marked(text)  # the vocabulary is read once in a process
    took = []
    for _ in range(5):
        started = time.perf_counter()
        Words().marked(text)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.15, took


def test_the_same_words_in_every_story_of_the_news_desk_are_safe(reader: Reader, editor: Staffer) -> None:
    slug = editor.adds_news(**NEWS | {"title": "FET <b>and</b> more", "body": "<button popovertarget=x>FET</button>"})
    page = reader.get(f"/news/{slug.headers['Location'].rpartition('/')[2]}").text
    assert "&lt;button popovertarget=x&gt;" in page
    assert "<b>and</b>" not in page
