"""JSON of room types."""

from __future__ import annotations

from marshmallow import fields

from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas import texts
from oppsera_host.web.schema import BaseSchema, ListQuerySchema, Money, StrictInteger

_MOST_PEOPLE = 100
_MOST_OVERBOOKED = 10_000


class RoomTypeCreateSchema(KeyedSchema):
    """A category of rooms; ``maxOccupancy`` is the sum of adults and children unless given."""

    property_id = fields.UUID(allow_none=True)
    code = texts.code(required=True)
    name = texts.name(required=True)
    max_adults = StrictInteger(load_default=2, minimum=1, maximum=_MOST_PEOPLE)
    max_children = StrictInteger(load_default=0, minimum=0, maximum=_MOST_PEOPLE)
    max_occupancy = StrictInteger(minimum=1, maximum=2 * _MOST_PEOPLE)
    base_rate = Money(required=True)
    overbooking_limit = StrictInteger(load_default=0, minimum=0, maximum=_MOST_OVERBOOKED)


class RoomTypeEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is."""

    code = texts.code()
    name = texts.name()
    max_adults = StrictInteger(minimum=1, maximum=_MOST_PEOPLE)
    max_children = StrictInteger(minimum=0, maximum=_MOST_PEOPLE)
    max_occupancy = StrictInteger(minimum=1, maximum=2 * _MOST_PEOPLE)
    base_rate = Money()
    overbooking_limit = StrictInteger(minimum=0, maximum=_MOST_OVERBOOKED)


class OfPropertyQuerySchema(ListQuerySchema):
    """A list of one property; the tenant's only one may be left out."""

    property_id = fields.UUID()


class RoomTypeSchema(BaseSchema):
    """A category of rooms that is sold and priced as one."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    max_adults = StrictInteger(required=True)
    max_children = StrictInteger(required=True)
    max_occupancy = StrictInteger(required=True)
    base_rate = Money(required=True)
    overbooking_limit = StrictInteger(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})
