"""`python -m tests.bench [PART …]`: measure and print the report; all parts unless some are named."""

import argparse
import logging
import warnings
from collections.abc import Callable
from pathlib import Path

warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*whoosh")

from tests.bench import desk, pages, pairing, report, search  # noqa: E402 (after the filter)
from tests.bench.clocks import CLOCKS  # noqa: E402


def of_search(asked: argparse.Namespace) -> None:
    """Search against its rivals."""
    report.tell(search.measure(asked.sizes, asked.keep, repeats=asked.repeats, updates=asked.updates, burst=asked.burst,
                               clock=asked.clock))


def of_pairing(asked: argparse.Namespace) -> None:
    """One publication against everything there is."""
    pairing.tell(asked.sizes)


def of_desk(asked: argparse.Namespace) -> None:
    """A long queue, and many moderators at once."""
    if not desk.tell(repeats=asked.repeats or 20):
        raise SystemExit("the desk misses a target")


def of_pages(asked: argparse.Namespace) -> None:
    """Pages beside a bare hello."""
    pages.tell(asked.sizes, asked.keep)


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {"search": of_search, "pairing": of_pairing, "pages": of_pages,
                                                           "desk": of_desk}


def size(said: str) -> int:
    """10k is ten thousand."""
    return int(said.removesuffix("k")) * (1000 if said.endswith("k") else 1)


def main() -> None:
    """Read what is asked for, and measure it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the hub. See tests/bench/README.md.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure (default: all): {', '.join(PARTS)}")
    parser.add_argument("--sizes", nargs="+", type=size, default=[1_000, 10_000], metavar="SIZE", help="numbers of stories (default: 1k 10k)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what was built here for the next time")
    parser.add_argument("--repeats", type=int, metavar="N", help="measure each question so often (default: 20, fewer for more stories)")
    parser.add_argument("--updates", type=int, default=30, metavar="N", help="add and take out so many stories (default: 30)")
    parser.add_argument("--burst", type=float, default=search.BURST, metavar="S", help="seconds for answers a second (default: 3)")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="cpu: processor time, where other work runs on the machine")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - PARTS.keys():
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name, part in PARTS.items():
        if not asked.parts or name in asked.parts:
            part(asked)


if __name__ == "__main__":
    main()
