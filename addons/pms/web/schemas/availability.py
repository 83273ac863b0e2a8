"""JSON of availability."""

from __future__ import annotations

from marshmallow import fields

from oppsera_host.web.schema import BaseSchema, Date, Money, QueryInteger, StrictBoolean, StrictInteger


class AvailabilityQuerySchema(BaseSchema):
    """The stay that is looked for: 1 to 366 nights; types that cannot take the party are left out."""

    property_id = fields.UUID()
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    adults = QueryInteger(minimum=1, maximum=1000)
    children = QueryInteger(minimum=0, maximum=1000, load_default=0)
    rate_plan_id = fields.UUID()


class AvailableNightSchema(BaseSchema):
    """A room type on one night; ``sold`` counts holds, ``sellable`` counts deliberate overbooking in."""

    date = Date(required=True)
    physical = StrictInteger(required=True)
    out_of_order = StrictInteger(required=True)
    sold = StrictInteger(required=True)
    available = StrictInteger(required=True)
    sellable = StrictInteger(required=True)
    overbooked = StrictBoolean(required=True)
    price = Money(required=True)


class WhyNotSchema(BaseSchema):
    """Why a stay is not offered."""

    code = fields.String(
        required=True,
        metadata={
            "description": "SOLD_OUT, MIN_STAY, MAX_STAY, CLOSED_TO_ARRIVAL, CLOSED_TO_DEPARTURE or CLOSED."
        },
    )
    date = Date(required=True)
    text = fields.String(required=True, metadata={"description": "A sentence for people."})


class AvailableTypeSchema(BaseSchema):
    """A room type over the stay: ``available`` is the fewest rooms free on any night.

    ``offered`` is whether it can be sold as it is; ``reasons`` say why not. ``sellable`` counts rooms alone.
    """

    room_type_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    available = StrictInteger(required=True)
    sellable = StrictInteger(required=True)
    offered = StrictBoolean(required=True)
    reasons = fields.List(fields.Nested(WhyNotSchema), required=True)
    total = Money(required=True)
    nights = fields.List(fields.Nested(AvailableNightSchema), required=True)


class AvailabilitySchema(BaseSchema):
    """What is free for the stay, by room type."""

    property_id = fields.UUID(required=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    items = fields.List(fields.Nested(AvailableTypeSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class SuggestionsQuerySchema(BaseSchema):
    """The stay that is wanted, in a room type."""

    property_id = fields.UUID()
    room_type_id = fields.UUID(required=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    adults = QueryInteger(minimum=1, maximum=1000)
    children = QueryInteger(minimum=0, maximum=1000, load_default=0)


class SuggestionSchema(BaseSchema):
    """A room and dates; the higher the ``score``, the closer to what was wanted."""

    room_id = fields.UUID(required=True)
    number = fields.String(required=True)
    room_type_id = fields.UUID(required=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    score = StrictInteger(required=True)
    reason = fields.String(required=True, metadata={"description": "A sentence for people."})


class SuggestionsSchema(BaseSchema):
    """Up to five, best first: the type on the dates, a higher type, the type one to three days off."""

    items = fields.List(fields.Nested(SuggestionSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ExplainQuerySchema(BaseSchema):
    """The room type and the night in question."""

    property_id = fields.UUID()
    room_type_id = fields.UUID(required=True)
    date = Date(required=True)


class ReasonSchema(BaseSchema):
    """Why units are gone (``units`` negative) or added: a stay, a closure, or a rule."""

    kind = fields.String(
        required=True, metadata={"description": "RESERVATION, OUT_OF_ORDER, HOUSE_USE or RULE."}
    )
    units = StrictInteger(required=True)
    reservation_id = fields.UUID()
    confirmation_number = fields.String()
    status = fields.String()
    block_id = fields.UUID()
    room_id = fields.UUID(allow_none=True)
    room_number = fields.String()
    start_date = Date()
    end_date = Date()
    guest_name = fields.String()
    rule = fields.String(
        metadata={"description": "OVERBOOKING_LIMIT, or a rule of sale (which takes no unit)."}
    )
    text = fields.String(required=True, metadata={"description": "A sentence for people."})


class ExplanationSchema(BaseSchema):
    """``physical`` and all ``units`` together make what may still be sold."""

    property_id = fields.UUID(required=True)
    room_type_id = fields.UUID(required=True)
    date = Date(required=True)
    physical = StrictInteger(required=True)
    out_of_order = StrictInteger(required=True)
    sold = StrictInteger(required=True)
    overbooking_limit = StrictInteger(required=True)
    available = StrictInteger(required=True)
    sellable = StrictInteger(required=True)
    overbooked = StrictBoolean(required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
