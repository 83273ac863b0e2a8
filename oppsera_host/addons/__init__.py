"""Addons: found by entry points, started in order of dependency, switched on and off per tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from oppsera_host.addons.registry import AddonRegistry


def load(app: Flask) -> AddonRegistry:
    """Start every installed addon in ``app``; see :func:`oppsera_host.addons.loading.load`."""
    # Imported here, so that reading a manifest (which imports this package) loads nothing else of the host.
    from oppsera_host.addons import loading  # noqa: PLC0415

    return loading.load(app)
