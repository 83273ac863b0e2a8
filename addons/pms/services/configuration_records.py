"""Records changes of the hotel's set-up: one audit row and one event each, like every other change."""

from __future__ import annotations

from typing import Any

from addons.pms.domain.errors import concurrency_conflict
from addons.pms.domain.events import DomainEvent, Snapshot
from oppsera_host.db.unit_of_work import Event, Mutation, UnitOfWork

AUDIT_TABLE = "pms_audit_log"


def record(
    uow: UnitOfWork,
    action: str,
    event: type[DomainEvent],
    *,
    before: Snapshot | None,
    after: Snapshot,
    facts: dict[str, Any] | None = None,
) -> None:
    """Record that ``before`` (None = it is new) became ``after``.

    Args:
        uow: the running unit of work.
        action: what was done, as the audit trail names it, e.g. ``room.update``.
        event: class of the event to publish.
        before: the state as it was.
        after: the state as it is, with its new version.
        facts: further JSON-ready members of the event and of the audit row.
    """
    told = event.of(after, **(facts or {}))
    publish(uow, action, told, None if before is None else before.to_payload(), told.payload)


def publish(
    uow: UnitOfWork,
    action: str,
    event: DomainEvent,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    """Record ``event`` with the audit states given; neither may hold guest data."""
    uow.record(
        Mutation(
            action=action,
            entity=event.aggregate_type,
            entity_id=event.aggregate_id,
            entity_version=event.aggregate_version,
            before=before,
            after=after,
            events=(
                Event(
                    event.type,
                    event.aggregate_type,
                    event.aggregate_id,
                    event.aggregate_version,
                    event.payload,
                ),
            ),
            audit_table=AUDIT_TABLE,
        )
    )


def require_version(current: int, expected: int | None) -> None:
    """Refuse a change of version ``expected`` when ``current`` is another; None accepts any.

    Raises:
        DomainError: CONCURRENCY_CONFLICT with the current version.
    """
    if expected is not None and expected != current:
        raise concurrency_conflict(current)
