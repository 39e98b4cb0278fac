"""Where words meet nothing the page says which, offers what would find something, and asks for the voice that is missing."""

import re

import html5lib
import pytest

from tests.people import Reader
from tests.web.conftest import Fill
from tests.web.test_why_it_was_found import main


def offers(reader: Reader, query: str) -> list[tuple[str, str, int]]:
    """What is offered: its words, its address and how many it says it finds."""
    page = html5lib.parse(reader.get(f"/search?{query}").text, namespaceHTMLElements=False)
    boxes = [node for node in page.iter("div") if node.get("class") == "empty nothing"]
    return [(link.text or "", link.get("href") or "", int(item.find("span").text)) for box in boxes
            for item in box.iter("li") for link in item.iter("a")]


def keeps_its_word(reader: Reader, query: str) -> list[str]:
    """Every offer finds as many as it says; their words."""
    found = offers(reader, query)
    for words, address, count in found:
        assert f"{count} result" in main(reader, address.partition("?")[2]), words
    return [words for words, _, _ in found]


def test_a_word_that_meets_nothing_is_named_also_beside_hits(holding: Fill) -> None:
    reader = holding({"body": "The blue seahorse."})
    assert "0 results for “xylophone”. No text here says “xylophone” yet." in main(reader, "q=xylophone")
    said = main(reader, "q=seahorse+xylophone")
    assert "1 result" in said
    assert "No text here says “xylophone” yet. What follows meets your other words, or comes near." in said
    assert "No text" not in main(reader, "q=seahorse")


def test_an_empty_page_offers_what_would_find_something(holding: Fill) -> None:
    reader = holding({"body": "The blue seahorse swam.", "country": "Peru"}, {"body": "It was male factor.", "country": "Malta"})
    assert keeps_its_word(reader, 'q="swam+blue"') == ["swam blue"]
    assert keeps_its_word(reader, 'q=seahorse+"green+door"') == ["seahorse", "seahorse green door"]
    assert keeps_its_word(reader, "q=seahorse+-blue") == ["seahorse"]
    assert keeps_its_word(reader, "q=seahorse&country=Malta") == ["The same without “Country”"]
    assert keeps_its_word(reader, "q=country:Malta+seahorse") == []
    assert "No text here says “seahorse” within these filters yet." in main(reader, "q=country:Malta+seahorse")
    assert keeps_its_word(reader, 'q=klinefelter') == ["Male factor", "Infertility"]
    assert keeps_its_word(reader, "q=xylophone") == []


@pytest.mark.parametrize(("query", "missing"), [
    ("q=partner+azoospermia", "from a partner after azoospermia"),
    ("q=azoospermia&perspective=partner", "from a partner after azoospermia"),
    ("perspective=partner&diagnosis=endometriosis", "from a partner after endometriosis"),
    ("perspective=same_sex&treatment=icsi", "from a same-sex couple about ICSI"),
    ("topic=hope&perspective=grandparent", "from a grandparent about hope"),
    ("perspective=trans", "from a trans or non-binary person"),
    ("q=klinefelter&kind=experience", "about Klinefelter syndrome")])
def test_a_voice_nobody_has_heard_is_asked_for(holding: Fill, query: str, missing: str) -> None:
    reader = holding({"body": "My husband has no sperm.", "perspective": "patient"}, {"body": "We waited.", "perspective": "partner"})
    assert f"No experience yet {missing}." in main(reader, query)
    carried = re.search(r'href="/share\?([^"]+)">Tell yours</a>', reader.get(f"/search?{query}").text)
    assert carried
    assert ("perspective=" in carried[1], "topic=" in carried[1]) == ("from" in missing, "after" in missing or "about" in missing)


def test_a_voice_that_was_heard_is_not_called_missing(holding: Fill) -> None:
    reader = holding({"body": "They found no sperm.", "perspective": "partner"}, {"body": "A blocked azoospermia.", "perspective": "male_factor"})
    for query in ("q=partner+azoospermia", "q=azoospermia", "perspective=partner&diagnosis=male_factor", "q=blocked+azoospermia"):
        assert "No experience yet" not in main(reader, query), query


def test_a_page_past_the_end_leads_back(holding: Fill) -> None:
    reader = holding({"body": "The blue seahorse."})
    assert "The list ends before this page." in main(reader, "q=seahorse&page=7")
