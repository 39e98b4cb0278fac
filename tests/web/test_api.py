"""Somebody else's program reads the hub."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.people import Author, Reader, Staffer


def test_a_search_answers_in_the_promised_shape(reader: Reader, author: Author, moderator: Staffer) -> None:
    author.tells()
    [public_id] = moderator.publishes_all()
    answer = reader.get("/api/v1/search?q=FET")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = answer.json
    assert found is not None
    assert found.keys() >= {"total", "results", "facets", "did_you_mean"}
    [hit] = found["results"]
    assert hit.keys() == {"kind", "id", "ref", "title", "url", "excerpt", "score", "matched"}
    assert (hit["kind"], hit["id"], hit["ref"]) == ("experience", public_id, None)
    assert hit["url"].endswith(f"/experiences/{public_id}")
    assert hit["matched"][0].keys() == {"typed", "concept", "found"}
    assert found["facets"]["treatment"][0].keys() == {"value", "label", "count"}


def test_an_experience_and_a_story_carry_their_pairs(reader: Reader, author: Author, editor: Staffer) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(news=slug)
    [public_id] = editor.publishes_all()
    for path, other in ((f"/api/v1/news/{slug}", public_id), (f"/api/v1/experiences/{public_id}", slug)):
        [pair] = reader.get(path).json["pairs"]  # type: ignore[index]
        assert pair.keys() == {"id", "ref", "title", "url", "origin", "score", "reasons"}
        assert (pair["id"], pair["origin"]) == (other, "response")
        assert pair["reasons"][0].startswith("Written in answer")


@pytest.mark.parametrize(("query", "name"), [
    ("cycles=9", "cycles"), ("per_page=51", "per_page"), ("per_page=0", "per_page"), ("page=x", "page"), ("sort=best", "sort"),
    ("kind=story", "kind"), ("treatment=magic", "treatment"), ("hide=nothing", "hide"), ("year=19", "year"), ("topic=zzz", "topic"),
    ("age=7", "age"), ("outcome=x", "outcome"), ("perspective=x", "perspective"), ("diagnosis=x", "diagnosis")])
def test_a_value_out_of_range_is_named(reader: Reader, query: str, name: str) -> None:
    answer = reader.get(f"/api/v1/search?{query}")
    assert answer.status_code == 400
    assert name in answer.json["problems"]  # type: ignore[index]


def test_an_import_is_looked_up_by_its_own_id(reader: Reader, hub: Flask, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"id": "outside-7", "title": "T", "body": "B"}))
    assert hub.test_cli_runner().invoke(args=["hub", "import", str(file)]).exit_code == 0
    found = reader.get("/api/v1/search?ref=outside-7").json
    assert found is not None
    assert (found["total"], found["results"][0]["ref"]) == (1, "outside-7")
    assert reader.get("/api/v1/search?ref=nothing").json["total"] == 0  # type: ignore[index]


def test_the_description_names_every_route(reader: Reader, hub: Flask) -> None:
    described = reader.get("/api/v1/openapi.json").json
    assert described is not None
    assert described["openapi"].startswith("3.1")
    routes = {rule.rule for rule in hub.url_map.iter_rules() if rule.endpoint.startswith("api.")} - {"/api/v1/openapi.json"}
    named = {f"/api/v1{path}".replace("{id}", "<public_id>").replace("{slug}", "<slug>") for path in described["paths"]}
    assert named == routes


@pytest.mark.parametrize("path", ["/api/v1/experiences/none", "/api/v1/news/none", "/api/v1/none"])
def test_what_is_not_there_is_told_as_json(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert answer.json["error"]  # type: ignore[index]
