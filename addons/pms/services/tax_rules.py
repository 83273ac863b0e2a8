"""The taxes a property takes. What was due on a night that is over never changes: rules end, others follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.models import TaxRule as TaxRuleRow
from addons.pms.db.queries import tax_rules as queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import TaxRuleCreated, TaxRuleRemoved, TaxRuleUpdated
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.tax_parts import Percent
from addons.pms.domain.tax_payloads import part_payload, parts_of
from addons.pms.domain.taxes import ROOM, TaxedStay, TaxRule, ages_of
from addons.pms.services import configuration_records
from addons.pms.services.existing import existing_row
from addons.pms.services.properties import PropertyRecord, find_property, resolve_property
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

ONE_DAY = timedelta(days=1)
#: What may change as long as no night was taxed by the rule; afterwards only its name and its last night.
TERMS = (
    "valid_from", "parts", "from_age", "half_until_age", "max_nights", "exempt", "applies_to", "included",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaxRuleRecord:
    """A tax rule as it lies in the database; ``removed`` once it does not any more."""

    id: UUID
    version: int
    property_id: UUID
    currency: str
    rule: TaxRule
    removed: bool = False

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        rule = self.rule
        return {
            "schemaVersion": 1, "id": str(self.id), "taxRuleId": str(self.id), "version": self.version,
            "propertyId": str(self.property_id), "code": rule.code, "name": rule.name,
            "validFrom": _text(rule.valid_from), "validTo": _text(rule.valid_to),
            "parts": [part_payload(part, self.currency) for part in rule.parts],
            "fromAge": rule.from_age, "halfUntilAge": rule.half_until_age, "maxNights": rule.max_nights,
            "exempt": sorted(rule.exempt), "appliesTo": sorted(rule.applies_to), "included": rule.included,
            "removed": self.removed,
        }  # fmt: skip


def create_tax_rule(
    uow: UnitOfWork, *, property_id: UUID | None, code: str, name: str, terms: Mapping[str, Any]
) -> TaxRuleRecord:
    """Set up a tax, or what it becomes: an open rule of the same code that began earlier ends the night before.

    Args:
        uow: the running unit of work.
        property_id: whose; None = the tenant's only one.
        code: what the tax is called on folios.
        name: as guests read it.
        terms: snake_case names of ``TERMS`` and ``valid_to``; ``parts`` as JSON, see ``domain.tax_payloads``;
            ``valid_from`` is the business date unless given.

    Raises:
        DomainError: NOT_FOUND for the property; VALIDATION_ERROR naming what does not fit, or on ``validFrom`` when
            it lies before the business date or a rule of this code is due on some of the nights.
    """
    hotel = resolve_property(uow.session, uow.tenant_id, property_id)
    row = TaxRuleRow(
        tenant_id=uow.tenant_id, id=new_id(), version=1, property_id=hotel.id, code=code.strip(),
        name=name.strip(), valid_from=terms.get("valid_from") or hotel.business_date,
        valid_to=terms.get("valid_to"), parts=_stored(terms["parts"], hotel), from_age=0,
        exempt=[], applies_to=[ROOM], included=False,
    )  # fmt: skip
    _set(row, {key: value for key, value in terms.items() if key not in {"valid_from", "valid_to", "parts"}})
    _check(row, hotel)
    _end_predecessor(uow, row, hotel)
    uow.session.add(row)
    uow.session.flush()
    made = record_of(row, hotel.currency)
    configuration_records.record(uow, "tax_rule.create", TaxRuleCreated, before=None, after=made)
    return made


def update_tax_rule(
    uow: UnitOfWork, tax_rule_id: UUID, expected_version: int | None, changes: Mapping[str, Any]
) -> TaxRuleRecord:
    """Change a rule: everything while no night was taxed by it, afterwards its name and its last night.

    Args:
        uow: the running unit of work.
        tax_rule_id: the rule.
        expected_version: the version the caller has seen; None for any.
        changes: snake_case names of ``TERMS``, ``name`` and ``valid_to`` (None = without end).

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR as for a new rule, or on a field that the
            past depends on.
    """
    row = _lock(uow, tax_rule_id)
    configuration_records.require_version(row.version, expected_version)
    hotel = find_property(uow.session, uow.tenant_id, row.property_id)
    before = record_of(row, hotel.currency)
    begun = _has_begun(row, hotel)
    if begun:
        _refuse_rewriting(row, hotel, changes)
    if "name" in changes:
        row.name = changes["name"].strip()
    if "valid_to" in changes:
        row.valid_to = changes["valid_to"]
    wanted = {key: value for key, value in changes.items() if key in TERMS}
    if "parts" in wanted:
        wanted["parts"] = _stored(wanted["parts"], hotel)
    _set(row, wanted)
    if not begun:
        _check(row, hotel)
    row.version += 1
    uow.session.flush()
    after = record_of(row, hotel.currency)
    configuration_records.record(uow, "tax_rule.update", TaxRuleUpdated, before=before, after=after)
    return after


def end_tax_rule(uow: UnitOfWork, tax_rule_id: UUID, expected_version: int | None) -> TaxRuleRecord:
    """Take no such tax from the business date on; a rule that never was due is removed.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR on ``validTo`` when it has ended before.
    """
    row = _lock(uow, tax_rule_id)
    configuration_records.require_version(row.version, expected_version)
    hotel = find_property(uow.session, uow.tenant_id, row.property_id)
    if _has_begun(row, hotel):
        return update_tax_rule(uow, tax_rule_id, None, {"valid_to": hotel.business_date - ONE_DAY})
    before = record_of(row, hotel.currency)
    uow.session.delete(row)
    uow.session.flush()
    after = TaxRuleRecord(row.id, row.version + 1, row.property_id, hotel.currency, before.rule, removed=True)
    configuration_records.record(uow, "tax_rule.remove", TaxRuleRemoved, before=before, after=after)
    return after


def find_tax_rule(source: Session | Connection, tenant_id: UUID, tax_rule_id: UUID) -> TaxRuleRecord:
    """Return one rule.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = existing_row(source, queries.ONE, tenant_id, tax_rule_id)
    return record_of(row, row.currency)


def list_tax_rules(
    session: Session, tenant_id: UUID, property_id: UUID, after: UUID | None, limit: int
) -> list[TaxRuleRecord]:
    """Return up to ``limit`` rules of a property, oldest first, those after the id ``after``."""
    binds = {"tenant": tenant_id, "property": property_id, "after": after, "count": limit}
    return [record_of(row, row.currency) for row in session.execute(queries.PAGE, binds)]


def tax_rules_of(source: Session | Connection, tenant_id: UUID, property_id: UUID) -> list[TaxRuleRecord]:
    """Return all rules of a property, past and future ones too, by code and first night."""
    rows = source.execute(queries.OF_PROPERTY, {"tenant": tenant_id, "property": property_id})
    return [record_of(row, row.currency) for row in rows]


def rules_of(uow: UnitOfWork, property_id: UUID) -> list[TaxRule]:
    """Return all rules of a property for ``domain.taxes``, in the order their lines stand on a folio."""
    return [record.rule for record in tax_rules_of(uow.connection, uow.tenant_id, property_id)]


def taxed_stays(uow: UnitOfWork, reservation_ids: Sequence[UUID]) -> dict[UUID, TaxedStay]:
    """Return what the taxes of each stay depend on, in one statement."""
    binds = {"tenant": uow.tenant_id, "reservations": list(reservation_ids)}
    return {row.id: taxed_stay(row) for row in uow.connection.execute(queries.STAYS, binds)}


def taxed_stay(row: Any) -> TaxedStay:
    """Return the stay of a row of ``queries.tax_rules.STAYS``."""
    ages = ages_of(row.adults, row.children, row.child_ages)
    return TaxedStay(row.check_in_date, tuple(row.prices), ages, row.reason)


def record_of(row: Any, currency: str) -> TaxRuleRecord:
    """Return the record of a model or of a selected row."""
    rule = TaxRule(
        code=row.code, name=row.name, parts=parts_of(row.parts, currency), valid_from=row.valid_from,
        valid_to=row.valid_to, from_age=row.from_age, half_until_age=row.half_until_age,
        max_nights=row.max_nights, exempt=frozenset(row.exempt), applies_to=frozenset(row.applies_to),
        included=row.included,
    )  # fmt: skip
    return TaxRuleRecord(row.id, row.version, row.property_id, currency, rule)


def _end_predecessor(uow: UnitOfWork, row: TaxRuleRow, hotel: PropertyRecord) -> None:
    for record in tax_rules_of(uow.connection, uow.tenant_id, hotel.id):
        rule = record.rule
        if rule.code == row.code and rule.valid_to is None and rule.valid_from < row.valid_from:  # type: ignore[operator]
            update_tax_rule(uow, record.id, None, {"valid_to": row.valid_from - ONE_DAY})


def _has_begun(row: TaxRuleRow, hotel: PropertyRecord) -> bool:
    return row.valid_from < hotel.business_date


def _refuse_rewriting(row: TaxRuleRow, hotel: PropertyRecord, changes: Mapping[str, Any]) -> None:
    sentence = Sentence("Nights were taxed by this rule: end it, and set up what follows.")
    problems = {_camel(name): [sentence] for name in TERMS if name in changes}
    last_night = hotel.business_date - ONE_DAY
    if "valid_to" in changes and changes["valid_to"] != row.valid_to:
        ended, wanted = row.valid_to or date.max, changes["valid_to"] or date.max
        if min(ended, wanted) < last_night:
            problems["validTo"] = [
                Sentence(
                    "Nights up to {last_night} are over; what was due on them stays.", last_night=last_night
                )
            ]
    if problems:
        raise invalid_fields(problems)


def _check(row: TaxRuleRow, hotel: PropertyRecord) -> None:
    problems: dict[str, list[str]] = {}
    if row.valid_from < hotel.business_date:
        problems["validFrom"] = [
            Sentence(
                "The nights before {business_date} are over; begin then or later.",
                business_date=hotel.business_date,
            )
        ]
    if row.valid_to is not None and row.valid_to < row.valid_from:
        problems["validTo"] = [Sentence("The last night is the first one or comes after it.")]
    only_percent = all(isinstance(part, Percent) for part in parts_of(row.parts, hotel.currency))
    if row.included and not only_percent:
        problems["included"] = [Sentence("Only a percentage can be included in the price.")]
    if set(row.applies_to) != {ROOM} and not only_percent:
        problems["appliesTo"] = [Sentence("Only a percentage can be taken on other charges than the room.")]
    if problems:
        raise invalid_fields(problems)


def _set(row: TaxRuleRow, wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if name in {"exempt", "applies_to"}:
            setattr(row, name, sorted({each.strip() for each in value}))
        else:
            setattr(row, name, value)


def _stored(parts: Sequence[Mapping[str, Any]], hotel: PropertyRecord) -> list[dict[str, Any]]:
    return [part_payload(part, hotel.currency) for part in parts_of(parts, hotel.currency)]


def _lock(uow: UnitOfWork, tax_rule_id: UUID) -> TaxRuleRow:
    row = uow.session.get(
        TaxRuleRow, (uow.tenant_id, tax_rule_id), with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise not_found()
    return row


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
