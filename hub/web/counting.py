"""How many requests were answered, and how fast: by method, route template and status alone, in this process, since it began.

Written as Prometheus reads it (text format 0.0.4). No word of a request is counted, nor an address. Not here: who may
read it (`health.py`).
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
WITHIN = (0.005, 0.025, 0.1, 0.5, 1.0, 5.0)  # seconds
MIME = "text/plain; version=0.0.4; charset=utf-8"


class Requests:
    """What was answered. A method nobody knows is counted as `other`, so that nobody can make names here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answered: Counter[tuple[str, str, str]] = Counter()
        self._within: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self._answered[method if method in METHODS else "other", route, str(status)] += 1
            self._within.setdefault(route, [0] * (len(WITHIN) + 1))[bisect_left(WITHIN, seconds)] += 1
            self._seconds[route] = self._seconds.get(route, 0) + seconds

    def lines(self) -> Iterator[str]:
        """All of it, a line each."""
        with self._lock:
            answered, seconds = dict(self._answered), dict(self._seconds)
            within = {route: list(counts) for route, counts in self._within.items()}
        yield from metric("hub_requests_total", "counter", "Requests answered.", (
            ({"method": method, "route": route, "status": status}, count)
            for (method, route, status), count in sorted(answered.items())))
        yield from metric("hub_request_seconds", "histogram", "How long answers took.", ())
        for route, counts in sorted(within.items()):
            total = 0
            for limit, count in zip((*map(str, WITHIN), "+Inf"), counts, strict=True):
                total += count
                yield sample("hub_request_seconds_bucket", {"route": route, "le": limit}, total)
            yield sample("hub_request_seconds_sum", {"route": route}, round(seconds[route], 6))
            yield sample("hub_request_seconds_count", {"route": route}, total)


def metric(name: str, kind: str, words: str, samples: Iterable[tuple[Mapping[str, str], float]]) -> Iterator[str]:
    """What one thing is, and its numbers by label."""
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield sample(name, labels, value)


def sample(name: str, labels: Mapping[str, str], value: float) -> str:
    """One number."""
    inside = ",".join(f'{label}="{_escaped(said)}"' for label, said in labels.items())
    return f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}"


def _escaped(said: str) -> str:
    return said.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


requests = Requests()
