"""What a run found: one line per figure, with its goal and its noise; printed as it comes, kept as JSON."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured value.

    Attributes:
        name: what it is.
        value: the median over rounds, unless the name says otherwise.
        unit: ``x`` for ratios.
        low, high: least and greatest over rounds.
        goal: e.g. ``<= 2.5``; empty for figures that only inform, among them the floors.
        met: whether ``value`` reaches the goal; None without one.
    """

    name: str
    value: float
    unit: str
    low: float
    high: float
    goal: str
    met: bool | None


@dataclass
class Report:
    """The figures of a run, in the order in which they came."""

    facts: dict[str, Any] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def title(self, text: str) -> None:
        """Begin a section; the load says how much to trust wall times in it."""
        print(f"\n{text}   (load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)", flush=True)

    def add(
        self,
        name: str,
        rounds: Sequence[float],
        unit: str,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:
        """Print and keep a figure measured once a round."""
        value = statistics.median(rounds)
        goal, met = "", None
        if at_most is not None:
            goal, met = f"<= {at_most:g}", value <= at_most
        elif at_least is not None:
            goal, met = f">= {at_least:g}", value >= at_least
        figure = Figure(name, value, unit, min(rounds), max(rounds), goal, met)
        self.figures.append(figure)
        verdict = {None: "", True: "ok", False: "MISSED"}[met]
        noise = f"{_number(figure.low)}-{_number(figure.high)}"
        print(f"  {name:<64} {_number(value):>9} {unit:<8} {noise:>17}  {goal:>10} {verdict}", flush=True)

    def waits(self, name: str, milliseconds: Sequence[float]) -> None:
        """Print and keep p50, p95 and p99 of single waiting times."""
        for percent in (50, 95, 99):
            self.add(f"{name}, p{percent}", [percentile(milliseconds, percent)], "ms")

    def skip(self, name: str, reason: str) -> None:
        """Say that something could not be measured here, and why."""
        self.skipped.append(f"{name}: {reason}")
        print(f"  {name}: skipped, {reason}", flush=True)

    def write(self, file: Path) -> None:
        """Keep the run as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        content = {**self.facts, "skipped": self.skipped, "figures": [asdict(each) for each in self.figures]}
        file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that ``percent`` of ``values`` do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def _number(value: float) -> str:
    if value >= 1000:  # noqa: PLR2004
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004
