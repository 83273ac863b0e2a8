"""How long after a commit the board shows it, at 50 moves a second through a real worker process.

Read from the commit times that PostgreSQL keeps: of the event, and of the read-model row that came of it. So nothing
polls while it is measured.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from bench.http import Connection
from bench.moves import Stay, movable_stays, move
from bench.report import percentile
from bench.world import LARGE, Serving, World

RATE, SECONDS, ROUNDS, CLIENTS = 50, 10, 5, 4
_LAGS = """
select extract(epoch from max(pg_xact_commit_timestamp(m.xmin)) - min(pg_xact_commit_timestamp(e.xmin))) * 1000
from host_outbox_events e
join rm_pms_calendar_segments m on m.tenant_id = e.tenant_id and m.model_version = 1
  and m.reservation_id = e.aggregate_id and m.reservation_version >= e.aggregate_version
where (e.tenant_id, e.aggregate_id, e.aggregate_version)
  in (select * from unnest(%(tenants)s::uuid[], %(ids)s::uuid[], %(versions)s::bigint[]))
group by e.tenant_id, e.aggregate_id"""
_BEHIND = """
select count(*) from host_outbox_streams s join host_outbox_cursors c using (tenant_id)
where c.subscriber = 'pms.board' and c.done_seq < s.last_seq"""


def measure(world: World, name: str = LARGE) -> None:
    """Measure the lag with moves spread over all houses, then with all moves in one house."""
    world.report.title(f"Commit to projected at {RATE} moves a second, {name}")
    with world.serving(name) as product, world.working(name) as worker, world.admin(name) as admin:
        _settle(admin)
        size = world.sizes[name]
        # Fresh processes have met no house yet: that is the first minute of a day, not the rest of it.
        _drive(product.port, movable_stays(admin, size, RATE * SECONDS, size.tenants), admin)
        for what, houses, goal in (("all houses", size.tenants, 50), ("one house", 1, None)):
            chosen = movable_stays(admin, size, ROUNDS * RATE * SECONDS, houses)
            meter = world.meter(Serving(0, worker.processes()))
            before = meter.read()
            rounds = [_drive(product.port, _part(chosen, number), admin) for number in range(ROUNDS)]
            spent = meter.since(before)[0] / (len(rounds) * len(rounds[0]))
            world.report.add(
                f"{what}: processor time of the worker per move, without the database", [spent], "us"
            )
            for percent in (50, 95, 99):
                lags = [percentile(lags, percent) for lags in rounds]
                at_most = goal if percent == 99 else None  # noqa: PLR2004
                world.report.add(f"{what}: commit to projected, p{percent}", lags, "ms", at_most=at_most)


def _part(stays: list[Stay], number: int) -> list[Stay]:
    """Each round takes other stays, as far as there are enough."""
    count = min(RATE * SECONDS, len(stays))
    first = number * count % len(stays)
    return (stays[first:] + stays[:first])[:count]


def _drive(port: int, stays: list[Stay], admin: psycopg.Connection[Any]) -> list[float]:
    """Move each of ``stays`` once at the rate; return the lags in milliseconds."""
    began = time.monotonic() + 0.1

    def drive(client: int) -> None:
        connection = Connection(port)
        for number in range(client, len(stays), CLIENTS):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            move(connection, stays[number])
        connection.close()

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(drive, range(CLIENTS)))
    _settle(admin)
    binds = {
        "tenants": [stay.tenant for stay in stays], "ids": [stay.id for stay in stays],
        "versions": [stay.version for stay in stays],
    }  # fmt: skip
    lags = [float(row[0]) for row in admin.execute(_LAGS, binds)]
    if len(lags) != len(stays):
        raise RuntimeError(f"{len(stays)} moves, but {len(lags)} on the board")
    return lags


def _settle(admin: psycopg.Connection[Any]) -> None:
    deadline = time.monotonic() + 60
    while admin.execute(_BEHIND).fetchone() != (0,):
        if time.monotonic() > deadline:
            raise RuntimeError("the board's projection does not come to the end of the outbox")
        time.sleep(0.05)
