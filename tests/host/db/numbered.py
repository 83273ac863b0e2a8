"""A change to record, and the number of the last one recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import Event, Mutation
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id

SEQ = text("select last_seq from host_outbox_streams where tenant_id = cast(:tenant as uuid)")


def change() -> Mutation:
    entity = new_id()
    event = Event("host.test.changed.v1", "test", entity, 1, {})
    return Mutation("test.change", "test", entity, 1, None, {}, (event,))


def last_seq(actor: Actor) -> int:
    return int(
        unit_of_work.run(lambda uow: uow.execute(SEQ, {"tenant": actor.tenant_id}).scalar() or 0, actor=actor)
    )


@contextmanager
def nothing_recorded(actor: Actor, said: str = "") -> Iterator[None]:
    """Whatever is done inside, no number is taken; ``said`` tells what that shows."""
    before = last_seq(actor)
    yield
    assert last_seq(actor) == before, said
