"""Generated stories to measure with: as many as wanted, the same ones each time, as a stream.

English-like: function words and everyday words at the head of a Zipf curve, invented words that inflect in its
tail, and among them what stories of this field say (`words.toml`), so that "embryo", "transfer" and "ivf" stand in
most of them. Nobody wrote or lived any of it. The first thousand of ten thousand are the thousand.
"""

import datetime as dt
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SEED = 20261123
BATCH = 1000
WORDS = 20_000
LENGTH, SPREAD, SHORTEST, LONGEST = 330, 110, 80, 900
NEWS = 0.08
FIRST_DAY = dt.date(2018, 1, 1)

# Each facet's values with how often they are told; what is missing to 1 is left untold.
SINGLE: dict[str, dict[Any, float]] = {
    "perspective": {"patient": 0.62, "partner": 0.1, "male_factor": 0.04, "solo": 0.06, "same_sex": 0.06, "egg_donor": 0.02,
                    "surrogate": 0.01, "ivf_conceived": 0.02, "donor_conceived": 0.01, "family": 0.03, "professional": 0.01},
    "outcome": {"live_birth": 0.3, "pregnant": 0.1, "in_progress": 0.2, "not_yet": 0.12, "paused": 0.05, "loss": 0.08, "stopped": 0.06,
                "adopted": 0.01},
    "stage": {"deciding": 0.06, "tests": 0.08, "waiting_for_funding": 0.04, "stimulation": 0.12, "collection": 0.1, "transfer": 0.2,
              "two_week_wait": 0.12, "result": 0.08, "early_pregnancy": 0.06, "after": 0.1, "stopping": 0.02},
    "cycles": {1: 0.34, 2: 0.24, 3: 0.14, 4: 0.07, 5: 0.04, 6: 0.02, 9: 0.01},
    "age_band": {"20_24": 0.02, "25_29": 0.12, "30_34": 0.32, "35_39": 0.3, "40_44": 0.12, "45_plus": 0.02},
    "funding": {"public": 0.25, "private": 0.4, "insurance": 0.1, "mixed": 0.08, "employer": 0.02},
    "country": {"United Kingdom": 0.3, "United States": 0.24, "Ireland": 0.08, "Australia": 0.07, "Canada": 0.05, "New Zealand": 0.03,
                "India": 0.03, "Germany": 0.02, "France": 0.02, "Spain": 0.02, "South Africa": 0.01, "Denmark": 0.01, "Greece": 0.01,
                "Czechia": 0.01, "Sweden": 0.01, "Netherlands": 0.01},
    "year": {2026 - back: 0.17 * 0.84**back for back in range(22)},
}
SEVERAL: dict[str, dict[str, float]] = {
    "treatment": {"ivf": 0.7, "icsi": 0.35, "fet": 0.4, "iui": 0.15, "donor_egg": 0.08, "donor_sperm": 0.05, "egg_freezing": 0.04,
                  "pgt_a": 0.08, "ovulation_induction": 0.05, "surrogacy": 0.02, "donor_embryo": 0.02, "reciprocal_ivf": 0.01, "micro_tese": 0.01},
    "diagnosis": {"unexplained": 0.25, "pcos": 0.15, "endometriosis": 0.14, "male_factor": 0.2, "low_reserve": 0.12, "tubal": 0.06,
                  "recurrent_loss": 0.06, "uterine": 0.04, "age": 0.1, "genetic": 0.02, "cancer": 0.02, "social": 0.02, "adenomyosis": 0.02},
    "content_notes": {"pregnancy": 0.35, "live_birth": 0.25, "children": 0.15, "loss": 0.15, "embryo_numbers": 0.3, "failed_cycle": 0.35,
                      "needles": 0.2, "cost": 0.15, "mental_health": 0.12, "medical_detail": 0.2, "relationship": 0.1},
}


@dataclass(frozen=True)
class Piece:
    """One generated story, of the kind `experience` or `news`."""

    number: int
    kind: str
    title: str
    body: str
    on: dt.date
    facets: dict[str, Any] = field(default_factory=dict)


def stories(count: int) -> Iterator[Piece]:
    """So many stories, numbered from 1."""
    for start in range(0, count, BATCH):
        for piece in _batch(start):
            if piece.number > count:
                return
            yield piece


def _batch(start: int) -> Iterator[Piece]:
    chance = np.random.default_rng([SEED, start])
    words, curve = _vocabulary()
    phrases, shares = _phrases()
    lengths = chance.normal(LENGTH, SPREAD, BATCH).clip(SHORTEST, LONGEST).astype(int)
    drawn = np.searchsorted(curve, chance.random(int(lengths.sum()))).tolist()
    spoken = chance.random((BATCH, len(phrases))) < shares
    singles = {name: _one_each(chance, shares) for name, shares in SINGLE.items()}
    several = {name: _some_each(chance, shares) for name, shares in SEVERAL.items()}
    is_news = chance.random(BATCH) < NEWS
    days = (chance.beta(2, 1, BATCH) * 3200).astype(int).tolist()
    at = 0
    for place, length in enumerate(lengths.tolist()):
        said = [phrases[number] for number in np.flatnonzero(spoken[place])]
        text = [words[number] for number in drawn[at : at + length]]
        at += length
        title = " ".join([*text[:2], *said[-1:], *text[2:4]])[:100].strip().capitalize()
        facets = {name: found[place] for name, found in (singles | several).items()}
        on = FIRST_DAY + dt.timedelta(days=days[place])
        if is_news[place]:
            facets = {"content_notes": facets["content_notes"]}
        yield Piece(start + place + 1, "news" if is_news[place] else "experience", title, _told(text, said, chance), on, facets)


def _told(text: list[str], said: list[str], chance: Generator) -> str:
    """Words and phrases as sentences and paragraphs."""
    for place, phrase in zip(chance.integers(0, len(text), 2 * len(said)).tolist(), said * 2, strict=True):
        text[place] = phrase
    end = 0
    for number, length in enumerate(chance.integers(6, 19, len(text) // 6 + 1).tolist()):
        text[end] = text[end][0].upper() + text[end][1:]
        end += length
        if end >= len(text):
            break
        text[end - 1] += "." if number % 5 < 4 else ".\n\n"
    return (" ".join(text) + ".").replace("\n\n ", "\n\n")


def _one_each(chance: Generator, shares: dict[Any, float]) -> list[Any]:
    """For each story of a batch one value, or None."""
    values = [*shares, None]
    ends = np.cumsum(list(shares.values()))
    return [values[number] for number in np.searchsorted(ends, chance.random(BATCH)).tolist()]


def _some_each(chance: Generator, shares: dict[str, float]) -> list[list[str]]:
    values = list(shares)
    held = chance.random((BATCH, len(values))) < np.array(list(shares.values()))
    return [[values[number] for number in np.flatnonzero(row)] for row in held]


@cache
def _vocabulary() -> tuple[list[str], NDArray[np.float64]]:
    """All words, the commonest first, and the curve to draw their numbers from."""
    known = _source()
    words = list(dict.fromkeys([*known["common"].split(), *known["everyday"].split()]))
    chance = random.Random(SEED)
    seen = set(words)
    onsets, vowels, codas, endings = (known[name].split() for name in ("onsets", "vowels", "codas", "endings"))
    while len(words) < WORDS:
        syllables = [chance.choice(onsets) + chance.choice(vowels) for _ in range(chance.choice((1, 2, 2, 2, 3)))]
        word = "".join(syllables) + chance.choice(codas) + chance.choice(endings).strip("-")
        if len(word) > 4 and word not in seen:
            seen.add(word)
            words.append(word)
    curve = np.cumsum(1 / (np.arange(WORDS) + 2.7))
    return words, curve / curve[-1]


@cache
def _phrases() -> tuple[list[str], NDArray[np.float64]]:
    found = [(phrase, float(share)) for share, phrases in _source()["field"].items() for phrase in phrases]
    return [phrase for phrase, _ in found], np.array([share for _, share in found])


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
