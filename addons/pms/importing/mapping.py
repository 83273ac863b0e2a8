"""Which column of a file is what. Written in YAML by users (docs/import.md), checked strictly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from addons.pms.domain.errors import DomainError
from addons.pms.domain.local_time import parse_zone
from addons.pms.domain.money import minor_unit_digits
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.importing.errors import FileRefusedError, sentence_of
from addons.pms.importing.reader import ENCODINGS

PRESETS = Path(__file__).parent.parent / "presets"
IMPORTED_STATUSES = tuple(
    status.value
    for status in (
        ReservationStatus.CONFIRMED,
        ReservationStatus.CHECKED_IN,
        ReservationStatus.CHECKED_OUT,
        ReservationStatus.CANCELLED,
        ReservationStatus.NO_SHOW,
    )
)
_TOP = frozenset({"property", "encoding", "delimiter", "date_format", "missing", "columns", "statuses"})
_PROPERTY = frozenset({"name", "timezone", "currency"})
_DATE_PARTS = ("year", "month", "day")
_ISO = "%Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of the file's columns; a tuple is summed up. ``arrival`` is one column, or year, month and day."""

    arrival: tuple[str, ...]
    room_type: str
    adults: tuple[str, ...]
    nightly_rate: str
    nights: tuple[str, ...] = ()
    departure: str = ""
    children: tuple[str, ...] = ()
    booked_on: str = ""
    booked_days_before: str = ""
    status: str = ""
    status_date: str = ""
    room_type_slept: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""

    def names(self) -> list[str]:
        """Return every column the file must have."""
        values = (getattr(self, name) for name in self.__dataclass_fields__)
        return [name for value in values for name in ((value,) if isinstance(value, str) else value) if name]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMapping:
    """How to read a file of bookings.

    Attributes:
        columns: which column is what.
        timezone: IANA zone of a property that has to be created.
        currency: ISO 4217 code of the amounts, which are in major units in the file.
        property_name: of a property that has to be created; empty = its code.
        missing: texts that stand for "nothing was given".
        statuses: text in the file → our status.
        date_format: as in ``strptime``.
    """

    columns: Columns
    timezone: str
    currency: str
    property_name: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","
    date_format: str = _ISO
    missing: frozenset[str] = frozenset({""})
    statuses: dict[str, ReservationStatus] = field(default_factory=dict)


def preset_names() -> list[str]:
    """Return the names of the mappings that come with the product."""
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def load_preset(name: str) -> ImportMapping:
    """Return a mapping that comes with the product; ``name`` is one of ``preset_names``."""
    return load_mapping(PRESETS / f"{name}.yaml")


def load_mapping(path: Path) -> ImportMapping:
    """Return the mapping in a YAML file.

    Raises:
        FileRefusedError: BAD_MAPPING naming the entry.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FileRefusedError(
            "BAD_MAPPING", f"{path.name} cannot be read: {' '.join(str(error).split())}"
        ) from error
    try:
        mapping = _mapping(document)
        parse_zone(mapping.timezone, "property.timezone")
        minor_unit_digits(mapping.currency)
    except ValueError as error:
        raise FileRefusedError("BAD_MAPPING", f"{path.name}: {error}") from error
    except DomainError as error:
        raise FileRefusedError("BAD_MAPPING", f"{path.name}: {sentence_of(error)}") from error
    return mapping


def _mapping(document: Any) -> ImportMapping:
    top = _entries(document, "the file", _TOP, ("property", "columns"))
    hotel = _entries(top["property"], "property", _PROPERTY, ("timezone", "currency"))
    encoding = _text(top.get("encoding", "utf-8"), "encoding").lower()
    if encoding not in ENCODINGS:
        raise ValueError(f"encoding must be one of {', '.join(ENCODINGS)}.")
    delimiter = _text(top.get("delimiter", ","), "delimiter")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ValueError("delimiter must be one character.")
    missing = top.get("missing", [""])
    if not isinstance(missing, list):
        raise ValueError("missing must be a list of texts.")
    return ImportMapping(
        columns=_columns(top["columns"], has_statuses="statuses" in top),
        timezone=_text(hotel["timezone"], "property.timezone"),
        currency=_text(hotel["currency"], "property.currency"),
        property_name=_text(hotel.get("name", ""), "property.name"),
        encoding=encoding,
        delimiter=delimiter,
        date_format=_text(top.get("date_format", _ISO), "date_format"),
        missing=frozenset({"", *(str(each) for each in missing)}),
        statuses=_statuses(top.get("statuses", {})),
    )


def _columns(document: Any, *, has_statuses: bool) -> Columns:
    fields = Columns.__dataclass_fields__
    given = _entries(document, "columns", fields, ("arrival", "room_type", "adults", "nightly_rate"))
    if ("nights" in given) == ("departure" in given):
        raise ValueError("columns needs either nights or departure.")
    if "booked_on" in given and "booked_days_before" in given:
        raise ValueError("columns has both booked_on and booked_days_before; please choose one.")
    if has_statuses != ("status" in given):
        raise ValueError("columns.status and statuses belong together; one of them is missing.")
    values: dict[str, Any] = {}
    for name, value in given.items():
        place = f"columns.{name}"
        if name == "arrival":
            values[name] = _arrival(value)
        elif name in {"adults", "children", "nights"}:
            values[name] = tuple(
                _text(each, place) for each in (value if isinstance(value, list) else [value])
            )
        else:
            values[name] = _text(value, place)
    return Columns(**values)


def _arrival(value: Any) -> tuple[str, ...]:
    if not isinstance(value, dict):
        return (_text(value, "columns.arrival"),)
    parts = _entries(value, "columns.arrival", _DATE_PARTS, _DATE_PARTS)
    return tuple(_text(parts[name], f"columns.arrival.{name}") for name in _DATE_PARTS)


def _statuses(document: Any) -> dict[str, ReservationStatus]:
    if not isinstance(document, dict):
        raise ValueError("statuses must map the file's texts to ours.")
    wrong = sorted(str(value) for value in document.values() if value not in IMPORTED_STATUSES)
    if wrong:
        raise ValueError(f"statuses knows no {', '.join(wrong)}; use {', '.join(IMPORTED_STATUSES)}.")
    return {str(text): ReservationStatus(value) for text, value in document.items()}


def _entries(document: Any, place: str, known: Iterable[str], needed: Iterable[str]) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise ValueError(f"{place} must be a list of name: value entries.")
    strange = sorted(str(name) for name in document if name not in set(known))
    if strange:
        raise ValueError(f"{place} has entries nobody reads: {', '.join(strange)}.")
    lacking = [name for name in needed if name not in document]
    if lacking:
        raise ValueError(f"{place} lacks {', '.join(lacking)}.")
    return document


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place} must be a text.")
    return value
