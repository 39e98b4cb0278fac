"""How good a ranking is, against grades given by hand.

A ranking is documents, best first; grades name the judged documents, and one without a grade counts 0.
Not here: how rankings are come by (`asking`).
"""

import math
from collections.abc import Mapping, Sequence

Ranking = Sequence[str]
Grades = Mapping[str, int]


def ndcg(ranking: Ranking, grades: Grades, k: int) -> float:
    """0 to 1: gain 2^g - 1, discounted by log2 of the place, over the best order of all that was judged."""
    ideal = _discounted(sorted(grades.values(), reverse=True)[:k])
    return _discounted([grades.get(document, 0) for document in ranking[:k]]) / ideal if ideal else 0.0


def recall(ranking: Ranking, grades: Grades, k: int, least: int = 1) -> float:
    """The share of documents of a grade or better that stand in the first k."""
    wanted = {document for document, grade in grades.items() if grade >= least}
    return len(wanted.intersection(ranking[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranking: Ranking, grades: Grades, k: int = 10, least: int = 2) -> float:
    """One over the place of the first document of a grade or better in the first k; 0 without one."""
    return next((1 / place for place, document in enumerate(ranking[:k], 1) if grades.get(document, 0) >= least), 0.0)


def precision(ranking: Ranking, grades: Grades, k: int, least: int = 1) -> float:
    """The share of k places that hold a document of a grade or better."""
    return sum(grades.get(document, 0) >= least for document in ranking[:k]) / k


def _discounted(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
