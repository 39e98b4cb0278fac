"""A reader who wants to be told last how a story ends: nothing gives it away before, and it is there when asked for."""

import re

import pytest

from tests.people import Reader
from tests.web.conftest import Fill

PARTS = [{"stage": "transfer", "told": "2023", "body": "zqtransfer."}, {"stage": "result", "told": "2023-05", "body": "zqresult."}]
ROWS = [
    {"title": "In parts", "body": "zqbegin. Our frozen embryo transfer, frozen.", "stage": "stimulation", "outcome": "live_birth", "chapters": PARTS,
     "treatment": ["fet"], "content_notes": ["needles"]},
    {"title": "Told at once", "body": "A frozen embryo transfer.", "stage": "after", "outcome": "loss", "treatment": ["fet"]},
    {"title": "Begins late", "body": "zqlate.", "stage": "result", "outcome": "pregnant", "treatment": ["fet"],
     "chapters": [{"stage": "after", "told": "2024", "body": "zqafter."}]},
    {"title": "Stopped", "body": "A frozen embryo transfer.", "stage": "stopping", "outcome": "stopped", "treatment": ["fet"]}]
ENDINGS = ("A child was born", "A loss", "Pregnant now", "Stopped treatment", "a birth", "miscarriage", "a positive test", "stopping treatment",
           "Early pregnancy", "Stopping", "<span>After", "Result,")


@pytest.fixture
def reader(holding: Fill) -> Reader:
    return holding(*ROWS)


def test_no_list_gives_an_ending_away(reader: Reader) -> None:
    for path in ("/", "/experiences", "/topics/fet", "/topics/fet/experiences", "/search", "/search?q=transfer", "/feeds/search.atom"):
        page = reader.get(path).text.split("<main")[-1]
        told = reader.get(f"{path}{'&' if '?' in path else '?'}hide=ending").text.split("<main")[-1]
        assert [words for words in ENDINGS if words in page], path
        assert [told[max(0, told.index(words) - 60):][:120] for words in ENDINGS if words in told] == [], path
        for row in ROWS:
            assert path == "/" or str(row["title"]) in told.replace("<mark>", "").replace("</mark>", ""), path
    assert "Mentions needles, and what would give its ending away." in reader.get("/experiences?hide=ending").text
    topic = reader.get("/topics/fet?hide=ending").text
    assert "Further on" in topic
    assert "outcome" not in reader.get("/api/v1/search?hide=ending").json["facets"]  # type: ignore[index]


def test_a_story_in_parts_stops_before_its_ending_and_goes_on_when_asked(reader: Reader) -> None:
    path = "/experiences/" + reader.get("/api/v1/search?ref=r0").json["results"][0]["id"]  # type: ignore[index]
    reader.browser.set_cookie("boundaries", "ending")
    page = reader.get(path).text
    assert "zqtransfer" in page
    assert "zqresult" not in page
    assert "A child was born" not in page
    assert f'href="{path}?upto=all#part-3">Read on' in page
    whole = reader.get(f"{path}?upto=all").text
    assert "zqresult" in whole
    assert whole.index("zqresult") < whole.index("<summary>Where they stand today</summary><p>A child was born.")
    assert whole.count("A child was born") == 1
    assert "zqtransfer" not in reader.get(f"{path}?upto=stimulation").text
    reader.browser.delete_cookie("boundaries")
    assert "zqresult" in reader.get(path).text


def test_a_story_that_begins_late_is_read_from_its_beginning(reader: Reader) -> None:
    path = "/experiences/" + reader.get("/api/v1/search?ref=r2").json["results"][0]["id"]  # type: ignore[index]
    page = reader.get(f"{path}?hide=ending").text
    assert "zqlate" in page
    assert "zqafter" not in page


def test_no_reason_of_a_pair_gives_it_away(holding: Fill) -> None:
    body = "Then a miscarriage. The miscarriage came on a Monday; we had paid for the freezer, and paid again for the freezer storage."
    reader = holding({"id": "n", "title": "News", "summary": body}, {"title": "Told", "body": body, "answers": "n"}, {"title": "Another", "body": body})
    for path in ("/news/news", "/experiences/" + reader.get("/api/v1/search?ref=r1").json["results"][0]["id"]):  # type: ignore[index]
        said = [why.lower() for why in re.findall(r'<p class="why">([^<]+)</p>', reader.get(path).text)]
        assert any("miscarriage" in why for why in said), (path, said)
        page = reader.get(f"{path}?hide=ending").text.split('id="beside"')[1].lower()
        told = re.findall(r'<p class="why">([^<]+)</p>', page)
        assert told, path
        assert [why for why in told if "miscarriage" in why] == [], path
        assert "<mark>miscarriage</mark>" not in page, path
