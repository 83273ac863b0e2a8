"""Statements may be under way while the caller does something else; whatever happens then, none is half done."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor
from tests.host.db.numbered import SEQ, change, last_seq, nothing_recorded

COUNT = text(
    "select set_config('test.counted', coalesce(current_setting('test.counted', true), '') || 'x', true)"
)
FAIL = text("select 1 / cast(:number as bigint)")
LENGTH = text("select length(cast(:words as text))")


def test_numbers_asked_for_early_are_the_ones_written(actor: Actor):
    def work(uow: UnitOfWork) -> int:
        uow.record(change())
        uow.record(change())
        uow.number()
        return uow.seal()

    before = last_seq(actor)
    assert unit_of_work.run(work, actor=actor) == before + 2
    assert last_seq(actor) == before + 2


def test_nothing_is_recorded_once_numbers_are_asked_for(actor: Actor):
    def work(uow: UnitOfWork) -> None:
        uow.record(change())
        uow.number()
        uow.record(change())

    with nothing_recorded(actor), pytest.raises(RuntimeError, match="were numbered"):
        unit_of_work.run(work, actor=actor)


@pytest.mark.parametrize("words", ["x", "x" * 8 * 1024 * 1024], ids=["small", "larger than a socket takes"])
def test_work_that_breaks_off_meanwhile_leaves_nothing(actor: Actor, words: str):
    def work(uow: UnitOfWork) -> None:
        uow.execute_later(LENGTH, {"words": words})
        uow.record(change())
        uow.number()
        raise AppError("CONCURRENCY_CONFLICT", 409, "Somebody was faster.")

    with (
        nothing_recorded(actor, "and the connection is as good as new"),
        pytest.raises(AppError, match="faster"),
    ):
        unit_of_work.run(work, actor=actor)


def test_what_fails_under_way_is_raised_before_anything_is_committed(actor: Actor):
    def work(uow: UnitOfWork) -> None:
        uow.execute_later(FAIL, {"number": 0})
        uow.record(change())
        uow.number()

    with nothing_recorded(actor), pytest.raises(DBAPIError, match="division by zero"):
        unit_of_work.run(work, actor=actor)


def test_a_value_that_cannot_be_sent_leaves_nothing_under_way(actor: Actor):
    def work(uow: UnitOfWork) -> None:
        uow.record(change())
        uow.number()
        uow.execute(LENGTH, {"words": "a\0b"})

    with nothing_recorded(actor), pytest.raises(DBAPIError):
        unit_of_work.run(work, actor=actor)


def test_a_session_asked_for_meanwhile_waits(actor: Actor):
    def work(uow: UnitOfWork) -> int:
        uow.record(change())
        uow.number()
        seen = uow.session.execute(SEQ, {"tenant": actor.tenant_id}).scalar_one()
        assert uow.seal() == seen
        return int(seen)

    assert unit_of_work.run(work, actor=actor) == last_seq(actor)


def test_what_nobody_expected_the_answer_of_is_run_again_when_asked_for(actor: Actor):
    def work(uow: UnitOfWork) -> str:
        uow.execute_later(COUNT, {})
        uow.record(change())
        uow.number()
        return str(uow.execute(COUNT, {}).scalar())

    assert unit_of_work.run(work, actor=actor) == "xx"
