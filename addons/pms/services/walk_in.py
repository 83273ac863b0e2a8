"""A guest at the desk without a reservation: booked and checked in at once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from addons.pms.db.queries import room_blocks
from addons.pms.domain.errors import DomainError
from addons.pms.domain.reservation_status import Command
from addons.pms.services import stays
from addons.pms.services.reservations import NewReservation, create
from addons.pms.services.stay_rules import property_of_stay
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork

_READY = text(
    "select m.id from pms_rooms m join pms_properties p on p.tenant_id = m.tenant_id and p.id = m.property_id"
    " where m.tenant_id = cast(:tenant as uuid) and m.property_id = cast(:property as uuid)"
    " and m.room_type_id = cast(:type as uuid) and m.occupancy = 'VACANT'"
    " and (m.condition = 'INSPECTED' or m.condition = 'CLEAN' and not p.inspect_rooms)"
    " and not exists (select from pms_room_blocks b where b.tenant_id = m.tenant_id and b.room_id = m.id and b.active"
    " and (b.start_date < cast(:last as date) or b.start_date = cast(:first as date) and b.kind <> 'RESERVATION')"
    " and b.start_date > cast(:first as date) - 366"
    " and b.end_date > cast(:first as date)"
    f" and not {room_blocks.OF_EXPIRED_HOLD})"
    " order by m.condition = 'INSPECTED' desc, m.number limit 1"
)


def book_and_check_in(uow: UnitOfWork, wanted: NewReservation) -> StoredReservation:
    """Book ``wanted`` and check the guest in, both or neither; without a room, a clean free one is picked.

    Raises:
        DomainError: as ``reservations.create`` and a check-in; NO_AVAILABILITY when no room of the type is ready.
    """
    if wanted.room_id is None:
        wanted = replace(wanted, room_id=_ready_room(uow, wanted))
    property_of_stay(uow, wanted.property_id, held=True)
    booked = create(uow, wanted).snapshot
    return stays.take_step(uow, booked.id, booked.version, Command.CHECK_IN)


def _ready_room(uow: UnitOfWork, wanted: NewReservation) -> UUID:
    found = uow.connection.execute(
        _READY,
        {
            "tenant": uow.tenant_id, "property": wanted.property_id, "type": wanted.room_type_id,
            "first": wanted.dates.check_in, "last": wanted.dates.check_out, "now": clock.now(),
        },
    ).scalar()  # fmt: skip
    if found is None:
        raise DomainError(
            "NO_AVAILABILITY",
            "No room of this type is free and clean for these nights: choose a room, or have one cleaned.",
            {"conflicts": [], "alternatives": [], "shortages": []},
        )
    return UUID(str(found))
