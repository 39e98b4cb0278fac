"""What the bench says while it works, beside its report."""

import sys
import time

BEGAN = time.monotonic()


def say(words: str) -> None:
    """One line, after the minutes and seconds since the start."""
    passed = int(time.monotonic() - BEGAN)
    print(f"[{passed // 60:3d}:{passed % 60:02d}] {words}", file=sys.stderr, flush=True)


def share(done: int, total: int) -> None:
    """How much of a long step is done, every fifth of it where it takes long."""
    step = max(2_000, total // 5 // 100 * 100)
    if done % step == 0 and done < total:
        say(f"  {done:,} of {total:,}")
