"""Who leaves, or has not come after all, while a date is being closed, does so on the day after it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask

from addons.pms.services import night_audit, night_audit_steps
from addons.pms.services.night_audit_steps import Request
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk
from tests.support.waiting import somebody_waits, wait_until

FIRST, SECOND, LAST = "2027-03-15", "2027-03-16", "2027-03-19"


@pytest.fixture
def meanwhile(
    app: Flask, desk: Desk, actor: Actor, database: Database
) -> Callable[[Callable[[], Any], date], Any]:
    """Returns ``meanwhile(step, day)``: closes the day, begins the step before that is committed, and answers it."""

    def run(step: Callable[[], Any], day: date) -> Any:
        with ThreadPoolExecutor(1) as pool, database.connect_as_admin() as other:

            def close(uow: UnitOfWork) -> Any:
                night_audit.close_business_date(uow, desk.hotel.property_id, day)
                uow.session.flush()
                begun = pool.submit(step)
                wait_until(lambda: begun.done() or somebody_waits(other), "the step")
                return begun

            night_audit.finish(actor, Request(desk.hotel.property_id, day), lambda: None)
            with app.app_context():
                return unit_of_work.run(close, actor=actor).result(30)

    return run


def in_house(desk: Desk, departure: str) -> dict[str, Any]:
    return desk.step(desk.book(FIRST, departure, "101"), "check-in").json


def charged(desk: Desk, stay: dict[str, Any]) -> list[str]:
    folio = desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json
    return [entry["night"] for entry in folio["entries"] if entry["night"]]


def test_who_leaves_early_leaves_after_the_night_that_was_just_charged(
    desk: Desk, meanwhile: Callable[..., Any]
):
    stay = in_house(desk, LAST)
    closed = desk.client.post("/api/pms/night-audit", json={"businessDate": FIRST})
    assert closed.status_code == 200, closed.text
    answer = meanwhile(lambda: desk.step(stay, "check-out", confirm=True), date.fromisoformat(SECOND))
    assert answer.status_code == 200, answer.text
    left = desk.get(stay)
    assert [night["date"] for night in left["nightlyRates"]] == charged(desk, stay) == [FIRST, SECOND]


def test_who_was_charged_for_the_night_was_there(desk: Desk, meanwhile: Callable[..., Any]):
    stay = in_house(desk, LAST)
    answer = meanwhile(lambda: desk.step(stay, "revert-check-in"), date.fromisoformat(FIRST))
    assert (answer.status_code, answer.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    assert charged(desk, stay) == [FIRST]


@pytest.fixture
def charged_early(app: Flask, desk: Desk, actor: Actor) -> dict[str, Any]:
    """A guest in the house whose night is charged by an audit that has not closed the date yet."""
    stay = in_house(desk, LAST)
    with app.app_context():
        night_audit.finish(actor, Request(desk.hotel.property_id, date.fromisoformat(FIRST)), lambda: None)
    assert charged(desk, stay) == [FIRST]
    return stay


def test_who_leaves_on_the_day_of_arrival_has_slept_what_is_charged(
    desk: Desk, charged_early: dict[str, Any]
):
    left = desk.step(charged_early, "check-out", confirm=True)
    assert left.status_code == 200, left.text
    assert (left.json["dayUse"], left.json["checkOutDate"]) == (False, SECOND)
    folio = desk.client.get(f"/api/pms/reservations/{left.json['id']}/folio").json
    assert [(entry["code"], entry["night"]) for entry in folio["entries"]] == [("ROOM", FIRST)]


def test_who_is_charged_already_has_come_and_stays_the_night(desk: Desk, charged_early: dict[str, Any]):
    refused = desk.step(charged_early, "revert-check-in")
    assert (refused.status_code, refused.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    refused = desk.resize(charged_early, "RIGHT", FIRST)
    assert refused.status_code == 422, refused.text
    path = f"/api/pms/reservations/{charged_early['id']}"
    seen = {"expectedVersion": charged_early["version"]}
    assert desk.client.patch(path, json=seen | {"checkOutDate": FIRST}).status_code == 422
    assert desk.client.patch(path, json=seen | {"checkOutDate": SECOND}).status_code == 200


def test_a_longer_stay_whose_added_night_is_charged_stays_longer(app: Flask, desk: Desk, actor: Actor):
    stay = in_house(desk, SECOND)
    assert desk.client.post("/api/pms/night-audit", json={"businessDate": FIRST}).status_code == 200
    longer = desk.resize(stay, "RIGHT", LAST).json
    with app.app_context():
        request = Request(desk.hotel.property_id, date.fromisoformat(SECOND))
        night_audit.finish(actor, request, lambda: None)
    assert charged(desk, stay) == [FIRST, SECOND]
    refused = desk.undo(longer)
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["token"])


def test_who_is_taken_back_and_comes_again_while_latecomers_are_charged_pays_the_night(
    app: Flask, desk: Desk, actor: Actor, database: Database, monkeypatch: pytest.MonkeyPatch
):
    """The check-in is taken back between the look for latecomers and their charge, where it can be."""
    request, looked = Request(desk.hotel.property_id, date.fromisoformat(FIRST)), night_audit_steps.uncharged
    begun: list[Future[Any]] = []

    with app.app_context(), ThreadPoolExecutor(1) as pool, database.connect_as_admin() as other:
        night_audit.finish(actor, request, lambda: None)
        late = in_house(desk, SECOND)

        def looked_and_left(uow: UnitOfWork, audit: Any, after: Any, count: int) -> Any:
            found = looked(uow, audit, after, count)
            if count > 1 and not begun:
                begun.append(pool.submit(lambda: desk.step(late, "revert-check-in")))
                wait_until(lambda: begun[0].done() or somebody_waits(other), "the step")
            return found

        monkeypatch.setattr(night_audit_steps, "uncharged", looked_and_left)
        night_audit.finish(actor, request, lambda: None)
        if begun[0].result(30).status_code == 200:
            assert desk.step(desk.get(late), "check-in").status_code == 200
    assert desk.client.post("/api/pms/night-audit", json={"businessDate": FIRST}).status_code == 200
    assert charged(desk, late) == [FIRST]
