from __future__ import annotations

import inspect
import json
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from addons.pms.domain import events
from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.room_status import Condition, Occupancy, RoomStatus
from addons.pms.domain.segments import Segment
from addons.pms.domain.snapshots import ReservationSnapshot, RoomSnapshot

# Contract section 5, with the spec's class names.
PUBLISHED = {
    "ReservationCreated": "pms.reservation.created.v1",
    "ReservationUpdated": "pms.reservation.updated.v1",
    "ReservationMoved": "pms.reservation.moved.v1",
    "ReservationResized": "pms.reservation.resized.v1",
    "ReservationConfirmed": "pms.reservation.confirmed.v1",
    "ReservationCancelled": "pms.reservation.cancelled.v1",
    "ReservationNoShowMarked": "pms.reservation.no_show_marked.v1",
    "ReservationCheckedIn": "pms.reservation.checked_in.v1",
    "ReservationCheckedOut": "pms.reservation.checked_out.v1",
    "ReservationReinstated": "pms.reservation.reinstated.v1",
    "ReservationCheckInReverted": "pms.reservation.check_in_reverted.v1",
    "ReservationExpired": "pms.reservation.expired.v1",
    "RoomStatusChanged": "pms.room.status_changed.v1",
    "RoomOutOfOrderSet": "pms.room.out_of_order_set.v1",
    "RoomOutOfOrderCleared": "pms.room.out_of_order_cleared.v1",
    "FolioCreated": "pms.folio.created.v1",
    "FolioChargePosted": "pms.folio.charge_posted.v1",
    "FolioAdjustmentPosted": "pms.folio.adjustment_posted.v1",
    "FolioPaymentPosted": "pms.folio.payment_posted.v1",
    "FolioClosed": "pms.folio.closed.v1",
    "GuestCreated": "pms.guest.created.v1",
    "GuestUpdated": "pms.guest.updated.v1",
    "GuestMerged": "pms.guest.merged.v1",
    "GuestErased": "pms.guest.erased.v1",
    "NightAuditCompleted": "pms.night_audit.completed.v1",
    "BookingEngineReservationImported": "pms.booking_engine.reservation_imported.v1",
    "ChannelReservationImported": "pms.channel.reservation_imported.v1",
    "PaymentAuthorizationRequested": "pms.payment.authorization_requested.v1",
    "GuestMessageScheduled": "pms.messaging.guest_message_scheduled.v1",
}


@pytest.mark.parametrize(("name", "wire"), PUBLISHED.items())
def test_published_names(name: str, wire: str) -> None:
    kind = getattr(events, name)
    assert inspect.isclass(kind)
    assert issubclass(kind, events.DomainEvent)
    assert kind.type == wire
    assert kind.aggregate_type == wire.split(".")[1]
    assert events.EVENT_CLASSES[wire] is kind


def test_no_two_events_share_a_wire_type() -> None:
    assert len({kind.__name__ for kind in events.EVENT_CLASSES.values()}) == len(events.EVENT_CLASSES)


STAY = ReservationSnapshot(
    id=UUID(int=1),
    version=4,
    property_id=UUID(int=2),
    confirmation_number="2222-2222-2222",
    status=ReservationStatus.CONFIRMED,
    room_type_id=UUID(int=3),
    room_id=UUID(int=4),
    segments=(Segment(UUID(int=4), date(2027, 3, 15), date(2027, 3, 17)),),
    check_in_date=date(2027, 3, 15),
    check_out_date=date(2027, 3, 17),
    day_use=False,
    adults=2,
    children=1,
    guest_id=UUID(int=5),
    rate_plan_id=None,
    nightly_rates=(
        NightPrice(date(2027, 3, 15), Money(10000, "EUR")),
        NightPrice(date(2027, 3, 16), Money(12000, "EUR")),
    ),
    total=Money(22000, "EUR"),
    room_locked=False,
    source_type=SourceType.CHANNEL,
    source_ref="X-1",
    release_at=None,
    created_at=datetime(2027, 1, 1, 12, tzinfo=timezone(timedelta(hours=1))),
    updated_at=datetime(2027, 1, 2, 12, 30, 1, 500000, tzinfo=UTC),
)


def test_a_reservation_event_carries_the_whole_state_and_no_person() -> None:
    event = events.ReservationMoved.of(STAY, previousRoomId=None)
    assert (event.aggregate_id, event.aggregate_version, event.schema_version) == (STAY.id, 4, 1)
    payload = event.payload
    assert json.loads(json.dumps(payload)) == payload
    api_fields = (
        "id version propertyId confirmationNumber status roomTypeId roomId segments checkInDate checkOutDate "
        "nights dayUse adults children guestId ratePlanId nightlyRates total roomLocked sourceType sourceRef "
        "releaseAt createdAt updatedAt bookingId childAges"
    )
    expected = set(api_fields.split())
    assert set(payload) == expected | {"schemaVersion", "reservationId", "previousRoomId"}
    assert payload["schemaVersion"] == 1
    assert payload["nights"] == 2
    assert payload["createdAt"] == "2027-01-01T11:00:00Z"
    assert payload["updatedAt"] == "2027-01-02T12:30:01.500000Z"
    assert payload["segments"] == [
        {"roomId": str(UUID(int=4)), "startDate": "2027-03-15", "endDate": "2027-03-17"}
    ]
    assert payload["nightlyRates"][1] == {"date": "2027-03-16", "price": {"amount": 12000, "currency": "EUR"}}


def test_a_room_event() -> None:
    room = RoomSnapshot(
        id=UUID(int=4),
        version=2,
        property_id=UUID(int=2),
        room_type_id=UUID(int=3),
        number="204",
        floor=None,
        features=("balcony",),
        occupancy=Occupancy.VACANT,
        condition=Condition.DIRTY,
        status=RoomStatus.VACANT_DIRTY,
    )
    assert events.RoomStatusChanged.of(room).payload == {
        "schemaVersion": 1,
        "id": str(room.id),
        "roomId": str(room.id),
        "version": 2,
        "propertyId": str(room.property_id),
        "roomTypeId": str(room.room_type_id),
        "number": "204",
        "floor": None,
        "features": ["balcony"],
        "occupancy": "VACANT",
        "condition": "DIRTY",
        "status": "VACANT_DIRTY",
    }


def test_events_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        events.ReservationMoved.of(STAY).aggregate_version = 5  # type: ignore[misc]
