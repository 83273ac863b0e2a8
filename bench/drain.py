"""How fast one worker works off a backlog: every stay of a house, as after an import, onto an empty board."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

import orjson
import psycopg

from addons.pms.domain.events import ReservationCreated
from addons.pms.services.reservation_store import load_many
from bench import dataset
from bench.processes import own_cpu
from bench.world import LARGE, World
from oppsera_host.app import create_app
from oppsera_host.db.base import db
from oppsera_host.ids import new_id
from oppsera_host.outbox.runner import run_subscriber
from oppsera_host.settings import Settings
from oppsera_host.tenancy.scope import tenant_scope

ROUNDS = 3
LOADED_AT_ONCE = 1000
BOARD = "pms.board"
_EMPTY = (
    "delete from rm_pms_calendar_segments where tenant_id = %s",
    "delete from rm_pms_daily_occupancy where tenant_id = %s",
)
_COUNT = "select count(*) from rm_pms_calendar_segments where tenant_id = %s"
_IDS = "select id from pms_reservations where tenant_id = %s order by booked_on, id"
_LAST = "select last_seq from host_outbox_streams where tenant_id = %s for update"
_COPY = (
    "copy host_outbox_events (tenant_id, seq, event_id, type, schema_version, aggregate_type, aggregate_id,"
    " aggregate_version, occurred_at, actor, correlation_id, payload) from stdin"
)


def measure(world: World, name: str = LARGE) -> None:
    """Measure with the product's own runner and subscriber in this process."""
    world.report.title(f"Backlog, {name}: created events of all stays of one house in booking order")
    app = create_app(Settings.from_env(world.environment(name)))
    with app.app_context(), world.admin(name) as admin:
        tenant = dataset.tenant_id(admin, world.sizes[name].tenants)
        rows_before = admin.execute(_COUNT, (tenant,)).fetchone()
        written = [_round(world, admin, tenant, empty=True) for _ in range(ROUNDS)]
        if admin.execute(_COUNT, (tenant,)).fetchone() != rows_before:
            raise RuntimeError("the board is not what it was before")
        repeated = [_round(world, admin, tenant, empty=False) for _ in range(ROUNDS)]
        db.engine.dispose()
    for what, rounds, goal in (
        ("onto an empty board", written, 10_000),
        ("changing nothing", repeated, None),
    ):
        world.report.add(f"{what}: by the clock", [wall for wall, _ in rounds], "events/s", at_least=goal)
        world.report.add(f"{what}: per second of processor", [cpu for _, cpu in rounds], "events/s")


def _round(world: World, admin: psycopg.Connection[Any], tenant: UUID, *, empty: bool) -> tuple[float, float]:
    """Return events per second by the clock, and per second of processor time of worker and database."""
    count = _publish(admin, tenant)
    if empty:
        for statement in _EMPTY:
            admin.execute(statement, (tenant,))
    admin.execute("vacuum analyze rm_pms_calendar_segments, rm_pms_daily_occupancy")
    meter = world.meter()
    before, own, began = meter.read(), own_cpu(), time.monotonic()
    handled = run_subscriber(BOARD, tenant, forced=True)
    wall, own = time.monotonic() - began, own_cpu() - own
    cpu = (own + meter.since(before)[1]) / 1e6
    if handled != count:
        raise RuntimeError(f"{handled} of {count} events were handled")
    return count / wall, count / cpu


def _publish(admin: psycopg.Connection[Any], tenant: UUID) -> int:
    """Append the created event of every stay to the house's outbox; return their number."""
    ids = [row[0] for row in admin.execute(_IDS, (tenant,))]
    stays = []
    for first in range(0, len(ids), LOADED_AT_ONCE):
        with tenant_scope(tenant), db.engine.begin() as connection:
            stays += load_many(connection, tenant, ids[first : first + LOADED_AT_ONCE])
    with admin.transaction():
        last = (admin.execute(_LAST, (tenant,)).fetchone() or (0,))[0]
        with admin.cursor() as cursor, cursor.copy(_COPY) as copy:
            for seq, stay in enumerate(stays, start=last + 1):
                event = ReservationCreated.of(stay.snapshot)
                copy.write_row(
                    (
                        tenant, seq, new_id(), event.type, 1, event.aggregate_type, event.aggregate_id,
                        event.aggregate_version, stay.snapshot.created_at, "system:bench", "",
                        orjson.dumps(event.payload).decode(),
                    )
                )  # fmt: skip
        binds = (last + len(stays), tenant)
        admin.execute("update host_outbox_streams set last_seq = %s where tenant_id = %s", binds)
    return len(stays)
