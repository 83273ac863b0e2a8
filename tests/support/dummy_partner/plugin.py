"""Answers the dummy's hook."""

from __future__ import annotations

from oppsera_host.hookspecs import hookimpl


@hookimpl
def dummy_greet(name):
    return f"Good day, {name}"
