from __future__ import annotations

import ast
import json
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from addons.pms import domain
from addons.pms.domain import errors
from addons.pms.domain.availability import TypeNight
from addons.pms.domain.conflicts import Alternative, Conflict, ConflictKind

CLOSURE = Conflict(ConflictKind.OUT_OF_ORDER, UUID(int=1), date(2027, 3, 14), date(2027, 3, 16))
STAY = Conflict(
    ConflictKind.RESERVATION, UUID(int=1), date(2027, 3, 15), date(2027, 3, 18), UUID(int=9), "Ana Silva"
)
OFFER = Alternative(UUID(int=2), "205", UUID(int=3), date(2027, 3, 15), date(2027, 3, 18), 99, "Near.")
SOLD_OUT = [TypeNight(date(2027, 3, day), 1, 0, 1).to_payload() for day in (15, 16, 17, 18, 19)]
LIMITS = {"maxAdults": 2, "maxChildren": 1, "maxOccupancy": 3}


@pytest.mark.parametrize(
    ("error", "code", "facts"),
    [
        (errors.invalid_fields({"adults": ["x"]}), "VALIDATION_ERROR", {"fields"}),
        (errors.not_found(), "NOT_FOUND", set()),
        (errors.room_already_booked([STAY], [OFFER]), "ROOM_ALREADY_BOOKED", {"conflicts", "alternatives"}),
        (errors.room_already_booked(), "ROOM_ALREADY_BOOKED", {"conflicts", "alternatives"}),
        (errors.room_out_of_order([CLOSURE], []), "ROOM_OUT_OF_ORDER", {"conflicts", "alternatives"}),
        (errors.no_availability(SOLD_OUT), "NO_AVAILABILITY", {"shortages", "conflicts", "alternatives"}),
        (errors.occupancy_exceeded(LIMITS), "OCCUPANCY_EXCEEDED", {"limits"}),
        (
            errors.invalid_status_transition("NO_SHOW", "check_in"),
            "INVALID_STATUS_TRANSITION",
            {"currentStatus", "command"},
        ),
        (errors.reservation_not_movable("Because."), "RESERVATION_NOT_MOVABLE", set()),
        (errors.confirmation_required("Sure?"), "CONFIRMATION_REQUIRED", set()),
        (errors.concurrency_conflict(7), "CONCURRENCY_CONFLICT", {"currentVersion"}),
        (errors.concurrency_conflict(), "CONCURRENCY_CONFLICT", set()),
        (errors.version_required(), "VERSION_REQUIRED", set()),
        (errors.idempotency_key_required(), "IDEMPOTENCY_KEY_REQUIRED", set()),
        (errors.idempotency_key_reused(), "IDEMPOTENCY_KEY_REUSED", set()),
        (errors.idempotency_in_flight(), "IDEMPOTENCY_IN_FLIGHT", set()),
        (errors.folio_not_open(), "FOLIO_NOT_OPEN", set()),
    ],
)
def test_codes_and_facts(error: errors.DomainError, code: str, facts: set[str]) -> None:
    assert error.code == code
    assert error.detail.endswith((".", "?"))
    assert set(error.facts) == facts
    assert json.loads(json.dumps(error.facts)) == error.facts


def test_conflicts_name_the_spans() -> None:
    error = errors.room_already_booked([STAY, CLOSURE], [OFFER])
    assert "between 2027-03-14 and 2027-03-18" in error.detail
    assert error.facts["conflicts"] == [
        {
            "kind": "RESERVATION",
            "roomId": str(UUID(int=1)),
            "startDate": "2027-03-15",
            "endDate": "2027-03-18",
            "reservationId": str(UUID(int=9)),
            "guestName": "Ana Silva",
        },
        {
            "kind": "OUT_OF_ORDER",
            "roomId": str(UUID(int=1)),
            "startDate": "2027-03-14",
            "endDate": "2027-03-16",
        },
    ]
    assert error.facts["alternatives"][0]["checkInDate"] == "2027-03-15"


def test_what_may_reach_a_log_names_nobody() -> None:
    error = errors.room_already_booked([STAY])
    assert "Ana" not in f"{error} {error!r}"


def test_sentences() -> None:
    assert errors.no_availability(SOLD_OUT).detail.endswith(
        "sold out on 2027-03-15, 2027-03-16, 2027-03-17 and 2 more nights."
    )
    assert "no show reservation" in errors.invalid_status_transition("NO_SHOW", "check_in").detail
    assert "3 people" in errors.occupancy_exceeded(LIMITS).detail


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    folder = Path(domain.__file__).parent
    foreign = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(
                    "addons.pms.domain"
                ):
                    foreign.add((file.name, name))
    assert foreign == set()
