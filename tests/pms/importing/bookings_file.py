"""A small file of bookings in a format of its own, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from addons.pms.importing.mapping import ImportMapping, load_mapping

MAPPING = """
property: {name: Test lodge, timezone: Europe/Vienna, currency: EUR}
missing: ["NULL"]
columns:
  arrival: arrival
  departure: departure
  booked_on: booked
  status: status
  adults: adults
  children: children
  room_type: type
  room_type_slept: slept
  nightly_rate: rate
  first_name: first
  last_name: last
  notes: notes
statuses: {stayed: CHECKED_OUT, here: CHECKED_IN, booked: CONFIRMED, cancelled: CANCELLED, absent: NO_SHOW}
"""
COLUMNS = (
    "arrival", "departure", "booked", "status", "adults", "children", "type", "slept", "rate", "first", "last", "notes",
)  # fmt: skip
ROW = {
    "arrival": "2024-05-10", "departure": "2024-05-12", "booked": "2024-04-01", "status": "stayed", "adults": "2",
    "children": "0", "type": "A", "slept": "A", "rate": "80.00", "first": "", "last": "", "notes": "",
}  # fmt: skip


def mapping(folder: Path) -> ImportMapping:
    """The mapping of the format."""
    path = folder / "mapping.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return load_mapping(path)


def write_bookings(folder: Path, rows: Iterable[dict[str, Any] | str], name: str = "bookings.csv") -> Path:
    """Write a file; a row names what differs from ``ROW``, or is a line of its own."""
    lines = [
        row if isinstance(row, str) else ",".join(str((ROW | row)[column]) for column in COLUMNS)
        for row in rows
    ]
    path = folder / name
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return path
