"""Metrics of the host, named once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from prometheus_client import Counter, Gauge, Histogram, Metric

TRANSACTION_RETRIES = Counter(
    "transaction_retries_total",
    "Transactions run again after a deadlock, lock time-out or lost connection",
    ["reason"],
)
WAKE_UP_FAILURES = Counter("wake_up_failures_total", "Wake-ups of workers that Redis did not take")
SWEEPER_RESCUES = Counter("sweeper_rescues_total", "Cursors the sweeper had to move itself", ["subscriber"])
OUTBOX_GAPS = Counter("outbox_gap_alarms_total", "Gaps seen in an event sequence; must stay 0")
PROJECTED_EVENTS = Counter("projected_events_total", "Events handled by subscribers", ["subscriber"])
PARKED = Counter("outbox_parked_total", "Aggregates parked after a poison event", ["subscriber"])
PROJECTOR_LAG = Gauge("projector_lag_seconds", "Age of the oldest event not yet handled", ["subscriber"])
REQUEST_SECONDS = Histogram("request_seconds", "Time to answer", ["route", "method", "status"])
ADDON_ANSWERS_LEFT_OUT = Counter(
    "addon_answers_left_out_total",
    "Answers of addons that were not used: the hook failed, or said what it may not",
    ["addon", "hook"],
)
EVENT_STREAMS = Gauge("event_streams_open", "Event streams that are open", multiprocess_mode="livesum")
EVENT_STREAM_FAILURES = Counter(
    "event_stream_failures_total", "Event streams that broke off over the database"
)

Derivation = Callable[[Sequence[Metric]], Iterable[Metric]]
DERIVATIONS: list[Derivation] = []
"""What is worked out of other metrics when they are asked for, of all processes together."""


def derivation(function: Derivation) -> Derivation:
    """Add metrics of an addon that follow from others, so that they cost nothing until somebody looks."""
    DERIVATIONS.append(function)
    return function
