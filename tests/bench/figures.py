"""From many measured times to the few that are told."""

from collections.abc import Iterable, Sequence


def percentile(values: Iterable[float], share: float) -> float:
    """The value that so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def flat(times: Iterable[Sequence[float]]) -> list[float]:
    """Every measured answer."""
    return [one for several in times for one in several]
