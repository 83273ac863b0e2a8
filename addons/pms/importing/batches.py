"""Writes bookings batch by batch, a transaction each; a batch that is refused goes in one by one.

So one bad booking is named with its reason and costs no other. What is there already is left alone, by the number
it has at its source, so an import that was interrupted is simply started again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from addons.pms.domain.errors import DomainError
from addons.pms.importing.errors import sentence_of
from addons.pms.services.bulk_reservations import (
    House,
    PastBooking,
    add_all,
    present_references,
    send_records,
)
from oppsera_host.db import unit_of_work
from oppsera_host.db.constraint_errors import sqlstate_of
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor

BATCH = 200
_ROOM_TAKEN = frozenset({"ROOM_ALREADY_BOOKED", "ROOM_OUT_OF_ORDER"})
_BAD_DATA = ("22", "23")
_UNAVAILABLE = "UNAVAILABLE"
T = TypeVar("T")


class Outcome(StrEnum):
    """What became of a booking."""

    ACCEPTED = "accepted"
    PRESENT = "alreadyImported"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A booking to write.

    Attributes:
        booking: the booking.
        row: its row in the file.
        line: the line it begins on.
        warnings: (code, sentence) of what is strange about it.
        room_is_a_proposal: the room was chosen here; when it is taken, the stay comes in without one.
    """

    booking: PastBooking
    row: int
    line: int
    warnings: tuple[tuple[str, str], ...] = ()
    room_is_a_proposal: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a candidate; ``code`` and ``detail`` say why it was refused."""

    candidate: Candidate
    outcome: Outcome
    code: str = ""
    detail: str = ""


def write(
    actor: Actor, house: House, candidates: Iterable[Candidate], batch_size: int = BATCH
) -> Iterator[list[Written]]:
    """Write all ``candidates``; yield what became of each, batch by batch, in their order.

    Raises:
        AppError: UNAVAILABLE when the database does not answer; what was yielded before is written.
    """
    for batch in in_batches(candidates, batch_size):
        yield _write_batch(actor, house, batch)


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield ``items`` in lists of ``size``; the last one may be shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _write_batch(actor: Actor, house: House, batch: Sequence[Candidate]) -> list[Written]:
    try:
        return unit_of_work.run(lambda uow: _write(uow, house, batch), actor=actor)
    except (DomainError, AppError, DBAPIError) as error:
        code, detail = _reason(error)
    if len(batch) > 1:
        return [written for candidate in batch for written in _write_batch(actor, house, [candidate])]
    candidate = batch[0]
    if candidate.room_is_a_proposal and code in _ROOM_TAKEN:
        return _write_batch(actor, house, [_without_room(candidate)])
    return [Written(candidate, Outcome.REFUSED, code, detail)]


def _write(uow: UnitOfWork, house: House, batch: Sequence[Candidate]) -> list[Written]:
    present = present_references(uow, [candidate.booking.source_ref for candidate in batch])
    new = [candidate.booking for candidate in batch if candidate.booking.source_ref not in present]
    add_all(uow, house, new)
    send_records(uow)
    return [
        Written(candidate, Outcome.PRESENT if candidate.booking.source_ref in present else Outcome.ACCEPTED)
        for candidate in batch
    ]


def _without_room(candidate: Candidate) -> Candidate:
    warning = ("NO_ROOM", "The room meant for the stay is taken: it comes in without a room.")
    return replace(
        candidate, booking=replace(candidate.booking, room_id=None), room_is_a_proposal=False,
        warnings=(*candidate.warnings, warning),
    )  # fmt: skip


def _reason(error: DomainError | AppError | DBAPIError) -> tuple[str, str]:
    """Return code and sentence of a refusal; raise what is no refusal of a booking."""
    if isinstance(error, DomainError):
        return error.code, sentence_of(error)
    if isinstance(error, AppError) and error.code != _UNAVAILABLE:
        return error.code, error.detail
    if isinstance(error, DBAPIError) and sqlstate_of(error).startswith(_BAD_DATA):
        return "VALIDATION_ERROR", "The database does not take these values."
    raise error
