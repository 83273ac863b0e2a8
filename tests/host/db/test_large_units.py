"""A unit of work may be larger than what a socket takes at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, text

from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import Event, Mutation, UnitOfWork
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id
from oppsera_host.outbox.models import HostAuditLog

MEGABYTES = 8 * 1024 * 1024


def big_change() -> Mutation:
    entity = new_id()
    event = Event("host.test.grown.v1", "test", entity, 1, {"text": "x" * MEGABYTES})
    return Mutation("test.grow", "test", entity, 1, None, {"text": "y" * MEGABYTES}, (event,))


def test_a_large_change_is_committed(actor: Actor):
    seq = unit_of_work.run(lambda uow: [uow.record(big_change()), uow.seal()][1], actor=actor)
    with unit_of_work.reading(actor) as session:
        kept: dict[str, Any] | None = session.scalars(
            select(HostAuditLog.after).where(HostAuditLog.seq == seq)
        ).one()
    assert kept is not None
    assert len(kept["text"]) == MEGABYTES


def test_large_statements_travel_together(actor: Actor):
    def work(uow: UnitOfWork) -> int:
        uow.execute_later(text("select length(cast(:value as text))"), {"value": "x" * MEGABYTES})
        return int(
            uow.execute(text("select length(cast(:value as text))"), {"value": "y" * MEGABYTES}).scalar()
        )

    assert unit_of_work.run(work, actor=actor) == MEGABYTES
