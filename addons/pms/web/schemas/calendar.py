"""JSON of the board's commands."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.web.preconditions import KeyedSchema
from addons.pms.web.schemas.calendar_week import WeekSegmentSchema
from addons.pms.web.schemas.reservation import ReservationSchema, RoomWarningSchema
from addons.pms.web.schemas.reservation_step import SeenStaySchema
from oppsera_host.web.schema import BaseSchema, Date, Instant, Money, StrictBoolean, StrictInteger

MOST_MOVES = 50


class OriginSchema(BaseSchema):
    """Where the chip was taken: what the board showed when the drag began."""

    room_id = fields.UUID(required=True, allow_none=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    version = StrictInteger(required=True, minimum=1)


class DestinationSchema(BaseSchema):
    """Where it goes; ``roomId: null`` is the unassigned lane."""

    room_id = fields.UUID(required=True, allow_none=True)
    check_in_date = Date(required=True)


class MemberMoveSchema(BaseSchema):
    """One stay, and where it goes."""

    reservation_id = fields.UUID(required=True)
    origin = fields.Nested(OriginSchema, required=True, data_key="from")
    to = fields.Nested(DestinationSchema, required=True)


class MoveSchema(MemberMoveSchema, KeyedSchema):
    """A drag to another room, other dates, or both."""

    confirm = StrictBoolean(load_default=False)
    reprice = StrictBoolean(load_default=False)


class MovesSchema(KeyedSchema):
    """Stays moved together, each named once; all or none. ``confirm`` says yes to moving guests in the house."""

    moves = fields.List(
        fields.Nested(MemberMoveSchema), required=True, validate=validate.Length(2, MOST_MOVES)
    )
    confirm = StrictBoolean(load_default=False)


class EdgeDestinationSchema(BaseSchema):
    """The edge's new date: ``checkInDate`` for LEFT, ``checkOutDate`` for RIGHT."""

    check_in_date = Date()
    check_out_date = Date()


class ResizeSchema(KeyedSchema):
    """A drag of one edge."""

    reservation_id = fields.UUID(required=True)
    edge = fields.String(required=True, validate=validate.OneOf(["LEFT", "RIGHT"]))
    origin = fields.Nested(OriginSchema, required=True, data_key="from")
    to = fields.Nested(EdgeDestinationSchema, required=True)


class SwapSchema(KeyedSchema):
    """Two stays exchange rooms; both or neither."""

    first = fields.Nested(SeenStaySchema, required=True)
    second = fields.Nested(SeenStaySchema, required=True)
    confirm = StrictBoolean(load_default=False)


class UndoSchema(KeyedSchema):
    """The token of the answer to a move, resize or swap, of one stay or several."""

    token = fields.String(required=True, validate=validate.Length(1, 2000))


class UndoTokenSchema(BaseSchema):
    """What takes the change back, while nobody else has touched the stay."""

    token = fields.String(required=True)
    expires_at = Instant(required=True)


class MovedSchema(BaseSchema):
    """The stay after the command; ``reservations`` has all of a swap or of stays moved together."""

    reservation = fields.Nested(ReservationSchema)
    reservations = fields.List(fields.Nested(ReservationSchema))
    segments = fields.List(fields.Nested(WeekSegmentSchema), required=True)
    seq = StrictInteger(required=True)
    undo = fields.Nested(UndoTokenSchema)
    price_difference = Money()
    warnings = fields.List(
        fields.Nested(RoomWarningSchema), metadata={"description": "Nights to come in a room with a flaw."}
    )
