"""A hub's content moves: out of one and into another, in again with changes, and through moderation on the way."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app import create_app
from hub import cli, history
from hub.db import db, saving
from hub.models import Experience, LogEntry, Story
from tests.commands.test_content import EXPERIENCE, NEWS, lines, run
from tests.people import Author, Reader, Staffer, hidden


def exported(hub: Flask, folder: Path) -> dict[str, str]:
    """What `export` writes, by file."""
    assert run(hub, "export", str(folder)).exit_code == 0
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_what_one_hub_exports_another_imports_and_exports_the_same(
    hub: Flask, author: Author, editor: Staffer, tmp_path: Path
) -> None:
    editor.adds_news(body="Longer *words*.\n\nOf ours.", content_notes=["cost"])
    author.tells(title="“Curly” – 😀 — ünïcode\u2028", body="Line one.\nLine two.\n\nPart two.", pen_name="Søren", content_notes=["loss"])
    author.tells(title="Only words", body="Nothing else.", **dict.fromkeys(
        ("perspective", "treatment", "outcome", "country", "year", "cycles")))
    editor.publishes_all()
    author.comes_back()
    author.send("/mine/chapter", stage="after", told="2024", month="03", body="One year on.")
    editor.publishes_all()
    author.tells(title="Still waiting", body="Not to be exported.")
    first = exported(hub, tmp_path / "first")
    assert first.keys() == {"experiences.jsonl", "news.jsonl"}
    assert "Not to be exported." not in str(first)
    assert '"chapters": [{"stage": "after", "told": "2024-03", "body": "One year on."}]' in first["experiences.jsonl"]
    second_hub = create_app({"HUB_INSTANCE": str(tmp_path / "second"), "HUB_RATE_LIMITS": False})
    with second_hub.app_context():
        cli.prepare()
        result = run(second_hub, "import", *(str(tmp_path / "first" / name) for name in first))
        assert result.exit_code == 0, result.output
        assert exported(second_hub, tmp_path / "again") == first
        assert run(second_hub, "check").exit_code == 0
        assert len(Reader(second_hub).get("/api/v1/search").json["results"]) == 3  # type: ignore[index]
        db.session.remove()
        db.engine.dispose()


def test_what_is_imported_as_submitted_is_read_first(hub: Flask, moderator: Staffer, reader: Reader, tmp_path: Path) -> None:
    result = run(hub, "import", lines(tmp_path / "in.jsonl", EXPERIENCE), "--as", "submitted")
    assert result.exit_code == 0, result.output
    assert reader.get("/api/v1/search").json["total"] == 0  # type: ignore[index]
    [public_id] = moderator.publishes_all()
    assert reader.get(f"/api/v1/experiences/{public_id}").json["ref"] == "e1"  # type: ignore[index]


def test_a_text_imported_anew_while_it_was_read_is_not_published_unread(
    hub: Flask, moderator: Staffer, reader: Reader, tmp_path: Path
) -> None:
    run(hub, "import", lines(tmp_path / "in.jsonl", EXPERIENCE), "--as", "submitted")
    [public_id] = moderator.waiting()
    seen = hidden(moderator.get(f"/review/{public_id}").text, "seen_version")
    run(hub, "import", lines(tmp_path / "in.jsonl", {**EXPERIENCE, "body": "Not read by anybody."}), "--as", "submitted")
    assert moderator.decides(public_id, "publish", seen_version=seen).status_code == 409
    assert reader.get(f"/experiences/{public_id}").status_code == 404


def test_a_published_import_changed_as_submitted_waits_beside_what_readers_see(
    hub: Flask, moderator: Staffer, reader: Reader, tmp_path: Path
) -> None:
    run(hub, "import", lines(tmp_path / "in.jsonl", EXPERIENCE))
    run(hub, "import", lines(tmp_path / "in.jsonl", {**EXPERIENCE, "body": "Newer."}), "--as", "submitted")
    [public_id] = moderator.waiting()
    assert "Some words." in reader.get(f"/experiences/{public_id}").text
    moderator.publishes_all()
    assert "Newer." in reader.get(f"/experiences/{public_id}").text


def test_an_author_withdraws_and_an_export_from_before_does_not_bring_it_back(
    hub: Flask, author: Author, moderator: Staffer, tmp_path: Path
) -> None:
    author.tells(body="Once mine.")
    moderator.publishes_all()
    exported(hub, tmp_path / "before")
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    result = run(hub, "import", str(tmp_path / "before/experiences.jsonl"))
    assert "Once mine." not in author.get("/api/v1/search").text, result.output
    assert author.get("/api/v1/search").json["total"] == 0  # type: ignore[index]


def test_importing_its_own_export_changes_nothing(hub: Flask, author: Author, editor: Staffer, tmp_path: Path) -> None:
    editor.adds_news()
    author.tells()
    editor.publishes_all()
    first = exported(hub, tmp_path / "first")
    result = run(hub, "import", *(str(tmp_path / "first" / name) for name in first))
    assert (db.session.scalar(select(func.count(Experience.id))), db.session.scalar(select(func.count(Story.id)))) == (1, 1), result.output
    assert exported(hub, tmp_path / "again") == first


def test_of_several_files_a_faulty_one_is_left_out_and_the_others_come_in(hub: Flask, tmp_path: Path) -> None:
    good, bad = lines(tmp_path / "good.jsonl", NEWS), lines(tmp_path / "bad.jsonl", EXPERIENCE, {**EXPERIENCE, "id": "x", "year": "soon"})
    result = run(hub, "import", good, bad)
    assert result.exit_code != 0
    assert "good.jsonl: 1 new" in result.output
    assert "bad.jsonl line 2, field year" in result.output
    assert db.session.scalar(select(func.count(Story.id))) == 1
    assert db.session.scalar(select(func.count(Experience.id))) == 0


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", b"\xef\xbb\xbf" + json.dumps(NEWS).encode() + b"\r\n\r\n"])
def test_empty_lines_other_line_ends_and_a_mark_in_front_are_no_fault(hub: Flask, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in.jsonl").write_bytes(data)
    assert run(hub, "import", str(tmp_path / "in.jsonl")).exit_code == 0
    assert db.session.scalar(select(func.count(Story.id))) == bool(data.strip())


@pytest.mark.parametrize("words", [("import",), ("import", "/nowhere.jsonl"), ("import", "--as", "hidden", "x"), ("add-moderator",),
                                   ("add-moderator", "a@example.org", "--role", "king"), ("screen", "/nowhere"), ("nonsense",)])
def test_a_command_said_wrongly_explains_itself(hub: Flask, words: tuple[str, ...]) -> None:
    result = run(hub, *words)
    assert result.exit_code != 0
    assert result.output.strip()
    assert "Traceback" not in result.output


@pytest.mark.parametrize(("chapters", "field"), [
    ("one", "chapters"), (["one"], "chapters-0-body"), ([{"stage": "after", "told": "2024-03-01", "body": "A day."}], "chapters-0-told"),
    ([{"stage": "after", "told": "2024", "body": "Good."}, {"stage": "x", "told": "2024", "body": "Bad."}], "chapters-1-stage"),
    ([{"stage": "after", "told": "2024", "body": "Good.", "mood": "x"}], "chapters-0-body"), ([{"stage": 1}], "chapters-0-body")])
def test_a_chapter_with_a_fault_is_named_by_its_place(hub: Flask, tmp_path: Path, chapters: Any, field: str) -> None:
    result = run(hub, "import", str(lines(tmp_path / "faulty.jsonl", EXPERIENCE | {"chapters": chapters})))
    assert result.exit_code != 0
    assert f"line 1, field {field}:" in result.output
    assert db.session.scalar(select(func.count(Experience.id))) == 0


def test_importing_is_in_the_log_and_nothing_of_the_words(hub: Flask, tmp_path: Path) -> None:
    run(hub, "import", lines(tmp_path / "in.jsonl", NEWS, EXPERIENCE))
    rows: list[Any] = db.session.execute(select(LogEntry.actor, LogEntry.act, LogEntry.record).order_by(LogEntry.id)).all()
    assert {row.actor for row in rows} == {"operator"}
    assert ("operator", "publish", "experience:1") in [tuple(row) for row in rows]
    assert list(history.faults()) == []
    assert "Some words" not in str(rows)


def test_the_demonstration_leaves_real_stories_alone(hub: Flask, author: Author, moderator: Staffer) -> None:
    assert run(hub, "demo").exit_code == 0
    author.tells(title="A real one")
    assert run(hub, "demo", "--remove").exit_code == 0
    assert [story.latest.title for story in db.session.scalars(select(Experience))] == ["A real one"]
    assert len(moderator.publishes_all()) == 1
    assert run(hub, "check").exit_code == 0


@pytest.mark.parametrize("damage", ["rubbish", "gone"])
def test_a_broken_index_is_mended_before_check_looks(hub: Flask, author: Author, moderator: Staffer, damage: str) -> None:
    author.tells()
    moderator.publishes_all()
    index = Path(hub.config["HUB_INSTANCE"]) / "index"
    for file in [file for file in index.rglob("*") if file.is_file()]:
        file.unlink() if damage == "gone" else file.write_bytes(b"rubbish" * 20)
    again = create_app({"HUB_INSTANCE": hub.config["HUB_INSTANCE"], "HUB_RATE_LIMITS": False})
    result = again.test_cli_runner().invoke(args=["hub", "check"])
    assert (result.exit_code, "ok     index" in result.output) == (0, True), result.output
    assert Reader(again).get("/api/v1/search?q=kitchen").json["total"] == 1  # type: ignore[index]


@pytest.mark.parametrize("statement", [
    "DROP TRIGGER log_no_delete", "UPDATE alembic_version SET version_num = 'newer'", "DROP TABLE finding"])
def test_check_tells_of_a_database_that_is_not_whole(hub: Flask, statement: str) -> None:
    with saving():
        db.session.execute(text(statement))
    result = run(hub, "check")
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert any(words in result.output for words in ("log_no_delete", "newer version", "finding"))
