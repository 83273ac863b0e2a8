"""A command that needs something committed first is rolled back, and begun again once that is done."""

from __future__ import annotations

import pytest

from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import TRIES, NotYetError, UnitOfWork
from oppsera_host.identity.actor import Actor
from tests.host.db.numbered import change, last_seq, nothing_recorded


class RefusedError(Exception):
    """What the command would say."""


def test_what_is_asked_for_is_done_without_the_command_and_before_it(actor: Actor):
    done: list[int] = []

    def first() -> None:
        unit_of_work.run(lambda uow: uow.record(change()), actor=actor)
        done.append(last_seq(actor))

    def command(uow: UnitOfWork) -> int:
        uow.record(change())
        if not done:
            uow.seal()
            raise NotYetError(first, RefusedError())
        return uow.seal()

    before = last_seq(actor)
    assert unit_of_work.run(command, actor=actor) == before + 2
    assert done == [before + 1]


def test_a_command_that_asks_for_ever_is_refused(actor: Actor):
    asked: list[None] = []

    def command(uow: UnitOfWork) -> None:
        uow.record(change())
        raise NotYetError(lambda: asked.append(None), RefusedError())

    with nothing_recorded(actor), pytest.raises(RefusedError):
        unit_of_work.run(command, actor=actor)
    assert len(asked) == TRIES - 1
