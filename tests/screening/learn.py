"""Learns the weights of `hub.screening.likeness` from the labelled texts: `python tests/screening/learn.py [--keep] [HALF…]`.

Prints what passages nobody learned from would get (each fifth of the texts weighed by the other four), then, with `--keep`, learns
from all but these halves and writes `hub/screening/weights.tsv`. Logistic regression, in plain steps that always come out the same.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple

from hub.screening.likeness import BASE, CHECKS, FILE, SCALE, features
from hub.screening.reading import Reading

TEXTS = Path(__file__).parent / "labelled.jsonl"
ROOT = TEXTS.parents[2]
STORIES = [ROOT / path for path in ("hub/reference/demo/experiences.jsonl", "hub/reference/demo/news.jsonl",
                                    "tests/search/relevance/texts.jsonl", "tests/screening/honest.jsonl")]
FOLDS, ROUNDS, STEP, SHRINK = 5, 14, 0.4, 0.01
RARE = 2  # texts a word or pair must stand in
SLIGHT = 0.16  # a weight below this is left out
# Of a thousand labelled texts of other kinds, how many may cross the line of each check.
ALLOWED = {"contact_data": 3, "accusation": 8, "sells_medication": 6, "medical_directive": 8, "distress": 12, "spam": 2}


class Text(NamedTuple):
    """A passage with its words and pairs, the checks that should mark it, and whether it is only a sentence of a story."""

    names: list[str]
    labels: frozenset[str]
    of_story: bool = False


def texts(without: Iterable[str] = ()) -> list[Text]:
    """Every labelled text but those of some halves, and as an honest one every sentence of whole stories."""
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row.get("half") not in set(without)]
    learned = [Text(_names(row["text"]), frozenset(row["labels"]) & set(CHECKS)) for row in rows]
    return learned + [Text(_names(sentence), frozenset(), of_story=True) for sentence in _stories()]


def _stories() -> Iterator[str]:
    for path in STORIES:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            parts = (row.get("title"), row.get("summary"), row.get("body"), *(part["body"] for part in row.get("chapters", ())))
            reading = Reading("\n\n".join(part for part in parts if part))
            yield from (reading.text[start:end] for start, end in reading.sentences if end - start > 25)


def _names(text: str) -> list[str]:
    reading = Reading(text)
    return sorted(name for start, end in reading.sentences for name in features(reading.low[start:end]))


def learn(learned: list[Text], check: str) -> dict[str, float]:
    """The weight of every word and pair for one check."""
    common = Counter(name for text in learned for name in set(text.names))
    rows = [([name for name in text.names if common[name] >= RARE], check in text.labels) for text in learned]
    weight: dict[str, float] = dict.fromkeys((name for name, count in common.items() if count >= RARE), 0.0)
    squares = dict.fromkeys(weight, 1e-6)
    base, base_square, order = -2.0, 1e-6, random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(rows)
        for names, wanted in rows:
            scale = 1 / sqrt(len(names) or 1)
            total = base + scale * sum(weight[name] for name in names)
            error = wanted - 1 / (1 + exp(-max(-30.0, min(30.0, total))))
            if abs(error) < 0.002:
                continue
            base_square += error * error
            base += 0.2 * error / sqrt(base_square)
            push = error * scale
            for name in names:
                slope = push - SHRINK * weight[name]
                squares[name] += slope * slope
                weight[name] += STEP * slope / sqrt(squares[name])
    return weight | {BASE: base}


def lines(scores: list[tuple[float, bool]], allowed: int) -> float:
    """The line that at most so many of a thousand honest passages cross."""
    honest = sorted((score for score, wanted in scores if not wanted), reverse=True)
    return honest[len(honest) * allowed // 1000]


def weighed(text: Text, weight: dict[str, float]) -> float:
    """What a text weighs, before the line is drawn."""
    known = [weight[name] for name in text.names if name in weight]
    return sum(known) / sqrt(len(known)) if known else 0.0


def crossed(learned: list[Text], check: str) -> list[tuple[float, bool]]:
    """What each labelled text weighs by weights learned from the other four fifths, and whether it should be marked."""
    mixed = list(learned)
    random.Random(2).shuffle(mixed)
    scores = []
    for fold in range(FOLDS):
        weight = learn([text for at, text in enumerate(mixed) if at % FOLDS != fold], check)
        scores += [(weighed(text, weight), check in text.labels) for text in mixed[fold::FOLDS] if not text.of_story]
    return scores


def main(arguments: list[str]) -> None:
    """Print what unseen passages would get; keep the weights if asked."""
    learned, table = texts(arguments), dict[str, dict[str, float]]()
    print(f"{len(learned)} passages")
    for check in CHECKS:
        scores = crossed(learned, check)
        line = lines(scores, ALLOWED[check])
        heard, wanted = sum(s > line and w for s, w in scores), sum(w for _, w in scores)
        wrong = sum(s > line and not w for s, w in scores)
        print(f"{check:18} alone hears {heard} of {wanted} ({heard / wanted:.3f}), and {wrong} of {len(scores) - wanted} others")
        if "--keep" in arguments:
            table[check] = {name: weight for name, weight in learn(learned, check).items() if abs(weight) >= SLIGHT} | {BASE: -line}
    if table:
        names = sorted({name for weights in table.values() for name in weights}, key=lambda name: (name != BASE, name))
        rows = ["# " + "\t".join(("word or pair", *CHECKS))]
        rows += ["\t".join((name, *(_told(table[check].get(name, 0.0)) for check in CHECKS))) for name in names]
        FILE.write_text("\n".join(rows) + "\n", encoding="utf-8")
        print(f"{len(names) - 1} words and pairs kept")


def _told(weight: float) -> str:
    return str(round(weight * SCALE)) if round(weight * SCALE) else ""


if __name__ == "__main__":
    main(sys.argv[1:])
