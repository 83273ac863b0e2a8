"""Reads which room each row slept in: a CSV file with the columns ``row`` and ``room``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from addons.pms.importing.cells import count_of
from addons.pms.importing.errors import FileRefusedError, RowRefusedError
from addons.pms.importing.reader import RawRow, opened, read_rows

LONGEST_NUMBER = 20
_ROW_NAMES = ("row", "row_id")


def read_rooms(path: Path) -> dict[int, str]:
    """Return room numbers by 0-based row number; ``.xz`` is unpacked on the way.

    Raises:
        FileRefusedError: as ``reader.read_rows``; BAD_ROOMS_FILE for a line that makes no sense or a row
            named twice.
    """
    row_column = _row_column(path)
    rooms: dict[int, str] = {}
    for raw in read_rows(path, (row_column, "room")):
        try:
            row, room = _entry(raw, row_column, rooms)
        except RowRefusedError as problem:
            raise FileRefusedError(
                "BAD_ROOMS_FILE", f"Line {raw.line} of {path.name}: {problem.detail}"
            ) from problem
        rooms[row] = room
    return rooms


def _entry(raw: RawRow, row_column: str, rooms: Mapping[int, str]) -> tuple[int, str]:
    if raw.problem is not None:
        raise raw.problem
    row, room = count_of(raw.cells[row_column].strip(), row_column), raw.cells["room"].strip()
    if not 0 < len(room) <= LONGEST_NUMBER:
        raise RowRefusedError("BAD_ROOM", f"A room number has 1 to {LONGEST_NUMBER} characters.")
    if row in rooms:
        raise RowRefusedError("BAD_ROOM", f"Row {row} has a room already.")
    return row, room


def _row_column(path: Path) -> str:
    """``row``, or ``row_id`` where the file has that instead."""
    with opened(path) as stream:
        header = stream.readline(10_000).decode("utf-8-sig", errors="replace")
    names = [name.strip().strip('"') for name in header.split(",")]
    return next((name for name in _ROW_NAMES if name in names), _ROW_NAMES[0])
