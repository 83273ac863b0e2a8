"""JSON of rooms, their closures, and the rooms of a housekeeping day."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from addons.pms.domain.room_status import StatusCause
from addons.pms.services.room_creation import MOST_AT_ONCE
from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas.room_type import OfPropertyQuerySchema
from addons.pms.web.schemas.texts import Label
from oppsera_host.web.schema import BaseSchema, Date, Instant, StrictInteger

_NUMBER, _FLOOR = 20, 20


class Features(fields.List[str]):
    """Up to 30 short words for what a room has."""

    def __init__(self, **kwargs: Any) -> None:
        feature = fields.String(validate=validate.Length(1, 50))
        super().__init__(feature, validate=validate.Length(max=30), **kwargs)


class NewRoomSchema(BaseSchema):
    """A room; its type by id or by code."""

    number = Label(longest=_NUMBER, required=True)
    floor = Label(longest=_FLOOR, allow_none=True, load_default=None)
    features = Features(load_default=list)
    room_type_id = fields.UUID()
    room_type_code = fields.String(validate=validate.Length(1, 40))

    @validates_schema
    def _one_type(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if ("room_type_id" in data) == ("room_type_code" in data):
            raise ValidationError("Please give either roomTypeId or roomTypeCode.", "roomTypeId")


class RoomCreateSchema(KeyedSchema, NewRoomSchema):
    """A room to set up."""

    property_id = fields.UUID(allow_none=True)


class RoomBulkSchema(KeyedSchema):
    """Rooms to set up together: all or none."""

    property_id = fields.UUID(allow_none=True)
    rooms = fields.List(
        fields.Nested(NewRoomSchema), required=True, validate=validate.Length(1, MOST_AT_ONCE)
    )


class RoomEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is."""

    number = Label(longest=_NUMBER)
    floor = Label(longest=_FLOOR, allow_none=True)
    features = Features()
    room_type_id = fields.UUID()


class RoomStatusSchema(CommandSchema):
    """Housekeeping's word: CLEAN, DIRTY, INSPECTED, or the spec's VACANT_CLEAN and VACANT_DIRTY."""

    condition = fields.String(validate=validate.Length(1, 40))
    status = fields.String(
        validate=validate.Length(1, 40), metadata={"description": "May be sent instead of condition."}
    )
    reason = fields.String(
        load_default="", validate=validate.Length(max=200),
        metadata={"description": "Why, for the status log: about the room, not about a guest."},
    )  # fmt: skip


class RoomListQuerySchema(OfPropertyQuerySchema):
    """Rooms of a property, or of one of its types."""

    room_type_id = fields.UUID()


class RoomSchema(BaseSchema):
    """A room; ``status`` is the word for it on the property's business date."""

    id = fields.UUID(required=True, attribute="snapshot.id")
    version = StrictInteger(required=True, attribute="snapshot.version")
    property_id = fields.UUID(required=True, attribute="snapshot.property_id")
    room_type_id = fields.UUID(required=True, attribute="snapshot.room_type_id")
    room_type_code = fields.String(required=True)
    number = fields.String(required=True, attribute="snapshot.number")
    floor = fields.String(required=True, allow_none=True, attribute="snapshot.floor")
    features = fields.List(fields.String(), required=True, attribute="snapshot.features")
    occupancy = fields.String(required=True, attribute="snapshot.occupancy")
    condition = fields.String(required=True, attribute="snapshot.condition")
    status = fields.String(required=True, attribute="snapshot.status")
    ready = fields.Boolean(
        required=True,
        metadata={"description": "A guest can have it now; inspected, where rooms are inspected."},
    )
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class RoomsSchema(BaseSchema):
    """The rooms that were set up, in the order they were given."""

    items = fields.List(fields.Nested(RoomSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
    seq = StrictInteger(required=True)


class OutOfOrderSchema(KeyedSchema):
    """The nights ``[startDate, endDate)`` on which the room is closed."""

    start_date = Date(required=True)
    end_date = Date(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=500))


class ClosureSchema(BaseSchema):
    """A closure; of one that was lifted, the nights that were freed."""

    block_id = fields.UUID(required=True)
    room_id = fields.UUID(required=True, attribute="room.snapshot.id")
    start_date = Date(required=True)
    end_date = Date(required=True)
    kind = fields.Constant("OUT_OF_ORDER")
    reason = fields.String(required=True)
    room = fields.Nested(RoomSchema, required=True)
    seq = StrictInteger(metadata={"description": "The last event of the change."})


class OutOfServiceSchema(OutOfOrderSchema):
    """The nights ``[startDate, endDate)`` on which the room has a flaw; it is sold all the same."""


class OutOfServicePeriodSchema(BaseSchema):
    """Nights with a flaw; of a period that was ended, the nights that are free of it."""

    id = fields.UUID(required=True)
    room_id = fields.UUID(required=True, attribute="room.snapshot.id")
    start_date = Date(required=True)
    end_date = Date(required=True)
    kind = fields.Constant("OUT_OF_SERVICE")
    reason = fields.String(required=True)
    room = fields.Nested(RoomSchema, required=True)
    seq = StrictInteger(metadata={"description": "The last event of the change."})


class RoomStateSchema(BaseSchema):
    """Both axes of a room and the word for them."""

    occupancy = fields.String(required=True)
    condition = fields.String(required=True)
    status = fields.String(required=True)


class StatusLogEntrySchema(BaseSchema):
    """One change of a room's state: who, when, from, to, why."""

    id = fields.UUID(required=True)
    room_id = fields.UUID(required=True)
    at = Instant(required=True)
    actor = fields.String(required=True)
    actor_name = fields.String(required=True)
    cause = fields.String(required=True, validate=validate.OneOf([cause.value for cause in StatusCause]))
    reason = fields.String(required=True)
    from_ = fields.Nested(RoomStateSchema, required=True, data_key="from")
    to = fields.Nested(RoomStateSchema, required=True)


class HousekeepingQuerySchema(BaseSchema):
    """Which day; the business date unless given."""

    property_id = fields.UUID()
    date = Date()


class RoomGuestSchema(BaseSchema):
    """Who has to do with a room; ``guestName`` only for those who may see guests."""

    reservation_id = fields.UUID(required=True)
    status = fields.String(required=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    adults = StrictInteger(required=True)
    children = StrictInteger(required=True)
    guest_name = fields.String()


class HousekeepingRoomSchema(BaseSchema):
    """A room of a day: its state, and who leaves, stays and arrives."""

    room_id = fields.UUID(required=True, attribute="room.snapshot.id")
    version = StrictInteger(required=True, attribute="room.snapshot.version")
    number = fields.String(required=True, attribute="room.snapshot.number")
    floor = fields.String(required=True, allow_none=True, attribute="room.snapshot.floor")
    room_type_id = fields.UUID(required=True, attribute="room.snapshot.room_type_id")
    room_type_code = fields.String(required=True, attribute="room.room_type_code")
    occupancy = fields.String(required=True, attribute="room.snapshot.occupancy")
    condition = fields.String(required=True, attribute="room.snapshot.condition")
    status = fields.String(required=True)
    ready = fields.Boolean(required=True, attribute="room.ready")
    out_of_service_reason = fields.String(
        required=True, allow_none=True, attribute="flaw.reason", dump_default=None
    )
    out_of_order_reason = fields.String(
        required=True, allow_none=True, attribute="closure.reason", dump_default=None
    )
    departing = fields.List(fields.Nested(RoomGuestSchema), required=True)
    staying = fields.List(fields.Nested(RoomGuestSchema), required=True)
    arriving = fields.List(fields.Nested(RoomGuestSchema), required=True)


class HousekeepingDaySchema(BaseSchema):
    """All rooms of a property on a day."""

    property_id = fields.UUID(required=True)
    date = Date(required=True)
    items = fields.List(fields.Nested(HousekeepingRoomSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
