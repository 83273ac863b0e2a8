"""What a property charges for: seeded with the usual codes, changed by the manager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.models import ChargeCode
from addons.pms.db.queries import charge_codes as queries
from addons.pms.domain.charge_codes import RESERVED, ChargeKind, default_kind
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import ChargeCodeCreated, ChargeCodeUpdated
from addons.pms.domain.money import Money
from addons.pms.domain.sentence import Sentence
from addons.pms.services import configuration_records
from addons.pms.services.existing import existing_row
from addons.pms.services.properties import resolve_property
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class ChargeCodeRecord:
    """A kind of charge; ``price`` is what one usually costs, None where it differs each time."""

    id: UUID
    version: int
    property_id: UUID
    code: str
    name: str
    group: str
    tax_category: str
    price: Money | None
    active: bool

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": 1, "id": str(self.id), "chargeCodeId": str(self.id), "version": self.version,
            "propertyId": str(self.property_id), "code": self.code, "name": self.name, "group": self.group,
            "taxCategory": self.tax_category, "price": None if self.price is None else self.price.to_payload(),
            "active": self.active,
        }  # fmt: skip


def create_charge_code(
    uow: UnitOfWork,
    *,
    property_id: UUID | None,
    code: str,
    name: str,
    group: str,
    tax_category: str,
    price: Money | None = None,
) -> ChargeCodeRecord:
    """Set up a kind of charge.

    Raises:
        DomainError: NOT_FOUND for the property; VALIDATION_ERROR on a ``code`` in use or reserved, or a ``price`` in
            another currency.
    """
    hotel = resolve_property(uow.session, uow.tenant_id, property_id)
    if code in RESERVED:
        raise invalid_fields({"code": ["This code is the house's own, for payments."]})
    row = ChargeCode(
        tenant_id=uow.tenant_id, id=new_id(), version=1, property_id=hotel.id, code=code, name=name.strip(),
        charge_group=group, tax_category=tax_category, price_amount=_price(price, hotel.currency), active=True,
    )  # fmt: skip
    uow.session.add(row)
    uow.session.flush()
    made = _record_of(row, hotel.currency)
    configuration_records.record(uow, "charge_code.create", ChargeCodeCreated, before=None, after=made)
    return made


def update_charge_code(
    uow: UnitOfWork, charge_code_id: UUID, expected_version: int | None, changes: Mapping[str, Any]
) -> ChargeCodeRecord:
    """Change ``name``, ``group``, ``tax_category``, ``price`` or ``active``; the code itself stays.

    What was posted keeps what it was.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR on a ``price`` in another currency.
    """
    row = uow.session.get(
        ChargeCode,
        (uow.tenant_id, charge_code_id),
        with_for_update={"key_share": True},
        populate_existing=True,
    )
    if row is None:
        raise not_found()
    configuration_records.require_version(row.version, expected_version)
    currency = resolve_property(uow.session, uow.tenant_id, row.property_id).currency
    before = _record_of(row, currency)
    if "price" in changes:
        row.price_amount = _price(changes["price"], currency)
    for name, column in (("name", "name"), ("group", "charge_group"), ("tax_category", "tax_category"),
                         ("active", "active")):  # fmt: skip
        if name in changes:
            setattr(row, column, changes[name])
    row.version += 1
    uow.session.flush()
    after = _record_of(row, currency)
    configuration_records.record(uow, "charge_code.update", ChargeCodeUpdated, before=before, after=after)
    return after


def kind_of(uow: UnitOfWork, property_id: UUID, code: str) -> ChargeKind:
    """Return what the property says of ``code``, else what is shipped; for charges the house posts itself."""
    row = uow.execute(
        queries.BY_CODE, {"tenant": uow.tenant_id, "property": property_id, "code": code}
    ).one_or_none()
    return (
        default_kind(code) if row is None else ChargeKind(code, row.name, row.charge_group, row.tax_category)
    )


def kind_in_use(uow: UnitOfWork, property_id: UUID, code: str) -> tuple[ChargeKind, int | None]:
    """Return the active kind of ``code`` and its usual price in minor units, for charges people post.

    Raises:
        DomainError: VALIDATION_ERROR on ``code``.
    """
    row = uow.execute(
        queries.BY_CODE, {"tenant": uow.tenant_id, "property": property_id, "code": code}
    ).one_or_none()
    if row is None or not row.active:
        raise invalid_fields({"code": ["The property does not charge for this; see its charge codes."]})
    return ChargeKind(code, row.name, row.charge_group, row.tax_category), row.price_amount


def find_charge_code(source: Session | Connection, tenant_id: UUID, charge_code_id: UUID) -> ChargeCodeRecord:
    """Return one charge code.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = existing_row(source, queries.ONE, tenant_id, charge_code_id)
    return _record_of(row, row.currency)


def list_charge_codes(
    session: Session, tenant_id: UUID, property_id: UUID, after: UUID | None, limit: int
) -> list[ChargeCodeRecord]:
    """Return up to ``limit`` codes of a property, oldest first, those after the id ``after``."""
    binds = {"tenant": tenant_id, "property": property_id, "after": after, "count": limit}
    return [_record_of(row, row.currency) for row in session.execute(queries.PAGE, binds)]


def codes_of(session: Session, tenant_id: UUID, property_id: UUID) -> list[ChargeCodeRecord]:
    """Return all codes of a property, by group."""
    rows = session.execute(queries.OF_PROPERTY, {"tenant": tenant_id, "property": property_id})
    return [_record_of(row, row.currency) for row in rows]


def _price(price: Money | None, currency: str) -> int | None:
    if price is None:
        return None
    if price.currency != currency:
        raise invalid_fields(
            {"price.currency": [Sentence("The property's currency is {currency}.", currency=currency)]}
        )
    if price.amount < 0:
        raise invalid_fields({"price.amount": ["A price is not negative."]})
    return price.amount


def _record_of(row: Any, currency: str) -> ChargeCodeRecord:
    price = None if row.price_amount is None else Money(row.price_amount, currency)
    return ChargeCodeRecord(
        row.id,
        row.version,
        row.property_id,
        row.code,
        row.name,
        row.charge_group,
        row.tax_category,
        price,
        row.active,
    )
