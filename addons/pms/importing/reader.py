"""Reads a CSV file row by row; a broken row is named and costs no other row.

Rows are numbered from 0 as they stand in the file, without the header and empty lines; a broken row has a number
too, so that the numbers stay the same once it is repaired.
"""

from __future__ import annotations

import csv
import lzma
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from addons.pms.importing.errors import FileRefusedError, RowRefusedError

ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15")
"""Only such in which a line break is the same byte as in ASCII."""

LONGEST_LINE = 1_000_000
MOST_LINES_OF_A_ROW = 200
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number from 0, the line it begins on (from 1), and its cells or what is wrong with it."""

    row: int
    line: int
    cells: dict[str, str]
    problem: RowRefusedError | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    problem: RowRefusedError | None = None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked when its name ends in ``.xz``.

    Raises:
        FileRefusedError: UNREADABLE when it cannot be opened or unpacked.
    """
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as stream:
            yield cast("BinaryIO", stream)
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise FileRefusedError("UNREADABLE", f"{path.name} cannot be read: {error}.") from error


def read_rows(
    path: Path, needed: Sequence[str], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Iterator[RawRow]:
    """Yield every row of the file.

    Args:
        path: the file; ``.xz`` is unpacked on the way.
        needed: columns the header must have.
        delimiter: one character.
        encoding: one of ``ENCODINGS``.

    Raises:
        FileRefusedError: UNREADABLE, WRONG_ENCODING (UTF-16), EMPTY_FILE, LINE_TOO_LONG, MISSING_COLUMNS,
            DUPLICATE_COLUMNS; all but the third and fourth before the first row.
    """
    with opened(path) as stream:
        records = _Records(_lines(path, stream, encoding), delimiter)
        header = _header(path, records, needed)
        for number, (line, cells, problem) in enumerate(records.rows(len(header))):
            yield RawRow(number, line, dict(zip(header, cells, strict=False)), problem)


def _header(path: Path, records: _Records, needed: Sequence[str]) -> list[str]:
    first = records.first()
    if first is None:
        raise FileRefusedError("EMPTY_FILE", f"{path.name} is empty.")
    header = [name.strip() for name in first]
    missing = [name for name in needed if name not in header]
    if missing:
        raise FileRefusedError(
            "MISSING_COLUMNS",
            f"{path.name} has no column {', '.join(missing)}. It has: {', '.join(header)[:1000]}.",
        )
    twice = sorted({name for name in needed if header.count(name) > 1})
    if twice:
        raise FileRefusedError(
            "DUPLICATE_COLUMNS", f"{path.name} has more than one column {', '.join(twice)}."
        )
    return header


def _lines(path: Path, stream: BinaryIO, encoding: str) -> Iterator[_Line]:
    position = 0
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise FileRefusedError(
                "LINE_TOO_LONG", f"Line {number} of {path.name} is longer than {LONGEST_LINE} bytes."
            )
        if number == 1 and raw.startswith(_UTF16_MARKS):
            raise FileRefusedError("WRONG_ENCODING", f"{path.name} is UTF-16. Please save it as UTF-8.")
        yield _decoded(raw, number, position, encoding)
        position += len(raw)


def _decoded(raw: bytes, number: int, position: int, encoding: str) -> _Line:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        detail = (
            f"Byte 0x{raw[error.start]:02x} at position {position + error.start} is not {encoding.upper()}."
            " Please save the file as UTF-8, or name its encoding in the mapping."
        )
        return _Line(number, "", RowRefusedError("WRONG_ENCODING", detail))
    if "\0" in text:
        detail = f"There is a NUL character at position {position + raw.index(0)}."
        return _Line(number, "", RowRefusedError("NUL_CHARACTER", detail))
    return _Line(number, text.removeprefix(_UTF8_MARK) if number == 1 else text)


class _Records:
    """Puts lines together to records. A quotation mark left open takes its own line down, not the rest."""

    def __init__(self, lines: Iterator[_Line], delimiter: str) -> None:
        self._lines = lines
        self._again: deque[_Line] = deque()
        self._delimiter = delimiter

    def first(self) -> list[str] | None:
        """Return the first record, or None of an empty file.

        Raises:
            FileRefusedError: BROKEN_HEADER.
        """
        for _, cells, problem in self.rows(None):
            if problem is not None:
                raise FileRefusedError("BROKEN_HEADER", f"The first line cannot be read: {problem.detail}")
            return cells
        return None

    def rows(self, columns: int | None) -> Iterator[tuple[int, list[str], RowRefusedError | None]]:
        """Yield (line number, cells, problem) of each record; ``columns`` is how many it must have."""
        while (line := self._next()) is not None:
            if line.problem is not None:
                yield line.number, [], line.problem
            elif line.text.strip():
                cells, problem = self._record(line, columns)
                yield line.number, cells, problem

    def _next(self) -> _Line | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _record(self, first: _Line, columns: int | None) -> tuple[list[str], RowRefusedError | None]:
        parts = [first]
        while sum(part.text.count('"') for part in parts) % 2 and len(parts) < MOST_LINES_OF_A_ROW:
            line = self._next()
            if line is None:
                break
            if line.problem is not None:
                self._again.appendleft(line)
                break
            parts.append(line)
        try:
            return self._parsed(parts, columns), None
        except RowRefusedError as problem:
            self._again.extendleft(reversed(parts[1:]))
            return [], problem

    def _parsed(self, parts: list[_Line], columns: int | None) -> list[str]:
        try:
            records = list(csv.reader((part.text for part in parts), delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            raise RowRefusedError("BROKEN_QUOTING", f"The row cannot be taken apart: {error}.") from error
        if len(records) != 1:
            raise RowRefusedError(
                "BROKEN_QUOTING", "The row cannot be taken apart: a quotation mark is left open."
            )
        if columns is not None and len(records[0]) != columns:
            raise RowRefusedError(
                "WRONG_COLUMN_COUNT", f"The row has {len(records[0])} columns; the header has {columns}."
            )
        return records[0]
