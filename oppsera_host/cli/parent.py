"""Ending with the process that started us, so that a killed parent leaves nothing running."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PARENT_VARIABLE = "OPPSERA_PARENT_PID"
_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 1.0


def follow_parent(sign: signal.Signals = signal.SIGTERM) -> None:
    """Ask for ``sign`` at the end of the parent named by ``OPPSERA_PARENT_PID``; without that, do nothing.

    On Linux the kernel sends it; elsewhere a thread looks every second. Call it from the main thread, early.
    """
    named = os.environ.get(PARENT_VARIABLE)
    if not named:
        return
    parent = int(named)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent, sign), name="follow-parent", daemon=True).start()
    if os.getppid() != parent:  # it ended before we could ask
        sys.exit("The process that started this one has ended.")


def _watch(parent: int, sign: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os.kill(os.getpid(), sign)
