"""The two decorators: one declares a hook, the other answers it."""

from __future__ import annotations

import pluggy

PROJECT = "oppsera"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
