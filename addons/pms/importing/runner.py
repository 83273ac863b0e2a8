"""Imports a file: survey it, set up the house, give rooms, write the bookings, report every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.importing import batches, house, proposals
from addons.pms.importing.batches import Candidate
from addons.pms.importing.house import PreparedHouse
from addons.pms.importing.mapping import ImportMapping
from addons.pms.importing.report import Report, report_at
from addons.pms.importing.rooms_file import read_rooms
from addons.pms.importing.rows import BadRow, RowBooking, read_bookings
from addons.pms.importing.survey import Survey, survey
from addons.pms.services.bulk_reservations import PastBooking
from addons.pms.services.past_nights import post_past_nights
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What to import and how.

    Attributes:
        file: the bookings, CSV or CSV packed with xz.
        mapping: which column is what.
        property_code: where they go; created when it is missing.
        report: where to write the report.
        source: names the file in ``sourceRef``; the same source and row come in once.
        rooms_file: which room each row slept in.
        auto_assign: give the other stays rooms as well.
        as_confirmed: bring stays that took place in as CONFIRMED.
        post_past_nights: charge guests who are in the house the nights before the business date.
    """

    file: Path
    mapping: ImportMapping
    property_code: str
    report: Path
    source: str
    rooms_file: Path | None = None
    auto_assign: bool = False
    as_confirmed: bool = False
    post_past_nights: bool = False

    @property
    def reference_prefix(self) -> str:
        """What every ``sourceRef`` of this import begins with; the row number follows."""
        return f"{self.property_code}/{self.source}:"


def import_bookings(request: ImportRequest, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Import the file; rows that were imported before are left alone.

    Args:
        request: what to import.
        actor: whose tenant gets the bookings.
        progress: called with (rows done, rows in all).

    Returns:
        ``Report.summary()``; with ``post_past_nights`` also ``pastNights``, how many nights were charged now.

    Raises:
        FileRefusedError: the file, the rooms file or the report cannot be used; nothing was written.
        DomainError: VALIDATION_ERROR for a property that cannot be set up as the mapping says.
        AppError: UNAVAILABLE when the database does not answer; start the import again.
    """
    room_numbers = read_rooms(request.rooms_file) if request.rooms_file else {}
    found = survey(read_bookings(request.file, request.mapping), room_numbers)
    with report_at(request.report) as report:
        prepared = unit_of_work.run(
            lambda uow: house.prepare(
                uow, request.property_code, request.mapping, found, as_confirmed=request.as_confirmed
            ),
            actor=actor,
        )
        fixed = _fixed_rooms(report, found, prepared, room_numbers)
        proposed = (
            proposals.propose(actor, request.reference_prefix, found, prepared, fixed)
            if request.auto_assign
            else {}
        )
        candidates = _candidates(request, report, prepared, fixed, proposed)
        for written in batches.write(actor, prepared.house, candidates):
            for each in written:
                report.add_written(each)
            report.flush()
            progress(sum(report.outcomes.values()), found.rows)
        progress(found.rows, found.rows)
        if request.post_past_nights:
            posted = post_past_nights(actor, prepared.house.hotel.id, request.reference_prefix)
            report.past_nights = posted.stays
        return report.summary()


def _fixed_rooms(
    report: Report, found: Survey, prepared: PreparedHouse, room_numbers: Mapping[int, str]
) -> dict[int, UUID]:
    """Return the room of each row that the rooms file names; rows beyond the file's end are reported."""
    for row in room_numbers:
        if row >= found.rows:
            report.warn(row, "NO_SUCH_ROW", "The rooms file names a row that the bookings do not have.")
    return {
        row: prepared.room_by_number[number]
        for row, number in room_numbers.items()
        if number in prepared.room_by_number
    }


def _candidates(
    request: ImportRequest,
    report: Report,
    prepared: PreparedHouse,
    fixed: Mapping[int, UUID],
    proposed: Mapping[int, UUID],
) -> Iterator[Candidate]:
    for booking in read_bookings(request.file, request.mapping):
        if isinstance(booking, BadRow):
            report.add_bad_row(booking)
            continue
        room_id = fixed.get(booking.row) or proposed.get(booking.row)
        warnings = booking.warnings
        if request.auto_assign and room_id is None and booking.takes_stock and not booking.dates.day_use:
            warnings = (*warnings, ("NO_ROOM", "No room of its type is free on all its nights."))
        yield Candidate(
            booking=_past_booking(request, prepared, booking, room_id), row=booking.row, line=booking.line,
            warnings=warnings, room_is_a_proposal=booking.row not in fixed,
        )  # fmt: skip


def _past_booking(
    request: ImportRequest, prepared: PreparedHouse, booking: RowBooking, room_id: UUID | None
) -> PastBooking:
    practised = request.as_confirmed and booking.took_place
    return PastBooking(
        source_ref=f"{request.reference_prefix}{booking.row}",
        status=ReservationStatus.CONFIRMED if practised else booking.status,
        room_type_id=prepared.types[booking.room_type].id,
        booked_room_type_id=prepared.types[booking.booked_room_type].id, room_id=room_id,
        dates=booking.dates, adults=booking.adults, children=booking.children, guest=booking.guest,
        night_amounts=(booking.rate,) * booking.dates.night_count, booked_on=booking.booked_on,
        status_date=booking.booked_on if practised else booking.status_date, notes=booking.notes,
    )  # fmt: skip
