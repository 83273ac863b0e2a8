"""The board: processor time per request through the server, in parts of (hello + the statement alone)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg.types.string import TextLoader

from addons.pms.db.queries.calendar import BOARD
from addons.pms.domain.stay_dates import iso_weeks
from bench import dataset
from bench.http import Connection, get
from bench.processes import Meter, own_cpu
from bench.timing import timed
from bench.world import World
from oppsera_host.db.fast_read import TenantSelect

ROUNDS, REQUESTS, CHUNK = 7, 240, 40
HOT_WEEKS = range(-2, 8)
STATEMENT = TenantSelect(BOARD)
_PLAIN = b"""
select segment_id, reservation_id, room_id, segment_start, segment_end, status, guest_name, source_type,
  reservation_version, adults, children, flags, room_type_id, check_in_date, check_out_date
from rm_pms_calendar_segments where tenant_id = $1::uuid and model_version = 1
  and property_id = $2::uuid and week = any($3::date[])"""


class Wanted(NamedTuple):
    """One week of one house."""

    tenant: UUID
    property_id: UUID
    start: date

    @property
    def path(self) -> str:
        """The address the calendar page asks."""
        return (
            f"/api/pms/calendar/week?propertyId={self.property_id}&start={self.start}&days=7&format=compact"
        )

    @property
    def headers(self) -> dict[str, str]:
        """The caller's token."""
        return {"Authorization": f"Bearer {dataset.token_of(self.tenant)}"}

    def binds(self) -> dict[str, Any]:
        """The statement's values, for a caller that knows the rooms already, as a server does."""
        weeks = iso_weeks(self.start, self.start + timedelta(days=7))
        return {
            "tenant": self.tenant, "property": self.property_id, "start": self.start,
            "end": self.start + timedelta(days=7), "weeks": weeks, "first_week": weeks[0],
            "versioned": [date(1, 1, 1), *weeks], "type": None, "hidden": ["CANCELLED", "EXPIRED", "NO_SHOW"],
            "known_rooms": 1, "known_model": 1, "names": True,
        }  # fmt: skip


def some_weeks(world: World, name: str, count: int, tenants: int | None = None) -> list[Wanted]:
    """Return ``count`` weeks around the business date of any of the first ``tenants`` houses, the same each time."""
    chance = random.Random(7)
    with world.admin(name) as connection:
        rows = connection.execute(
            "select bench.id(1, t, 0), bench.id(3, t, 0) from generate_series(1, %s) t",
            (tenants or world.sizes[name].tenants,),
        ).fetchall()
    return [
        Wanted(*chance.choice(rows), dataset.TODAY + timedelta(weeks=chance.choice(HOT_WEEKS)))
        for _ in range(count)
    ]


def statement_values(week: Wanted) -> list[Any]:
    """Return the values of the board's statement, in its order."""
    binds = week.binds()
    return [binds[name] for name in STATEMENT.names]


def statement_cursor(connection: psycopg.Connection[Any]) -> psycopg.RawCursor[Any]:
    """Return a cursor that reads ids and dates as text, as the product does."""
    cursor = psycopg.RawCursor(connection)
    cursor.adapters.register_loader("uuid", TextLoader)
    cursor.adapters.register_loader("date", TextLoader)
    return cursor


def measure(world: World, name: str) -> None:
    """Measure the board of database ``name``."""
    world.report.title(f"Board, {name}")
    weeks = some_weeks(world, name, ROUNDS * REQUESTS)
    with (
        world.hello() as hello,
        world.serving(name) as product,
        world.as_application(name) as connection,
        world.admin(name) as admin,
    ):
        web, floor = Connection(product.port), Connection(hello.port)
        requests = [get(week.path, week.headers) for week in weeks]
        packed = [get(week.path, week.headers | {"Accept-Encoding": "gzip"}) for week in weeks]
        known = [
            get(week.path, week.headers | {"If-None-Match": web.send(request).etag})
            for week, request in zip(weeks, requests, strict=True)
        ]
        keys = [[week.tenant, week.property_id, week.binds()["weeks"]] for week in weeks]
        cursor, plain = statement_cursor(connection), statement_cursor(admin)
        meter = world.meter(hello, product)
        _compare(
            world,
            {
                "hello": _asking(meter, floor, [get("/hello", {})] * len(weeks), 200),
                "statement": _running(
                    meter, cursor, STATEMENT.text, [statement_values(week) for week in weeks]
                ),
                "plain select": _running(meter, plain, _PLAIN, keys),
                "board": _asking(meter, web, requests, 200),
                "board, gzip": _asking(meter, web, packed, 200),
                "304": _asking(meter, web, known, 304),
            },
        )


Chunk = Callable[[int, int], tuple[float, list[float]]]
"""Does calls ``first`` to ``last``; returns the microseconds of processor time and each call's milliseconds."""


def _compare(world: World, variants: dict[str, Chunk]) -> None:
    """Let the variants take turns in short chunks, so that the machine's moods fall on all alike."""
    for chunk in variants.values():
        chunk(0, CHUNK)
    costs: dict[str, list[float]] = {name: [] for name in variants}
    waits: dict[str, list[float]] = {name: [] for name in variants}
    for round_number in range(ROUNDS):
        spent = dict.fromkeys(variants, 0.0)
        for first in range(round_number * REQUESTS, (round_number + 1) * REQUESTS, CHUNK):
            for name, chunk in variants.items():
                cost, times = chunk(first, first + CHUNK)
                spent[name] += cost
                waits[name] += times
        for name, cost in spent.items():
            costs[name].append(cost / REQUESTS)
    _report(world, costs, waits)


def _report(world: World, costs: dict[str, list[float]], waits: dict[str, list[float]]) -> None:
    report = world.report
    for name in ("hello", "statement", "plain select"):
        report.add(f"floor: {name}, processor time", costs[name], "us")
    floors = [hello + statement for hello, statement in zip(costs["hello"], costs["statement"], strict=True)]
    bare = [hello + plain for hello, plain in zip(costs["hello"], costs["plain select"], strict=True)]
    for name, goal in (("board", 2.5), ("board, gzip", None), ("304", 1.4)):
        report.add(f"{name}: processor time of server and database", costs[name], "us")
        ratios = [cost / floor for cost, floor in zip(costs[name], floors, strict=True)]
        report.add(f"{name} / (hello + statement)", ratios, "x", at_most=goal)
    ratios = [cost / floor for cost, floor in zip(costs["board"], bare, strict=True)]
    report.add("board / (hello + one plain select, no policy)", ratios, "x")
    for name in ("hello", "board", "304"):
        report.waits(f"{name}: one client", waits[name])


def _asking(meter: Meter, connection: Connection, requests: list[bytes], status: int) -> Chunk:
    def chunk(first: int, last: int) -> tuple[float, list[float]]:
        before = meter.read()
        times = [
            timed(lambda request=request: connection.send(request).status, status)
            for request in requests[first:last]
        ]
        return sum(meter.since(before)), times

    return chunk


def _running(meter: Meter, cursor: psycopg.Cursor[Any], statement: bytes, binds: list[list[Any]]) -> Chunk:
    def chunk(first: int, last: int) -> tuple[float, list[float]]:
        before, own = meter.read(), own_cpu()
        for values in binds[first:last]:
            cursor.execute(statement, values, prepare=True).fetchall()
        own = own_cpu() - own
        return own + meter.since(before)[1], []

    return chunk
