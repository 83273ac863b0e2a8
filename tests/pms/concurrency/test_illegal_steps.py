"""Every status and every step that the table does not allow from it: refused, and no row changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from addons.pms.domain.reservation_status import TRANSITIONS, Command, ReservationStatus
from addons.pms.services.stays import take_step
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key, origin

LEGAL = {(step.source, step.command) for step in TRANSITIONS}
#: Commands that have an address; EXPIRE is the clock's alone.
ADDRESSES = {command: command.value.replace("_", "-") for command in Command if command is not Command.EXPIRE}
TODAY = ("2027-03-15", "2027-03-17")
_ROWS = (
    "select (select jsonb_agg(r order by r.id) from pms_reservations r where r.tenant_id = %(tenant)s),"
    " (select jsonb_agg(b order by b.id) from pms_room_blocks b where b.tenant_id = %(tenant)s),"
    " (select jsonb_agg(i order by i.room_type_id, i.night) from pms_type_inventory i where i.tenant_id = %(tenant)s),"
    " (select jsonb_agg(m order by m.id) from pms_rooms m where m.tenant_id = %(tenant)s),"
    " (select last_seq from host_outbox_streams where tenant_id = %(tenant)s),"
    " (select count(*) from pms_audit_log where tenant_id = %(tenant)s)"
)


def brought_to(desk: Desk, actor: Actor, status: ReservationStatus) -> dict[str, Any]:
    """Book a stay in room 101 from today and take it to ``status``."""
    first = "HOLD" if status in {ReservationStatus.HOLD, ReservationStatus.EXPIRED} else "CONFIRMED"
    stay = desk.book(*TODAY, "101", status=first)
    if status is ReservationStatus.CANCELLED:
        return desk.step(stay, "cancel").json
    if status is ReservationStatus.CHECKED_IN:
        return desk.step(stay, "check-in").json
    if status is ReservationStatus.EXPIRED:
        step(actor, stay, Command.EXPIRE)
    if status is ReservationStatus.NO_SHOW:
        reply = desk.step(stay, "no-show")
        assert reply.status_code == 200, reply.text
    if status is ReservationStatus.CHECKED_OUT:
        stay = desk.step(stay, "check-in").json
        close_day(desk)
        reply = desk.step(stay, "check-out")
        assert reply.status_code == 200, reply.text
    return desk.get(stay)


def step(actor: Actor, stay: dict[str, Any], command: Command) -> None:
    unit_of_work.run(lambda uow: take_step(uow, stay["id"], None, command), actor=actor)


def close_day(desk: Desk) -> None:
    closed = desk.client.post(
        "/api/pms/night-audit",
        json={"propertyId": str(desk.hotel.property_id), "businessDate": "2027-03-15"},
    )
    assert closed.status_code == 200, closed.text


def rows_of(database: Database, actor: Actor) -> Any:
    with database.connect_as_admin() as admin:
        return admin.execute(_ROWS, {"tenant": actor.tenant_id}).fetchone()


@pytest.mark.parametrize("status", list(ReservationStatus))
def test_steps_that_lead_nowhere_are_refused(
    desk: Desk, actor: Actor, database: Database, clock: Any, status: ReservationStatus
):
    if status is ReservationStatus.NO_SHOW:
        clock.stop_at(datetime(2027, 3, 16, 12, tzinfo=UTC))
    stay = brought_to(desk, actor, status)
    assert stay["status"] == status
    moves = board_commands(desk, stay)
    before, outcomes = rows_of(database, actor), Counter()
    for command, address in ADDRESSES.items():
        if (status, command) in LEGAL:
            continue
        answer = desk.step(stay, address)
        assert (answer.status_code, answer.json["code"]) == (409, "INVALID_STATUS_TRANSITION"), command
        outcomes["steps"] += 1
    for name, send in moves.items():
        if status in {"HOLD", "CONFIRMED", "CHECKED_IN"}:
            continue
        answer = send()
        assert (answer.status_code, answer.json["code"]) == (409, "RESERVATION_NOT_MOVABLE"), name
        outcomes["moves"] += 1
    assert rows_of(database, actor) == before
    assert outcomes["steps"] >= 4


def board_commands(desk: Desk, stay: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    other = desk.book("2027-03-25", "2027-03-26", "103")
    room = str(desk.hotel.rooms["102"])

    def swap() -> Any:
        pair = {
            name: {"reservationId": each["id"], "version": each["version"]}
            for name, each in (("first", stay), ("second", other))
        }
        return desk.client.post("/api/pms/calendar/swap", json=pair | {"idempotencyKey": key()})

    return {
        "move": lambda: desk.move(stay | {"roomId": origin(stay)["roomId"]}, "102"),
        "resize": lambda: desk.resize(stay, "RIGHT", "2027-03-19"),
        "swap": swap,
        "assign": lambda: desk.step(stay, "assign-room", roomId=room),
        "unassign": lambda: desk.step(stay, "unassign-room"),
        "split": lambda: desk.step(stay, "split", date="2027-03-16", roomId=room),
    }


def test_every_pair_was_asked_or_is_legal():
    pairs = {(status, command) for status in ReservationStatus for command in ADDRESSES}
    assert len(pairs) == len(ReservationStatus) * 7
    assert {pair for pair in LEGAL if pair[1] in ADDRESSES} < pairs


def test_control_a_legal_step_changes_rows(desk: Desk, actor: Actor, database: Database):
    stay = brought_to(desk, actor, ReservationStatus.CONFIRMED)
    before = rows_of(database, actor)
    assert desk.step(stay, "cancel").status_code == 200
    assert rows_of(database, actor) != before
