"""When Python looks for garbage in a process that serves or works for months."""

from __future__ import annotations

import gc


def spare_application() -> None:
    """Never search what is there already, and search less often; called once the application is made.

    The application itself never becomes garbage: looking through all of it stands still for some fifty
    milliseconds. A request makes more than the 700 objects at which Python looks.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
