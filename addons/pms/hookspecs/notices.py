"""News after the fact. Each addon has a cursor of its own: one that fails delays nobody else."""

from __future__ import annotations

from uuid import UUID

from oppsera_host.hookspecs import hookspec
from oppsera_host.outbox.subscribers import OutboxEvent


@hookspec
def pms_on_event(tenant: UUID, event: OutboxEvent) -> None:
    """Hear of every event of the hotel, once it is committed.

    May come again after a crash: be idempotent by ``event.event_id``. An exception is tried again, and the
    event's aggregate is parked after three tries.

    Args:
        tenant: whose hotel; it is the tenant in scope.
        event: in commit order.
    """


@hookspec
def pms_on_reservation_event(tenant: UUID, event: OutboxEvent) -> None:
    """Hear of reservation events only; otherwise as ``pms_on_event``.

    Args:
        tenant: whose hotel; it is the tenant in scope.
        event: in commit order.
    """


@hookspec
def pms_on_folio_event(tenant: UUID, event: OutboxEvent) -> None:
    """Hear of folio events only; otherwise as ``pms_on_event``.

    Args:
        tenant: whose hotel; it is the tenant in scope.
        event: in commit order.
    """


@hookspec
def pms_on_room_event(tenant: UUID, event: OutboxEvent) -> None:
    """Hear of room events only; otherwise as ``pms_on_event``.

    Args:
        tenant: whose hotel; it is the tenant in scope.
        event: in commit order.
    """


@hookspec
def pms_on_guest_event(tenant: UUID, event: OutboxEvent) -> None:
    """Hear of guest events only; otherwise as ``pms_on_event``.

    Args:
        tenant: whose hotel; it is the tenant in scope.
        event: in commit order.
    """
