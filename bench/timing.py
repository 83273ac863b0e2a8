"""The time of one call."""

from __future__ import annotations

import time
from collections.abc import Callable


def timed(call: Callable[[], int], expected: int) -> float:
    """Return the milliseconds of ``call``, which must return ``expected``."""
    began = time.perf_counter_ns()
    result = call()
    took = (time.perf_counter_ns() - began) / 1e6
    if result != expected:
        raise RuntimeError(f"answered {result} instead of {expected}")
    return took
