from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.reservation_status import (
    FINAL,
    HOLDING_INVENTORY,
    MOVABLE,
    TRANSITIONS,
    Command,
    ReservationStatus,
    desk_label,
    transition,
)

# Written down from the architecture's table, not derived from the code under test.
ALLOWED = {
    ("HOLD", "confirm"): ("CONFIRMED", "pms.reservation.confirmed.v1", "pms.reservations.edit"),
    ("HOLD", "cancel"): ("CANCELLED", "pms.reservation.cancelled.v1", "pms.reservations.cancel"),
    ("HOLD", "expire"): ("EXPIRED", "pms.reservation.expired.v1", "pms.reservations.cancel"),
    ("CONFIRMED", "check_in"): (
        "CHECKED_IN",
        "pms.reservation.checked_in.v1",
        "pms.reservations.check_in",
    ),
    ("CONFIRMED", "cancel"): ("CANCELLED", "pms.reservation.cancelled.v1", "pms.reservations.cancel"),
    ("CONFIRMED", "no_show"): (
        "NO_SHOW",
        "pms.reservation.no_show_marked.v1",
        "pms.reservations.no_show",
    ),
    ("CHECKED_IN", "check_out"): (
        "CHECKED_OUT",
        "pms.reservation.checked_out.v1",
        "pms.reservations.check_out",
    ),
    ("CHECKED_IN", "revert_check_in"): (
        "CONFIRMED",
        "pms.reservation.check_in_reverted.v1",
        "pms.reservations.check_in",
    ),
    ("CANCELLED", "reinstate"): (
        "CONFIRMED",
        "pms.reservation.reinstated.v1",
        "pms.reservations.reinstate",
    ),
    ("NO_SHOW", "reinstate"): (
        "CONFIRMED",
        "pms.reservation.reinstated.v1",
        "pms.reservations.reinstate",
    ),
}


@pytest.mark.parametrize(("status", "command"), list(product(ReservationStatus, Command)))
def test_every_pair_of_status_and_command(status: ReservationStatus, command: Command) -> None:
    expected = ALLOWED.get((status.value, command.value))
    if expected is None:
        with pytest.raises(DomainError) as refusal:
            transition(status, command)
        assert refusal.value.code == "INVALID_STATUS_TRANSITION"
        assert refusal.value.facts == {"currentStatus": status.value, "command": command.value}
        return
    step = transition(status, command)
    assert (step.target.value, step.event_type, step.permission) == expected


def test_no_step_is_listed_twice() -> None:
    assert len({(step.source, step.command) for step in TRANSITIONS}) == len(TRANSITIONS) == len(ALLOWED)


def test_status_sets() -> None:
    names = {
        "holding": {"HOLD", "CONFIRMED", "CHECKED_IN", "CHECKED_OUT"},
        "movable": {"HOLD", "CONFIRMED", "CHECKED_IN"},
        "final": {"CHECKED_OUT", "EXPIRED"},
    }
    assert {status.value for status in HOLDING_INVENTORY} == names["holding"]
    assert {status.value for status in MOVABLE} == names["movable"]
    assert {status.value for status in FINAL} == names["final"]


@pytest.mark.parametrize(
    ("status", "check_in", "check_out", "expected"),
    [
        ("CONFIRMED", "2027-03-15", "2027-03-18", "due_in"),
        ("CONFIRMED", "2027-03-14", "2027-03-18", "due_in"),
        ("CONFIRMED", "2027-03-16", "2027-03-18", None),
        ("CONFIRMED", "2027-03-15", "2027-03-15", "due_in"),
        ("CHECKED_IN", "2027-03-15", "2027-03-15", "due_out"),
        ("CHECKED_IN", "2027-03-13", "2027-03-15", "due_out"),
        ("CHECKED_IN", "2027-03-11", "2027-03-14", "due_out"),
        ("CHECKED_IN", "2027-03-14", "2027-03-16", "stay_over"),
        ("CHECKED_IN", "2027-03-15", "2027-03-16", None),
        ("HOLD", "2027-03-15", "2027-03-18", None),
        ("CHECKED_OUT", "2027-03-14", "2027-03-15", None),
        ("CANCELLED", "2027-03-15", "2027-03-18", None),
    ],
)
def test_desk_label(status: str, check_in: str, check_out: str, expected: str | None) -> None:
    label = desk_label(
        ReservationStatus(status),
        date.fromisoformat(check_in),
        date.fromisoformat(check_out),
        date(2027, 3, 15),
    )
    assert label == expected
