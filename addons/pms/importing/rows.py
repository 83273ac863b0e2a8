"""Turns rows of the file into bookings, still without ids: what was booked, slept and paid, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import minor_unit_digits
from addons.pms.domain.reservation_status import HOLDING_INVENTORY, ReservationStatus
from addons.pms.domain.stay_dates import StayDates
from addons.pms.importing.cells import amount_of, count_of, date_from_parts, date_of, shown
from addons.pms.importing.errors import RowRefusedError, sentence_of
from addons.pms.importing.mapping import ImportMapping
from addons.pms.importing.reader import RawRow, read_rows
from addons.pms.services.guest_details import LONGEST_NOTES
from addons.pms.services.reservations import NewGuest

LONGEST_ROOM_TYPE = 20
_TOOK_PLACE = frozenset({ReservationStatus.CHECKED_IN, ReservationStatus.CHECKED_OUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBooking:
    """A row as a booking; room types by code, ``rate`` in minor units a night.

    ``room_type`` is whose stock it takes: the type slept in for a stay that took place, else the one booked.
    """

    row: int
    line: int
    status: ReservationStatus
    booked_room_type: str
    room_type: str
    dates: StayDates
    adults: int
    children: int
    guest: NewGuest
    rate: int
    booked_on: date
    status_date: date
    notes: str
    warnings: tuple[tuple[str, str], ...]

    @property
    def took_place(self) -> bool:
        """Whether the guest came."""
        return self.status in _TOOK_PLACE

    @property
    def takes_stock(self) -> bool:
        """Whether it holds a room of its type."""
        return self.status in HOLDING_INVENTORY


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no booking, and why."""

    row: int
    line: int
    code: str
    detail: str


def read_bookings(path: Path, mapping: ImportMapping) -> Iterator[RowBooking | BadRow]:
    """Yield each row of the file as a booking, or as a bad row.

    Raises:
        FileRefusedError: as ``reader.read_rows``.
    """
    digits = minor_unit_digits(mapping.currency)
    needed = mapping.columns.names()
    for raw in read_rows(path, needed, delimiter=mapping.delimiter, encoding=mapping.encoding):
        try:
            yield _booking(raw, mapping, digits)
        except RowRefusedError as problem:
            yield BadRow(raw.row, raw.line, problem.code, problem.detail)
        except DomainError as problem:
            yield BadRow(raw.row, raw.line, problem.code, sentence_of(problem))


def _booking(raw: RawRow, mapping: ImportMapping, digits: int) -> RowBooking:
    if raw.problem is not None:
        raise raw.problem
    cells = _Cells(raw, mapping)
    columns = mapping.columns
    dates = _dates(cells)
    status = _status(cells)
    booked_on = _booked_on(cells, dates)
    status_date = _status_date(cells, status, dates, booked_on)
    booked_type = _room_type(cells, columns.room_type)
    slept = cells.given(columns.room_type_slept) if status in _TOOK_PLACE else None
    adults = cells.sum_of(columns.adults, required=True)
    rate = amount_of(cells.required(columns.nightly_rate), columns.nightly_rate, digits)
    notes = cells.given(columns.notes) or ""
    if len(notes) > LONGEST_NOTES:
        raise RowRefusedError("TOO_LONG", f"{columns.notes} has more than {LONGEST_NOTES} characters.")
    return RowBooking(
        row=raw.row, line=raw.line, status=status, booked_room_type=booked_type,
        room_type=_room_type(cells, columns.room_type_slept) if slept else booked_type, dates=dates,
        adults=adults, children=cells.sum_of(columns.children, required=False), guest=_guest(cells), rate=rate,
        booked_on=booked_on, status_date=status_date, notes=notes,
        warnings=tuple(_warnings(dates, status, adults, rate, status_date)),
    )  # fmt: skip


class _Cells:
    """The cells of a row, with the mapping's idea of what is missing."""

    def __init__(self, raw: RawRow, mapping: ImportMapping) -> None:
        self.raw = raw
        self.mapping = mapping

    def given(self, column: str) -> str | None:
        """Return the trimmed text of a column; None when it has no name or says nothing."""
        text = self.raw.cells[column].strip() if column else ""
        return None if text in self.mapping.missing else text

    def required(self, column: str) -> str:
        """Return the trimmed text of a column that must say something."""
        text = self.given(column)
        if text is None:
            raise RowRefusedError("MISSING_VALUE", f"{column} is empty.")
        return text

    def sum_of(self, columns: tuple[str, ...], *, required: bool) -> int:
        """Return the sum of counts; where it is not required, what is missing counts as none."""
        texts = [(self.required(name) if required else self.given(name) or "0", name) for name in columns]
        return sum(count_of(text, name) for text, name in texts)


def _dates(cells: _Cells) -> StayDates:
    columns, date_format = cells.mapping.columns, cells.mapping.date_format
    texts = [cells.required(name) for name in columns.arrival]
    arrival = (
        date_of(texts[0], columns.arrival[0], date_format)
        if len(texts) == 1
        else date_from_parts(texts[0], texts[1], texts[2])
    )
    if columns.departure:
        departure = date_of(cells.required(columns.departure), columns.departure, date_format)
    else:
        departure = _days_after(arrival, cells.sum_of(columns.nights, required=True))
    return StayDates(arrival, departure, day_use=departure == arrival)


def _booked_on(cells: _Cells, dates: StayDates) -> date:
    columns = cells.mapping.columns
    if (text := cells.given(columns.booked_on)) is not None:
        return date_of(text, columns.booked_on, cells.mapping.date_format)
    if (text := cells.given(columns.booked_days_before)) is not None:
        return _days_after(dates.check_in, -count_of(text, columns.booked_days_before))
    return dates.check_in


def _days_after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise RowRefusedError("BAD_DATE", f"{days} days from {day} is no day of the calendar.") from error


def _status(cells: _Cells) -> ReservationStatus:
    column = cells.mapping.columns.status
    if not column:
        return ReservationStatus.CONFIRMED
    text = cells.required(column)
    status = cells.mapping.statuses.get(text)
    if status is None:
        raise RowRefusedError(
            "UNKNOWN_STATUS", f"{column} is {shown(text)}, which the mapping does not know."
        )
    return status


def _status_date(cells: _Cells, status: ReservationStatus, dates: StayDates, booked_on: date) -> date:
    column = cells.mapping.columns.status_date
    if (text := cells.given(column)) is not None:
        return date_of(text, column, cells.mapping.date_format)
    if status is ReservationStatus.CHECKED_OUT:
        return dates.check_out
    if status in {ReservationStatus.CHECKED_IN, ReservationStatus.NO_SHOW}:
        return dates.check_in
    return booked_on


def _room_type(cells: _Cells, column: str) -> str:
    code = cells.required(column)
    if len(code) > LONGEST_ROOM_TYPE:
        raise RowRefusedError(
            "TOO_LONG", f"{column} is {shown(code)}; a code has at most {LONGEST_ROOM_TYPE} characters."
        )
    return code


def _guest(cells: _Cells) -> NewGuest:
    """The guest as the file names them; without a name, a neutral one by row."""
    columns = cells.mapping.columns
    first, last = cells.given(columns.first_name), cells.given(columns.last_name)
    if last is None:
        first, last = ("Guest", f"{cells.raw.row:04d}") if first is None else (None, first)
    return NewGuest(
        first_name=first or "",
        last_name=last,
        email=cells.given(columns.email),
        phone=cells.given(columns.phone),
    )


def _warnings(
    dates: StayDates, status: ReservationStatus, adults: int, rate: int, status_date: date
) -> Iterator[tuple[str, str]]:
    if dates.day_use:
        yield "DAY_USE", "The stay has no night: it comes in as day use and earns nothing."
    if adults == 0:
        yield "NO_ADULTS", "The stay has no adult."
    if rate == 0:
        yield "ZERO_RATE", "The nights cost nothing."
    if rate < 0:
        yield "NEGATIVE_RATE", "The nights cost less than nothing."
    if status is ReservationStatus.CHECKED_OUT and status_date != dates.check_out:
        yield "OTHER_STATUS_DATE", f"The guest checked out on {status_date}, not on {dates.check_out}."
