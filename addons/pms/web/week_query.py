"""The query of the board, read by hand: this address is asked more often than all others together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from werkzeug.datastructures import MultiDict

from addons.pms.domain.sentence import Sentence
from addons.pms.services.calendar_week import WeekRequest
from addons.pms.web.paging import LARGEST_SEQ
from oppsera_host.errors import validation_error
from oppsera_host.web.fields import EARLIEST, LATEST

T = TypeVar("T")
MOST_DAYS = 62
USUAL_DAYS = 7
_UUID_TEXT = 36
_DATE_TEXT = 10
_LONGEST_NUMBER = 19

#: The parameters as the OpenAPI document describes them.
PARAMETERS: list[dict[str, Any]] = [
    {
        "in": "query",
        "name": "propertyId",
        "schema": {"type": "string", "format": "uuid"},
        "description": "May be left out by a tenant with one property.",
    },
    {
        "in": "query",
        "name": "start",
        "required": True,
        "schema": {"type": "string", "format": "date"},
        "description": "The first night.",
    },
    {
        "in": "query",
        "name": "days",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": USUAL_DAYS},
        "description": "How many nights.",
    },
    {
        "in": "query",
        "name": "roomTypeId",
        "schema": {"type": "string", "format": "uuid"},
        "description": "Only rooms, stays and counts of this type.",
    },
    {
        "in": "query",
        "name": "minSeq",
        "schema": {"type": "integer", "format": "int64", "minimum": 0},
        "description": "The `seq` of a write that must be on the board: waits up to 300 ms, else `stale: true`.",
    },
    {
        "in": "query",
        "name": "include",
        "schema": {"type": "string", "enum": ["inactive"]},
        "description": "`inactive` adds cancelled and expired stays and no-shows.",
    },
    {
        "in": "query",
        "name": "format",
        "schema": {"type": "string", "enum": ["full", "compact"], "default": "full"},
        "description": "`compact` answers `CompactWeek`, column by column.",
    },
]
_NO_DATE = Sentence("Please give the date as YYYY-MM-DD.")
_NO_DAYS = Sentence("Please give a number from 1 to {most}.", most=MOST_DAYS)
_NO_ID = Sentence("Not a valid UUID.")
_NO_NUMBER = Sentence("Please give a whole number.")
_NOT_INCLUDED = Sentence("The only thing to include is: inactive.")
_NO_FORMAT = Sentence("Please choose full or compact.")
_NAMES = frozenset(parameter["name"] for parameter in PARAMETERS)


class WeekQuery(NamedTuple):
    """The board asked for, and how to write it."""

    wanted: WeekRequest
    compact: bool


def parse(arguments: MultiDict[str, str]) -> WeekQuery:
    """Return what the query asks for.

    Raises:
        AppError: VALIDATION_ERROR naming every parameter that is missing, unknown or not in its shape.
    """
    errors: dict[str, list[str]] = {}

    def read(name: str, convert: Callable[[str], T], default: T, sentence: str) -> T:
        text = arguments.get(name)
        if text is None:
            return default
        try:
            return convert(text)
        except ValueError:
            errors[name] = [sentence]
            return default

    for name in arguments:
        if name not in _NAMES:
            errors[name] = [Sentence("There is no such field.")]
    if "start" not in arguments:
        errors["start"] = [Sentence("Please fill in this field.")]
    start = read("start", _date, EARLIEST, _NO_DATE)
    days = read("days", _days, USUAL_DAYS, _NO_DAYS)
    property_id = read("propertyId", _uuid, None, _NO_ID)
    room_type_id = read("roomTypeId", _uuid, None, _NO_ID)
    min_seq = read("minSeq", _sequence, 0, _NO_NUMBER)
    inactive = read("include", _one_of("inactive"), "", _NOT_INCLUDED)
    written = read("format", _one_of("full", "compact"), "full", _NO_FORMAT)
    if errors:
        raise validation_error(errors)
    request = WeekRequest(
        start=start,
        days=days,
        property_id=property_id,
        room_type_id=room_type_id,
        min_seq=min_seq,
        inactive=bool(inactive),
    )
    return WeekQuery(request, written == "compact")


def _date(text: str) -> date:
    if len(text) != _DATE_TEXT:
        raise ValueError(text)
    day = date.fromisoformat(text)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(text)
    return day


def _uuid(text: str) -> UUID | None:
    if len(text) != _UUID_TEXT:
        raise ValueError(text)
    return UUID(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        raise ValueError(text)
    return int(text)


def _days(text: str) -> int:
    days = _number(text)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(text)
    return days


def _sequence(text: str) -> int:
    number = _number(text)
    if number > LARGEST_SEQ:
        raise ValueError(text)
    return number


def _one_of(*words: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return check
