"""Tells workers that a tenant has news. A hint only: a lost one costs at most the sweeper's second."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

_sender: list[Callable[[UUID], None]] = []


def set_sender(sender: Callable[[UUID], None]) -> None:
    """Install what carries the hint; it must return at once and never raise."""
    _sender[:] = [sender]


def notify(tenant_id: UUID) -> None:
    """Hint that ``tenant_id`` has new events."""
    for sender in _sender:
        sender(tenant_id)
