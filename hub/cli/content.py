"""Commands that bring texts in and out: import, export, screen."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Select

from hub import outbox, screening, stories, worker
from hub.cli.preparing import command
from hub.db import attune, db, saving
from hub.errors import Refused
from hub.models import Experience, Story
from hub.models.revision import FACET_FIELDS, TEXT_FIELDS
from hub.stories import StoryDraft
from hub.submissions import Telling, importing
from hub.submissions.draft import Draft

EXPERIENCE_FIELDS = {"id", "answers", "chapters", *TEXT_FIELDS, *FACET_FIELDS}
NEWS_FIELDS = {"id", "title", "outlet", "url", "published", "summary", "body", "content_notes"}
ID_MAX = 100
Row = tuple[int, str, Any]


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "state", type=click.Choice(["published", "submitted"]), default="published", show_default=True,
              help="The state experiences come in; news come in published.")
@click.option("--warrant", default="", help="Why you may publish these, in a sentence; kept with each.")
@command
def import_(files: tuple[Path, ...], state: str, warrant: str) -> None:
    """Import experiences and news from JSON Lines; a file with a fault is left out whole."""
    if len(warrant) > 300:
        raise click.ClickException("--warrant: please use at most 300 characters.")
    faulty = 0
    for file in files:
        rows, faults = read_rows(file)
        if faults:
            faulty += 1
            click.echo("\n".join(faults), err=True)
            click.echo(f"{file.name}: nothing imported; {len(faults)} faults above.", err=True)
            continue
        outcomes = bring_in(rows, state=state, warrant=warrant, provenance="imported", label=file.name)
        click.echo(f"{file.name}: {outcomes['new']} new, {outcomes['changed']} changed, {outcomes['same']} as before.")
    settle()
    if faulty:
        raise click.ClickException(f"{faulty} of {len(files)} files were left out.")


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@command
def export(folder: Path) -> None:
    """Write all published rows as JSON Lines that `import` takes."""
    folder.mkdir(parents=True, exist_ok=True)
    queries: dict[str, Select[Any]] = {"experiences": Experience.public().order_by(Experience.id),
                                       "news": Story.public().order_by(Story.id)}
    for name, query in queries.items():
        target = folder / f"{name}.jsonl"
        with target.with_suffix(".part").open("w", encoding="utf-8") as out:
            rows = (json.dumps(row.values(), ensure_ascii=False) for row in db.session.scalars(
                query.execution_options(yield_per=500)))
            written = sum(bool(out.write(line + "\n")) for line in rows)
        target.with_suffix(".part").replace(target)
        click.echo(f"{target.name}: {written} rows.")


@click.command("screen")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def screen(file: Path) -> None:
    """Screen the texts of a JSON Lines file (`id`, `text`); prints one line of findings for each."""
    for number, row in _json_lines(file):
        words = row.get("text", row.get("body")) if isinstance(row, dict) else None
        if not isinstance(words, str):
            raise click.ClickException(f"{file.name} line {number}: needs `id` and `text`.")
        found = screening.screen(words)
        click.echo(json.dumps({"id": row.get("id"), "findings": [
            {"check": f.check, "start": f.start, "end": f.end, "severity": f.severity} for f in found]}, ensure_ascii=False))


def read_rows(file: Path) -> tuple[list[Row], list[str]]:
    """Every row of a file as a checked draft with its line and id, and every fault by line and field."""
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, row in _json_lines(file):
        try:
            ref, draft = _draft(row)
            if ref in seen:
                raise Refused({"id": f"is also on line {seen[ref]}."})
            seen[ref] = number
            rows.append((number, ref, draft))
        except Refused as refused:
            faults += [f"{file.name} line {number}, field {field}: {words}" for field, words in refused.problems.items()]
    return rows, faults


def bring_in(rows: list[Row], *, state: str, warrant: str, provenance: str, label: str) -> Counter[str]:
    """Import checked rows in one transaction; says how many were new, changed and the same.

    Raises:
        Refused: a row cannot be taken as things stand here; it is named by line and field, and nothing is imported.
    """
    with click.progressbar(rows, label=f"{label}: screening", show_pos=True) as bar:
        told = {number: Telling.of(draft[0]) for number, _, draft in bar if not isinstance(draft, StoryDraft)}
    outcomes: Counter[str] = Counter()
    with saving(), click.progressbar(rows, label=f"{label}: storing", show_pos=True) as bar:
        for number, ref, draft in bar:
            try:
                outcomes[stories.bring_in(ref, draft, provenance=provenance) if isinstance(draft, StoryDraft) else
                         importing.bring_in(ref, told[number], state=state, provenance=provenance, warrant=warrant,
                                            answers=draft[1])] += 1
            except Refused as refused:
                raise Refused({f"{label} line {number}, field {field}": words
                               for field, words in refused.problems.items()}) from None
    return outcomes


def settle() -> None:
    """Keep every promise now, with progress: what was imported can be found and is paired when this ends."""
    waiting = len(outbox.pending("index")) + len(outbox.pending("pair"))
    with click.progressbar(length=waiting, label="indexing and pairing", show_pos=True) as bar:
        while kept := worker.work_once():
            bar.update(kept)
    attune(db.engine)


def _draft(row: Any) -> tuple[str, Any]:
    """The id, and a story's draft, or an experience's draft with the ref of the news it answers."""
    if not isinstance(row, dict):
        raise Refused({"(line)": "is not a JSON object."})
    is_news = bool({"outlet", "url", "summary"} & row.keys())
    unknown = row.keys() - (NEWS_FIELDS if is_news else EXPERIENCE_FIELDS)
    problems = dict.fromkeys(sorted(unknown), "is not a field of the import format.")
    ref, answers = row.get("id"), row.get("answers")
    if not isinstance(ref, str) or not 0 < len(ref) <= ID_MAX:
        problems["id"] = f"must be text of 1 to {ID_MAX} characters."
    if answers is not None and not isinstance(answers, str):
        problems["answers"] = "must be the id of a news story."
    try:
        draft = StoryDraft.of(row) if is_news else (Draft.of(row), answers)
    except Refused as refused:
        problems |= refused.problems
    if problems:
        raise Refused(problems)
    return str(ref), draft


def _json_lines(file: Path) -> Iterator[tuple[int, Any]]:
    """Each line that is not empty, with its number; a line that is not JSON comes as None."""
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            yield number, None


COMMANDS = (import_, export, screen)
