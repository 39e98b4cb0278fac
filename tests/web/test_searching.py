"""Somebody searches: one page and one API, the same hits, counts that are true, and nothing past a boundary."""

import json
from pathlib import Path

import pytest
from flask import Flask

from hub.reference.facets import FACETS
from tests.people import Author, Reader, Staffer

ENDINGS = ["live_birth", "loss", "not_yet", "stopped"]
ROWS = [{"id": f"e{n}", "title": f"Voice {n}", "body": f"Our frozen embryo transfer in room {n}." + " Again and again." * (n % 3),
         "treatment": ["fet"] if n % 2 else ["fet", "icsi"], "outcome": ENDINGS[n % 4], "cycles": n % 7, "year": 2010 + n % 5,
         "country": "Malta" if n % 3 else "Peru", "age_band": "35_39", "perspective": "partner" if n % 2 else "patient",
         "diagnosis": ["pcos"] if n % 4 == 1 else [], "content_notes": ["needles"] if n % 5 == 0 else []} for n in range(24)]
for row, story in zip(ROWS, ("n0", "n0", "n0", "n1"), strict=False):
    row["answers"] = story
ROWS += [{"id": f"n{n}", "title": f"News {n}", "outlet": "O", "url": "https://example.org", "published": f"2024-01-{n + 1:02}",
          "summary": "A frozen embryo transfer.", "content_notes": ["loss"] if n == 0 else []} for n in range(3)]


@pytest.fixture
def filled(hub: Flask, tmp_path: Path) -> Reader:
    """A reader of a hub with 24 experiences and 3 stories."""
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in reversed(ROWS)))  # the news first: others answer it
    result = hub.test_cli_runner().invoke(args=["hub", "import", str(file)])
    assert result.exit_code == 0, result.output
    return Reader(hub)


def found(reader: Reader, query: str) -> dict[str, object]:
    """What the API answers; all of it on one page."""
    answer = reader.get(f"/api/v1/search?per_page=50&{query}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def refs(reader: Reader, query: str) -> list[str]:
    """The outside ids of what is found."""
    return [hit["ref"] for hit in found(reader, query)["results"]]  # type: ignore[attr-defined]


def expected(**wanted: object) -> set[str]:
    """The ids of the rows that hold these values."""
    return {str(row["id"]) for row in ROWS if all(
        value in row[name] if isinstance(row.get(name), list) else row.get(name) == value for name, value in wanted.items())}


FILTERS: list[tuple[str, dict[str, object]]] = [
    ("treatment=icsi", {"treatment": "icsi"}), ("outcome=loss", {"outcome": "loss"}), ("country=Peru", {"country": "Peru"}),
    ("year=2012", {"year": 2012}), ("cycles=2", {"cycles": 2}), ("perspective=partner", {"perspective": "partner"}),
    ("diagnosis=pcos", {"diagnosis": "pcos"}), ("age=35_39", {"age_band": "35_39"}), ("kind=news", {"outlet": "O"}),
    ("outcome=loss&country=Peru", {"outcome": "loss", "country": "Peru"})]


def test_a_filter_leaves_what_holds_it_with_and_without_words(filled: Reader) -> None:
    for query, wanted in FILTERS:
        assert set(refs(filled, query)) == set(refs(filled, f"q=transfer&{query}")) == expected(**wanted), query


def test_what_may_be_asked_can_be_found_and_the_rest_is_refused(filled: Reader) -> None:
    for value in ("1", "2", "3", "4plus"):
        assert found(filled, f"cycles={value}")["total"]
    for value in ("0", "4", "7"):  # no count stands for these
        assert filled.get(f"/api/v1/search?cycles={value}").status_code == 400, value


def test_several_values_of_one_facet_widen_and_four_cycles_or_more_are_one(filled: Reader) -> None:
    assert set(refs(filled, "outcome=loss&outcome=not_yet")) == expected(outcome="loss") | expected(outcome="not_yet")
    assert set(refs(filled, "cycles=4plus")) == {str(row["id"]) for row in ROWS if int(str(row.get("cycles", 0))) >= 4}


def test_each_count_is_what_choosing_it_brings(filled: Reader) -> None:
    for words in ("", "q=transfer", "q=transfer&hide=needles", "country=Malta"):
        counted = 0
        for name, counts in found(filled, words)["facets"].items():  # type: ignore[attr-defined]
            for count in counts[:4]:
                if name == "country" and "country" in words:
                    continue
                assert found(filled, f"{words}&{name}={count['value']}")["total"] == count["count"], (words, name, count)
                counted += 1
        assert counted > 12


@pytest.mark.parametrize("words", ["", "q=transfer"])
def test_a_boundary_holds_for_hits_totals_and_counts(filled: Reader, words: str) -> None:
    for note in ("loss", "live_birth", "needles", "stopping"):
        holds(filled, words, note)


def holds(filled: Reader, words: str, note: str) -> None:
    """Whether nothing with this note is met, and everything else is."""
    ending = {"loss": "loss", "live_birth": "live_birth", "stopping": "stopped"}.get(note)
    met = {str(row["id"]) for row in ROWS if note in row.get("content_notes", []) or (ending and row.get("outcome") == ending)}  # type: ignore[operator]
    answer = found(filled, f"{words}&hide={note}")
    assert {hit["ref"] for hit in answer["results"]} == {str(row["id"]) for row in ROWS} - met  # type: ignore[attr-defined]
    assert answer["total"] == len(ROWS) - len(met)
    assert ending not in [count["value"] for count in answer["facets"]["outcome"]]  # type: ignore[index]
    page = filled.get(f"/search?{words}&hide={note}").text
    assert f'name="hide" value="{note}"' in page
    assert f"{answer['total']} results" in page


def test_pages_hold_everything_once_in_one_order(filled: Reader) -> None:
    for words in ("", "q=transfer", "q=transfer&sort=newest", "hide=loss"):
        whole = refs(filled, words)
        paged = [hit["ref"] for page in range(1, 5)
                 for hit in filled.get(f"/api/v1/search?{words}&per_page=8&page={page}").json["results"]]  # type: ignore[index]
        assert paged == whole
        assert len(set(whole)) == len(whole) == found(filled, words)["total"]
        assert filled.get(f"/api/v1/search?{words}&page=999").json["results"] == []  # type: ignore[index]


def test_the_page_shows_what_the_api_says(filled: Reader) -> None:
    for words in ("q=transfer", "q=room&country=Peru", "q=transfer&sort=newest&hide=needles"):
        page = filled.get(f"/search?{words}").text.split('class="hits"')[1].split('class="facets"')[0]
        urls = [hit["url"].partition("localhost/")[2].partition("?")[0] for hit in filled.get(f"/api/v1/search?{words}").json["results"]]  # type: ignore[index]
        shown = [part.split('"')[0].partition("?")[0] for part in page.split('href="/')[1:]]
        assert [path for path in shown if path.startswith(("news/", "experiences/"))] == urls


def test_newest_first_is_newest_first(filled: Reader) -> None:
    news = [ref for ref in refs(filled, "sort=newest&q=transfer") if ref.startswith("n")]
    assert news == ["n2", "n1", "n0"]
    assert [ref for ref in refs(filled, "") if ref.startswith("n")] == news


def test_words_nobody_used_lead_on(filled: Reader) -> None:
    page = filled.get("/search?q=xylophone").text
    assert "0 results for “xylophone”" in page
    assert 'href="/share"' in page
    assert 'href="/search?q=transfer"' in filled.get("/search?q=trannsfer").text or "0 results" not in filled.get("/search?q=trannsfer").text


def test_an_unknown_filter_on_the_page_is_said_and_the_rest_is_answered(filled: Reader) -> None:
    page = filled.get("/search?q=transfer&outcome=magic&country=Peru")
    assert page.status_code == 200
    assert "outcome has a value this hub does not know" in page.text
    assert f"{len(expected(country='Peru'))} results" in page.text


def test_an_import_past_a_boundary_is_not_handed_out_by_its_id(filled: Reader) -> None:
    assert found(filled, "ref=e1")["total"] == 1
    assert found(filled, "ref=e1&hide=loss")["total"] == 0


def test_beside_a_page_a_boundary_holds_too(filled: Reader) -> None:
    story = filled.get("/api/v1/search?ref=n0").json["results"][0]["id"]  # type: ignore[index]
    voice = filled.get("/api/v1/search?ref=e2").json["results"][0]["id"]  # type: ignore[index]
    endings = {str(row["id"]): row["outcome"] for row in ROWS if "outcome" in row}
    for query, answers, hidden in (("", {"e0", "e1", "e2"}, set()), ("?open=yes&hide=loss", {"e0", "e2"}, {"loss"}),
                                   ("?open=yes&hide=loss&hide=live_birth", {"e2"}, {"loss", "live_birth"})):
        pairs = filled.get(f"/api/v1/news/{story}{query}").json["pairs"]  # type: ignore[index]
        assert {pair["ref"] for pair in pairs if pair["origin"] == "response"} == answers
        assert not hidden & {endings[pair["ref"]] for pair in pairs}
        page = filled.get(f"/news/{story}{query}").text
        shown = {ref for ref in endings if f">Voice {ref[1:]}<" in page}
        assert answers <= shown <= {pair["ref"] for pair in pairs}
    for path in (f"/experiences/{voice}", f"/api/v1/experiences/{voice}"):
        assert f"/news/{story}" in filled.get(path).text
        assert f"/news/{story}" not in filled.get(f"{path}?hide=loss").text


def test_a_withdrawn_voice_is_counted_nowhere_before_the_worker_comes(author: Author, editor: Staffer, filled: Reader) -> None:
    author.tells(title="Only here", country="Iceland", outcome="adopted")
    [public_id] = editor.publishes_all()
    assert found(filled, "country=Iceland")["total"] == 1
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    answer = found(filled, "")
    assert public_id not in json.dumps(answer)
    assert "Iceland" not in json.dumps(answer)
    assert answer["total"] == len(ROWS)
    assert "adopted" in FACETS["outcome"].values
    assert "adopted" not in [count["value"] for count in answer["facets"]["outcome"]]  # type: ignore[index]
