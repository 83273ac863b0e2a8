"""Rules of sale: written by revenue, read by the search, asked when the desk books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.models import RoomType
from addons.pms.db.queries import restrictions as queries
from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.events import RoomTypeUpdated
from addons.pms.domain.restrictions import Breach, Restriction, Weekday, breaches, weekday_of
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import configuration_records, room_stock
from addons.pms.services.properties import PropertyRecord
from addons.pms.services.room_types import find_room_type, room_types_of
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

#: Whoever may book against a rule after saying yes to it.
OVERRIDE = "pms.reservations.override_restrictions"
LONGEST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRestriction:
    """Rules for the nights ``[start_date, end_date)`` of a room type, in place of those written before.

    Without a plan they hold for every sale. Without any rule the nights become free of rules. With ``weekdays`` only
    the nights that fall on one of them are meant; the others keep what they have.
    """

    room_type_id: UUID
    start_date: date
    end_date: date
    rate_plan_id: UUID | None = None
    min_stay: int | None = None
    max_stay: int | None = None
    closed_to_arrival: bool = False
    closed_to_departure: bool = False
    closed: bool = False
    weekdays: frozenset[Weekday] | None = None

    @property
    def nights(self) -> list[date]:
        """The nights that are meant, in order."""
        days = (
            self.start_date + timedelta(days=offset)
            for offset in range((self.end_date - self.start_date).days)
        )
        return [day for day in days if self.weekdays is None or weekday_of(day) in self.weekdays]

    @property
    def rules(self) -> dict[str, Any]:
        """The rules alone, by column."""
        return {
            "min_stay": self.min_stay, "max_stay": self.max_stay, "closed_to_arrival": self.closed_to_arrival,
            "closed_to_departure": self.closed_to_departure, "closed": self.closed,
        }  # fmt: skip

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "ratePlanId": None if self.rate_plan_id is None else str(self.rate_plan_id),
            "startDate": self.start_date.isoformat(), "endDate": self.end_date.isoformat(),
            "minStay": self.min_stay, "maxStay": self.max_stay, "closedToArrival": self.closed_to_arrival,
            "closedToDeparture": self.closed_to_departure, "closed": self.closed,
            "weekdays": None if self.weekdays is None else [day.value for day in Weekday if day in self.weekdays],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeRestriction:
    """The rules of one night of a room type."""

    room_type_id: UUID
    restriction: Restriction


def write_restrictions(uow: UnitOfWork, hotel: PropertyRecord, rows: Sequence[WrittenRestriction]) -> None:
    """Write rules in the order given: where two cover a night of the same type and plan, the later one stays.

    Bookings that are there already are not looked at.

    Raises:
        DomainError: VALIDATION_ERROR naming the rows, as ``restrictions.2.endDate``.
    """
    _check(uow, hotel, rows)
    types = {row.room_type_id for row in rows}
    room_stock.lock_types(uow, types)
    for row in rows:
        key = {
            "tenant": uow.tenant_id,
            "type": row.room_type_id,
            "plan": row.rate_plan_id,
        }
        nights = row.nights
        uow.execute_later(queries.CLEAR, {**key, "nights": nights})
        if Restriction(row.start_date, **row.rules).says_anything:
            uow.execute_later(
                queries.ADD, {**key, **row.rules, "ids": [new_id() for _ in nights], "nights": nights}
            )
    for room_type_id in sorted(types):
        _record(uow, room_type_id, [row for row in rows if row.room_type_id == room_type_id])


def restrictions_of(
    session: Session,
    tenant_id: UUID,
    property_id: UUID,
    first: date,
    last: date,
    *,
    room_type_id: UUID | None = None,
    rate_plan_id: UUID | None = None,
) -> list[TypeRestriction]:
    """Return the rules of the nights ``[first, last)``, by night; those of a type or a plan where one is named."""
    binds = {
        "tenant": tenant_id, "property": property_id, "type": room_type_id, "plan": rate_plan_id, "first": first,
        "last": last,
    }  # fmt: skip
    return [TypeRestriction(row.room_type_id, _rule(row)) for row in session.execute(queries.LISTED, binds)]


def breaches_by_type(
    source: Session | Connection,
    tenant_id: UUID,
    room_type_ids: Sequence[UUID],
    rate_plan_id: UUID | None,
    dates: StayDates,
) -> dict[UUID, list[Breach]]:
    """Return what a stay on ``dates``, sold by the plan, would break in each of the room types."""
    binds = {
        "tenant": tenant_id, "types": list(room_type_ids), "plan": rate_plan_id, "first": dates.check_in,
        "last": dates.check_out,
    }  # fmt: skip
    rules: defaultdict[UUID, list[Restriction]] = defaultdict(list)
    for row in source.execute(queries.FOR_STAY, binds):
        rules[row.room_type_id].append(_rule(row))
    return {room_type_id: breaches(dates, rules[room_type_id]) for room_type_id in room_type_ids}


def refuse_restricted(
    uow: UnitOfWork, room_type_id: UUID, rate_plan_id: UUID | None, dates: StayDates, *, confirm: bool
) -> None:
    """Refuse a booking that breaks a rule, unless somebody who may has said yes to it.

    Raises:
        DomainError: CONFIRMATION_REQUIRED with ``restrictions`` for whoever may override them; STAY_RESTRICTED
            with the same for everybody else.
    """
    broken = breaches_by_type(uow.connection, uow.tenant_id, [room_type_id], rate_plan_id, dates)[
        room_type_id
    ]
    may_override = uow.actor.may(OVERRIDE)
    if not broken or (confirm and may_override):
        return
    facts = {"restrictions": [each.to_payload() for each in broken]}
    text = Sentence.paragraph(*(each.text for each in broken[:3]))
    if may_override:
        question = Sentence.paragraph(text, Sentence("Book all the same?"))
        raise DomainError("CONFIRMATION_REQUIRED", question, facts)
    raise DomainError("STAY_RESTRICTED", text, facts)


def _check(uow: UnitOfWork, hotel: PropertyRecord, rows: Sequence[WrittenRestriction]) -> None:
    types = {each.id for each in room_types_of(uow.session, uow.tenant_id, hotel.id)}
    wanted = sorted({row.rate_plan_id for row in rows if row.rate_plan_id is not None})
    binds = {"tenant": uow.tenant_id, "property": hotel.id, "plans": wanted}
    plans = set(uow.connection.execute(queries.PLANS, binds).scalars())
    problems: dict[str, list[str]] = {}
    for place, row in enumerate(rows):
        name = f"restrictions.{place}"
        if row.room_type_id not in types:
            problems[f"{name}.roomTypeId"] = [Sentence("There is no such room type in the property.")]
        if row.rate_plan_id is not None and row.rate_plan_id not in plans:
            problems[f"{name}.ratePlanId"] = [Sentence("There is no such rate plan in the property.")]
        if not 1 <= (row.end_date - row.start_date).days <= LONGEST:
            problems[f"{name}.endDate"] = [
                Sentence("Please give 1 to {longest} nights; the end is the day after.", longest=LONGEST)
            ]
        elif not row.nights:
            problems[f"{name}.weekdays"] = [Sentence("None of these days lies between the two dates.")]
        if row.min_stay is not None and row.max_stay is not None and row.max_stay < row.min_stay:
            problems[f"{name}.maxStay"] = [Sentence("The longest stay is shorter than the shortest.")]
    if problems:
        raise invalid_fields(problems)


def _record(uow: UnitOfWork, room_type_id: UUID, rows: Sequence[WrittenRestriction]) -> None:
    before = find_room_type(uow.session, uow.tenant_id, room_type_id)
    row = uow.session.get(RoomType, (uow.tenant_id, room_type_id), populate_existing=True)
    assert row is not None  # noqa: S101 - its row is locked
    row.version += 1
    uow.session.flush()
    after = find_room_type(uow.session, uow.tenant_id, room_type_id)
    facts = {"restrictions": [each.to_payload() for each in rows]}
    configuration_records.record(
        uow, "room_type.write_restrictions", RoomTypeUpdated, before=before, after=after, facts=facts
    )


def _rule(row: Any) -> Restriction:
    return Restriction(
        night=row.night, rate_plan_id=row.rate_plan_id, min_stay=row.min_stay, max_stay=row.max_stay,
        closed_to_arrival=row.closed_to_arrival, closed_to_departure=row.closed_to_departure, closed=row.closed,
    )  # fmt: skip
