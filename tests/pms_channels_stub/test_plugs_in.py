from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from addons.pms_channels_stub.incoming import receive
from addons.pms_channels_stub.models import AvailabilityPush
from oppsera_host.addons import activation
from oppsera_host.addons.registry import registry_of
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.tenancy.scope import tenant_scope
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel, build_hotel
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hotel(actor: Actor) -> Hotel:
    return build_hotel(actor)


@pytest.fixture
def desk(client, hotel: Hotel) -> Desk:
    return Desk(client.as_role("pms_manager"), hotel)


def pushes(actor: Actor) -> list[AvailabilityPush]:
    with unit_of_work.reading(actor) as session:
        return list(
            session.scalars(select(AvailabilityPush).order_by(AvailabilityPush.seq, AvailabilityPush.night))
        )


def message(hotel: Hotel, booking: str = "B-1") -> dict:
    return {
        "booking": booking, "property": str(hotel.property_id), "roomType": str(hotel.types["STD"]),
        "from": "2027-03-20", "to": "2027-03-22", "guests": 2, "name": "Grace Brewster Hopper", "price": 9900,
        "currency": "EUR",
    }  # fmt: skip


def test_reservation_events_become_outgoing_availability(actor, desk, drain_outbox):
    stay = desk.book("2027-03-20", "2027-03-22")
    # A switch of addons is remembered for two seconds, so the first look may still see the stub off.
    wait_until(lambda: (drain_outbox(), pushes(actor))[1], "the stub hearing of the booking")
    assert [(push.night.isoformat(), push.units) for push in pushes(actor)] == [
        ("2027-03-20", 2),
        ("2027-03-21", 2),
    ]
    desk.step(stay, "cancel")
    drain_outbox()
    assert [push.units for push in pushes(actor)][2:] == [3, 3]


def test_a_channel_booking_is_imported_once(actor, desk, hotel):
    with tenant_scope(actor.tenant_id):
        first, second = receive(message(hotel)), receive(message(hotel))
    assert (first.created, second.created) == (True, False)
    assert first.reservation.id == second.reservation.id
    stay = desk.client.get(f"/api/pms/reservations/{first.reservation.id}").json
    assert (stay["sourceType"], stay["sourceRef"], stay["guest"]["lastName"]) == (
        "CHANNEL",
        "stub:B-1",
        "Hopper",
    )
    types = [event["type"] for event in desk.client.get("/api/events?after=0&limit=200").json["items"]]
    assert types.count("pms.channel.reservation_imported.v1") == 1


def test_the_drawer_shows_the_panel_while_the_addon_is_on(actor, desk, drain_outbox):
    stay = desk.book("2027-03-20", "2027-03-22")
    drain_outbox()
    panels = desk.client.get(f"/api/pms/reservations/{stay['id']}/panels").json["items"]
    assert [panel["id"] for panel in panels] == ["pms_channels_stub.availability"]
    fragment = desk.client.get(panels[0]["url"])
    assert "2027-03-20" in fragment.text


def test_switched_off_it_hears_shows_and_serves_nothing(actor, desk, drain_outbox):
    activation.disable(registry_of(), "pms_channels_stub", actor=actor)
    stay = desk.book("2027-03-20", "2027-03-22")
    drain_outbox()
    assert pushes(actor) == []
    assert desk.client.get(f"/api/pms/reservations/{stay['id']}/panels").json["items"] == []
    assert desk.client.get(f"/pms-channels-stub/panel/{stay['id']}").status_code == 404


def test_neither_host_nor_pms_knows_the_stub():
    found = subprocess.run(
        ["git", "grep", "-l", "channels_stub", "--", "addons/pms", "oppsera_host"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout == ""
    control = subprocess.run(
        ["git", "grep", "-l", "channels_stub", "--", "tests"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert control.stdout
