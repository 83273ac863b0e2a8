"""Poison events: after three failed tries the event's aggregate is set aside and everything else flows on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from oppsera_host import clock
from oppsera_host.outbox.subscribers import OutboxEvent, SubscriberLike
from oppsera_host.telemetry import PARKED

_PARK = text(
    "insert into host_outbox_parked (tenant_id, subscriber, version, seq, aggregate_id, error, parked_at)"
    " values (:tenant, :subscriber, :version, :seq, :aggregate, :error, :now) on conflict do nothing"
)
_LIST = text(
    "select e.seq, e.event_id, e.type, e.schema_version, e.aggregate_type, e.aggregate_id, e.aggregate_version,"
    " e.occurred_at, e.actor, e.correlation_id, e.payload from host_outbox_parked p"
    " join host_outbox_events e on e.tenant_id = p.tenant_id and e.seq = p.seq"
    " where p.tenant_id = :tenant and p.subscriber = :subscriber and p.version = :version order by e.seq"
)
_CLEAR = text(
    "delete from host_outbox_parked where tenant_id = :tenant and subscriber = :subscriber and version = :version"
)


def without_parked(
    connection: Connection,
    subscriber: SubscriberLike,
    tenant_id: UUID,
    version: int,
    events: Sequence[OutboxEvent],
    parked: Collection[UUID],
) -> Sequence[OutboxEvent]:
    """Return the events to handle: of a wanted type, and not behind a parked one of the same aggregate."""
    for event in events:
        if event.aggregate_id in parked:
            _park(connection, subscriber, tenant_id, version, event, "waits behind a parked event")
    return [
        event
        for event in events
        if event.aggregate_id not in parked
        and (subscriber.event_types is None or event.type in subscriber.event_types)
    ]


def handle_one_by_one(
    connection: Connection,
    subscriber: SubscriberLike,
    tenant_id: UUID,
    version: int,
    events: Sequence[OutboxEvent],
    parked: Collection[UUID],
) -> None:
    """Handle each event in its own savepoint and park the aggregates of those that fail, besides the ``parked``."""
    sick = set(parked)
    for event in events:
        for wanted in without_parked(connection, subscriber, tenant_id, version, [event], sick):
            try:
                with connection.begin_nested():
                    subscriber.handle(connection, tenant_id, version, [wanted])
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise
                _park(connection, subscriber, tenant_id, version, wanted, repr(error))
                sick.add(wanted.aggregate_id)
            except Exception as error:  # noqa: BLE001 - whatever the handler raises is kept with the parked event
                _park(connection, subscriber, tenant_id, version, wanted, repr(error))
                sick.add(wanted.aggregate_id)


def replay(connection: Connection, subscriber: SubscriberLike, tenant_id: UUID, version: int) -> int:
    """Hand the parked events to the subscriber once more, in order, and clear them; return their number."""
    key = {"tenant": tenant_id, "subscriber": subscriber.name, "version": version}
    events = [OutboxEvent(*row) for row in connection.execute(_LIST, key)]
    if events:
        subscriber.handle(connection, tenant_id, version, events)
        connection.execute(_CLEAR, key)
    return len(events)


def _park(
    connection: Connection,
    subscriber: SubscriberLike,
    tenant_id: UUID,
    version: int,
    event: OutboxEvent,
    error: str,
) -> None:
    connection.execute(
        _PARK,
        {
            "tenant": tenant_id, "subscriber": subscriber.name, "version": version, "seq": event.seq,
            "aggregate": event.aggregate_id, "error": error[:500], "now": clock.now(),
        },
    )  # fmt: skip
    PARKED.labels(subscriber=subscriber.name).inc()
