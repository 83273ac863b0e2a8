"""JSON of rate plans and prices."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas import texts
from addons.pms.web.schemas.reservation import NightlyRateSchema
from oppsera_host.web.schema import BaseSchema, Date, Money, StrictInteger

MOST_PRICES = 1000


class RatePlanCreateSchema(KeyedSchema):
    """A named way to sell rooms."""

    property_id = fields.UUID(allow_none=True)
    code = texts.code(required=True)
    name = texts.name(required=True)


class RatePlanEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is."""

    code = texts.code()
    name = texts.name()


class WrittenPriceSchema(BaseSchema):
    """A price a night for the nights ``[startDate, endDate)`` of a room type."""

    room_type_id = fields.UUID(required=True)
    start_date = Date(required=True)
    end_date = Date(required=True)
    price = Money(required=True)


class PricesSchema(CommandSchema):
    """Prices to write over those written before; of two that cover a night the later one counts."""

    prices = fields.List(
        fields.Nested(WrittenPriceSchema), required=True, validate=validate.Length(1, MOST_PRICES)
    )


class PricesQuerySchema(BaseSchema):
    """Which nights ``[startDate, endDate)``, at most 366."""

    start_date = Date(required=True)
    end_date = Date(required=True)


class RatePlanSchema(BaseSchema):
    """A rate plan."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class TypePricesSchema(BaseSchema):
    """What each night of a room type costs by the plan."""

    room_type_id = fields.UUID(required=True)
    code = fields.String(required=True)
    nights = fields.List(fields.Nested(NightlyRateSchema), required=True)


class EffectivePricesSchema(BaseSchema):
    """Prices in force, by room type."""

    items = fields.List(fields.Nested(TypePricesSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
