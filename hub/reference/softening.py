"""What the identity mirror says of each way somebody can be recognised (`softening.toml`).

Not here: where such places stand in a text (`hub/screening/identity.py`).
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Softening:
    """One way of being recognised: its name in plain words, and what to say instead, to author and to moderator."""

    label: str
    author: str
    moderator: str


SOFTENINGS: dict[str, Softening] = {
    way: Softening(**entry)
    for way, entry in tomllib.loads((Path(__file__).parent / "softening.toml").read_text(encoding="utf-8")).items()
}
