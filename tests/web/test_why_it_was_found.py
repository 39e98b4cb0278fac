"""Each hit says why it is there, wherever that is not plain to see; and no card tells how a story ends."""

import re

import html5lib
import pytest

from hub.reference.facets import FACETS
from tests.people import Reader
from tests.web.conftest import Fill


def main(reader: Reader, query: str) -> str:
    """The words of the page's main part, as read aloud."""
    answer = reader.get(f"/search?{query}")
    assert answer.status_code == 200
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return re.sub(r" (?=[.,])", "", " ".join(" ".join(next(page.iter("main")).itertext()).split()))


def whys(reader: Reader, query: str) -> list[str]:
    """The reasons given on the page."""
    page = html5lib.parse(reader.get(f"/search?{query}").text, namespaceHTMLElements=False)
    return [node.text or "" for node in page.iter("p") if node.get("class") == "found"]


@pytest.mark.parametrize(("typed", "body", "said"), [
    ("FET", "We chose a frozen transfer in spring.", "“FET” = frozen embryo transfer; found “frozen transfer”"),
    ("FET", "We chose a frozen embryo transfer.", "“FET” = frozen embryo transfer"),
    ("frozen+embryo+transfer", "My FET was in May.", "“frozen embryo transfer”; found “FET”"),
    ("male+factor", "They said azoospermia.", "“male factor” takes in azoospermia"),
    ("azoospermya", "They said azoospermia.", "“azoospermya” read as “azoospermia”")])
def test_the_way_from_the_typed_to_the_found_word_is_told(holding: Fill, typed: str, body: str, said: str) -> None:
    assert whys(holding({"body": body}), f"q={typed}") == [said]


@pytest.mark.parametrize(("typed", "body"), [
    ("FET", "My FET was in May."), ("injections", "One injection a day."), ("trans*", "The transfer."), ('"just+relax"', "Just relax, they said.")])
def test_what_is_plain_to_see_is_not_told(holding: Fill, typed: str, body: str) -> None:
    reader = holding({"body": body})
    assert whys(reader, f"q={typed}") == []
    assert "<mark>" in reader.get(f"/search?q={typed}").text


def test_a_label_the_author_chose_is_named_but_never_an_ending(holding: Fill) -> None:
    reader = holding({"treatment": ["fet"], "title": "Chosen"}, {"outcome": "adopted", "title": "Ended"})
    assert whys(reader, "q=FET") == ["“FET” = frozen embryo transfer; a label its author chose"]
    assert "Ended" in main(reader, "q=adoption")
    assert whys(reader, "q=adoption") == []


def test_what_only_comes_near_is_told_as_near(holding: Fill) -> None:
    reader = holding({"body": "It was male factor."})
    assert whys(reader, "q=azoospermia") == ["“azoospermia” is near male factor"]
    assert "No text here says “azoospermia” yet. What follows meets your other words, or comes near." in main(reader, "q=azoospermia")


def test_no_card_tells_an_ending(holding: Fill) -> None:
    endings = FACETS["outcome"].values
    reader = holding(*({"body": "A transfer.", "outcome": ending, "title": f"Told {n}"} for n, ending in enumerate(endings)))
    cards = re.findall(r"<article.*?</article>", reader.get("/search?q=transfer").text, re.S)
    assert len(cards) == len(endings)
    assert [label for label in endings.values() for card in cards if label in card] == []


def test_the_endings_of_a_list_are_counted_in_words_and_in_a_bar(holding: Fill) -> None:
    rows = [{"body": "A transfer.", "outcome": ending} for ending in ("loss", "loss", "live_birth", None)]
    reader = holding(*({name: value for name, value in row.items() if value} for row in rows), {"summary": "A transfer."})
    said = main(reader, "q=transfer")
    assert "Where the 4 stories stand: a count of stories, not odds A loss 2 A child was born 1 Left untold 1" in said
    bar = reader.get("/search?q=transfer").text.split("<svg")[1].split("</svg>")[0]
    assert re.findall(r'x="([\d.]+)" y="0" width="([\d.]+)"', bar) == [("0.0", "50.0"), ("50.0", "25.0"), ("75.0", "25.0")]
    assert "Where the 3 stories stand" in main(reader, "q=transfer&hide=live_birth")
    assert "A child was born" not in main(reader, "q=transfer&hide=live_birth")
    assert "stories stand" not in main(reader, "q=transfer&outcome=loss")  # two would be given away
    assert "stories stand" not in main(reader, "q=transfer&kind=news")


def test_a_word_of_several_meanings_offers_each_as_a_link(holding: Fill) -> None:
    reader = holding({"body": "The egg collection hurt."}, {"body": "They sent me to the emergency room."})
    assert "“ER” can mean egg collection or emergency care. Choose what you mean." in main(reader, "q=ER&kind=experience")
    links = re.findall(r'href="(/search\?[^"]*)">(?:egg collection|emergency care)', reader.get("/search?q=ER&kind=experience").text)
    assert [link.replace("&amp;", "&") for link in links] == [
        "/search?q=Egg+collection&kind=experience", "/search?q=Emergency+care&kind=experience"]
    for link, found in zip(links, ("egg collection", "emergency room"), strict=True):
        assert f"<mark>{found}</mark>" in reader.get(link.replace("&amp;", "&")).text
