"""Turns the text of a cell into a value, or says in one sentence why not."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from addons.pms.domain.money import MAX_AMOUNT, round_half_up
from addons.pms.importing.errors import RowRefusedError

_ISO_FORMAT = "%Y-%m-%d"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNT = re.compile(r"(\d{1,6})(\.0+)?", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,12})?", re.ASCII)
_SHOWN = 40
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def count_of(text: str, column: str) -> int:
    """Return a whole number that is not negative; ``2.0`` counts as one.

    Raises:
        RowRefusedError: BAD_NUMBER.
    """
    match = _COUNT.fullmatch(text)
    if match is None:
        raise RowRefusedError("BAD_NUMBER", f"{column} is {shown(text)}, which is not a whole number.")
    return int(match[1])


def amount_of(text: str, column: str, digits: int) -> int:
    """Return an amount in minor units of a currency with ``digits`` decimals, rounded half up.

    Raises:
        RowRefusedError: BAD_NUMBER.
    """
    if not _AMOUNT.fullmatch(text):
        raise RowRefusedError(
            "BAD_NUMBER", f"{column} is {shown(text)}, which is not an amount such as 75.50."
        )
    amount = round_half_up(Fraction(text) * 10**digits)
    if abs(amount) > MAX_AMOUNT:
        raise RowRefusedError("BAD_NUMBER", f"{column} is {shown(text)}, which is too large.")
    return amount


def date_of(text: str, column: str, date_format: str) -> date:
    """Return a date written as ``date_format`` says.

    Raises:
        RowRefusedError: BAD_DATE.
    """
    try:
        if date_format != _ISO_FORMAT:
            return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - a day has no zone
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # no such day: said below
    raise RowRefusedError(
        "BAD_DATE", f"{column} is {shown(text)}, which is not a date as {date_format} has it."
    )


def date_from_parts(year: str, month: str, day: str) -> date:
    """Return the date of a year, a month (number or English name) and a day.

    Raises:
        RowRefusedError: BAD_DATE when there is no such day.
    """
    name = month.strip().lower()
    try:
        number = _MONTHS.index(name) + 1 if name in _MONTHS else count_of(name, "month")
        return date(count_of(year, "year"), number, count_of(day, "day"))
    except (ValueError, RowRefusedError) as error:
        detail = f"There is no day {shown(day)} {shown(month)} {shown(year)}."
        raise RowRefusedError("BAD_DATE", detail) from error


def shown(text: str) -> str:
    """Return a cell's text as it may stand in a message: quoted, and cut where it is long."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
