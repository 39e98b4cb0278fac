"""The reasons a moderator may give: code, public words, and a kind reply to start from (`reasons.toml`); and why a mark of
screening may be taken for wrong (`dismissals.toml`)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Reason:
    """One reason: the code that is logged, its public words, and the reply template."""

    code: str
    label: str
    reply: str


def _read(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


REASONS = {code: Reason(code, entry["label"], entry["reply"]) for code, entry in _read("reasons.toml").items()}
#: The code that is kept -> its words.
DISMISSALS = {code: entry["label"] for code, entry in _read("dismissals.toml").items()}
