"""The base of every schema: camelCase outside, snake_case inside, nothing unknown accepted.

A pms schema reads::

    class RoomSchema(BaseSchema):
        id = fields.UUID(dump_only=True)
        room_type_id = fields.UUID(required=True)      # "roomTypeId" in JSON
        number = fields.String(required=True, validate=validate.Length(1, 20))
"""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from oppsera_host.web.fields import (
    Date,
    Instant,
    Money,
    MoneyValue,
    QueryInteger,
    StrictBoolean,
    StrictInteger,
)

__all__ = [
    "BaseSchema",
    "Date",
    "Instant",
    "ListQuerySchema",
    "Money",
    "MoneyValue",
    "QueryInteger",
    "StrictBoolean",
    "StrictInteger",
    "camel_case",
    "page_of",
]

LONGEST_TEXT = 500


def camel_case(name: str) -> str:
    """Return ``check_in_date`` as ``checkInDate``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def _no_nul(text: str) -> None:
    if "\0" in text:
        raise ValidationError("The text contains a NUL character, which cannot be stored.")


class BaseSchema(Schema):
    """Schema of the JSON API.

    Unknown fields are refused by name, texts hold no NUL and at most 500 characters unless the field has a
    ``validate.Length`` of its own.
    """

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "There is no such field.", "type": "Please send a JSON object."}  # noqa: RUF012

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give the field its camelCase name and its usual limits."""
        if field_obj.data_key is None:
            field_obj.data_key = camel_case(field_name)
        field_obj.error_messages["required"] = "Please fill in this field."
        field_obj.error_messages["null"] = "This field may not be empty."
        if type(field_obj) in {fields.String, fields.Email, fields.URL}:
            _limit_text(field_obj)


class ListQuerySchema(BaseSchema):
    """Query of every list: ``limit`` (at most 200) and the ``cursor`` of an earlier answer."""

    limit = QueryInteger(minimum=1, maximum=200, load_default=50)
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))


def page_of(item_schema: type[Schema]) -> type[BaseSchema]:
    """Return the schema ``{"items": [...], "nextCursor": null}`` for lists of ``item_schema``."""
    name = f"{item_schema.__name__.removesuffix('Schema')}PageSchema"
    members: dict[str, Any] = {
        "items": fields.List(fields.Nested(item_schema), required=True),
        "next_cursor": fields.String(allow_none=True, required=True),
        "__doc__": f"One page of a list of {item_schema.__name__.removesuffix('Schema')}.",
    }
    return type(name, (BaseSchema,), members)


def _limit_text(field_obj: fields.Field[Any]) -> None:
    if not any(isinstance(validator, validate.Length | validate.OneOf) for validator in field_obj.validators):
        field_obj.validators.append(validate.Length(max=LONGEST_TEXT))
    field_obj.validators.append(_no_nul)
