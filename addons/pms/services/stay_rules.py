"""What a stay must keep to: its property, its room type's limits, the ages of its children."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from addons.pms.db.queries import night_charges, properties_for_stays
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.occupancy_rules import RoomTypeLimits
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.snapshots import ReservationSnapshot
from oppsera_host.db.unit_of_work import UnitOfWork

OLDEST_CHILD = 17


def property_of_stay(uow: UnitOfWork, property_id: UUID, *, held: bool = False) -> Any:
    """Return the property's row (``properties_for_stays``); ``held`` keeps its business date until the commit.

    Whoever holds it does so before locking rooms: the night audit does.

    Raises:
        DomainError: NOT_FOUND.
    """
    binds = {"tenant": uow.tenant_id, "id": property_id}
    statement = properties_for_stays.PROPERTY_HELD if held else properties_for_stays.PROPERTY
    row = uow.connection.execute(statement, binds).one_or_none()
    if row is None:
        raise not_found()
    return row


def first_departure(uow: UnitOfWork, snapshot: ReservationSnapshot) -> date:
    """Return the first day on which a stay in the house may end, and hold the date: asked before rooms are locked.

    It is the business date; the day after while that date is being closed and its night is charged already. A day
    use ends on its day.
    """
    if snapshot.day_use:
        return snapshot.check_in_date
    today: date = property_of_stay(uow, snapshot.property_id, held=True).business_date
    charged = uow.execute(night_charges.NIGHTS_CHARGED, {"tenant": uow.tenant_id, "reservation": snapshot.id})
    return today + timedelta(days=any(row.night == today for row in charged))


def refuse_leaving_before(first: date, day: date, name: str) -> None:
    """Refuse a departure on ``day``, given in the field ``name``, before ``first``.

    Raises:
        DomainError: VALIDATION_ERROR.
    """
    if day < first:
        sentence = Sentence("The guest is in the house on {business_date}.", business_date=first)
        raise invalid_fields({name: [sentence]})


def room_type_of_stay(uow: UnitOfWork, room_type_id: UUID, property_id: UUID) -> Any:
    """Return the room type's row.

    Raises:
        DomainError: NOT_FOUND, also for a type of another property.
    """
    binds = {"tenant": uow.tenant_id, "id": room_type_id}
    row = uow.connection.execute(properties_for_stays.ROOM_TYPE, binds).one_or_none()
    if row is None or row.property_id != property_id:
        raise not_found()
    return row


def limits_of(room_type: Any) -> RoomTypeLimits:
    """Return how many people a room type takes."""
    return RoomTypeLimits(room_type.max_adults, room_type.max_children, room_type.max_occupancy)


def check_ages(ages: tuple[int, ...] | None, children: int) -> None:
    """Refuse ages that are not one for each child; None stands for unknown ages.

    Raises:
        DomainError: VALIDATION_ERROR on ``childAges``.
    """
    if ages is None:
        return
    if len(ages) != children:
        raise invalid_fields(
            {"childAges": [Sentence("Give one age for each of the {children} children.", children=children)]}
        )
    if any(not 0 <= age <= OLDEST_CHILD for age in ages):
        raise invalid_fields(
            {"childAges": [Sentence("A child is 0 to {oldest_child} years old.", oldest_child=OLDEST_CHILD)]}
        )
