"""What this process has counted."""

from __future__ import annotations

from prometheus_client import REGISTRY


def retried(reason: str) -> float:
    """Return how many transactions were run again for ``reason``: "stale", "connection" or a SQLSTATE."""
    return REGISTRY.get_sample_value("transaction_retries_total", {"reason": reason}) or 0
