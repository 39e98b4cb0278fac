"""The reasons a moderator may give: code, public words, and a kind reply to start from (`reasons.toml`)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Reason:
    """One reason: the code that is logged, its public words, and the reply template."""

    code: str
    label: str
    reply: str


REASONS: dict[str, Reason] = {
    code: Reason(code, entry["label"], entry["reply"])
    for code, entry in tomllib.loads((Path(__file__).parent / "reasons.toml").read_text(encoding="utf-8")).items()
}
