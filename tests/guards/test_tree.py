"""The architecture is a test: where things lie, what may import what, what no file may hold."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HUB = sorted(p for p in (ROOT / "hub").rglob("*.py") if "versions" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOP = {"app.py", "hub", "templates", "static", "instance", "tests", "requirements.txt", "requirements-dev.txt", "README.md",
       "pyproject.toml", "Makefile", "CHANGELOG.md", "LICENSE", ".ci", ".gitignore"}
LONGEST, LONGEST_TEST = 250, 300


def named(paths: list[Path]) -> list[str]:
    """Paths as they are known in the project."""
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("tool", [["ruff", "check", "."], ["mypy"], ["lint-imports"]], ids=lambda words: words[0])
def test_the_tools_find_nothing(tool: list[str]) -> None:
    done = subprocess.run([str(Path(sys.executable).parent / tool[0]), *tool[1:]], cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_one_sitting() -> None:
    limits = {**dict.fromkeys([*HUB, ROOT / "app.py"], LONGEST), **dict.fromkeys(TESTS, LONGEST_TEST)}
    long = {str(p.relative_to(ROOT)): n for p, most in limits.items() if (n := len(p.read_text().splitlines())) > most}
    assert long == {}


def test_the_top_of_the_tree_holds_what_it_should() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= TOP


def test_a_transaction_ends_in_one_place() -> None:
    ending = [p for p in HUB if re.search(r"\.commit\(|session\.rollback\(", p.read_text()) and "migrations" not in p.parts]
    allowed = {"hub/db.py",  # the one place
               "hub/search/indexing.py", "hub/worker.py",  # end a read transaction only, so as to see what is current
               "hub/search/whoosh_engine.py", "hub/search/merging.py"}  # commit an index, not the database
    assert set(named(ending)) <= allowed
    assert "commit(" not in (ROOT / "hub/search/indexing.py").read_text() + (ROOT / "hub/worker.py").read_text()


def test_what_readers_may_see_is_spelled_once() -> None:
    spelled = [p for p in [*HUB, *TEMPLATES] if re.search(r"""== ?["']published["']""", p.read_text())]
    told = {"hub/models/experience.py", "hub/models/story.py",  # public() and is_public
            "hub/history/__init__.py", "hub/submissions/importing.py",  # which move follows, not who may see
            "templates/mine/mine.html", "templates/mine/revision.html"}  # words for author and editor
    assert set(named(spelled)) <= told


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [f"{p.relative_to(ROOT)}:{node.lineno}" for p in HUB for function in ast.walk(ast.parse(p.read_text()))
              if isinstance(function, ast.FunctionDef) for node in ast.walk(function)
              if isinstance(node, ast.Import | ast.ImportFrom)]
    assert inside == []


def test_nothing_in_the_hub_imports_the_root() -> None:
    assert [p for p in HUB if re.search(r"^(from|import) app\b", p.read_text(), re.M)] == []


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "services", "managers", "common", "misc"}
    assert [p for p in HUB if p.stem in drawers or p.parent.name in drawers] == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|lorem ipsum)\b")
    assert [p for p in [*HUB, *TEMPLATES, ROOT / "app.py"] if marks.search(p.read_text())] == []


def test_templates_hold_no_script_no_style_and_trust_nothing() -> None:
    forbidden = re.compile(r"""style="|<style|<script(?! src=)|\son[a-z]+=["']|\|\s*safe\b|autoescape false""")
    assert [p for p in TEMPLATES if forbidden.search(p.read_text())] == []


def test_each_template_is_shown_by_a_view_or_another_template() -> None:
    known = {str(p.relative_to(ROOT / "templates")) for p in (ROOT / "templates").rglob("*.*")}
    code = "\n".join(p.read_text() for p in [*HUB, *TEMPLATES])
    used = set(re.findall(r"""["']([a-z_]+/[a-z_]+\.(?:html|json|xml)|_[a-z]+\.html)["']""", code))
    assert known - used == set()
    assert {name for name in used if name.split("/")[0] != "_macros"} <= known
    modules = {p.stem for p in (ROOT / "hub/web").glob("*.py")} | {"_macros"}
    assert {name.split("/")[0] for name in known if "/" in name} <= modules


def test_every_library_says_why_it_is_there_and_is_pinned_by_hash() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    wanted = {re.split(r"[\[~=><]", line)[0].lower().replace("_", "-") for line in tomllib.loads(project)["project"]["dependencies"]}
    lock = (ROOT / "requirements.txt").read_text()
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", lock, re.M))
    assert wanted <= {name.replace("_", "-") for name in pinned}
    assert len(re.findall(r"^[a-z0-9-]+==", lock, re.M)) <= lock.count("--hash=sha256:")
