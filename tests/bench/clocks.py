"""Two clocks: the one on the wall, and the processor time of the asking thread for a machine that is not quiet.

Every engine here answers in the thread that asks.
"""

import time
from collections.abc import Callable

CLOCKS: dict[str, Callable[[], float]] = {"wall": time.perf_counter, "cpu": time.thread_time}
