"""A subscriber that tests can make fail, beside or instead of the application's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from oppsera_host.db import unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.unit_of_work import Event, Mutation
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.outbox import subscribers
from oppsera_host.outbox.subscribers import OutboxEvent
from oppsera_host.tenancy.scope import tenant_scope


@dataclass
class Listener:
    """Remembers what it committed, per version; refuses events whose payload says so."""

    name: str = "test.listener"
    version: int = 1
    event_types: frozenset[str] | None = None
    payload_members: tuple[str, ...] | None = None
    payloads: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[int, list[int]] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    refuses: bool = True
    error: Callable[[Connection], None] | None = None

    def handle(
        self, connection: Connection, tenant_id: UUID, version: int, events: Sequence[OutboxEvent]
    ) -> None:
        self.batches.append(len(events))
        if self.error is not None:
            self.error(connection)
        if self.refuses and any(event.payload.get("poison") for event in events):
            raise ValueError("cannot read this")
        self.payloads.extend(event.payload for event in events)
        self.seen.setdefault(version, []).extend(event.seq for event in events)


@pytest.fixture
def enabled_addons() -> tuple[str, ...]:
    """No addon: switching one on would be an event of its own."""
    return ()


@pytest.fixture
def listener(app: Flask) -> Iterator[Listener]:
    """The only subscriber of the application."""
    before = subscribers.all_subscribers()
    gates = list(subscribers._is_enabled)
    made = Listener()
    subscribers.install_subscribers([made], lambda *_: True)
    yield made
    subscribers.install_subscribers(before, gates[0] if gates else lambda *_: True)


@pytest.fixture
def publish(actor: Actor) -> Callable[..., int]:
    """``publish(aggregate, poison=True)`` records one event in a transaction of its own and returns its seq."""

    def run(aggregate: UUID | None = None, **payload: Any) -> int:
        event = Event(
            "test.thing.changed.v1", "thing", aggregate or new_id(), 1, {"schemaVersion": 1, **payload}
        )
        mutation = Mutation("thing.change", "thing", event.aggregate_id, 1, None, {}, (event,))

        def work(uow: unit_of_work.UnitOfWork) -> int:
            uow.record(mutation)
            return uow.seal()

        return unit_of_work.run(work, actor=actor)

    return run


@pytest.fixture
def select(tenant: Tenant) -> Callable[[str], list[Any]]:
    """Rows of a statement in the test's tenant."""

    def run(statement: str) -> list[Any]:
        with tenant_scope(tenant.id), db.engine.begin() as connection:
            return list(connection.execute(text(statement)).all())

    return run
