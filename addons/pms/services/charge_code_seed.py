"""Gives a new property the usual charge codes."""

from __future__ import annotations

from uuid import UUID

from addons.pms.db.queries import charge_codes as queries
from addons.pms.domain.charge_codes import DEFAULTS
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


def seed(uow: UnitOfWork, property_id: UUID) -> None:
    """Write the shipped codes for a property that has just been set up; they are told with it."""
    uow.execute_later(
        queries.SEED,
        {
            "tenant": uow.tenant_id, "property": property_id, "ids": [new_id() for _ in DEFAULTS],
            "codes": [kind.code for kind in DEFAULTS], "names": [kind.name for kind in DEFAULTS],
            "groups": [kind.group for kind in DEFAULTS],
            "categories": [kind.tax_category for kind in DEFAULTS],
        },
    )  # fmt: skip
