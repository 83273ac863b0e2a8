"""Statements of a unit of work go together where nobody waits for the answer, and none is forgotten."""

from __future__ import annotations

from threading import get_ident
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from oppsera_host.db import direct, unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.engine import begun_without_opening
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id
from oppsera_host.tenancy.scope import tenant_scope

NUMBER = text("select cast(:number as bigint) as number, pg_current_xact_id_if_assigned() as assigned")


class Trips:
    """Counts what this thread sends to the database together; the wake-up sender has a thread of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        inner, own = direct.execute, get_ident()

        def counted(connection, *calls):
            if get_ident() == own:
                self.sizes.append(len(calls))
            return inner(connection, *calls)

        monkeypatch.setattr(direct, "execute", counted)


@pytest.fixture
def trips(app, monkeypatch: pytest.MonkeyPatch) -> Trips:
    del app
    return Trips(monkeypatch)


def test_what_is_expected_comes_with_the_next_round_trip_and_once(actor: Actor, trips: Trips):
    def work(uow: UnitOfWork) -> list[int]:
        uow.expect((NUMBER, {"number": 2}), (NUMBER, {"number": 3}))
        asked = [uow.execute(NUMBER, {"number": number}).one().number for number in (1, 3, 2)]
        before = len(trips.sizes)
        asked.append(uow.execute(NUMBER, {"number": 3}).one().number)
        assert len(trips.sizes) == before + 1, "an answer is as of its own round trip, for one who asks"
        return asked

    assert unit_of_work.run(work, actor=actor) == [1, 3, 2, 3]
    assert trips.sizes[:2] == [4, 1], "the opening, the question and both expected; then the one asked again"


def test_a_transaction_begun_without_its_opening_sees_nothing(actor: Actor):
    statement = text("select * from host_outbox_streams where tenant_id = :t")
    with (
        tenant_scope(actor.tenant_id),
        begun_without_opening(db.engine) as connection,
        pytest.raises(DBAPIError, match="no tenant in scope"),
    ):
        connection.execute(statement, {"t": new_id()})


def test_a_tenant_is_set_before_anything_else(actor: Actor):
    setting = text("select current_setting('app.tenant_id') as tenant")
    assert (
        unit_of_work.run(lambda uow: UUID(uow.execute(setting, {}).scalar()), actor=actor) == actor.tenant_id
    )
    assert unit_of_work.run(lambda uow: UUID(uow.session.scalar(setting)), actor=actor) == actor.tenant_id
