"""JSON of the guests of a stay."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.services.reservation_guests import GuestRole
from addons.pms.web.preconditions import CommandSchema
from addons.pms.web.schemas.reservation import NewGuestSchema, ReservationGuestSchema
from oppsera_host.web.schema import BaseSchema

_ROLES = [role.value for role in GuestRole]


class AddGuestSchema(CommandSchema):
    """A further guest. Give ``guest`` or ``guestId``."""

    guest = fields.Nested(NewGuestSchema)
    guest_id = fields.UUID()
    role = fields.String(load_default=GuestRole.ACCOMPANYING.value, validate=validate.OneOf(_ROLES))


class GuestOfStaySchema(ReservationGuestSchema):
    """A guest of a stay; MAIN is the one it is booked for."""

    role = fields.String(required=True, validate=validate.OneOf(["MAIN", *_ROLES]))


class FurtherGuestsSchema(BaseSchema):
    """Everybody of a stay."""

    items = fields.List(fields.Nested(GuestOfStaySchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
