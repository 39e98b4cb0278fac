"""Bringing texts in and out from the command line; the demonstration hub; checking."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text

from app import create_app
from hub.db import db, part, saving
from hub.errors import Unready
from hub.models import Experience, Profile, Promise, Staff, Story
from tests.people import Author, Reader, Staffer, code_of, shown_secret

EXPERIENCE = {"id": "e1", "title": "A title", "body": "Some words.", "perspective": "partner", "treatment": ["ivf"], "outcome": "loss",
              "cycles": 2, "country": "Peru", "age_band": "35_39", "year": 2019, "content_notes": ["loss"], "diagnosis": ["pcos"],
              "stage": "result", "funding": "public"}
NEWS = {"id": "n1", "title": "News", "outlet": "O", "url": "https://example.org/n", "published": "2024-03-04", "summary": "Two words.",
        "body": "More.", "content_notes": ["cost"]}


def run(hub: Flask, *words: str) -> Result:
    """Run a command of the hub."""
    result = hub.test_cli_runner().invoke(args=["hub", *words])
    db.session.rollback()
    return result


def lines(path: Path, *rows: Any) -> str:
    """A JSON Lines file; text goes in as it is."""
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return str(path)


def count(model: Any) -> int:
    """How many rows of a kind there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_what_is_imported_is_published_found_and_exported_the_same(hub: Flask, reader: Reader, tmp_path: Path) -> None:
    result = run(hub, "import", lines(tmp_path / "in.jsonl", NEWS, EXPERIENCE), "--warrant", "With their consent.")
    assert result.exit_code == 0, result.output
    assert "2 new" in result.output
    assert reader.get("/api/v1/search?q=words").json["total"] == 2  # type: ignore[index]
    public_id = db.session.scalars(select(Experience.public_id)).one()
    assert "With their consent." in reader.get(f"/experiences/{public_id}").text
    assert run(hub, "export", str(tmp_path / "out")).exit_code == 0
    kept = json.loads((tmp_path / "out/experiences.jsonl").read_text())
    assert {k: v for k, v in kept.items() if v is not None} == EXPERIENCE
    assert json.loads((tmp_path / "out/news.jsonl").read_text()) == NEWS
    assert "1 as before" in run(hub, "import", str(tmp_path / "out/experiences.jsonl")).output


def test_importing_again_changes_what_changed(hub: Flask, reader: Reader, tmp_path: Path) -> None:
    run(hub, "import", lines(tmp_path / "a.jsonl", NEWS, EXPERIENCE))
    result = run(hub, "import", lines(tmp_path / "b.jsonl", {**NEWS, "title": "Newer"}, {**EXPERIENCE, "body": "Other words now."}))
    assert "0 new, 2 changed" in result.output
    found = reader.get("/api/v1/search?q=other+words").json
    assert "Other words now." in found["results"][0]["excerpt"]  # type: ignore[index]
    assert count(Experience) == 1


@pytest.mark.parametrize(("row", "fault"), [
    ({**EXPERIENCE, "outcome": "born"}, "field outcome"), ({**EXPERIENCE, "treatment": "ivf"}, "field treatment"),
    ({**EXPERIENCE, "cycles": "2"}, "field cycles"), ({**EXPERIENCE, "year": True}, "field year"), ({**EXPERIENCE, "x": 1}, "field x"),
    ({**EXPERIENCE, "id": None}, "field id"), ({**EXPERIENCE, "body": "b" * 20_001}, "field body"), ({**EXPERIENCE, "title": 7}, "field title"),
    ({**NEWS, "published": "soon"}, "field published"), ({**NEWS, "url": "ftp://x"}, "field url"), ({**NEWS, "content_notes": ["x"]}, "field content_notes"),
    ("{broken", "line 2"), ("[]", "line 2"), ("[" * 100_000, "line 2"), (EXPERIENCE | {"id": "first"}, "also on line 1")])
def test_a_file_with_a_fault_is_left_out_whole_and_the_fault_is_named(hub: Flask, tmp_path: Path, row: Any, fault: str) -> None:
    result = run(hub, "import", lines(tmp_path / "in.jsonl", {**EXPERIENCE, "id": "first"}, row))
    assert result.exit_code != 0
    assert "in.jsonl line 2" in result.output
    assert fault in result.output
    assert count(Experience) + count(Story) == 0


def test_what_was_withdrawn_here_is_not_brought_back(hub: Flask, tmp_path: Path, moderator: Staffer, editor: Staffer) -> None:
    file = lines(tmp_path / "in.jsonl", EXPERIENCE)
    run(hub, "import", file, "--as", "submitted")
    [public_id] = moderator.waiting()
    moderator.decides(public_id, "remove", reason="hurtful")
    editor.send(f"/review/{public_id}/erasure", "/review")
    result = run(hub, "import", file)
    assert result.exit_code != 0
    assert "not brought back" in result.output


def test_the_demonstration_comes_and_goes_without_a_trace(hub: Flask, reader: Reader) -> None:
    result = run(hub, "demo")
    assert result.exit_code == 0, result.output
    assert "Sign in at http://" in result.output
    assert count(Story) >= 12
    assert count(Experience) >= 45
    published = db.session.scalars(select(Experience.public_id).where(Experience.state == "published")).first()
    assert "Invented, for demonstration" in reader.get(f"/experiences/{published}").text
    assert "Disallow: /\n" in reader.get("/robots.txt").text
    assert "Both speak of" in reader.get("/").text
    address, password, code, secret = re.search(  # what it printed gets in, in one sitting
        r" as (\S+) with the password (\S+)\n.* works once: (\S+).*\n.* the key (.+)\n", result.output).groups()  # type: ignore[union-attr]
    for second in (code, code_of(secret)):
        person = Reader(hub)
        person.send("/staff/sign-in", email=address, password=password)
        assert person.send("/staff/second-factor", code=second).headers["Location"] == "/review"
        assert person.get("/staff/people").status_code == 200
    assert "here already" in run(hub, "demo").output
    assert run(hub, "check").exit_code == 0
    assert run(hub, "demo", "--remove").exit_code == 0
    assert [count(model) for model in (Story, Experience, Staff, Profile, Promise)] == [0] * 5
    assert run(hub, "check").exit_code == 0


def test_the_demonstration_is_refused_where_real_stories_are(hub: Flask, author: Author) -> None:
    author.tells()
    result = run(hub, "demo")
    assert result.exit_code != 0
    assert "real stories" in result.output
    assert count(Experience) == 1


def test_an_invited_moderator_joins_once(hub: Flask, reader: Reader) -> None:
    link = run(hub, "add-moderator", "New.Person@example.org", "--role", "editor").output.strip().splitlines()[-1]
    path = link.partition("8000")[2]
    assert "new.person@example.org" in reader.get(path).text
    assert reader.send(path, password="short", password_confirm="short").status_code == 422
    assert reader.send(path, password="four words of mine", password_confirm="four words of yours").status_code == 422
    joined = reader.send(path, password="four words of mine", password_confirm="four words of mine")
    assert (joined.status_code, joined.headers["Location"]) == (303, "/staff/second-factor")
    assert reader.get(path).status_code == 404
    assert reader.get("/desk").status_code == 302
    secret = shown_secret(reader.get("/staff/second-factor").text)
    assert "recovery codes" in reader.send("/staff/second-factor", code=code_of(secret)).text
    assert reader.get("/desk").status_code == 200
    assert run(hub, "add-moderator", "not an address").exit_code != 0


def test_screening_from_the_command_line_has_the_promised_shape(hub: Flask, tmp_path: Path) -> None:
    file = lines(tmp_path / "t.jsonl", {"id": "a", "text": "Write to tea@example.org"}, {"id": "b", "text": "A calm day."})
    rows = [json.loads(line) for line in run(hub, "screen", file).output.splitlines()]
    assert rows[0] == {"id": "a", "findings": [{"check": "contact_data", "start": 9, "end": 24, "severity": "hold"}]}
    assert rows[1] == {"id": "b", "findings": []}


def test_check_finds_what_is_wrong(hub: Flask, author: Author, moderator: Staffer) -> None:
    author.tells()
    moderator.publishes_all()
    assert run(hub, "check").exit_code == 0
    part("search").apply([("experience", 1)], [])
    assert "published but not in the index" in run(hub, "check").output
    assert run(hub, "reindex").exit_code == 0
    assert run(hub, "check").exit_code == 0
    with saving():
        db.session.execute(text("DROP TRIGGER log_no_update"))
        db.session.execute(text("UPDATE log SET act = 'decline' WHERE act = 'publish'"))
    result = run(hub, "check")
    assert result.exit_code != 0
    assert "log_no_update" in result.output
    assert "was altered" in result.output


def test_work_keeps_what_was_promised(hub: Flask, author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells()
    moderator.decides(moderator.waiting()[0], "publish")
    assert run(hub, "work", "--once").exit_code == 0
    assert reader.get("/api/v1/search?q=kitchen").json["total"] == 1  # type: ignore[index]


@pytest.mark.parametrize(("setting", "value"), [
    ("HUB_PORT", "eighty"), ("HUB_RATE_LIMITS", "maybe"), ("HUB_SECRET_KEY", "short"), ("HUB_CLOSED_UNTIL", "soon"),
    ("HUB_INSTANCE", "/proc/nothing/here")])
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, setting: str, value: str) -> None:
    with pytest.raises(Unready) as problem:
        create_app({"HUB_INSTANCE": str(tmp_path), setting: value})
    assert setting in str(problem.value)
