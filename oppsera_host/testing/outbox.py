"""Runs the tenant's subscribers to the end of its outbox, here and now."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from oppsera_host.db.base import db
from oppsera_host.outbox.runner import run_subscriber
from oppsera_host.outbox.subscribers import all_subscribers
from oppsera_host.tenancy.scope import tenant_scope

_TROUBLE = text(
    "select c.subscriber, c.version, c.last_error as error from host_outbox_cursors c"
    " join host_outbox_streams s on s.tenant_id = c.tenant_id"
    " where c.tenant_id = :tenant and c.done_seq < s.last_seq and c.last_error is not null"
    " union all select p.subscriber, p.version, p.error from host_outbox_parked p where p.tenant_id = :tenant"
)


class SubscriberFailedError(AssertionError):
    """A subscriber did not reach the end of the outbox, or parked an event."""


def drain(tenant_id: UUID) -> int:
    """Run every subscriber that is on for the tenant until none has anything left; return the events handled.

    Raises:
        SubscriberFailedError: a subscriber failed or parked an event; a test must not pass over that.
    """
    handled = 0
    while count := sum(run_subscriber(each.name, tenant_id, forced=True) for each in all_subscribers()):
        handled += count
    with tenant_scope(tenant_id), db.engine.begin() as connection:
        trouble = connection.execute(_TROUBLE, {"tenant": tenant_id}).all()
    if trouble:
        raise SubscriberFailedError(
            "; ".join(f"{row.subscriber} v{row.version}: {row.error}" for row in trouble)
        )
    return handled
