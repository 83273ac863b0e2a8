"""Room types: what a party may be, what a night costs, and how far the type may be oversold on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.models import RoomType
from addons.pms.db.queries import room_types as queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import RoomTypeCreated, RoomTypeUpdated
from addons.pms.domain.money import Money
from addons.pms.domain.sentence import Sentence
from addons.pms.services import configuration_records, room_stock
from addons.pms.services.existing import existing_row
from addons.pms.services.expired_holds import Around
from addons.pms.services.properties import resolve_property
from addons.pms.services.reservation_store import past_expired_holds
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

_CHANGEABLE = ("code", "name", "max_adults", "max_children", "max_occupancy", "overbooking_limit")


@dataclass(frozen=True, slots=True)
class RoomTypeRecord:
    """A room type; ``base_rate`` is the price of a night, ``business_date`` its property's."""

    id: UUID
    version: int
    property_id: UUID
    code: str
    name: str
    max_adults: int
    max_children: int
    max_occupancy: int
    base_rate: Money
    overbooking_limit: int
    business_date: date

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": 1, "id": str(self.id), "roomTypeId": str(self.id),
            "version": self.version, "propertyId": str(self.property_id), "code": self.code,
            "name": self.name, "maxAdults": self.max_adults, "maxChildren": self.max_children,
            "maxOccupancy": self.max_occupancy, "baseRate": self.base_rate.to_payload(),
            "overbookingLimit": self.overbooking_limit,
        }  # fmt: skip


def create_room_type(
    uow: UnitOfWork,
    *,
    property_id: UUID | None,
    code: str,
    name: str,
    max_adults: int,
    max_children: int,
    base_rate: Money,
    max_occupancy: int | None = None,
    overbooking_limit: int = 0,
) -> RoomTypeRecord:
    """Set up a room type; ``max_occupancy`` (adults and children together) defaults to the sum of the two.

    Raises:
        DomainError: NOT_FOUND for the property; VALIDATION_ERROR on ``baseRate`` (the property's currency,
            not negative) or on a ``code`` in use.
    """
    hotel = resolve_property(uow.session, uow.tenant_id, property_id)
    row = RoomType(
        tenant_id=uow.tenant_id, id=new_id(), version=1, property_id=hotel.id, code=code.strip(),
        name=name.strip(), max_adults=max_adults, max_children=max_children,
        max_occupancy=max_adults + max_children if max_occupancy is None else max_occupancy,
        base_rate=_amount_in(hotel.currency, base_rate), overbooking_limit=overbooking_limit, sort_order=0,
    )  # fmt: skip
    uow.session.add(row)
    uow.session.flush()
    made = find_room_type(uow.session, uow.tenant_id, row.id)
    configuration_records.record(uow, "room_type.create", RoomTypeCreated, before=None, after=made)
    return made


def update_room_type(
    uow: UnitOfWork, room_type_id: UUID, expected_version: int | None, changes: Mapping[str, Any]
) -> RoomTypeRecord:
    """Change a room type; ``changes`` has the snake_case names of ``create_room_type``.

    Another ``overbooking_limit`` counts for every night from the business date on. Limits of the party and
    the base rate count for stays booked from now on.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR as for a new one; NO_AVAILABILITY
            naming the nights that are sold beyond a lower ``overbooking_limit``.
    """
    row = uow.session.get(
        RoomType, (uow.tenant_id, room_type_id), with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise not_found()
    configuration_records.require_version(row.version, expected_version)
    before = find_room_type(uow.session, uow.tenant_id, room_type_id)
    limit = changes.get("overbooking_limit", row.overbooking_limit)
    if limit != row.overbooking_limit:
        first = before.business_date
        past_expired_holds(
            uow,
            Around(row.property_id, first, date.max),
            lambda: room_stock.set_overbooking_limit(uow, room_type_id, limit, from_night=first),
        )
    for name in _CHANGEABLE:
        if name in changes:
            value = changes[name]
            setattr(row, name, value.strip() if name in {"code", "name"} else value)
    if "base_rate" in changes:
        row.base_rate = _amount_in(before.base_rate.currency, changes["base_rate"])
    row.version += 1
    uow.session.flush()
    after = find_room_type(uow.session, uow.tenant_id, room_type_id)
    configuration_records.record(uow, "room_type.update", RoomTypeUpdated, before=before, after=after)
    return after


def find_room_type(source: Session | Connection, tenant_id: UUID, room_type_id: UUID) -> RoomTypeRecord:
    """Return one room type.

    Raises:
        DomainError: NOT_FOUND.
    """
    return _record_of(existing_row(source, queries.ONE, tenant_id, room_type_id))


def room_types_of(source: Session | Connection, tenant_id: UUID, property_id: UUID) -> list[RoomTypeRecord]:
    """Return all room types of a property in the order of its lists."""
    rows = source.execute(queries.OF_PROPERTY, {"tenant": tenant_id, "property": property_id})
    return [_record_of(row) for row in rows]


def list_room_types(
    session: Session, tenant_id: UUID, property_id: UUID, after: UUID | None, limit: int
) -> list[RoomTypeRecord]:
    """Return up to ``limit`` room types of a property, those after the id ``after``."""
    binds = {"tenant": tenant_id, "property": property_id, "after": after, "count": limit}
    return [_record_of(row) for row in session.execute(queries.PAGE, binds)]


def _amount_in(currency: str, rate: Money) -> int:
    problems = {}
    if rate.currency != currency:
        problems["baseRate.currency"] = [
            Sentence("The property's currency is {currency}.", currency=currency)
        ]
    if rate.amount < 0:
        problems["baseRate.amount"] = [Sentence("A price is not negative.")]
    if problems:
        raise invalid_fields(problems)
    return rate.amount


def _record_of(row: Any) -> RoomTypeRecord:
    return RoomTypeRecord(
        id=row.id, version=row.version, property_id=row.property_id, code=row.code, name=row.name,
        max_adults=row.max_adults, max_children=row.max_children, max_occupancy=row.max_occupancy,
        base_rate=Money(row.base_rate, row.currency), overbooking_limit=row.overbooking_limit,
        business_date=row.business_date,
    )  # fmt: skip
