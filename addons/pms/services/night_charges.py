"""Posts the nights of the stays in the house, with their taxes: set by set, and each night once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from addons.pms.db.queries import night_charges as queries
from addons.pms.domain.charge_codes import DAY_USE, ROOM, ChargeKind
from addons.pms.domain.events import FolioChargePosted
from addons.pms.domain.ledger import EntryKind
from addons.pms.services import charge_codes, folio_store
from addons.pms.services.folio_records import FolioRecord
from addons.pms.services.folio_store import NewEntry
from addons.pms.services.folio_taxes import taxes_of_nights
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class PostedNight:
    """What was posted now: for how many ``stays``, room charges of ``amount`` and ``taxes`` in minor units."""

    stays: int
    amount: int
    taxes: int


def post_night(
    uow: UnitOfWork, property_id: UUID, night: date, reservation_ids: Sequence[UUID]
) -> PostedNight:
    """Charge ``night`` to each of the stays that is checked in, at the price of its night, and its taxes.

    A night that was posted before is left alone, whoever posts it when. Day guests of that day are charged their
    whole price. The number of statements does not depend on the number of stays.

    Args:
        uow: the running unit of work; reservations it changes are written already: folios are locked last.
        property_id: the property; its business date is the entries' own.
        night: the night to charge.
        reservation_ids: stays of the property; others, and those not in the house, are left out.
    """
    binds = {"tenant": uow.tenant_id, "property": property_id, "night": night}
    ids = sorted(reservation_ids)
    stays = uow.execute(queries.CHARGEABLE, {**binds, "reservations": ids}).all()
    done = uow.execute(
        queries.POSTED,
        {"tenant": uow.tenant_id, "reservations": ids, "night": night, "codes": [ROOM, DAY_USE]},
    )
    posted = {row.reservation_id for row in done}
    due = [stay for stay in stays if stay.id not in posted]
    if not due:
        return PostedNight(0, 0, 0)
    kinds = {code: charge_codes.kind_of(uow, property_id, code) for code in (ROOM, DAY_USE)}
    targets = folio_store.targets_of(uow, due, ROOM, kinds[ROOM].group)
    charges = [_charge(stay, targets[stay.id], night, kinds) for stay in due]
    taxes_due = taxes_of_nights(uow, property_id, charges, {code: kind.group for code, kind in kinds.items()})
    _, written = folio_store.append(uow, "folio.post_night", FolioChargePosted, [*charges, *taxes_due])
    rooms = [entry.amount for entry in written if entry.tax_of_id is None]
    taxes = sum(entry.amount for entry in written if entry.tax_of_id is not None)
    return PostedNight(len(rooms), sum(rooms), taxes)


def _charge(stay: Any, folio: FolioRecord, night: date, kinds: Mapping[str, ChargeKind]) -> NewEntry:
    kind = kinds[DAY_USE if stay.day_use else ROOM]
    return NewEntry(
        new_id(), folio, EntryKind.CHARGE, kind.code, stay.business_date, stay.amount, kind.name, night=night
    )
