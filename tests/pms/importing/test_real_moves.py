"""The real bookings as confirmed stays, pushed around over the API; each verdict was computed without this project."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from oppsera_host.db import unit_of_work
from oppsera_host.testing.client import FreshClient
from tests.pms.importing.conftest import ROOMS, ImportedHouse, truth

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def house(import_real_data: Callable[..., ImportedHouse]) -> ImportedHouse:
    """The bookings as confirmed, with the rooms slept in."""
    return import_real_data(rooms_file=ROOMS, as_confirmed=True)


def test_each_attempt_gets_its_verdict(client: FreshClient, house: ImportedHouse) -> None:
    desk = client.as_role("pms_manager", house.tenant)
    with unit_of_work.reading(house.actor) as session:
        binds = {"tenant": house.tenant.id}
        rooms = dict(
            session.execute(text("select number, id from pms_rooms where tenant_id = :tenant"), binds).all()
        )
        stays = dict(
            session.execute(
                text("select source_ref, id from pms_reservations where tenant_id = :tenant"), binds
            ).all()
        )
        business_date = session.execute(
            text("select business_date from pms_properties where tenant_id = :tenant"), binds
        ).scalar_one()
    assert business_date.isoformat() == "2015-07-01"
    by_id = {str(identifier): int(reference.rpartition(":")[2]) for reference, identifier in stays.items()}
    probes = truth("move_probes.csv")
    assert len(probes) == 300
    for probe in probes:
        stay = desk.get(f"/api/pms/reservations/{stays['H1/h1:' + probe['row_id']]}").json
        answer = attempt(desk, probe, stay, rooms)
        if probe["expect"] == "ok":
            assert answer.status_code == 200, (probe, answer.text)
            undone = desk.post(
                "/api/pms/calendar/undo",
                json={"token": answer.json["undo"]["token"], "idempotencyKey": secrets.token_hex(16)},
            )
            assert undone.status_code == 200, (probe, undone.text)
        else:
            assert (answer.status_code, answer.json["code"]) == (409, "ROOM_ALREADY_BOOKED"), (
                probe,
                answer.text,
            )
            met = {by_id[conflict["reservationId"]] for conflict in answer.json["conflicts"]}
            assert met == {int(row) for row in probe["conflicting_row_ids"].split()}, probe


def attempt(desk: Any, probe: dict[str, str], stay: dict[str, Any], rooms: dict[str, Any]) -> Any:
    body = {
        "reservationId": stay["id"],
        "from": {
            "roomId": str(rooms[probe["from_room"]]),
            "checkInDate": probe["from_arr"],
            "checkOutDate": probe["from_dep"],
            "version": stay["version"],
        },
        "idempotencyKey": secrets.token_hex(16),
    }
    if probe["kind"] != "resize":
        to = {"roomId": str(rooms[probe["to_room"]]), "checkInDate": probe["to_arr"]}
        return desk.post("/api/pms/calendar/move", json=body | {"to": to})
    left = probe["to_arr"] != probe["from_arr"]
    edge, to = (
        ("LEFT", {"checkInDate": probe["to_arr"]}) if left else ("RIGHT", {"checkOutDate": probe["to_dep"]})
    )
    return desk.post("/api/pms/calendar/resize", json=body | {"edge": edge, "to": to})
