"""The move: what a clerk waits for, in parts of (hello + one bare UPDATE with its commit)."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from bench import dataset
from bench.http import Connection, get
from bench.moves import Stay, movable_stays, move
from bench.processes import own_cpu
from bench.report import percentile
from bench.timing import timed
from bench.world import LARGE, LODGE, World

ROUNDS, CALLS, CHUNK = 15, 100, 20
_UPDATE = b"update pms_reservations set version = version + 1 where tenant_id = %s and id = %s"
_PAST_STAYS = """
select tenant_id, id from pms_reservations
where status = 'CHECKED_OUT' and check_out_date > %s order by id limit 2000"""


def measure_both(world: World) -> None:
    """Measure moves in the lodge, then in one of many houses."""
    for name in (LODGE, LARGE):
        measure(world, name)


def measure(world: World, name: str) -> None:
    """Measure moves by one client, and their processor time."""
    world.report.title(f"Move, {name}")
    with world.hello() as hello, world.serving(name) as product, world.admin(name) as admin:
        web, floor = Connection(product.port), Connection(hello.port)
        stays = movable_stays(admin, world.sizes[name], 400, houses=1)
        past = admin.execute(_PAST_STAYS, (dataset.TODAY.replace(year=2025),)).fetchall()
        meter = world.meter(hello, product)
        request = get("/hello", {})
        waits: dict[str, list[list[float]]] = {"hello": [], "bare update": [], "move": []}
        costs: dict[str, list[float]] = {kind: [] for kind in waits}
        for stay in stays[:50]:
            move(web, stay)
        for round_number in range(ROUNDS):
            taken: dict[str, list[float]] = {kind: [] for kind in waits}
            spent = dict.fromkeys(waits, 0.0)
            for first in range(0, CALLS, CHUNK):
                place = round_number * CALLS + first
                before = meter.read()
                taken["hello"] += [timed(lambda: floor.send(request).status, 200) for _ in range(CHUNK)]
                spent["hello"] += meter.since(before)[0]
                before, own = meter.read(), own_cpu()
                taken["bare update"] += [_update(admin, past[(place + n) % len(past)]) for n in range(CHUNK)]
                spent["bare update"] += meter.since(before)[1] + own_cpu() - own
                before = meter.read()
                taken["move"] += [_move(web, stays[(place + n) % len(stays)]) for n in range(CHUNK)]
                spent["move"] += sum(meter.since(before))
            for kind, values in taken.items():
                waits[kind].append(values)
                costs[kind].append(spent[kind] / CALLS)
    _report(world, name, waits, costs)


def _update(connection: psycopg.Connection[Any], key: tuple[Any, ...]) -> float:
    return timed(lambda: connection.execute(_UPDATE, key).rowcount, 1)


def _move(web: Connection, stay: Stay) -> float:
    request = stay.request()
    began = time.perf_counter_ns()
    answer = web.send(request)
    took = (time.perf_counter_ns() - began) / 1e6
    stay.moved(answer)
    return took


def _report(
    world: World, name: str, waits: dict[str, list[list[float]]], costs: dict[str, list[float]]
) -> None:
    report = world.report
    halves = {kind: [percentile(values, 50) for values in rounds] for kind, rounds in waits.items()}
    for kind, values in halves.items():
        report.add(f"{kind}: one client, p50", values, "ms")
    floors = [hello + update for hello, update in zip(halves["hello"], halves["bare update"], strict=True)]
    ratios = [taken / floor for taken, floor in zip(halves["move"], floors, strict=True)]
    report.add(f"move p50 / (hello + bare update), {name}", ratios, "x", at_most=6)
    report.waits("move", [value for values in waits["move"] for value in values])
    for kind, values in costs.items():
        report.add(f"{kind}: processor time", values, "us")
    sums = [hello + update for hello, update in zip(costs["hello"], costs["bare update"], strict=True)]
    ratios = [spent / floor for spent, floor in zip(costs["move"], sums, strict=True)]
    report.add("move / (hello + bare update): processor time", ratios, "x")
