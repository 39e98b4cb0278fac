"""The log is searched by moderators and carried elsewhere; who read what was not published is seen by admins for 180 days."""

import csv
import datetime as dt
import io
import json

import pytest
from flask import Flask
from sqlalchemy import select, update

from hub import history, retention, worker
from hub.config import CLOCKS
from hub.db import db, now, saving, today
from hub.models import Experience, LogEntry, Reading, Staff
from hub.staff import log
from tests.guards.test_pages import sound
from tests.people import Author, Reader, Staffer, time_passes

LOG, READINGS = "/staff/log", "/staff/people/readings"


def rows(page: str) -> int:
    """How many rows a page shows."""
    return page.count("<tr>") - 1 if "<table" in page else 0


@pytest.fixture
def busy(author: Author, moderator: Staffer, editor: Staffer) -> str:
    """A day at the desk; gives the id of the story that was published."""
    editor.adds_news()
    author.tells()
    [story] = moderator.publishes_all()
    author.tells(title="Another")
    editor.decides(editor.waiting()[0], "decline", reason="other", message="Kindly.")
    return story


def test_m1_the_log_is_searched_by_act_record_person_and_period(busy: str, moderator: Staffer, editor: Staffer) -> None:
    all_ = len(db.session.scalars(select(LogEntry.id)).all())
    page = moderator.get(LOG).text
    sound(page, "log")
    assert rows(page) == all_
    assert history.head() in page
    assert history.head() in moderator.get("/review").text
    by = db.session.scalars(select(Staff.id).where(Staff.email == editor.email)).one()
    for query, found in (("act=publish", 2), (f"record={busy}", 2), (f"record={busy}&act=submit", 1), ("record=news:1", 2), (f"person=staff:{by}&act=decline", 1),
                         ("person=author", 2), (f"since={today()}", all_), (f"until={today()}", all_), (f"since={today() + dt.timedelta(days=1)}", 0),
                         (f"until={today() - dt.timedelta(days=1)}", 0), ("act=nothing", 0), ("record=%27%22--", 0), ("page=77", 0)):
        assert rows(moderator.get(f"{LOG}?{query}").text) == found, query
    for query in ("since=yesterday", "until=2026-13-01", "since=x%00"):
        answer = moderator.get(f"{LOG}?{query}")
        assert answer.status_code == 422
        sound(answer.text, "log with a problem")


def test_m1_of_authors_the_log_shows_the_day_alone(busy: str, moderator: Staffer) -> None:
    page = moderator.get(f"{LOG}?person=author").text.partition("<tbody>")[2]
    assert "UTC" not in page.partition("</tbody>")[0]
    assert "UTC" in moderator.get(f"{LOG}?act=publish").text.partition("<tbody>")[2]


def test_m1_a_long_log_has_pages(moderator: Staffer) -> None:
    with saving():
        for _ in range(2 * log.PER_PAGE):
            history.note("restore", "hub", history.OPERATOR)
    assert [rows(moderator.get(f"{LOG}?act=restore&page={page}").text) for page in (1, 2, 3)] == [log.PER_PAGE, log.PER_PAGE, 0]
    assert 'href="/staff/log?page=2&amp;act=restore"' in moderator.get(f"{LOG}?act=restore").text


def test_m1_the_log_is_carried_elsewhere_after_a_proof(busy: str, moderator: Staffer) -> None:
    time_passes()
    asked = moderator.send(f"{LOG}/export", LOG, format="jsonl", act="publish")
    lines = [json.loads(line) for line in moderator.proves(asked).text.splitlines()]
    assert [line["act"] for line in lines] == ["publish"] * 2
    table = moderator.send(f"{LOG}/export", LOG, format="csv")
    assert table.headers["Content-Disposition"].startswith("attachment")
    found = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["hash"] for row in found] == list(db.session.scalars(select(LogEntry.hash).order_by(LogEntry.id)))
    assert [row["act"] for row in found][-1] == "export_log"
    assert moderator.send(f"{LOG}/export", LOG, format="exe").status_code == 303


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_x9_no_cell_is_a_formula(hub: Flask, moderator: Staffer, word: str) -> None:
    with saving():
        history.note("restore", word, history.OPERATOR)
    table = moderator.send(f"{LOG}/export", LOG, format="csv").text
    assert f"'{word}" in [row["record"] for row in csv.DictReader(io.StringIO(table, newline=""))]


def test_m1_who_reads_what_is_not_published_is_noted_and_forgotten_in_time(
    hub: Flask, author: Author, moderator: Staffer, admin: Staffer, editor: Staffer
) -> None:
    author.tells()
    [story] = moderator.waiting()
    for _ in range(2):
        moderator.get(f"/review/{story}")
    editor.get(f"/review/{story}/proposal")
    page = admin.get(READINGS).text
    sound(page, "readings")
    assert rows(page) == 2  # opened twice in a row is one reading
    by = db.session.scalars(select(Staff.id).where(Staff.email == moderator.email)).one()
    assert rows(admin.get(f"{READINGS}?person={by}&story={story}").text) == 1
    assert rows(admin.get(f"{READINGS}?story=nothing").text) == 0
    assert admin.get(f"{READINGS}?person=x").status_code == 422
    for person in (moderator, editor):
        assert person.get(READINGS).status_code == 403
    moderator.decides(story, "publish")
    editor.get(f"/review/{story}")
    assert rows(admin.get(READINGS).text) == 2  # what everybody may read is nobody's reading
    with saving():
        db.session.execute(update(Reading).where(Reading.staff_id == by).values(at=now() - CLOCKS["reads"].time - dt.timedelta(days=1)))
    assert [one.clock for one in retention.due(today())] == ["reads"]
    worker.let_go(today())
    assert rows(admin.get(READINGS).text) == 1


def test_m1_readings_of_a_text_that_is_gone_say_only_that_it_was_read(hub: Flask, author: Author, moderator: Staffer, admin: Staffer) -> None:
    author.tells(body="Words that go.")
    moderator.get(f"/review/{moderator.waiting()[0]}")
    author.comes_back()
    author.send("/mine/withdrawal", confirm="yes")
    page = admin.get(READINGS).text
    assert rows(page) == 1
    assert db.session.scalars(select(Experience.public_id)).one() in page
    assert "Words that go" not in page


def test_m1_check_finds_a_cut_tail_against_the_newest_backup(hub: Flask, busy: str, tmp_path: object, reader: Reader) -> None:
    run = hub.test_cli_runner().invoke
    assert run(args=["hub", "backup", f"{tmp_path}/kept"]).exit_code == 0
    assert run(args=["hub", "check", "--backups", f"{tmp_path}/kept"]).exit_code == 0
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER log_no_delete")
        connection.exec_driver_sql("DELETE FROM log WHERE id = (SELECT max(id) FROM log)")
        connection.exec_driver_sql("CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END")
    assert "its end was cut off" in run(args=["hub", "check", "--backups", f"{tmp_path}/kept"]).output
    assert run(args=["hub", "check", "--backups", f"{tmp_path}/nothing"]).exit_code != 0
