"""JSON of properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from addons.pms.services.properties import (
    DEFAULT_CHECK_IN,
    DEFAULT_CHECK_OUT,
    DEFAULT_NO_SHOW_CUTOFF,
)
from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas import texts
from addons.pms.web.schemas.texts import LocalTime
from oppsera_host.web.schema import BaseSchema, Date, StrictBoolean, StrictInteger

_ZONE = validate.Length(1, 100)
_DEADLINE = validate.Range(0, 8760, error="Please give hours from 0 to 8760.")
_DEADLINE_TEXT = {"description": "Cancelling is free until so many hours before check-in."}
_AUDIT_TEXT = {"description": "Local time at which the day is closed unasked; null = by hand only."}
_EVERY = validate.Range(0, 30, error="Please give nights from 0 to 30.")
_EVERY_TEXT = {"description": "Nights between two cleanings of a room whose guest stays; 0 = never."}
_LOCALE = validate.Regexp(
    r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z", error="Please give a language such as en or pt-PT."
)
_CURRENCY = validate.Length(equal=3, error="Please give a currency code such as EUR.")


class AddressSchema(BaseSchema):
    """An address by its parts."""

    line1 = fields.String()
    line2 = fields.String()
    postal_code = fields.String()
    city = fields.String()
    region = fields.String()
    country = fields.String()


class Address(fields.Field[Any]):
    """An address: one text, or its parts as in ``AddressSchema``."""

    _text = fields.String(validate=validate.Length(max=500))

    def __init__(self, **kwargs: Any) -> None:
        shown = "A text, or an object of line1, line2, postalCode, city, region, country."
        super().__init__(metadata={"type": ["string", "object", "null"], "description": shown}, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        del attr, data, kwargs
        if isinstance(value, dict):
            AddressSchema().load(value)
            return value
        return self._text.deserialize(value)


class PropertyCreateSchema(KeyedSchema):
    """A hotel to set up; ``businessDate`` is today there unless given."""

    code = texts.code(required=True)
    name = texts.name(required=True)
    timezone = fields.String(required=True, validate=_ZONE, metadata={"example": "Europe/Lisbon"})
    currency = fields.String(required=True, validate=_CURRENCY)
    business_date = Date(allow_none=True)
    check_in_time = LocalTime(load_default=DEFAULT_CHECK_IN)
    check_out_time = LocalTime(load_default=DEFAULT_CHECK_OUT)
    no_show_cutoff = LocalTime(
        load_default=DEFAULT_NO_SHOW_CUTOFF,
        metadata={"description": "A time before noon is of the morning after the arrival."},
    )
    address = Address(allow_none=True)
    cancellation_deadline_hours = StrictInteger(validate=_DEADLINE, metadata=_DEADLINE_TEXT)
    night_audit_time = LocalTime(allow_none=True, metadata=_AUDIT_TEXT)
    stay_over_cleaning_every = StrictInteger(validate=_EVERY, metadata=_EVERY_TEXT)
    inspect_rooms = StrictBoolean()
    locale = fields.String(validate=_LOCALE, metadata={"example": "pt-PT"})


class PropertyEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is."""

    code = texts.code()
    name = texts.name()
    timezone = fields.String(validate=_ZONE)
    currency = fields.String(validate=_CURRENCY)
    check_in_time = LocalTime()
    check_out_time = LocalTime()
    no_show_cutoff = LocalTime()
    address = Address(allow_none=True)
    cancellation_deadline_hours = StrictInteger(validate=_DEADLINE, metadata=_DEADLINE_TEXT)
    night_audit_time = LocalTime(allow_none=True, metadata=_AUDIT_TEXT)
    stay_over_cleaning_every = StrictInteger(validate=_EVERY, metadata=_EVERY_TEXT)
    inspect_rooms = StrictBoolean()
    locale = fields.String(validate=_LOCALE, metadata={"example": "pt-PT"})


class PropertySchema(BaseSchema):
    """A hotel."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    timezone = fields.String(required=True)
    currency = fields.String(required=True)
    business_date = Date(required=True)
    check_in_time = LocalTime(required=True)
    check_out_time = LocalTime(required=True)
    no_show_cutoff = LocalTime(required=True)
    address = Address(allow_none=True)
    cancellation_deadline_hours = StrictInteger(required=True)
    night_audit_time = LocalTime(required=True, allow_none=True)
    stay_over_cleaning_every = StrictInteger(required=True)
    inspect_rooms = StrictBoolean(required=True)
    locale = fields.String(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})
