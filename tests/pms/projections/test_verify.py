"""The verification finds what is wrong. Each case breaks one thing and must be told of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from addons.pms.services.verify import verify
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk

BREAKAGES = {
    "stock sold": "update pms_type_inventory set sold = sold - 1 where tenant_id = %s and sold > 0",
    "stock of rooms": "update pms_type_inventory set physical = physical + 1 where tenant_id = %s",
    "nights of stays": "delete from pms_reservation_nights where tenant_id = %s and night = '2027-03-16'",
    "rooms of stays": "update pms_room_blocks set active = false where tenant_id = %s and kind = 'RESERVATION'",
    "totals of stays": "update pms_reservations set total_amount = total_amount + 1 where tenant_id = %s",
    "board segments": "update rm_pms_calendar_segments set guest_name = 'Somebody else' where tenant_id = %s",
    "board rooms": "update rm_pms_calendar_rooms set status = 'OCCUPIED' where tenant_id = %s",
    "board occupancy": "update rm_pms_daily_occupancy set sold = sold + 1 where tenant_id = %s",
    "audit chain": "update pms_audit_log set actor = 'x' where tenant_id = %s",
    "event sequence": "delete from host_outbox_events where tenant_id = %s and seq = 2",
}


@pytest.fixture
def busy(desk: Desk, drain_outbox: Callable[[], int]) -> Desk:
    desk.book("2027-03-16", "2027-03-19", "101")
    desk.book("2027-03-15", "2027-03-17", kind="SUITE")
    drain_outbox()
    return desk


def test_nothing_is_wrong_with_a_hotel_that_was_left_alone(busy: Desk, tenant: Tenant) -> None:
    assert verify(tenant.id) == []


@pytest.mark.parametrize("check", BREAKAGES)
def test_finds(check: str, busy: Desk, tenant: Tenant, database: Database) -> None:
    with database.connect_as_admin() as admin:
        admin.execute("set session_replication_role = replica")  # append-only tables too
        admin.execute(BREAKAGES[check].encode(), (tenant.id,))
    assert check in {drift.check for drift in verify(tenant.id)}


def test_names_no_guest(busy: Desk, tenant: Tenant, database: Database) -> None:
    with database.connect_as_admin() as admin:
        admin.execute(BREAKAGES["board segments"].encode(), (tenant.id,))
    drift = verify(tenant.id)
    assert drift
    assert "Probe" not in str(drift)
    assert "Somebody" not in str(drift)
