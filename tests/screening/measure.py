"""Prints how well screening reads the labelled texts: `python tests/screening/measure.py [HALF…] [--show]`.

A half is a value of the field `half` (develop, unseen, fresh); the first 426 texts have `even` and `odd` ids instead.
`--show` names the texts missed or marked wrongly, so never use it with a half that is to stay unseen.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hub.screening import screen

TEXTS = Path(__file__).parent / "labelled.jsonl"
HOLDING = ("contact_data", "accusation", "sells_medication", "medical_directive", "distress", "spam")
HONEST = ("clean", "clean_looks_risky")


class Read(NamedTuple):
    """One labelled text with the labels it has and the checks that mark it."""

    id: str
    half: str
    labels: set[str]
    found: set[str]
    text: str


def read(halves: Iterable[str] = ()) -> list[Read]:
    """The labelled texts of these halves, or all of them, screened."""
    wanted, rows = set(halves), [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row.setdefault("half", "odd" if int(row["id"][-3:]) % 2 else "even")
    return [Read(row["id"], row["half"], set(row["labels"]), {f.check for f in screen(row["text"])}, row["text"])
            for row in rows if not wanted or row["half"] in wanted]


def main(arguments: list[str]) -> None:
    """Print the figures of each check."""
    show = "--show" in arguments
    texts = read(argument for argument in arguments if argument != "--show")
    print(f"{len(texts)} texts")
    for check in (*HOLDING, "named_person", "named_clinic"):
        right = [t for t in texts if check in t.labels and check in t.found]
        missed = [t for t in texts if check in t.labels and check not in t.found]
        wrong = [t for t in texts if check in t.found and check not in t.labels]
        print(f"{check:18} recall {len(right):3} of {len(right) + len(missed):3} = {_share(right, missed)}"
              f"   precision {len(right):3} of {len(right) + len(wrong):3} = {_share(right, wrong)}")
        if show:
            print(*(f"    missed {t.id} {t.text}" for t in missed), *(f"    wrong  {t.id} {t.text}" for t in wrong), sep="\n")
    for kind in HONEST:
        honest = [t for t in texts if kind in t.labels]
        print(f"{kind:18} held {len([t for t in honest if t.found & set(HOLDING)])} of {len(honest)}")


def _share(right: list[Read], others: list[Read]) -> str:
    return f"{len(right) / (len(right) + len(others)):.3f}" if right or others else "-"


if __name__ == "__main__":
    main(sys.argv[1:])
