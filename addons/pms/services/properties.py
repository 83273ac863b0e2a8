"""Properties: set up, found, changed. The business date is set once; then only the night audit moves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.db.queries import properties as queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import PropertyCreated, PropertyUpdated
from addons.pms.domain.money import minor_unit_digits
from addons.pms.services import charge_code_seed, configuration_records
from addons.pms.services.existing import existing_row
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

DEFAULT_CHECK_IN, DEFAULT_CHECK_OUT = time(15), time(11)
DEFAULT_NO_SHOW_CUTOFF = time(6)
"""In the morning after the arrival night (see ``domain.no_show_policy``)."""

_ZONES_OF_THE_SERVER = frozenset({"localtime", "Factory"})
_CHANGEABLE = frozenset(
    {
        "code", "name", "timezone", "currency", "check_in_time", "check_out_time", "no_show_cutoff", "address",
        "cancellation_deadline_hours", "night_audit_time", "stay_over_cleaning_every", "inspect_rooms", "locale",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PropertyRecord:
    """A property as it lies in the database; times are local, ``address`` is text or named lines.

    Attributes:
        cancellation_deadline_hours: until so many hours before check-in cancelling is free.
        night_audit_time: when the day is closed without being asked; None = by hand only.
        stay_over_cleaning_every: nights between two cleanings of a room whose guest stays; 0 = never.
        inspect_rooms: a cleaned room is ready only once somebody has inspected it.
        locale: language of papers for guests without one of their own, as in BCP 47.
    """

    id: UUID
    version: int
    code: str
    name: str
    timezone: str
    currency: str
    business_date: date
    check_in_time: time
    check_out_time: time
    no_show_cutoff: time
    address: Any
    cancellation_deadline_hours: int
    night_audit_time: time | None
    stay_over_cleaning_every: int
    inspect_rooms: bool
    locale: str

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": 1, "id": str(self.id), "propertyId": str(self.id), "version": self.version,
            "code": self.code, "name": self.name, "timezone": self.timezone, "currency": self.currency,
            "businessDate": self.business_date.isoformat(), "checkInTime": f"{self.check_in_time:%H:%M}",
            "checkOutTime": f"{self.check_out_time:%H:%M}", "noShowCutoff": f"{self.no_show_cutoff:%H:%M}",
            "address": self.address, "cancellationDeadlineHours": self.cancellation_deadline_hours,
            "nightAuditTime": None if self.night_audit_time is None else f"{self.night_audit_time:%H:%M}",
            "stayOverCleaningEvery": self.stay_over_cleaning_every, "inspectRooms": self.inspect_rooms,
            "locale": self.locale,
        }  # fmt: skip


def create_property(
    uow: UnitOfWork,
    *,
    code: str,
    name: str,
    timezone: str,
    currency: str,
    business_date: date | None = None,
    check_in_time: time = DEFAULT_CHECK_IN,
    check_out_time: time = DEFAULT_CHECK_OUT,
    no_show_cutoff: time = DEFAULT_NO_SHOW_CUTOFF,
    address: Any = None,
    **rules: Any,
) -> PropertyRecord:
    """Set up a property; ``business_date`` defaults to the calendar date it is there now.

    ``rules`` are the attributes of ``PropertyRecord`` from ``cancellation_deadline_hours`` on.

    Raises:
        DomainError: VALIDATION_ERROR on ``timezone`` (IANA), ``currency`` (ISO 4217) or a ``code`` in use.
    """
    _check_zone(timezone)
    minor_unit_digits(currency)
    row = Property(
        tenant_id=uow.tenant_id, id=new_id(), version=1, code=code.strip(), name=name.strip(),
        timezone=timezone, currency=currency, business_date=business_date or clock.today_in(timezone),
        check_in_time=check_in_time, check_out_time=check_out_time, no_show_cutoff=no_show_cutoff,
        address=address, **rules,
    )  # fmt: skip
    uow.session.add(row)
    uow.session.flush()
    charge_code_seed.seed(uow, row.id)
    made = record_of(row)
    configuration_records.record(uow, "property.create", PropertyCreated, before=None, after=made)
    return made


def update_property(
    uow: UnitOfWork, property_id: UUID, expected_version: int | None, changes: dict[str, Any]
) -> PropertyRecord:
    """Change settings; ``changes`` has snake_case names of ``create_property``, without ``business_date``.

    The currency can change only while no room type and no tax has an amount in it.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR as for a new property.
    """
    row = lock_property(uow, property_id)
    configuration_records.require_version(row.version, expected_version)
    before = record_of(row)
    wanted = {name: value for name, value in changes.items() if name in _CHANGEABLE}
    _check_zone(wanted.get("timezone", row.timezone))
    if wanted.get("currency", row.currency) != row.currency:
        minor_unit_digits(wanted["currency"])
        _refuse_currency_in_use(uow, property_id)
    for name, value in wanted.items():
        setattr(row, name, value.strip() if name in {"code", "name"} else value)
    row.version += 1
    uow.session.flush()
    after = record_of(row)
    configuration_records.record(uow, "property.update", PropertyUpdated, before=before, after=after)
    return after


def lock_property(uow: UnitOfWork, property_id: UUID) -> Property:
    """Return the property's row, locked against other changes of it.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = uow.session.get(
        Property, (uow.tenant_id, property_id), with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise not_found()
    return row


def find_property(source: Session | Connection, tenant_id: UUID, property_id: UUID) -> PropertyRecord:
    """Return one property.

    Raises:
        DomainError: NOT_FOUND, for another tenant's property too.
    """
    return record_of(existing_row(source, queries.ONE, tenant_id, property_id))


def find_property_by_code(source: Session | Connection, tenant_id: UUID, code: str) -> PropertyRecord:
    """Return the property that people call ``code``.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = source.execute(queries.BY_CODE, {"tenant": tenant_id, "code": code}).one_or_none()
    if row is None:
        raise not_found()
    return record_of(row)


def resolve_property(
    source: Session | Connection, tenant_id: UUID, property_id: UUID | None
) -> PropertyRecord:
    """Return the property named, or the tenant's only one when none is named.

    Raises:
        DomainError: NOT_FOUND for an unknown id or a tenant without a property; VALIDATION_ERROR on
            ``propertyId`` when it was left out and there are several.
    """
    if property_id is not None:
        return find_property(source, tenant_id, property_id)
    rows = source.execute(queries.FIRST_TWO, {"tenant": tenant_id}).all()
    if not rows:
        raise not_found()
    if len(rows) > 1:
        raise invalid_fields({"propertyId": ["There are several properties; please say which."]})
    return record_of(rows[0])


def list_properties(
    session: Session, tenant_id: UUID, after: UUID | None, limit: int
) -> list[PropertyRecord]:
    """Return up to ``limit`` properties, oldest first, those after the id ``after``."""
    rows = session.execute(queries.PAGE, {"tenant": tenant_id, "after": after, "count": limit})
    return [record_of(row) for row in rows]


def record_of(row: Any) -> PropertyRecord:
    """Return the record of a model or of a selected row."""
    return PropertyRecord(
        id=row.id, version=row.version, code=row.code, name=row.name, timezone=row.timezone,
        currency=row.currency, business_date=row.business_date, check_in_time=row.check_in_time,
        check_out_time=row.check_out_time, no_show_cutoff=row.no_show_cutoff, address=row.address,
        cancellation_deadline_hours=row.cancellation_deadline_hours, night_audit_time=row.night_audit_time,
        stay_over_cleaning_every=row.stay_over_cleaning_every, inspect_rooms=row.inspect_rooms,
        locale=row.locale,
    )  # fmt: skip


def _check_zone(name: str) -> None:
    if name not in _zones():
        raise invalid_fields({"timezone": ["Not a time zone; use a name such as Europe/Lisbon."]})


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _ZONES_OF_THE_SERVER


def _refuse_currency_in_use(uow: UnitOfWork, property_id: UUID) -> None:
    if uow.connection.execute(queries.HAS_AMOUNTS, {"tenant": uow.tenant_id, "id": property_id}).scalar():
        raise invalid_fields(
            {"currency": ["Room types or taxes have amounts in the currency; it cannot change any more."]}
        )
