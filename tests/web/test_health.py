"""Whoever watches over the hub is told whether it is ready and how it does, and no word of anybody."""

from flask import Flask

from hub.db import db
from tests.people import Author, Reader, Staffer

TOKEN = {"Authorization": "Bearer long-and-secret"}


def numbers(hub: Flask, reader: Reader) -> dict[str, float]:
    """What /metrics tells, by name and labels."""
    hub.config["HUB_METRICS_TOKEN"] = "long-and-secret"
    with hub.app_context():
        answer = reader.browser.get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    told = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {name.split("{")[0].removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in told} <= named
    return told


def test_numbers_are_for_who_holds_the_token(hub: Flask, reader: Reader) -> None:
    assert reader.get("/metrics").status_code == 404
    hub.config["HUB_METRICS_TOKEN"] = "long-and-secret"
    for wrong in ({}, {"Authorization": "Bearer long-and-secre"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer \u00fc"}):
        answer = reader.browser.get("/metrics", headers=wrong)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "hub_" not in answer.text
    assert reader.browser.get("/metrics", headers=TOKEN).headers["Cache-Control"] == "no-store"


def test_requests_are_counted_by_route_template_and_hold_no_word(hub: Flask, reader: Reader, author: Author, moderator: Staffer) -> None:
    name = 'hub_requests_total{method="GET",route="/experiences/<public_id>",status="404"}'
    before = numbers(hub, reader).get(name, 0)
    reader.get("/experiences/secretplace?q=azoospermia")
    with hub.app_context():
        reader.browser.open("/", method="QUOKKABERRY")
    told = numbers(hub, reader)
    assert told[name] == before + 1
    within = 'hub_request_seconds_bucket{route="/experiences/<public_id>",le="+Inf"}'
    assert told[within] == told['hub_request_seconds_count{route="/experiences/<public_id>"}'] >= 1
    for word in ("secretplace", "azoospermia", "QUOKKABERRY", moderator.email):
        assert word not in " ".join(told)


def test_kept_answers_are_counted_too(hub: Flask, reader: Reader) -> None:
    name = 'hub_requests_total{method="GET",route="/glossary",status="200"}'
    before = numbers(hub, reader).get(name, 0)
    for _ in range(3):
        reader.get("/glossary")
    assert numbers(hub, reader)[name] == before + 3


def test_what_waits_is_told_as_a_number(hub: Flask, reader: Reader, author: Author, moderator: Staffer) -> None:
    author.tells()
    assert (numbers(hub, reader)["hub_waiting"], numbers(hub, reader)["hub_reports_open"]) == (1, 0)
    [public_id] = moderator.publishes_all()
    reader.send(f"/experiences/{public_id}/about-me", reason="me_work")
    told = numbers(hub, reader)
    assert (told["hub_waiting"], told["hub_reports_open"], told["hub_hidden_first_today"]) == (0, 1, 1)
    assert told['hub_promises{task="index"}'] >= 1


def test_alive_and_ready(hub: Flask, reader: Reader) -> None:
    assert [reader.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE experience RENAME TO elsewhere")
    answer = reader.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "database is not ready\n")
    assert reader.get("/healthz").status_code == 200

