"""What `make` offers is what it says it offers, and the README tells of it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z]+):", MAKEFILE, re.M)


def test_there_is_something_to_make() -> None:
    assert {"run", "test", "help"} <= set(TARGETS)


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_is_told_in_the_readme(target: str) -> None:
    assert f"make {target}" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_says_what_it_does_and_makes_no_file(target: str) -> None:
    assert re.search(rf"^{target}:.*## \S", MAKEFILE, re.M)
    assert target in next(line for line in MAKEFILE.splitlines() if line.startswith(".PHONY")).split()


def test_make_alone_lists_every_target() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("no make here")
    printed = subprocess.run([make, "--no-print-directory"], cwd=ROOT, text=True, capture_output=True, check=True).stdout
    assert [line.split()[1] for line in printed.splitlines()] == TARGETS
