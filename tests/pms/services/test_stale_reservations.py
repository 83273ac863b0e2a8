"""A reservation that was changed since it was read is not written over: the command runs again on what is there now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.events import ReservationUpdated
from addons.pms.services.reservation_store import Change, load_expected, save
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk
from tests.factories.hotel import BUSINESS_DATE

ARRIVAL = BUSINESS_DATE + timedelta(days=5)


@pytest.fixture
def stay(desk: Desk) -> dict:
    return desk.book(ARRIVAL.isoformat(), (ARRIVAL + timedelta(days=2)).isoformat())


class Editor:
    """Changes the party of a stay; between its first reading and its writing somebody else changes the notes."""

    def __init__(self, actor: Actor, stay: dict, expected: int | None) -> None:
        self.actor, self.id, self.expected = actor, UUID(stay["id"]), expected
        self.tries = 0

    def __call__(self, uow: UnitOfWork) -> None:
        stored = load_expected(uow, self.id, self.expected)
        self.tries += 1
        if self.tries == 1:
            unit_of_work.run(self._note, actor=self.actor)
        after = replace(stored, snapshot=replace(stored.snapshot, children=1))
        save(uow, Change(stored, after, "reservation.edit", ReservationUpdated, {}))

    def _note(self, uow: UnitOfWork) -> None:
        stored = load_expected(uow, self.id, None)
        after = replace(stored, notes="Late arrival")
        save(uow, Change(stored, after, "reservation.edit", ReservationUpdated, {}))


def test_who_expects_a_version_is_told_the_current_one(desk: Desk, actor: Actor, stay: dict):
    edit = Editor(actor, stay, stay["version"])
    with pytest.raises(DomainError) as refused:
        unit_of_work.run(edit, actor=actor)
    assert refused.value.code == "CONCURRENCY_CONFLICT"
    assert refused.value.facts["currentVersion"] == stay["version"] + 1
    assert desk.get(stay)["children"] == 0


def test_who_expects_none_changes_what_is_there_now(desk: Desk, actor: Actor, stay: dict):
    edit = Editor(actor, stay, None)
    unit_of_work.run(edit, actor=actor)
    changed = desk.get(stay)
    assert edit.tries == 2
    assert (changed["version"], changed["children"], changed["notes"]) == (
        stay["version"] + 2,
        1,
        "Late arrival",
    )
