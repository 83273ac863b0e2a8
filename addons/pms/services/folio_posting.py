"""Posts charges and corrects them. Nothing that was posted is ever changed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import FolioChargePosted
from addons.pms.domain.ledger import EntryKind
from addons.pms.domain.money import MAX_AMOUNT
from addons.pms.services import charge_codes, folio_store
from addons.pms.services.folio_records import FolioEntryRecord
from addons.pms.services.folio_store import NewEntry
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


def post_charge(
    uow: UnitOfWork,
    *,
    reservation_id: UUID,
    code: str,
    amount: int,
    description: str,
    night: date | None = None,
) -> FolioEntryRecord | None:
    """Post a charge of the house's own, a fee say, to the account the stay's routing names.

    The folio is opened when there is none. Call it after the reservation was written: folios are locked last.

    Args:
        uow: the running unit of work.
        reservation_id: whose stay.
        code: what for; a code the property does not have counts as what is shipped under that name.
        amount: minor units of the stay's currency, not negative.
        description: what the guest reads, without names of people.
        night: makes the charge one that exists once: of a stay, a night and a code there is never a second.

    Returns:
        The entry, or None when the stay's ``night`` has one of this ``code`` already.

    Raises:
        DomainError: NOT_FOUND for the reservation; VALIDATION_ERROR on ``amount``.
    """
    if not 0 <= amount <= MAX_AMOUNT:
        raise invalid_fields({"amount": ["A charge is not negative."]})
    stay = folio_store.stay_of(uow, reservation_id)
    kind = charge_codes.kind_of(uow, stay.property_id, code)
    folio = folio_store.target_of(uow, stay, code, kind.group)
    entry = NewEntry(
        new_id(), folio, EntryKind.CHARGE, code, stay.business_date, amount, description, night=night
    )
    _, written = folio_store.append(uow, "folio.post_charge", FolioChargePosted, [entry])
    return written[0] if written else None
