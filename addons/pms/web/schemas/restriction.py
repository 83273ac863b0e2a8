"""JSON of the rules of sale."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.domain.restrictions import Weekday
from addons.pms.web.preconditions import KeyedSchema
from oppsera_host.web.schema import BaseSchema, Date, StrictBoolean, StrictInteger

MOST_ROWS = 200
_LOOKS_AT = "Looks at the night of arrival. Null = no such rule."


class _RulesSchema(BaseSchema):
    """What keeps a stay out; several rules may hold at once."""

    min_stay = StrictInteger(
        minimum=1, maximum=366, allow_none=True, load_default=None, metadata={"description": _LOOKS_AT}
    )
    max_stay = StrictInteger(
        minimum=1, maximum=366, allow_none=True, load_default=None, metadata={"description": _LOOKS_AT}
    )
    closed_to_arrival = StrictBoolean(
        load_default=False, metadata={"description": "Nobody arrives on the date; staying over it is fine."}
    )
    closed_to_departure = StrictBoolean(
        load_default=False, metadata={"description": "Nobody leaves on the date; staying over it is fine."}
    )
    closed = StrictBoolean(load_default=False, metadata={"description": "Nobody sleeps the night."})


class WrittenRestrictionSchema(_RulesSchema):
    """All rules of the nights ``[startDate, endDate)``: those left out are lifted."""

    room_type_id = fields.UUID(required=True)
    rate_plan_id = fields.UUID(
        allow_none=True,
        load_default=None,
        metadata={"description": "Null = every sale of the type. Rules of type and plan hold side by side."},
    )
    start_date = Date(required=True)
    end_date = Date(required=True)
    weekdays = fields.List(
        fields.Enum(Weekday, by_value=True),
        allow_none=True,
        load_default=None,
        validate=validate.Length(1, len(Weekday)),
        metadata={"description": "Only the nights on these days of the week. Null = all."},
    )


class RestrictionsWriteSchema(KeyedSchema):
    """Rules in place of those written before; where two rows cover a night the later one stays."""

    property_id = fields.UUID()
    restrictions = fields.List(
        fields.Nested(WrittenRestrictionSchema), required=True, validate=validate.Length(1, MOST_ROWS)
    )


class RestrictionsQuerySchema(BaseSchema):
    """Which nights ``[startDate, endDate)``, at most 92."""

    property_id = fields.UUID()
    start_date = Date(required=True)
    end_date = Date(required=True)
    room_type_id = fields.UUID()
    rate_plan_id = fields.UUID()


class RestrictionSchema(_RulesSchema):
    """The rules of one night of a room type."""

    room_type_id = fields.UUID(required=True)
    rate_plan_id = fields.UUID(required=True, allow_none=True)
    date = Date(required=True)


class RestrictionsSchema(BaseSchema):
    """Nights with rules, by date; nights without any are left out."""

    items = fields.List(fields.Nested(RestrictionSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class RestrictionsWrittenSchema(BaseSchema):
    """How many rows were written."""

    written = StrictInteger(required=True)
    seq = StrictInteger(metadata={"description": "The last event of the change."})
