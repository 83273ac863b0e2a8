"""Whatever breaks into a unit of work: it is done once or not at all, and its connection is no danger to the next."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from threading import get_ident
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from oppsera_host.db import pipeline, unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor
from tests.host.db.numbered import SEQ, change, last_seq, nothing_recorded

SLOW = text("select pg_sleep(cast(:seconds as double precision))")
FAIL = text("select 1 / cast(:number as bigint)")
NOTHING = text("select 1 where false")


class JobTookTooLongError(Exception):
    """What a worker's alarm raises."""


@contextlib.contextmanager
def alarm_after(seconds: float) -> Iterator[None]:
    """Raise in this thread while it waits, as the worker does to a job that takes too long."""

    def ring(_number: int, _frame: object) -> None:
        raise JobTookTooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_time_out_while_a_commit_is_under_way_does_not_repeat_the_work(actor: Actor):
    began: list[int] = []

    def work(uow: UnitOfWork) -> None:
        began.append(1)
        uow.record(change())
        uow.seal()
        uow.execute_later(SLOW, {"seconds": 0.5})

    before = last_seq(actor)
    with alarm_after(0.2), pytest.raises(JobTookTooLongError):
        unit_of_work.run(work, actor=actor)
    assert len(began) == 1
    assert last_seq(actor) <= before + 1, "the COMMIT was sent: it may have happened, but once"


def test_a_time_out_before_the_commit_comes_up_as_what_it_is(actor: Actor):
    with nothing_recorded(actor), alarm_after(0.1), pytest.raises(JobTookTooLongError):
        unit_of_work.run(lambda uow: [uow.record(change()), uow.execute(SLOW, {"seconds": 0.5})], actor=actor)


def test_a_connection_on_which_sending_broke_off_is_not_used_again(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
):
    begin, own = pipeline._begin, get_ident()

    def broken(driver: psycopg.Connection[Any]) -> bytes:
        if get_ident() == own:  # and not the thread that wakes the workers
            raise JobTookTooLongError
        return begin(driver)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "_begin", broken)
        with pytest.raises(JobTookTooLongError):
            unit_of_work.run(lambda uow: uow.execute(SEQ, {"tenant": actor.tenant_id}), actor=actor)
    with db.engine.connect() as connection:
        assert connection.connection.driver_connection.pgconn.pipeline_status == 0
        assert connection.execute(text("select 1")).scalar() == 1


def test_a_failed_statement_that_was_not_heeded_is_no_commit(actor: Actor):
    def work(uow: UnitOfWork) -> str:
        with contextlib.suppress(DBAPIError):
            uow.execute(FAIL, {"number": 0})
        return "done"

    with pytest.raises(DBAPIError, match="failed transaction"):
        unit_of_work.run(work, actor=actor)


def test_a_session_in_hand_reads_on_while_events_are_numbered(actor: Actor):
    def work(uow: UnitOfWork) -> int:
        session = uow.session
        uow.record(change())
        uow.number()
        assert session.execute(text("select 1")).scalar_one() == 1
        return uow.seal()

    assert unit_of_work.run(work, actor=actor) == last_seq(actor)


def test_a_connection_lost_with_its_commit_is_told_as_uncertain_and_not_tried_again(actor: Actor):
    began: list[int] = []

    def lost_at_commit(uow: UnitOfWork) -> None:
        began.append(1)
        uow.record(change())
        uow.seal()
        uow.execute_later(text("select pg_terminate_backend(pg_backend_pid())"), {})

    with pytest.raises(AppError, match="not certain"):
        unit_of_work.run(lost_at_commit, actor=actor)
    assert len(began) == 1
