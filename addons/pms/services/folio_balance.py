"""What a stay owes, over all its folios."""

from __future__ import annotations

from uuid import UUID

from addons.pms.db.queries import folios as queries
from addons.pms.domain.errors import not_found
from addons.pms.domain.money import Money
from oppsera_host.db.unit_of_work import UnitOfWork


def balance_of(uow: UnitOfWork, reservation_id: UUID) -> Money:
    """Return the sum of all entries on the reservation's folios: above zero is owed, below zero was paid ahead.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = uow.execute(
        queries.BALANCE_OF_STAY, {"tenant": uow.tenant_id, "reservation": reservation_id}
    ).one_or_none()
    if row is None:
        raise not_found()
    return Money(row.balance, row.currency)
