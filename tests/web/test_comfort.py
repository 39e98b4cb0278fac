"""A reader reads at their own pace: how long it takes, along a topic, what they kept for later, and a way out."""

import re

import pytest

from tests.guards.test_pages import sound
from tests.people import Reader
from tests.web.conftest import Fill

FET = {"treatment": ["fet"], "body": "A frozen embryo transfer. Our frozen embryo transfer, and the wait."}
ROWS = [{**FET, "title": "First"}, {**FET, "title": "Second", "content_notes": ["loss"]}, {**FET, "title": "Third"},
        {**FET, "title": "Long", "body": "A frozen embryo transfer. " * 200, "chapters": [{"stage": "after", "told": "2024", "body": "word " * 440}]},
        *({"title": f"News {n}", "summary": "A frozen embryo transfer. Frozen embryo transfer."} for n in range(2))]


@pytest.fixture
def reader(holding: Fill) -> Reader:
    return holding(*ROWS)


def place(reader: Reader, ref: str) -> str:
    """Where an imported row stands."""
    return str(reader.get(f"/api/v1/search?ref={ref}").json["results"][0]["url"]).removeprefix("http://localhost")  # type: ignore[index]


def test_cards_and_pages_say_how_long_it_takes(reader: Reader) -> None:
    path = place(reader, "r3")
    assert "· 6 min</span>" in reader.get("/experiences").text, "1,240 words at 220 a minute"
    assert "· 6 min</span>" in reader.get(path).text
    assert "· 1 min</span>" in reader.get(place(reader, "r0")).text
    assert "· 1 min</span>" in reader.get("/news").text


def test_a_topic_is_read_along_within_what_is_met(reader: Reader) -> None:
    first, second, third = (place(reader, f"r{n}") for n in range(3))
    page = reader.get(f"{second}?topic=fet").text
    sound(page, second)
    way = page.split('class="way-on"')[1].split("</nav>")[0]
    assert "More on frozen embryo transfer" in way
    assert re.findall(r'rel="(\w+)" href="([^"]+)"', way) == [("prev", f"{third}?topic=fet"), ("next", f"{first}?topic=fet")]
    way = reader.get(f"{third}?topic=fet&hide=loss").text.split('class="way-on"')[1].split("</nav>")[0]
    assert f'rel="next" href="{first}?topic=fet&amp;hide=loss"' in way
    assert "Second" not in way
    assert f'href="{first}?topic=fet"' in reader.get("/topics/fet").text
    assert 'rel="prev"' not in reader.get(f"{place(reader, 'r3')}?topic=fet").text.split('class="way-on"')[1]


@pytest.mark.parametrize("topic", ["", "?topic=nothing", "?topic=<b>", "?topic=%00", "?topic=endometriosis"])
def test_without_a_topic_of_its_own_the_weightiest_leads_on(reader: Reader, topic: str) -> None:
    page = reader.get(f"/news/news-1{topic}").text
    assert "More on " in page.split('class="way-on"')[1]
    assert "/news/news-0?topic=" in page


def test_a_story_in_no_topic_leads_nowhere(holding: Fill) -> None:
    reader = holding({"title": "Alone", "body": "We waited."})
    assert 'class="way-on"' not in reader.get(place(reader, "r0")).text


def test_what_is_kept_for_later_is_looked_up_in_one_question(reader: Reader) -> None:
    ids = [f"experience:{place(reader, 'r0').rpartition('/')[2]}", f"experience:{place(reader, 'r1').rpartition('/')[2]}", "news:news-0"]
    asked = "&".join(f"id={one}" for one in (*ids, "experience:nothing", "news:", "nonsense", ids[0]))
    found = reader.get(f"/api/v1/items?{asked}").json["results"]  # type: ignore[index]
    assert [f"{one['kind']}:{one['id']}" for one in found] == ids
    assert all("body" not in one for one in found)
    aside = reader.get(f"/api/v1/items?{asked}&hide=loss").json["results"][1]  # type: ignore[index]
    assert (aside["set_aside"], "title" in aside) == (["loss"], False)
    assert len(reader.get("/api/v1/items?" + "&".join(f"id=news:x{n}" for n in range(2_000))).json["results"]) == 0  # type: ignore[index]
    reader.browser.set_cookie("boundaries", "loss")
    assert 'data-saved="/api/v1/items?hide=loss"' in reader.get("/saved").text


def test_each_paragraph_has_a_name_that_stays_as_a_story_grows(holding: Fill) -> None:
    told = {"title": "In parts", "body": "First words.\n\n\u05e9\u05dc\u05d5\u05dd, and on.", "stage": "stimulation"}
    later = [{"stage": "result", "told": "2024", "body": "What came of it.\n\nThe end."}]
    reader = holding({**told, "chapters": later}, {"title": "Listed", "summary": "One.\n\n- two\n- *three*\n\n> four", "body": "### Five\n\nSix"})
    path = place(reader, "r0")
    whole, first = reader.get(path).text, reader.get(f"{path}?upto=stimulation").text
    for page, many in ((whole, 4), (first, 2)):
        sound(page, path)
        assert re.findall(r'<p dir="auto" id="(\w+)">([^<,]+)', page) == [
            ("p1", "First words."), ("p2", "\u05e9\u05dc\u05d5\u05dd"), ("p3", "What came of it."), ("p4", "The end.")][:many]
        assert re.findall(r'<li><a dir="auto" href="#(\w+)">', page) == [f"p{n + 1}" for n in range(many)]
    news = reader.get("/news/listed").text
    sound(news, "/news/listed")
    assert re.findall(r'<(\w+) id="p(\d)">', news) == [("p", "1"), ("li", "2"), ("li", "3"), ("p", "4"), ("p", "5")]
    assert re.findall(r'href="#p\d">([^<]+)', news) == ["One.", "two", "three", "four", "Six"]


def test_a_story_has_a_way_out_and_nothing_is_promised_without_scripts(reader: Reader) -> None:
    for path in (place(reader, "r0"), "/news/news-0"):
        page = reader.get(path).text
        tools = page.split('class="tools"')[1].split("</div>")[0]
        assert tools.count("<button") == tools.count(" hidden>") == 3, path
        assert 'href="/mine/away" data-leave>Leave now' in tools
    assert "A bookmark in your browser does the same" in reader.get("/saved").text
