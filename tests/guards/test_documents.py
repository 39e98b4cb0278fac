"""The documents are a test: what the README says is what there is."""

import re
from pathlib import Path

import pytest
from flask import Flask

from hub.config import CLOCKS, SETTINGS

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_each_setting_is_told(name: str) -> None:
    assert f"`{name}`" in README


def test_no_setting_is_told_that_there_is_not() -> None:
    told = set(re.findall(r"`(HUB_[A-Z_]+)", README)) - {"HUB_TEST_POSTGRES"}
    assert told <= {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("name", CLOCKS)
def test_each_clock_is_told(name: str) -> None:
    table = README.split("| kept | how long |")[1].split("\n\n")[0]
    hours, days = CLOCKS[name].time.seconds // 3600, CLOCKS[name].time.days
    told = f"{days} days" if days else f"{hours} hours" if hours else f"{CLOCKS[name].time.seconds // 60} minutes"
    assert told.replace("7 days", "7 where it was spam") in table


def test_each_command_and_its_options_are_told(hub: Flask) -> None:
    group = hub.cli.commands["hub"]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        line = next((line for line in README.splitlines() if line.startswith(f"| `{name}")), "")
        assert line, name
        for option in command.params:
            if option.param_type_name == "option" and option.name != "help":
                assert option.opts[0] in line, f"{name} {option.opts[0]}"


def test_each_part_of_the_tree_is_told() -> None:
    tree = README.split("## The tree")[1].split("## Operating")[0]
    parts = [p for p in (ROOT / "hub").iterdir() if p.suffix == ".py" or p.is_dir()]
    for part in parts:
        if part.stem not in ("__init__", "__pycache__"):
            assert part.stem in tree, part.name


def test_the_two_commands_stand_on_the_first_screen_and_exist() -> None:
    first = "\n".join(README.splitlines()[:24])
    makefile = (ROOT / "Makefile").read_text()
    for target in ("run", "test"):
        assert f"make {target}" in first
        assert re.search(rf"^{target}:", makefile, re.M)
    for target in re.findall(r"`make ([a-z]+)`", README):
        assert re.search(rf"^{target}:", makefile, re.M), target
    assert "make test" in (ROOT / ".ci/run").read_text()
