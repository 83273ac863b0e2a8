"""The one table from domain codes to HTTP statuses (contract section 2)."""

from __future__ import annotations

from flask import request

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import Money
from addons.pms.web.money_text import money_text
from oppsera_host.errors import AppError
from oppsera_host.web.problems import register
from oppsera_host.web.sentences import say_with

CONFLICT, PRECONDITION_FAILED = 409, 412
STATUS = {
    "VALIDATION_ERROR": 422,
    "NOT_FOUND": 404,
    "ROOM_ALREADY_BOOKED": CONFLICT,
    "ROOM_OUT_OF_ORDER": CONFLICT,
    "NO_AVAILABILITY": CONFLICT,
    "OCCUPANCY_EXCEEDED": CONFLICT,
    "STAY_RESTRICTED": CONFLICT,
    "INVALID_STATUS_TRANSITION": CONFLICT,
    "RESERVATION_NOT_MOVABLE": CONFLICT,
    "CONFIRMATION_REQUIRED": CONFLICT,
    "CONCURRENCY_CONFLICT": CONFLICT,
    "FOLIO_NOT_OPEN": CONFLICT,
    "FOLIO_NOT_SETTLED": CONFLICT,
    "PAYMENT_REFUSED": CONFLICT,
    "NIGHT_AUDIT_REFUSED": CONFLICT,
    "GUEST_MERGED": CONFLICT,
    "GUEST_ERASED": CONFLICT,
    "GUEST_STILL_NEEDED": CONFLICT,
    "GUEST_NOT_MERGED": CONFLICT,
    "IDEMPOTENCY_IN_FLIGHT": CONFLICT,
    "IDEMPOTENCY_KEY_REUSED": 422,
    "IDEMPOTENCY_KEY_REQUIRED": 400,
    "VERSION_REQUIRED": 428,
}


def install() -> None:
    """Answer domain errors by the table, and write the money in their sentences as the reader does."""
    register(DomainError, to_app_error)
    say_with(Money, lambda money: money_text(money.amount, money.currency))


def to_app_error(error: DomainError) -> AppError:
    """Return ``error`` with its status; a stale version that came in If-Match answers 412 (RFC 9110 §13.1.1)."""
    status = STATUS.get(error.code, CONFLICT)  # an addon's veto brings a code of its own
    if error.code == "CONCURRENCY_CONFLICT" and "If-Match" in request.headers:
        status = PRECONDITION_FAILED
    headers = {"Retry-After": "1"} if error.code == "IDEMPOTENCY_IN_FLIGHT" else None
    return AppError(error.code, status, error.detail, facts=error.facts, headers=headers)
