"""Fields that take exactly one spelling of a value, so that nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError, fields, post_load, validate

from oppsera_host.sentence import Sentence
from oppsera_host.web import marshmallow_sentences

marshmallow_sentences.install()

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
LARGEST = 2**63 - 1
LARGEST_AMOUNT = 10**15
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_DIGITS = re.compile(r"-?\d{1,18}", re.ASCII)


class Date(fields.Date):
    """A night or day as ``YYYY-MM-DD``, from 1900 to 2200; loads to ``datetime.date``."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        del attr, data, kwargs
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise ValidationError("Please give the date as YYYY-MM-DD.")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValidationError("There is no such date.") from None
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(
                Sentence("The date must lie between {first} and {last}.", first=EARLIEST, last=LATEST)
            )
        return day


class Instant(fields.DateTime):
    """A moment as ISO 8601 with ``Z`` or an offset; loads to an aware UTC datetime, dumps with ``Z``."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        del attr, data, kwargs
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            raise ValidationError("Please give the moment as YYYY-MM-DDThh:mm:ssZ.")
        try:
            moment = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError("There is no such moment.") from None
        if not EARLIEST <= moment.date() <= LATEST:
            raise ValidationError(
                Sentence("The moment must lie between {first} and {last}.", first=EARLIEST, last=LATEST)
            )
        return moment

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        del attr, obj, kwargs
        return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class StrictInteger(fields.Integer):
    """A whole JSON number that fits 64 bits; never a string, a boolean or 1.0."""

    def __init__(self, *, minimum: int = -LARGEST - 1, maximum: int = LARGEST, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)
        self.validators.append(validate.Range(min=minimum, max=maximum))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        del attr, data, kwargs
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValidationError("Please give a whole number.")
        return value


class QueryInteger(fields.Integer):
    """A whole number in a query string."""

    def __init__(self, *, minimum: int = -LARGEST - 1, maximum: int = LARGEST, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(validate.Range(min=minimum, max=maximum))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        del attr, data, kwargs
        if not isinstance(value, str) or not _DIGITS.fullmatch(value):
            raise ValidationError("Please give a whole number.")
        return int(value)


class StrictBoolean(fields.Boolean):
    """``true`` or ``false`` in JSON; never "yes", 1 or null."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise ValidationError("Please give true or false.")
        return value


class MoneyValue(NamedTuple):
    """Minor units and ISO 4217 currency."""

    amount: int
    currency: str


class MoneySchema(Schema):
    """The JSON of an amount of money: ``{"amount": 12345, "currency": "EUR"}`` is 123.45 euro."""

    amount = StrictInteger(
        minimum=-LARGEST_AMOUNT,
        maximum=LARGEST_AMOUNT,
        required=True,
        metadata={"description": "Minor units."},
    )
    currency = fields.String(
        required=True,
        validate=validate.Regexp(re.compile(r"[A-Z]{3}\Z"), error="Please give a currency code such as EUR."),
        metadata={"description": "ISO 4217 code.", "example": "EUR"},
    )

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> MoneyValue:
        """Return the loaded pair."""
        return MoneyValue(**data)


class Money(fields.Nested):
    """An amount of money; loads to ``MoneyValue`` and dumps anything with ``amount`` and ``currency``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(MoneySchema, **kwargs)
