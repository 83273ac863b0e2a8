"""A rebuild of what a subscriber keeps: a further version reads from the first event, then takes over.

Readers ask for the live version once per read, so nobody notices: the old version is read and fed until the
switch, and fed after it for a way back.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, text

from oppsera_host.outbox import cursors
from oppsera_host.outbox.subscribers import find_subscriber

_LOCK = text(
    "select version, live from host_outbox_cursors where tenant_id = cast(:tenant as uuid)"
    " and subscriber = cast(:subscriber as text) order by version for update"
)
_SWITCH = text(
    "update host_outbox_cursors set live = (version = cast(:version as smallint))"
    " where tenant_id = cast(:tenant as uuid) and subscriber = cast(:subscriber as text)"
)
_DROP = (
    text(
        "delete from host_outbox_parked where tenant_id = cast(:tenant as uuid)"
        " and subscriber = cast(:subscriber as text) and version = cast(:version as smallint)"
    ),
    text(
        "delete from host_outbox_cursors where tenant_id = cast(:tenant as uuid)"
        " and subscriber = cast(:subscriber as text) and version = cast(:version as smallint) and not live"
    ),
)
_PARKED = text(
    "select count(*) from host_outbox_parked where tenant_id = cast(:tenant as uuid)"
    " and subscriber = cast(:subscriber as text) and version = cast(:version as smallint)"
)


def begin(connection: Connection, tenant_id: UUID, subscriber: str) -> int:
    """Start a version that nobody reads yet at the first event; return its number.

    Raises:
        LookupError: there is no such subscriber.
    """
    known = find_subscriber(subscriber)
    if known is None:
        raise LookupError(f"there is no subscriber called {subscriber!r}")
    versions = [version for version, _ in _locked(connection, tenant_id, subscriber)]
    version = max([known.version - 1, *versions]) + 1
    cursors.create(connection, tenant_id, subscriber, version, live=not versions)
    return version


def live_version(connection: Connection, tenant_id: UUID, subscriber: str) -> int | None:
    """Return the version that is being read, locked with all others of the subscriber until the transaction ends."""
    return next((version for version, live in _locked(connection, tenant_id, subscriber) if live), None)


def parked(connection: Connection, tenant_id: UUID, subscriber: str, version: int) -> int:
    """Return how many events the version could not handle."""
    binds = {"tenant": tenant_id, "subscriber": subscriber, "version": version}
    return int(connection.execute(_PARKED, binds).scalar_one())


def switch(connection: Connection, tenant_id: UUID, subscriber: str, version: int) -> None:
    """Make ``version`` the one that is read.

    Raises:
        LookupError: that version is not being fed.
    """
    if version not in [each for each, _ in _locked(connection, tenant_id, subscriber)]:
        raise LookupError(f"{subscriber} has no version {version}")
    connection.execute(_SWITCH, {"tenant": tenant_id, "subscriber": subscriber, "version": version})


def roll_back(connection: Connection, tenant_id: UUID, subscriber: str) -> int:
    """Read the version before the live one again; return its number.

    Raises:
        LookupError: there is no earlier version.
    """
    live = live_version(connection, tenant_id, subscriber) or 0
    earlier = [version for version, _ in _locked(connection, tenant_id, subscriber) if version < live]
    if not earlier:
        raise LookupError(f"{subscriber} has no earlier version to go back to")
    switch(connection, tenant_id, subscriber, max(earlier))
    return max(earlier)


def drop(connection: Connection, tenant_id: UUID, subscriber: str, version: int) -> None:
    """Stop feeding ``version``; a live version stays. Its rows are the subscriber's to delete."""
    for statement in _DROP:
        connection.execute(statement, {"tenant": tenant_id, "subscriber": subscriber, "version": version})


def _locked(connection: Connection, tenant_id: UUID, subscriber: str) -> list[tuple[int, bool]]:
    rows = connection.execute(_LOCK, {"tenant": tenant_id, "subscriber": subscriber})
    return [(row.version, row.live) for row in rows]
