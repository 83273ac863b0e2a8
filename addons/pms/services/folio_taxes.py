"""Puts the taxes of charges beside them: lines that name the charge they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from addons.pms.domain.charge_codes import ROOM
from addons.pms.domain.ledger import EntryKind
from addons.pms.domain.tax_parts import Percent
from addons.pms.domain.taxes import TaxLine, TaxRule, taxes_of_charge, taxes_of_night
from addons.pms.services.folio_store import NewEntry
from addons.pms.services.tax_rules import rules_of, taxed_stays
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


def taxes_of(uow: UnitOfWork, charge: NewEntry, group: str) -> list[NewEntry]:
    """Return the tax lines of one charge that is no night.

    Args:
        uow: the running unit of work.
        charge: about to be posted.
        group: the group of its code.
    """
    rules = rules_of(uow, charge.folio.property_id)
    if not rules:
        return []
    reservation_id = charge.folio.reservation_id
    exemption = taxed_stays(uow, [reservation_id])[reservation_id].exemption
    amount = charge.quantity * charge.unit_amount
    lines = taxes_of_charge(rules, charge.code, group, amount, charge.business_date, exemption)
    return _entries(charge, lines)


def taxes_of_nights(
    uow: UnitOfWork, property_id: UUID, charges: Sequence[NewEntry], groups: Mapping[str, str]
) -> list[NewEntry]:
    """Return the tax lines of many stays' nights, in two statements.

    Args:
        uow: the running unit of work.
        property_id: of all of them.
        charges: each with its night; a day use is a charge like any other.
        groups: by code.
    """
    rules = rules_of(uow, property_id)
    if not rules:
        return []
    stays = taxed_stays(uow, [charge.folio.reservation_id for charge in charges])
    lines: list[NewEntry] = []
    for charge in charges:
        stay = stays[charge.folio.reservation_id]
        if charge.night is None:
            continue
        if charge.code == ROOM:
            due = taxes_of_night(rules, stay, charge.night)
        else:
            due = taxes_of_charge(
                rules, charge.code, groups[charge.code], charge.unit_amount, charge.night, stay.exemption
            )
        lines += _entries(charge, due)
    return lines


def shrink_with_the_price(uow: UnitOfWork, property_id: UUID) -> frozenset[str]:
    """Return the codes of taxes that are percentages only: they shrink with the price, others do not."""
    rules = rules_of(uow, property_id)
    return frozenset(rule.code for rule in rules if _is_percentage(rule)) - frozenset(
        rule.code for rule in rules if not _is_percentage(rule)
    )


def _is_percentage(rule: TaxRule) -> bool:
    return all(isinstance(part, Percent) for part in rule.parts)


def _entries(charge: NewEntry, lines: Iterable[TaxLine]) -> list[NewEntry]:
    return [
        NewEntry(
            new_id(), charge.folio, EntryKind.CHARGE, line.code, charge.business_date, line.amount, line.description,
            night=charge.night, tax_of_id=charge.id,
        )
        for line in lines
    ]  # fmt: skip
