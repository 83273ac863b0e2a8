from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from addons.pms.domain.money import Money
from addons.pms.domain.reservation_status import Command, ReservationStatus
from addons.pms.domain.stay_dates import StayDates
from addons.pms.importing.batches import Candidate, Outcome, write
from addons.pms.services import reservations, stays
from addons.pms.services.bulk_reservations import House, PastBooking, add_all
from addons.pms.services.closures import set_out_of_order
from addons.pms.services.properties import find_property
from addons.pms.services.reservation_store import load_many
from addons.pms.services.reservations import NewGuest, NewReservation
from addons.pms.services.room_types import room_types_of
from oppsera_host.db import unit_of_work
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor
from tests.factories.hotel import BUSINESS_DATE, Hotel

ARRIVAL, DEPARTURE = BUSINESS_DATE, date(2027, 3, 18)
NEVER_EQUAL = {"id", "reservationId", "confirmationNumber", "guestId", "createdAt", "updatedAt"}


@pytest.fixture
def house(actor: Actor, hotel: Hotel) -> House:
    with unit_of_work.reading(actor) as session:
        found = find_property(session, actor.tenant_id, hotel.property_id)
        return House(found, {each.id: each for each in room_types_of(session, actor.tenant_id, found.id)})


@pytest.fixture
def booking(hotel: Hotel) -> Any:
    """``booking("1", status=…)`` is a past booking of a standard room."""

    def make(reference: str, **more: Any) -> PastBooking:
        wanted = {
            "source_ref": reference, "status": ReservationStatus.CONFIRMED, "room_type_id": hotel.types["STD"],
            "booked_room_type_id": hotel.types["STD"], "room_id": hotel.rooms["101"],
            "dates": StayDates(ARRIVAL, DEPARTURE), "adults": 2, "children": 0,
            "guest": NewGuest(first_name="Ada", last_name="Probe"), "night_amounts": (8000, 8000, 8000),
            "booked_on": BUSINESS_DATE, "status_date": BUSINESS_DATE,
        }  # fmt: skip
        return PastBooking(**wanted | more)

    return make


def told(actor: Actor, entity_id: UUID) -> list[Any]:
    with unit_of_work.reading(actor) as session:
        return list(
            session.execute(
                text(
                    "select e.type, e.aggregate_version, e.payload, a.action, a.before, a.after"
                    " from host_outbox_events e"
                    " join pms_audit_log a on a.tenant_id = e.tenant_id and a.seq = e.seq"
                    " where e.tenant_id = :tenant and e.aggregate_id = :id order by e.seq"
                ),
                {"tenant": actor.tenant_id, "id": entity_id},
            )
        )


def without_ids(state: Any) -> Any:
    return {name: value for name, value in (state or {}).items() if name not in NEVER_EQUAL}


def test_the_bulk_path_tells_what_the_desk_would_have_told(
    actor: Actor, hotel: Hotel, house: House, booking: Any
) -> None:
    """The desk books room 101 and checks in; the same life in 102, imported, differs in ids and source alone."""
    wanted = NewReservation(
        property_id=hotel.property_id, room_type_id=hotel.types["STD"], room_id=hotel.rooms["101"],
        dates=StayDates(ARRIVAL, DEPARTURE), adults=2, guest=NewGuest(first_name="Ada", last_name="Probe"),
        nightly_rate=Money(8000, "EUR"),
    )  # fmt: skip
    made = unit_of_work.run(lambda uow: reservations.create(uow, wanted), actor=actor)
    unit_of_work.run(
        lambda uow: stays.take_step(uow, made.snapshot.id, made.snapshot.version, Command.CHECK_IN),
        actor=actor,
    )
    past = booking("1", status=ReservationStatus.CHECKED_IN, room_id=hotel.rooms["102"])
    imported = unit_of_work.run(lambda uow: add_all(uow, house, [past]), actor=actor)[0]
    by_desk, in_bulk = told(actor, made.snapshot.id), told(actor, imported.snapshot.id)
    assert len(by_desk) == len(in_bulk) == 2
    rooms = (str(hotel.rooms["101"]), str(hotel.rooms["102"]))
    for desk, bulk in zip(by_desk, in_bulk, strict=True):
        assert (desk.type, desk.aggregate_version, desk.action) == (
            bulk.type,
            bulk.aggregate_version,
            bulk.action,
        )
        for mine, theirs in (
            (desk.payload, bulk.payload),
            (desk.before, bulk.before),
            (desk.after, bulk.after),
        ):
            expected = without_ids(mine) | ({"sourceType": "IMPORT", "sourceRef": "1"} if mine else {})
            assert repr(expected).replace(rooms[0], rooms[1]) == repr(without_ids(theirs))


def test_the_stored_reservation_is_what_was_returned(
    actor: Actor, hotel: Hotel, house: House, booking: Any
) -> None:
    wanted = [
        booking("1", status=ReservationStatus.CHECKED_OUT, notes="Quiet"),
        booking("2", room_id=None, booked_room_type_id=hotel.types["SUITE"]),
        booking(
            "3", room_id=hotel.rooms["103"], dates=StayDates(ARRIVAL, ARRIVAL, day_use=True), night_amounts=()
        ),
        booking("4", status=ReservationStatus.CANCELLED, night_amounts=(-100, 0, 5)),
    ]
    made = unit_of_work.run(lambda uow: add_all(uow, house, wanted), actor=actor)
    with unit_of_work.reading(actor) as session:
        stored = load_many(session.connection(), actor.tenant_id, [stay.snapshot.id for stay in made])
    assert stored == made


def test_a_booking_that_meets_another_is_refused_alone(
    actor: Actor, house: House, booking: Any, hotel: Hotel
) -> None:
    candidates = [
        Candidate(booking("1"), 1, 2),
        Candidate(booking("2"), 2, 3),
        Candidate(booking("3"), 3, 4, room_is_a_proposal=True),
        Candidate(booking("4", room_id=hotel.rooms["102"]), 4, 5),
    ]
    written = [each for batch in write(actor, house, candidates) for each in batch]
    assert [(each.outcome, each.code) for each in written] == [
        (Outcome.ACCEPTED, ""),
        (Outcome.REFUSED, "ROOM_ALREADY_BOOKED"),
        (Outcome.ACCEPTED, ""),
        (Outcome.ACCEPTED, ""),
    ]
    assert [code for code, _ in written[2].candidate.warnings] == ["NO_ROOM"]


def test_a_day_use_in_a_closed_room_is_refused_alone(
    actor: Actor, house: House, booking: Any, hotel: Hotel
) -> None:
    closed = hotel.rooms["101"]
    unit_of_work.run(
        lambda uow: set_out_of_order(uow, closed, ARRIVAL, DEPARTURE, "Boiler").block_id, actor=actor
    )
    day = {"dates": StayDates(ARRIVAL, ARRIVAL, day_use=True), "night_amounts": ()}
    candidates = [
        Candidate(booking("1", **day), 1, 2),
        Candidate(booking("2", **day), 2, 3, room_is_a_proposal=True),
        Candidate(booking("3", room_id=hotel.rooms["102"], **day), 3, 4),
    ]
    written = [each for batch in write(actor, house, candidates) for each in batch]
    assert [each.code for each in written] == ["ROOM_OUT_OF_ORDER", "", ""]
    assert [code for code, _ in written[1].candidate.warnings] == ["NO_ROOM"]


def test_more_than_there_are_rooms_are_refused_by_night(actor: Actor, house: House, booking: Any) -> None:
    candidates = [Candidate(booking(str(number), room_id=None), number, number) for number in range(4)]
    written = [each for batch in write(actor, house, candidates, batch_size=3) for each in batch]
    assert [each.code for each in written] == ["", "", "", "NO_AVAILABILITY"]
    assert "2027-03-15" in written[3].detail


def test_a_database_that_is_away_is_no_refusal(
    actor: Actor, house: House, booking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise AppError("UNAVAILABLE", 503, "The database did not answer in time.")

    monkeypatch.setattr(unit_of_work, "run", away)
    with pytest.raises(AppError, match="did not answer"):
        list(write(actor, house, [Candidate(booking("1"), 1, 2)]))
