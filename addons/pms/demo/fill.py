"""Writes the lodge into a tenant. Each part is done once, so an interrupted start is simply started again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import text

from addons.pms.db.queries import bulk_reservations as reservation_queries
from addons.pms.db.queries import properties as property_queries
from addons.pms.db.queries import rooms as room_queries
from addons.pms.demo import lodge
from addons.pms.demo.generator import SEED, DemoStay, generate
from addons.pms.domain.ledger import PaymentMethod
from addons.pms.domain.money import Money
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.room_status import Condition
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import housekeeping_tasks, room_status
from addons.pms.services.bulk_reservations import House, PastBooking, add_all, send_records
from addons.pms.services.closures import set_out_of_order
from addons.pms.services.past_nights import post_past_nights
from addons.pms.services.payments import post_payment
from addons.pms.services.properties import PropertyRecord, create_property, record_of
from addons.pms.services.room_creation import NewRoom, create_rooms
from addons.pms.services.room_types import create_room_type, room_types_of
from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor

BATCH = 200
REFERENCE = "DEMO-"
_UNPAID_OF_CHANNELS = text(
    "select f.id, r.total_amount from pms_reservations r"
    " join pms_folios f on f.tenant_id = r.tenant_id and f.reservation_id = r.id"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.status = 'CHECKED_IN' and r.source_type = 'CHANNEL'"
    " and starts_with(r.source_ref, cast(:prefix as text)) and r.total_amount > 0"
    " and not exists (select from pms_folio_entries e where e.tenant_id = f.tenant_id and e.folio_id = f.id"
    " and e.kind = 'PAYMENT') order by f.id"
)
_INSPECTED, _DIRTY_WHILE_LIVED_IN = 0.15, 0.4


def fill(actor: Actor) -> None:
    """Set the lodge up in the actor's tenant, with its bookings around today, repairs and rooms to clean."""
    hotel = unit_of_work.run(_set_up, actor=actor)
    unit_of_work.run(lambda uow: _close_rooms(uow, hotel), actor=actor)
    present = unit_of_work.run(lambda uow: _present(uow, hotel), actor=actor)
    # The business date, not today: a start that was interrupted before midnight goes on where it was.
    stays = [stay for stay in generate(hotel.business_date) if _reference(stay) not in present]
    for start in range(0, len(stays), BATCH):
        _write(actor, hotel, stays[start : start + BATCH])
    post_past_nights(actor, hotel.id, REFERENCE)
    unit_of_work.run(lambda uow: _take_payments(uow, hotel), actor=actor)
    unit_of_work.run(lambda uow: _clean_and_dirty(uow, hotel), actor=actor)
    unit_of_work.run(lambda uow: housekeeping_tasks.generate(uow, hotel.id, hotel.business_date), actor=actor)


def _set_up(uow: UnitOfWork) -> PropertyRecord:
    found = uow.connection.execute(
        property_queries.BY_CODE, {"tenant": uow.tenant_id, "code": lodge.CODE}
    ).one_or_none()
    if found is not None:
        return record_of(found)
    hotel = create_property(
        uow, code=lodge.CODE, name=lodge.NAME, timezone=lodge.TIMEZONE, currency=lodge.CURRENCY,
        address=dict(lodge.ADDRESS),
    )  # fmt: skip
    for each in lodge.TYPES:
        create_room_type(
            uow, property_id=hotel.id, code=each.code, name=each.name, max_adults=each.max_adults,
            max_children=each.max_children, max_occupancy=each.max_occupancy,
            base_rate=Money(each.base_rate, lodge.CURRENCY),
        )  # fmt: skip
    rooms = [NewRoom(number=number, floor=number[0], room_type_code=code) for number, code in lodge.rooms()]
    create_rooms(uow, hotel.id, rooms)
    return hotel


def _close_rooms(uow: UnitOfWork, hotel: PropertyRecord) -> None:
    rooms = _rooms(uow, hotel)
    for repair in lodge.REPAIRS:
        first = hotel.business_date + timedelta(days=repair.in_days)
        last = first + timedelta(days=repair.nights)
        if not _is_closed(uow, hotel, rooms[repair.room], first):
            set_out_of_order(uow, rooms[repair.room], first, last, repair.reason)


def _is_closed(uow: UnitOfWork, hotel: PropertyRecord, room_id: UUID, day: date) -> bool:
    binds = {"tenant": uow.tenant_id, "property": hotel.id, "day": day}
    return any(row.room_id == room_id for row in uow.connection.execute(room_queries.CLOSED_ON, binds))


def _present(uow: UnitOfWork, hotel: PropertyRecord) -> frozenset[str]:
    binds = {"tenant": uow.tenant_id, "property": hotel.id, "prefix": REFERENCE}
    return frozenset(uow.connection.execute(reservation_queries.WITH_REFERENCE_LIKE, binds).scalars())


def _write(actor: Actor, hotel: PropertyRecord, stays: Sequence[DemoStay]) -> None:
    def work(uow: UnitOfWork) -> None:
        types = {each.code: each for each in room_types_of(uow.session, uow.tenant_id, hotel.id)}
        rooms = _rooms(uow, hotel)
        house = House(hotel, {each.id: each for each in types.values()})
        bookings = [
            _booking(stay, types[stay.room_type].id, types[stay.booked_type].id, rooms.get(stay.room or ""))
            for stay in stays
        ]
        add_all(uow, house, bookings)
        send_records(uow)

    unit_of_work.run(work, actor=actor)


def _booking(stay: DemoStay, room_type: UUID, booked_type: UUID, room: UUID | None) -> PastBooking:
    return PastBooking(
        source_ref=_reference(stay), source_type=stay.source, status=stay.status, room_type_id=room_type,
        booked_room_type_id=booked_type, room_id=room,
        dates=StayDates(stay.arrival, stay.departure, day_use=stay.arrival == stay.departure),
        adults=stay.adults, children=stay.children, guest=stay.guest, night_amounts=stay.night_amounts,
        booked_on=stay.booked_on, status_date=stay.status_date, notes=stay.notes,
        release_at=None if stay.hold_days is None else clock.now() + timedelta(days=stay.hold_days),
    )  # fmt: skip


def _take_payments(uow: UnitOfWork, hotel: PropertyRecord) -> None:
    """Let guests of channels have paid all of it there; the others pay when they leave."""
    binds = {"tenant": uow.tenant_id, "property": hotel.id, "prefix": REFERENCE}
    for row in uow.connection.execute(_UNPAID_OF_CHANNELS, binds).all():
        price = Money(row.total_amount, hotel.currency)
        post_payment(uow, row.id, None, amount=price, method=PaymentMethod.BANK_TRANSFER, description="")


def _clean_and_dirty(uow: UnitOfWork, hotel: PropertyRecord) -> None:
    """Leave work for housekeeping: rooms left today are dirty, some of those lived in as well, some are inspected."""
    random = Random(SEED)  # noqa: S311 - made-up rooms, nothing to guess
    binds = {"tenant": uow.tenant_id, "property": hotel.id, "day": hotel.business_date}
    on_day = list(uow.connection.execute(room_queries.STAYS_ON, binds))
    left = {row.room_id for row in on_day if row.status == ReservationStatus.CHECKED_OUT}
    lived_in = {row.room_id for row in on_day if row.status == ReservationStatus.CHECKED_IN}
    for room_id in sorted(_rooms(uow, hotel).values()):
        chance = random.random()
        if room_id in left - lived_in or (room_id in lived_in and chance < _DIRTY_WHILE_LIVED_IN):
            room_status.change_status(uow, room_id, condition=Condition.DIRTY)
        elif room_id not in lived_in and chance < _INSPECTED:
            room_status.change_status(uow, room_id, condition=Condition.INSPECTED)


def _rooms(uow: UnitOfWork, hotel: PropertyRecord) -> dict[str, UUID]:
    rows = uow.connection.execute(room_queries.OF_PROPERTY, {"tenant": uow.tenant_id, "property": hotel.id})
    return {row.number: row.id for row in rows}


def _reference(stay: DemoStay) -> str:
    return f"{REFERENCE}{stay.number:05d}"
