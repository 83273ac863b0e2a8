"""Who listens to the outbox. Filled once at start by the addon loader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Connection


class OutboxEvent(NamedTuple):
    """One event as a subscriber sees it; ``seq`` is dense per tenant and in commit order."""

    seq: int
    event_id: UUID
    type: str
    schema_version: int
    aggregate_type: str
    aggregate_id: UUID
    aggregate_version: int
    occurred_at: datetime
    actor: str
    correlation_id: str
    payload: dict[str, Any]


class Handle(Protocol):
    """What a subscriber does with a batch; runs inside the cursor's transaction, may see a batch again."""

    def __call__(
        self, connection: Connection, tenant_id: UUID, version: int, events: Sequence[OutboxEvent]
    ) -> None:
        """Handle ``events``, in seq order."""


class SubscriberLike(Protocol):
    """What the runner needs of a subscriber contribution."""

    @property
    def name(self) -> str:
        """Unique name; the cursor's key."""

    @property
    def version(self) -> int:
        """Raised to rebuild."""

    @property
    def handle(self) -> Handle:
        """What to do with a batch."""

    @property
    def event_types(self) -> frozenset[str] | None:
        """Wire types wanted; None = all."""

    @property
    def payload_members(self) -> tuple[str, ...] | None:
        """Members of the payload read; None = all."""


_subscribers: dict[str, SubscriberLike] = {}
_is_enabled: list[Callable[[str, UUID], bool]] = []


def install_subscribers(
    subscribers: Sequence[SubscriberLike], is_enabled: Callable[[str, UUID], bool]
) -> None:
    """Replace the set of subscribers; ``is_enabled(subscriber name, tenant)`` is the per-tenant gate."""
    _subscribers.clear()
    _subscribers.update({subscriber.name: subscriber for subscriber in subscribers})
    _is_enabled[:] = [is_enabled]


def all_subscribers() -> tuple[SubscriberLike, ...]:
    """Every subscriber of the running application."""
    return tuple(_subscribers.values())


def find_subscriber(name: str) -> SubscriberLike | None:
    """The subscriber called ``name``, or None when its addon is gone."""
    return _subscribers.get(name)


def enabled_in(name: str, tenant_id: UUID) -> bool:
    """Tell whether the subscriber's addon is switched on for the tenant."""
    return all(check(name, tenant_id) for check in _is_enabled)
