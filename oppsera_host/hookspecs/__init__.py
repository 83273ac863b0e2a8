"""The hooks an addon may implement. ``from oppsera_host.hookspecs import hookimpl``."""

from __future__ import annotations

from oppsera_host.hookspecs.markers import PROJECT, hookimpl, hookspec

__all__ = ["PROJECT", "hookimpl", "hookspec"]
