"""The board's statement on a hundred times the data: the same houses, and all houses of the large database."""

from __future__ import annotations

import time
from collections.abc import Sequence

import psycopg

from bench.board import STATEMENT, Wanted, some_weeks, statement_cursor, statement_values
from bench.processes import own_cpu
from bench.report import percentile
from bench.world import LARGE, SMALL, World

ROUNDS, CALLS, CHUNK = 9, 200, 20


def measure(world: World) -> None:
    """Compare p50 and processor time of the statement between the databases."""
    small, large = world.sizes[SMALL], world.sizes[LARGE]
    times = large.tenants * large.weeks / (small.tenants * small.weeks)
    world.report.title(f"Board statement on {times:.0f} times the data")
    asked = {
        "small": (SMALL, small.tenants),
        "large, same houses": (LARGE, small.tenants),
        "large, all houses": (LARGE, large.tenants),
    }
    waits: dict[str, list[float]] = {name: [] for name in asked}
    costs: dict[str, list[float]] = {name: [] for name in asked}
    with world.as_application(SMALL) as in_small, world.as_application(LARGE) as in_large:
        connections = {SMALL: in_small, LARGE: in_large}
        weeks = {key: some_weeks(world, name, CALLS, tenants) for key, (name, tenants) in asked.items()}
        for key, (name, _) in asked.items():
            _run(world, connections[name], weeks[key])
        for _ in range(ROUNDS):
            spent = dict.fromkeys(asked, 0.0)
            taken: dict[str, list[float]] = {key: [] for key in asked}
            for first in range(0, CALLS, CHUNK):
                for key, (name, _) in asked.items():
                    cost, times_taken = _run(world, connections[name], weeks[key][first : first + CHUNK])
                    spent[key] += cost / CALLS
                    taken[key] += times_taken
            for key in asked:
                waits[key].append(percentile(taken[key], 50))
                costs[key].append(spent[key])
    _report(world, waits, costs)


def _run(world: World, connection: psycopg.Connection, weeks: Sequence[Wanted]) -> tuple[float, list[float]]:
    """Return the microseconds of processor time of all calls, and the milliseconds of each."""
    meter, cursor, times = world.meter(), statement_cursor(connection), []
    asked = [statement_values(week) for week in weeks]
    before, own = meter.read(), own_cpu()
    for values in asked:
        began = time.perf_counter_ns()
        cursor.execute(STATEMENT.text, values, prepare=True).fetchall()
        times.append((time.perf_counter_ns() - began) / 1e6)
    return own_cpu() - own + meter.since(before)[1], times


def _report(world: World, waits: dict[str, list[float]], costs: dict[str, list[float]]) -> None:
    for key, values in waits.items():
        world.report.add(f"{key}: p50", values, "ms")
        world.report.add(f"{key}: processor time of client and database", costs[key], "us")
    for key in ("large, same houses", "large, all houses"):
        goal = 1.1 if key == "large, all houses" else None
        for what, values in (("processor time", costs), ("p50", waits)):
            ratios = [a / b for a, b in zip(values[key], values["small"], strict=True)]
            world.report.add(f"{key} / small: {what}", ratios, "x", at_most=goal)
