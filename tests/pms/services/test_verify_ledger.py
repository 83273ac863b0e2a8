"""The verification finds what is wrong with the ledger. Each case breaks one thing and must be told of it."""

from __future__ import annotations

import pytest

from addons.pms.services.verify import verify
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk
from tests.factories.ledger import Ledger

pytestmark = pytest.mark.stock
_E = "update pms_folio_entries set"
BREAKAGES = {
    "ledger entries": f"{_E} reservation_id = gen_random_uuid() where tenant_id = %s",
    "ledger corrections": f"{_E} unit_amount = -901, amount = -901 where tenant_id = %s and kind = 'ADJUSTMENT'",
    "ledger taxes": f"{_E} night = '2027-03-16' where tenant_id = %s and tax_of_id is not null",
    "ledger moves": f"{_E} unit_amount = 7, amount = 7 where tenant_id = %s and kind = 'TRANSFER' and amount > 0",
    "ledger balances": f"{_E} unit_amount = 1, amount = quantity where tenant_id = %s and code = 'PARKING'",
    "ledger routes": "update pms_folio_routes set reservation_id = gen_random_uuid() where tenant_id = %s",
}


@pytest.fixture(name="tenant_of_ledger")
def tenant_of_ledger_fixture(desk: Desk, actor: Actor, tenant: Tenant) -> Tenant:
    """A ledger with one of everything."""
    rule = {
        "code": "CITY",
        "name": "City tax",
        "parts": [{"kind": "PERCENT", "percent": "5", "base": "PRICE"}],
    }
    assert desk.client.post("/api/pms/tax-rules", json=rule).status_code == 201
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    ledger = Ledger.of(desk, desk.step(stay, "check-in").json)
    ledger.post_night(actor, "2027-03-15")
    company = ledger.open("Company")
    routes = [{"folioId": company["id"], "group": "FOOD"}]
    desk.client.put(f"/api/pms/reservations/{stay['id']}/routing", json={"routes": routes})
    charged = ledger.charge(900)
    ledger.post("adjustments", entryId=charged["id"], amount=ledger.money(100), description="x")
    ledger.post("transfers", toFolioId=company["id"], entryIds=[charged["id"]])
    ledger.charge(500, code="PARKING")
    ledger.post("payments", amount=ledger.money(2000), method="CASH")
    ledger.post("refunds", amount=ledger.money(50))
    return tenant


def test_a_ledger_that_was_left_alone_is_in_order(tenant_of_ledger: Tenant):
    assert verify(tenant_of_ledger.id) == []


@pytest.mark.parametrize("check", BREAKAGES)
def test_finds(check: str, tenant_of_ledger: Tenant, database: Database):
    with database.connect_as_admin() as admin:
        admin.execute("set session_replication_role = replica")  # append-only, and keys
        admin.execute(BREAKAGES[check].encode(), (tenant_of_ledger.id,))
    assert check in {drift.check for drift in verify(tenant_of_ledger.id)}


def test_finds_a_night_that_was_posted_twice(tenant_of_ledger: Tenant, database: Database):
    copy = (
        "insert into pms_folio_entries select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*"
        " from pms_folio_entries e where tenant_id = %s and code = 'ROOM'"
    )
    index = "uq_pms_folio_entries_night"
    with database.connect_as_admin() as admin:
        made = admin.execute("select pg_get_indexdef(%s::regclass)", (index,)).fetchone()
        admin.execute(f"drop index {index}".encode())
        admin.execute("set session_replication_role = replica")
        admin.execute(copy.encode(), (tenant_of_ledger.id,))
    try:
        assert "ledger nights" in {drift.check for drift in verify(tenant_of_ledger.id)}
    finally:
        with database.connect_as_admin() as admin:
            admin.execute("set session_replication_role = replica")
            admin.execute(b"delete from pms_folio_entries where tenant_id = %s", (tenant_of_ledger.id,))
            assert made is not None
            admin.execute(made[0].encode())
