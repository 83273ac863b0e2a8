"""The metrics of spec section 11, worked out of the time that requests take."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.samples import Sample

from oppsera_host import telemetry

_WEEK = "/api/pms/calendar/week"
_MOVES = tuple(f"/api/pms/calendar/{command}" for command in ("move", "moves", "resize", "swap"))
_WRITES = ("/api/pms/reservations", "/api/pms/bookings", "/api/pms/calendar/")
_CONFLICT = "409"


class _Requests(NamedTuple):
    """Samples of ``request_seconds`` for some routes."""

    samples: list[Sample]

    def count(self, status: str = "") -> float:
        """Return how many were answered with a status that begins so."""
        return sum(
            sample.value for sample in self.samples
            if sample.name.endswith("_count") and sample.labels["status"].startswith(status)
        )  # fmt: skip

    def milliseconds(self, name: str, what: str) -> Metric:
        """Return the histogram of all of them."""
        buckets: dict[float, float] = defaultdict(float)
        seconds = 0.0
        for sample in self.samples:
            if sample.name.endswith("_bucket"):
                buckets[float(sample.labels["le"]) * 1000] += sample.value
            elif sample.name.endswith("_sum"):
                seconds += sample.value
        edges = sorted(buckets or {math.inf: 0.0})
        family = HistogramMetricFamily(name, what)
        family.add_metric(
            [],
            [("+Inf" if edge == math.inf else f"{edge:g}", buckets[edge]) for edge in edges],
            seconds * 1000,
        )
        return family

    def rate(self, name: str, what: str, status: str) -> Metric:
        """Return the share answered with a status that begins so; without a value while there were none."""
        family = GaugeMetricFamily(name, what)
        if everything := self.count():
            family.add_metric([], self.count(status) / everything)
        return family


@telemetry.derivation
def board_metrics(measured: Sequence[Metric]) -> Iterator[Metric]:
    """Derive what spec section 11 asks for; shares are of all requests since the processes began."""
    samples = [sample for metric in measured if metric.name == "request_seconds" for sample in metric.samples]
    week = _Requests([sample for sample in samples if sample.labels["route"] == _WEEK])
    moves = _Requests([sample for sample in samples if sample.labels["route"] in _MOVES])
    writes = _Requests(
        [
            sample for sample in samples
            if sample.labels["route"].startswith(_WRITES) and sample.labels["method"] != "GET"
        ]
    )  # fmt: skip
    yield week.milliseconds("calendar_week_load_ms", "Time to answer with a board")
    yield writes.milliseconds("reservation_write_ms", "Time to answer a write of reservations")
    yield moves.rate("calendar_move_success_rate", "Share of moves, resizes and swaps that were done", "2")
    yield writes.rate("conflict_rate", "Share of writes of reservations refused with 409", _CONFLICT)
