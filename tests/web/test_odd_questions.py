"""Whatever is typed into the box or the address, the page answers, stays small and says in plain words what it left out."""

import re
import time

import pytest

from tests.guards.test_pages import WEIGHT, sound
from tests.web.conftest import Fill

ODD = {
    "*": "needs 3 letters", "a*": "needs 3 letters", "word " * 10_000: "first 12 words", "(" * 5_000 + "a" + ")" * 5_000: "first 200 characters",
    '"unbalanced': "1 result", 'egg "unbalanced waiting': "0 results", "\0egg\0": "1 result", "\u202eegg\u202c": "1 result", "x" * 100_000: "left out",
    "é" * 20_000: "left out", "?!": "everything is listed", "-egg": "1 result", "kind:news kind:experience": "2 results", "NOT " * 5_000: "first 12 words",
    "\"" * 5_001: "first 200 characters"}


@pytest.mark.parametrize(("typed", "said"), ODD.items(), ids=range(len(ODD)))
def test_an_odd_question_is_answered_soon_and_small(holding: Fill, typed: str, said: str) -> None:
    reader = holding({"body": "An egg."}, {"body": "Unbalanced a word x."})
    for path in ("/search", "/api/v1/search", "/feeds/search.atom"):
        started = time.perf_counter()
        answer = reader.browser.get(path, query_string={"q": typed})
        assert answer.status_code == 200, path
        assert time.perf_counter() - started < 2, path  # generous: a slow machine is no fault, an endless query is
        assert len(answer.data) < WEIGHT, path
    page = reader.browser.get("/search", query_string={"q": typed}).text
    sound(page, typed[:20])
    assert said in page
    assert len(re.findall(r"<title>(.*?)</title>", page, re.S)[0]) < 1_300  # 200 signs, each perhaps an entity
    assert not re.search("[\u202a-\u202e\u2066-\u2069\0]", page)


@pytest.mark.parametrize("query", [
    "country=" + "x" * 100_000, "&".join(f"country=c{n}" for n in range(2_000)), "&".join(f"topic=t{n}" for n in range(2_000)),
    "hide=" + "x" * 100_000, "sort=" + "x" * 100_000, "page=" + "9" * 100_000, "year=" + "1" * 10_000, "&".join(f"year={n}" for n in range(1000, 4000))])
def test_an_odd_address_makes_no_large_page(holding: Fill, query: str) -> None:
    reader = holding({"body": "An egg."})
    page = reader.get(f"/search?q=egg&{query}")
    assert page.status_code == 200
    assert len(page.data) < WEIGHT
    assert reader.get(f"/api/v1/search?q=egg&{query}").status_code == 400
    assert reader.get(f"/feeds/search.atom?q=egg&{query}").status_code == 422
    assert len(reader.get(f"/?{query}").data) < WEIGHT
