"""Templates: each compiles, each that a view names is there, and a view names it plainly."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*"))
CODE = [ROOT / "app.py", *sorted((ROOT / "hub").rglob("*.py"))]
ATTRIBUTES = re.compile(r"""\s(style|on[a-z]+)\s*=""")
TRUSTING = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b")


def calls(name: str) -> list[tuple[Path, ast.Call]]:
    """Every call of a function of this name, and where it stands."""
    return [(path, node) for path in CODE for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name]


@pytest.mark.parametrize("name", NAMES)
def test_each_template_compiles(hub: Flask, name: str) -> None:
    hub.jinja_env.get_template(name)


def test_each_view_names_a_template_that_is_there() -> None:
    for path, call in calls("render_template"):
        name = call.args[0]
        assert isinstance(name, ast.Constant), f"{path.name}:{call.lineno} does not name its template plainly"
        assert name.value in NAMES, f"{path.name}:{call.lineno}"


def test_a_view_shows_templates_of_its_own_folder() -> None:
    for path, call in calls("render_template"):
        assert isinstance(call.args[0], ast.Constant)
        folder = str(call.args[0].value).split("/")[0]
        assert folder == path.stem, f"{path.name}:{call.lineno} shows {call.args[0].value}"


@pytest.mark.parametrize("name", NAMES)
def test_no_template_holds_attributes_that_act_or_trusts_what_it_shows(name: str) -> None:
    text = re.sub(r"{#.*?#}", "", (FOLDER / name).read_text(), flags=re.S)
    tags = re.findall(r"<[a-z][^>]*>", text)
    assert [tag for tag in tags if ATTRIBUTES.search(tag)] == []
    assert TRUSTING.search(text) is None


def test_nothing_is_trusted_as_html_but_where_it_was_made_safe() -> None:
    # texts.py joins escaped parts and marks what nh3 cleaned; excerpts.py and explaining.py mark escaped words; desk.py tells
    # a time of the day; qr.py draws squares.
    allowed = {"hub/web/present/texts.py", "hub/web/present/desk.py", "hub/web/present/qr.py", "hub/web/explaining.py", "hub/search/excerpts.py"}
    assert {str(path.relative_to(ROOT)) for path, _ in calls("Markup")} <= allowed
