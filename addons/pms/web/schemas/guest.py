"""JSON of guests. ``services.guest_details`` decides what fits, so that a booking's guest obeys it too."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.services.guest_details import LONGEST, LONGEST_NOTES
from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from oppsera_host.web.schema import (
    BaseSchema,
    Date,
    Instant,
    ListQuerySchema,
    Money,
    StrictBoolean,
    StrictInteger,
)

_SHORT, _NOTES = validate.Length(max=LONGEST), validate.Length(max=LONGEST_NOTES)


class GuestCreateSchema(KeyedSchema):
    """A guest profile to make."""

    first_name = fields.String(load_default="", validate=_SHORT)
    last_name = fields.String(required=True, validate=_SHORT)
    email = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    phone = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    notes = fields.String(load_default="", validate=_NOTES)


class GuestEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is, null empties e-mail and phone."""

    first_name = fields.String(validate=_SHORT)
    last_name = fields.String(validate=_SHORT)
    email = fields.String(allow_none=True, validate=_SHORT)
    phone = fields.String(allow_none=True, validate=_SHORT)
    notes = fields.String(validate=_NOTES)


class GuestListQuerySchema(ListQuerySchema):
    """Search: words in any order, each of which occurs in name, e-mail or phone; accents and case aside."""

    q = fields.String(load_default="", validate=validate.Length(max=LONGEST))


class GuestSchema(BaseSchema):
    """A guest."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    notes = fields.String(required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class GuestStaySchema(BaseSchema):
    """A stay in the guest's history."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    confirmation_number = fields.String(required=True)
    status = fields.String(required=True)
    room_type_id = fields.UUID(required=True)
    room_id = fields.UUID(required=True, allow_none=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    day_use = StrictBoolean(required=True)
    adults = StrictInteger(required=True)
    children = StrictInteger(required=True)
    source_type = fields.String(required=True)
    total = Money(required=True)


class GuestProfileSchema(GuestSchema):
    """A guest with the latest 200 stays; for those who may see reservations."""

    reservations = fields.List(fields.Nested(GuestStaySchema))
