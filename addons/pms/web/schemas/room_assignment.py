"""JSON of giving rooms to many stays at once."""

from __future__ import annotations

from marshmallow import fields

from addons.pms.web.preconditions import KeyedSchema
from addons.pms.web.schemas.reservation import RoomWarningSchema
from oppsera_host.web.schema import BaseSchema, Date, StrictBoolean, StrictInteger


class RoomAssignmentRequestSchema(KeyedSchema):
    """Which arrivals get rooms: ``from`` to ``to``, both included, at most 31 days; without them today's."""

    property_id = fields.UUID()
    first = Date(data_key="from")
    last = Date(data_key="to")
    dry_run = StrictBoolean(load_default=False)


class PlacementSchema(BaseSchema):
    """A stay that has a room now; in a dry run, the room it would have."""

    reservation_id = fields.UUID(required=True)
    confirmation_number = fields.String(required=True)
    version = StrictInteger(required=True)
    room_id = fields.UUID(required=True)
    number = fields.String(required=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    warnings = fields.List(
        fields.Nested(RoomWarningSchema),
        required=True,
        metadata={"description": "Nights in a room with a flaw."},
    )


class UnplacedSchema(BaseSchema):
    """A stay that got no room, and why."""

    reservation_id = fields.UUID(required=True)
    confirmation_number = fields.String(required=True)
    version = StrictInteger(required=True)
    room_type_id = fields.UUID(required=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    code = fields.String(
        required=True,
        metadata={"description": "NO_ROOM_FREE, RESERVATION_NOT_MOVABLE, or the code of an addon's veto."},
    )
    reason = fields.String(required=True, metadata={"description": "A sentence for the desk."})


class RoomAssignmentSchema(BaseSchema):
    """What became of the stays without a room that arrive on the days."""

    property_id = fields.UUID(required=True)
    first = Date(required=True, data_key="from")
    last = Date(required=True, data_key="to")
    dry_run = StrictBoolean(required=True)
    placed = fields.List(fields.Nested(PlacementSchema), required=True)
    unplaced = fields.List(fields.Nested(UnplacedSchema), required=True)
    seq = StrictInteger(metadata={"description": "The last event of the change; 0 when nothing was done."})
