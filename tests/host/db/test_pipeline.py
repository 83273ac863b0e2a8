"""Statements sent together behave as if each had been sent by itself, whatever happened on the connection before."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from oppsera_host.db import direct, unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from oppsera_host.tenancy.scope import tenant_scope

NUMBER = text("select cast(:number as bigint) as number")
FAIL = text("select 1 / cast(:number as bigint)")
WRITE = text("update host_outbox_streams set last_seq = last_seq where tenant_id = cast(:tenant as uuid)")
TENANT = text("select current_setting('app.tenant_id') as tenant, :words as words")


def again(connection: Connection) -> None:
    """Begin a transaction in place of the one that may be there."""
    connection.rollback()
    connection.begin()


def number(connection: Connection) -> int:
    return int(direct.execute_one(connection, NUMBER, {"number": 7}).one().number)


def test_what_follows_a_failure_is_not_run(actor: Actor):
    with tenant_scope(actor.tenant_id), db.engine.connect() as connection:
        again(connection)
        with pytest.raises(DBAPIError, match="division by zero"):
            direct.execute(
                connection, (NUMBER, {"number": 1}), (FAIL, {"number": 0}), (NUMBER, {"number": 2})
            )
        with pytest.raises(DBAPIError, match="current transaction is aborted"):
            number(connection)
        again(connection)
        assert number(connection) == 7


def test_a_commit_behind_a_failure_does_not_happen(actor: Actor):
    with tenant_scope(actor.tenant_id), db.engine.connect() as connection:
        again(connection)
        before = connection.execute(text("select last_seq from host_outbox_streams")).scalar()
        bump = text("update host_outbox_streams set last_seq = last_seq + cast(:number as bigint)")
        with pytest.raises(DBAPIError, match="division by zero"):
            direct.execute_and_commit(connection, (bump, {"number": 5}), (FAIL, {"number": 0}))
        again(connection)
        assert connection.execute(text("select last_seq from host_outbox_streams")).scalar() == before
        direct.execute_and_commit(connection, (bump, {"number": 5}))
        again(connection)
        assert connection.execute(text("select last_seq from host_outbox_streams")).scalar() == before + 5


def test_what_was_prepared_is_prepared_anew_after_a_rollback(actor: Actor):
    with tenant_scope(actor.tenant_id), db.engine.connect() as connection:
        again(connection)
        for _ in range(3):
            assert number(connection) == 7
            assert connection.execute(NUMBER, {"number": 1}).scalar() == 1
            again(connection)
        with pytest.raises(DBAPIError, match="division"), connection.begin_nested():
            connection.execute(FAIL, {"number": 0})
        assert number(connection) == 7


def test_a_statement_that_cannot_be_prepared_spoils_nothing(actor: Actor):
    with tenant_scope(actor.tenant_id), db.engine.connect() as connection:
        again(connection)
        for _ in range(2):
            with pytest.raises(DBAPIError, match="does not exist"):
                direct.execute_one(connection, text("select nothing_like_it"), {})
            again(connection)
        assert number(connection) == 7


def test_a_value_that_cannot_be_sent_leaves_the_transaction_as_it_was(actor: Actor):
    with tenant_scope(actor.tenant_id), db.engine.connect() as connection:
        again(connection)
        with pytest.raises(DBAPIError, match="NUL"):
            direct.execute(connection, (NUMBER, {"number": 1}), (TENANT, {"words": "a\0b"}))
        assert direct.execute_one(connection, TENANT, {"words": "ab"}).one().tenant == str(actor.tenant_id)


def test_a_read_only_transaction_stays_one(actor: Actor):
    with unit_of_work.reading(actor) as session, pytest.raises(DBAPIError, match="read-only"):
        direct.execute_one(session.connection(), WRITE, {"tenant": actor.tenant_id})
    assert (
        unit_of_work.run(lambda uow: uow.execute(WRITE, {"tenant": uow.tenant_id}).rowcount, actor=actor) == 1
    )


def test_a_connection_that_broke_is_replaced(actor: Actor):
    tries: list[int] = []

    def work(uow: UnitOfWork) -> int:
        tries.append(1)
        if len(tries) == 1:
            uow.execute(text("select pg_terminate_backend(pg_backend_pid())"), {})
        return int(uow.execute(NUMBER, {"number": 7}).one().number)

    assert unit_of_work.run(work, actor=actor) == 7
    assert len(tries) == 2
