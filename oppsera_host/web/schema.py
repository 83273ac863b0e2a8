"""The base of every schema: camelCase outside, snake_case inside, nothing unknown accepted.

A pms schema reads::

    class RoomSchema(BaseSchema):
        id = fields.UUID(dump_only=True)
        room_type_id = fields.UUID(required=True)      # "roomTypeId" in JSON
        number = fields.String(required=True, validate=validate.Length(1, 20))
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate

from oppsera_host.sentence import Sentence
from oppsera_host.web.card_numbers import contains_card_number
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
CARD_NUMBER = Sentence(
    "This looks like a card number. None is ever kept here: take the payment by terminal or link, and note its"
    " reference. A phone number is written with a plus."
)
#: Made by programmes or hashed at once: never kept as words.
_NOT_WORDS = frozenset({"idempotencyKey", "cursor", "token", "password"})


def camel_case(name: str) -> str:
    """Return ``check_in_date`` as ``checkInDate``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def _no_nul(text: str) -> None:
    if "\0" in text:
        raise ValidationError("The text contains a NUL character, which cannot be stored.")


class BaseSchema(Schema):
    """Schema of the JSON API.

    Unknown fields are refused by name, texts hold no NUL, no card number, and at most 500 characters unless the
    field has a ``validate.Length`` of its own.
    """

    class Meta:
        unknown = RAISE

    error_messages = {  # noqa: RUF012
        "unknown": Sentence("There is no such field."),
        "type": Sentence("Please send a JSON object."),
    }

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give the field its camelCase name and its usual limits."""
        if field_obj.data_key is None:
            field_obj.data_key = camel_case(field_name)
        if type(field_obj) in {fields.String, fields.Email, fields.URL}:
            _limit_text(field_obj)

    @functools.cached_property
    def _nested(self) -> frozenset[str | None]:
        return frozenset(field.data_key for field in self.fields.values() if _is_nested(field))

    @pre_load
    def refuse_card_numbers(self, data: Any, **kwargs: Any) -> Any:
        """Refuse a card number in any text, whatever kind of field it is in, and name the field.

        Raises:
            ValidationError: at the field.
        """
        del kwargs
        if isinstance(data, Mapping):
            found = [
                name
                for name, value in data.items()
                if name not in self._nested and name not in _NOT_WORDS and _has_card_number(value)
            ]
            if found:
                raise ValidationError({name: [CARD_NUMBER] for name in found})
        return data


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
    # A new list: marshmallow copies a field for every schema it makes, and the copies share the first one's.
    given = list(field_obj.validators)
    if not any(isinstance(validator, validate.Length | validate.OneOf) for validator in given):
        given.append(validate.Length(max=LONGEST_TEXT))
    field_obj.validators = [*given, _no_nul]


def _is_nested(field_obj: fields.Field[Any]) -> bool:
    """Whether a schema of its own reads the field, and names what is wrong with the path to it."""
    inner = field_obj.inner if isinstance(field_obj, fields.List) else field_obj
    return isinstance(inner, fields.Nested)


def _has_card_number(value: Any) -> bool:
    if isinstance(value, str):
        return contains_card_number(value)
    if isinstance(value, Mapping):
        return any(_has_card_number(each) for each in value.values())
    return isinstance(value, list) and any(_has_card_number(each) for each in value)
