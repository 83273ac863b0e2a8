"""A command may count on the numbers that come next; should somebody be faster, it runs again and takes its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from oppsera_host.db import direct, unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.outbox.audit_trail import broken_audit_links
from oppsera_host.telemetry import TRANSACTION_RETRIES
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.databases import Database
from tests.host.db.numbered import change, last_seq, nothing_recorded
from tests.support.waiting import somebody_waits, wait_until

READ = text("select 1")
LENGTH = text("select length(cast(:words as text))")
SEQS = text("select seq from host_outbox_events where tenant_id = :tenant order by seq")


@pytest.fixture
def started(actor: Actor) -> int:
    """The last number of a tenant that has had events."""
    last = last_seq(actor)
    assert last
    return last


def begin(uow: UnitOfWork) -> None:
    uow.foresee_numbers()
    uow.execute(READ, {})


def stale() -> float:
    return float(TRANSACTION_RETRIES.labels(reason="stale")._value.get())


def assert_whole(actor: Actor, last: int) -> None:
    with tenant_scope(actor.tenant_id), db.engine.begin() as connection:
        seqs = connection.execute(SEQS, {"tenant": actor.tenant_id}).scalars().all()
        assert broken_audit_links(connection, actor.tenant_id) == []
    assert seqs == list(range(1, last + 1))


def test_nobody_is_asked_for_numbers_before_the_commit(
    actor: Actor, started: int, monkeypatch: pytest.MonkeyPatch
):
    trips: list[int] = []
    for name in ("execute", "execute_and_commit"):
        inner = getattr(direct, name)

        def counted(connection: Any, *calls: direct.Call, inner: Any = inner) -> Any:
            trips.append(len(calls))
            return inner(connection, *calls)

        monkeypatch.setattr(direct, name, counted)

    def work(uow: UnitOfWork) -> int:
        begin(uow)
        uow.record(change())
        uow.number()
        return uow.seal()

    before = stale()
    assert unit_of_work.run(work, actor=actor) == started + 1
    assert trips == [3, 1], "the opening, the question and the last number; then what is written"
    assert stale() == before
    assert_whole(actor, started + 1)


def test_who_finds_the_numbers_taken_runs_again(actor: Actor, started: int):
    tries: list[int] = []

    def work(uow: UnitOfWork) -> int:
        begin(uow)
        tries.append(1)
        if len(tries) == 1:
            unit_of_work.run(lambda other: other.record(change()), actor=actor)
        uow.record(change())
        uow.record(change())
        uow.number()
        return uow.seal()

    before = stale()
    assert unit_of_work.run(work, actor=actor) == started + 3
    assert (len(tries), stale()) == (2, before + 1)
    assert_whole(actor, started + 3)


def test_who_waits_for_the_counter_finds_the_numbers_taken(
    app: Flask, actor: Actor, started: int, database: Database
):
    taken, go_on = Signal(), Signal()

    def slow(uow: UnitOfWork) -> None:
        uow.record(change())
        uow.seal()
        taken.set()
        assert go_on.wait(60)

    def guessing(uow: UnitOfWork) -> None:
        begin(uow)
        uow.record(change())

    def run(work: Callable[[UnitOfWork], None]) -> None:
        with app.app_context():
            unit_of_work.run(work, actor=actor)

    before = stale()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(run, slow)
        assert taken.wait(60)
        second = threads.submit(run, guessing)
        with database.connect_as_admin() as admin:
            wait_until(lambda: somebody_waits(admin), "the second waits for the counter")
        go_on.set()
        first.result()
        second.result()
    assert stale() == before + 1
    assert_whole(actor, started + 2)


def test_a_tenants_first_event_has_no_number_to_count_on_from(app: Flask):
    del app  # its context must be there
    bare = Tenant(slug=new_id().hex, name="Bare house")
    with Session(db.engine, expire_on_commit=False) as session, session.begin():
        session.add(bare)
    actor = system_actor(bare.id, "test")

    def work(uow: UnitOfWork) -> int:
        begin(uow)
        uow.record(change())
        return uow.seal()

    assert unit_of_work.run(work, actor=actor) == 1
    assert_whole(actor, 1)


def test_what_breaks_off_after_all_was_sent_leaves_nothing(actor: Actor, started: int):
    del started

    def work(uow: UnitOfWork) -> None:
        begin(uow)
        uow.record(change())
        uow.number()
        uow.seal()
        raise AppError("CONCURRENCY_CONFLICT", 409, "Somebody was faster.")

    with nothing_recorded(actor), pytest.raises(AppError, match="faster"):
        unit_of_work.run(work, actor=actor)


def test_what_cannot_be_sent_with_the_commit_is_told_as_it_is(actor: Actor):
    used: list[Any] = []

    def work(uow: UnitOfWork) -> None:
        begin(uow)
        used.append(uow.connection.connection.driver_connection)
        uow.record(change())
        uow.number()
        uow.seal()
        uow.execute_later(LENGTH, {"words": "a\0b"})

    with nothing_recorded(actor), pytest.raises(DataError):
        unit_of_work.run(work, actor=actor)
    assert not used[0].closed, "nothing was sent, so the connection is as good as new"
