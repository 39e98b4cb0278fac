"""Questions that may help an author begin (`prompts.toml`), by who tells and by the stage they speak of.

A help beside the empty page: nobody has to answer one, and nothing is kept of which were shown. Not here: what a story
must hold (`hub/submissions/draft.py`).
"""

import tomllib
from pathlib import Path

_WRITTEN = tomllib.loads((Path(__file__).parent / "prompts.toml").read_text(encoding="utf-8"))
ANYBODY: tuple[str, ...] = tuple(_WRITTEN["anybody"]["questions"])
BY_FACET: dict[str, dict[str, tuple[str, ...]]] = {
    facet: {value: tuple(questions) for value, questions in _WRITTEN[facet].items()} for facet in ("perspective", "stage")}


def fitting(perspective: str | None = None, stage: str | None = None) -> tuple[str, ...]:
    """The questions for this teller, then those for this stage; those for anybody where neither is known."""
    found = BY_FACET["perspective"].get(perspective or "", ()) + BY_FACET["stage"].get(stage or "", ())
    return found or ANYBODY
