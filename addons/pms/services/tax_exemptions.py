"""Stays that are free of taxes, each for a reason one of the property's rules knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import tax_rules as queries
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import TaxExemptionChanged
from addons.pms.domain.sentence import Sentence
from addons.pms.services import configuration_records, reservation_reads
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TaxExemption:
    """Why a reservation is free of taxes; ``reason`` None = it is not; ``version`` 0 = it never was."""

    reservation_id: UUID
    version: int
    reason: str | None

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "reservationId": str(self.reservation_id),
            "version": self.version,
            "reason": self.reason,
        }


def set_exemption(uow: UnitOfWork, reservation_id: UUID, reason: str | None) -> TaxExemption:
    """Free a stay of the taxes that know ``reason``, from its next posted night on; None = it owes them again.

    The reason may tell of a guest's health: it stays out of events and of the audit trail.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR on ``reason`` when no rule of the property knows it.
    """
    stay = reservation_reads.find(uow.session, uow.tenant_id, reservation_id)
    known = reasons_of(uow.session, uow.tenant_id, stay.snapshot.property_id)
    if reason is not None and reason not in known:
        sentence = Sentence("No tax of the property knows a reason yet.")
        if known:
            sentence = Sentence(
                "No tax of the property knows this reason. Known: {reasons}.", reasons=Sentence.listed(known)
            )
        raise invalid_fields({"reason": [sentence]})
    binds = {"tenant": uow.tenant_id, "reservation": reservation_id}
    before = _exemption(uow.session, uow.tenant_id, reservation_id)
    version = uow.connection.execute(queries.SET_EXEMPTION, {**binds, "reason": reason}).scalar_one()
    told = {"reservationId": str(reservation_id), "version": version, "exempt": reason is not None}
    was = {
        "reservationId": str(reservation_id),
        "version": before.version,
        "exempt": before.reason is not None,
    }
    event = TaxExemptionChanged(reservation_id, version, told)
    configuration_records.publish(uow, "tax_exemption.change", event, was, told)
    return TaxExemption(reservation_id, version, reason)


def exemption_of(session: Session, tenant_id: UUID, reservation_id: UUID) -> TaxExemption:
    """Return why the reservation is free of taxes.

    Raises:
        DomainError: NOT_FOUND.
    """
    reservation_reads.find(session, tenant_id, reservation_id)
    return _exemption(session, tenant_id, reservation_id)


def _exemption(session: Session, tenant_id: UUID, reservation_id: UUID) -> TaxExemption:
    row = session.execute(
        queries.EXEMPTION, {"tenant": tenant_id, "reservation": reservation_id}
    ).one_or_none()
    return TaxExemption(reservation_id, row.version if row else 0, row.reason if row else None)


def reasons_of(session: Session, tenant_id: UUID, property_id: UUID) -> list[str]:
    """Return every reason a rule of the property knows."""
    binds = {"tenant": tenant_id, "property": property_id}
    return list(session.execute(queries.REASONS, binds).scalars())
