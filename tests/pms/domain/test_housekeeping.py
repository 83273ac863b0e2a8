from __future__ import annotations

from itertools import product

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.housekeeping import (
    TRANSITIONS,
    TaskCommand,
    TaskKind,
    TaskStatus,
    condition_when_finished,
    condition_when_reopened,
    discrepancy_of,
    next_status,
)
from addons.pms.domain.room_status import Condition, Occupancy, is_ready


@pytest.mark.parametrize(("status", "command"), list(product(TaskStatus, TaskCommand)))
def test_every_step_is_in_the_table_or_refused(status: TaskStatus, command: TaskCommand) -> None:
    if (status, command) in TRANSITIONS:
        assert next_status(status, command) is TRANSITIONS[status, command]
        return
    with pytest.raises(DomainError) as refusal:
        next_status(status, command)
    assert refusal.value.code == "INVALID_STATUS_TRANSITION"
    assert refusal.value.facts == {"currentStatus": status.value, "command": command.value}


def test_nothing_leads_out_of_done_or_skipped_but_taking_it_back() -> None:
    for status in (TaskStatus.DONE, TaskStatus.SKIPPED):
        assert [command for start, command in TRANSITIONS if start is status] == [TaskCommand.REOPEN]


@pytest.mark.parametrize(
    ("kind", "current", "expected"),
    [
        ("DEPARTURE", "DIRTY", "CLEAN"),
        ("STAY_OVER", "DIRTY", "CLEAN"),
        ("ARRIVAL", "CLEAN", "CLEAN"),
        ("ARRIVAL", "INSPECTED", "INSPECTED"),
        ("INSPECTION", "CLEAN", "INSPECTED"),
        ("MANUAL", "DIRTY", None),
    ],
)
def test_what_a_finished_task_says_of_the_room(kind: str, current: str, expected: str | None) -> None:
    assert condition_when_finished(TaskKind(kind), Condition(current)) == expected


@pytest.mark.parametrize(
    ("kind", "current", "expected"),
    [
        ("DEPARTURE", "INSPECTED", "DIRTY"),
        ("INSPECTION", "INSPECTED", "CLEAN"),
        ("INSPECTION", "DIRTY", None),
        ("MANUAL", "CLEAN", None),
    ],
)
def test_what_a_task_taken_back_says_of_the_room(kind: str, current: str, expected: str | None) -> None:
    assert condition_when_reopened(TaskKind(kind), Condition(current)) == expected


@pytest.mark.parametrize(
    ("seen", "desk", "expected"),
    [
        ("OCCUPIED", "VACANT", "SLEEP"),
        ("VACANT", "OCCUPIED", "SKIP"),
        ("VACANT", "VACANT", None),
        ("OCCUPIED", "OCCUPIED", None),
    ],
)
def test_sleep_and_skip(seen: str, desk: str, expected: str | None) -> None:
    assert discrepancy_of(Occupancy(seen), Occupancy(desk)) == expected


@pytest.mark.parametrize(
    ("occupancy", "condition", "closed", "inspects", "ready"),
    [
        ("VACANT", "CLEAN", False, False, True),
        ("VACANT", "CLEAN", False, True, False),
        ("VACANT", "INSPECTED", False, True, True),
        ("VACANT", "INSPECTED", False, False, True),
        ("VACANT", "DIRTY", False, False, False),
        ("OCCUPIED", "INSPECTED", False, False, False),
        ("VACANT", "INSPECTED", True, True, False),
    ],
)
def test_ready(occupancy: str, condition: str, closed: bool, inspects: bool, ready: bool) -> None:
    found = is_ready(Occupancy(occupancy), Condition(condition), out_of_order=closed, inspects=inspects)
    assert found is ready
