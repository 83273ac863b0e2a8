"""Rate plans and the prices written into them; what was written last counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.models import RatePlan
from addons.pms.db.queries import rate_plans as queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import RatePlanCreated, RatePlanUpdated
from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice, PlanPrice, price_stay
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import configuration_records
from addons.pms.services.existing import existing_row
from addons.pms.services.properties import find_property, resolve_property
from addons.pms.services.room_types import RoomTypeRecord, room_types_of
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class RatePlanRecord:
    """A rate plan as it lies in the database."""

    id: UUID
    version: int
    property_id: UUID
    code: str
    name: str

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": 1,
            "id": str(self.id),
            "ratePlanId": str(self.id),
            "version": self.version,
            "propertyId": str(self.property_id),
            "code": self.code,
            "name": self.name,
        }


@dataclass(frozen=True, slots=True)
class WrittenPrice:
    """A price a night for the nights ``[start_date, end_date)`` of a room type."""

    room_type_id: UUID
    start_date: date
    end_date: date
    price: Money

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "roomTypeId": str(self.room_type_id),
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
            "price": self.price.to_payload(),
        }


def create_rate_plan(uow: UnitOfWork, *, property_id: UUID | None, code: str, name: str) -> RatePlanRecord:
    """Set up a rate plan; until prices are written, base rates count.

    Raises:
        DomainError: NOT_FOUND for the property; VALIDATION_ERROR on a ``code`` in use.
    """
    hotel = resolve_property(uow.session, uow.tenant_id, property_id)
    row = RatePlan(
        tenant_id=uow.tenant_id,
        id=new_id(),
        version=1,
        property_id=hotel.id,
        code=code.strip(),
        name=name.strip(),
    )
    uow.session.add(row)
    uow.session.flush()
    made = _record_of(row)
    configuration_records.record(uow, "rate_plan.create", RatePlanCreated, before=None, after=made)
    return made


def update_rate_plan(
    uow: UnitOfWork, rate_plan_id: UUID, expected_version: int | None, changes: Mapping[str, str]
) -> RatePlanRecord:
    """Change code or name.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR on a ``code`` in use.
    """
    row = _lock(uow, rate_plan_id)
    configuration_records.require_version(row.version, expected_version)
    before = _record_of(row)
    for name in ("code", "name"):
        if name in changes:
            setattr(row, name, changes[name].strip())
    row.version += 1
    uow.session.flush()
    after = _record_of(row)
    configuration_records.record(uow, "rate_plan.update", RatePlanUpdated, before=before, after=after)
    return after


def write_prices(
    uow: UnitOfWork, rate_plan_id: UUID, expected_version: int | None, prices: Sequence[WrittenPrice]
) -> RatePlanRecord:
    """Write prices over whatever was written before; of two in one call the later one counts.

    Stays that are booked keep their prices.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR naming the rows, as
            ``prices.2.endDate``.
    """
    row = _lock(uow, rate_plan_id)
    configuration_records.require_version(row.version, expected_version)
    hotel = find_property(uow.session, uow.tenant_id, row.property_id)
    types = {each.id for each in room_types_of(uow.session, uow.tenant_id, hotel.id)}
    _check(prices, types, hotel.currency)
    before = _record_of(row)
    last = uow.connection.execute(
        queries.LAST_SEQUENCE, {"tenant": uow.tenant_id, "plan": rate_plan_id}
    ).scalar_one()
    uow.connection.execute(
        queries.ADD_PRICES,
        {
            "tenant": uow.tenant_id,
            "plan": rate_plan_id,
            "ids": [new_id() for _ in prices],
            "types": [each.room_type_id for each in prices],
            "starts": [each.start_date for each in prices],
            "ends": [each.end_date for each in prices],
            "amounts": [each.price.amount for each in prices],
            "sequences": [last + place for place in range(1, len(prices) + 1)],
        },
    )
    row.version += 1
    uow.session.flush()
    after = _record_of(row)
    facts = {"prices": [each.to_payload() for each in prices]}
    configuration_records.record(
        uow, "rate_plan.write_prices", RatePlanUpdated, before=before, after=after, facts=facts
    )
    return after


def find_rate_plan(source: Session | Connection, tenant_id: UUID, rate_plan_id: UUID) -> RatePlanRecord:
    """Return one rate plan.

    Raises:
        DomainError: NOT_FOUND.
    """
    return _record_of(existing_row(source, queries.ONE, tenant_id, rate_plan_id))


def list_rate_plans(
    session: Session, tenant_id: UUID, property_id: UUID, after: UUID | None, limit: int
) -> list[RatePlanRecord]:
    """Return up to ``limit`` rate plans of a property, oldest first, those after the id ``after``."""
    binds = {"tenant": tenant_id, "property": property_id, "after": after, "count": limit}
    return [_record_of(row) for row in session.execute(queries.PAGE, binds)]


def effective_prices(
    session: Session, tenant_id: UUID, plan: RatePlanRecord, dates: StayDates
) -> list[tuple[RoomTypeRecord, list[NightPrice]]]:
    """Return what each night costs by the plan, for every room type of its property."""
    binds = {"tenant": tenant_id, "plan": plan.id, "first": dates.check_in, "last": dates.check_out}
    written: dict[UUID, list[PlanPrice]] = defaultdict(list)
    for row in session.execute(queries.PRICES_OF_PLAN, binds):
        written[row.room_type_id].append(PlanPrice(row.start_date, row.end_date, row.amount, row.sequence))
    nights = dates.nights()
    return [
        (room_type, price_stay(nights, room_type.base_rate, written[room_type.id]))
        for room_type in room_types_of(session, tenant_id, plan.property_id)
    ]


def _check(prices: Sequence[WrittenPrice], types: set[UUID], currency: str) -> None:
    problems: dict[str, list[str]] = {}
    for place, each in enumerate(prices):
        if each.room_type_id not in types:
            problems[f"prices.{place}.roomTypeId"] = [Sentence("There is no such room type in the property.")]
        if each.end_date <= each.start_date:
            problems[f"prices.{place}.endDate"] = [Sentence("The end is the day after the last night.")]
        if each.price.currency != currency:
            problems[f"prices.{place}.price.currency"] = [
                Sentence("The property's currency is {currency}.", currency=currency)
            ]
        if each.price.amount < 0:
            problems[f"prices.{place}.price.amount"] = [Sentence("A price is not negative.")]
    if problems:
        raise invalid_fields(problems)


def _lock(uow: UnitOfWork, rate_plan_id: UUID) -> RatePlan:
    row = uow.session.get(
        RatePlan, (uow.tenant_id, rate_plan_id), with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise not_found()
    return row


def _record_of(row: Any) -> RatePlanRecord:
    return RatePlanRecord(row.id, row.version, row.property_id, row.code, row.name)
