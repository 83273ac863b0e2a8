"""JSON of reservations."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
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

_NAME = validate.Length(1, 200)


def _ages() -> fields.List:
    """Ages of the children, one each; null when nobody asked."""
    return fields.List(
        StrictInteger(minimum=0, maximum=17), allow_none=True, validate=validate.Length(max=100),
        metadata={"description": "One age per child, in years; null = unknown."},
    )  # fmt: skip


_STATUSES = validate.OneOf([status.value for status in ReservationStatus])


class NewGuestSchema(BaseSchema):
    """A guest without a profile; one is made."""

    first_name = fields.String(load_default="", validate=validate.Length(max=200))
    last_name = fields.String(required=True, validate=_NAME)
    email = fields.Email(allow_none=True, validate=validate.Length(max=200))
    phone = fields.String(allow_none=True, validate=validate.Length(max=50))


class StayBodySchema(BaseSchema):
    """What one stay asks for."""

    room_type_id = fields.UUID(required=True)
    room_id = fields.UUID(allow_none=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    day_use = StrictBoolean(load_default=False)
    adults = StrictInteger(required=True, minimum=0, maximum=1000)
    children = StrictInteger(load_default=0, minimum=0, maximum=1000)
    child_ages = _ages()
    guest = fields.Nested(NewGuestSchema)
    guest_id = fields.UUID()
    rate_plan_id = fields.UUID(allow_none=True)
    nightly_rate = Money(allow_none=True)
    notes = fields.String(load_default="", validate=validate.Length(max=4000))


class SourceBodySchema(KeyedSchema):
    """Where a booking comes from, and whether it is firm."""

    property_id = fields.UUID()
    status = fields.String(load_default="CONFIRMED", validate=validate.OneOf(["HOLD", "CONFIRMED"]))
    release_at = Instant(allow_none=True)
    source_type = fields.String(
        load_default="DIRECT", validate=validate.OneOf([source.value for source in SourceType])
    )
    source_ref = fields.String(allow_none=True, validate=validate.Length(1, 200))
    confirm = StrictBoolean(
        load_default=False, metadata={"description": "Yes to booking against a rule of sale."}
    )


class ReservationCreateSchema(StayBodySchema, SourceBodySchema):
    """A booking or hold. Give ``guest`` or ``guestId``."""

    check_in = StrictBoolean(
        load_default=False,
        metadata={
            "description": "WALK_IN only: check in at once; without roomId a clean free room is picked."
        },
    )


class NightlyRateSchema(BaseSchema):
    """The price of one night."""

    date = Date(required=True)
    price = Money(required=True)


class ReservationEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is, null takes a thing away."""

    room_type_id = fields.UUID()
    room_id = fields.UUID(allow_none=True)
    check_in_date = Date()
    check_out_date = Date()
    adults = StrictInteger(minimum=0, maximum=1000)
    children = StrictInteger(minimum=0, maximum=1000)
    child_ages = _ages()
    guest_id = fields.UUID()
    rate_plan_id = fields.UUID(allow_none=True)
    nightly_rate = Money(
        metadata={"description": "One price for every night to come; of a day use, for the day."}
    )
    nightly_rates = fields.List(
        fields.Nested(NightlyRateSchema),
        validate=validate.Length(1, 366),
        metadata={"description": "Prices of single nights."},
    )
    reprice = StrictBoolean(metadata={"description": "Quote the nights to come anew."})
    room_locked = StrictBoolean()
    release_at = Instant(allow_none=True)
    notes = fields.String(allow_none=True, validate=validate.Length(max=4000))


class AssignRoomSchema(CommandSchema):
    """The room to give; ``confirm`` says yes to moving an in-house guest."""

    room_id = fields.UUID(required=True)
    confirm = StrictBoolean(load_default=False)


class SplitSchema(CommandSchema):
    """From the night of ``date`` the stay is in ``roomId``."""

    date = Date(required=True)
    room_id = fields.UUID(required=True)


class ReservationListQuerySchema(ListQuerySchema):
    """Filters of the list; dates are half-open: stays that touch ``from`` … ``to``."""

    property_id = fields.UUID()
    status = fields.String(validate=_STATUSES)
    from_date = Date(data_key="from")
    to_date = Date(data_key="to")
    guest_id = fields.UUID()
    q = fields.String(
        validate=validate.Length(max=200),
        metadata={
            "description": "Confirmation number; for those who may read guests also their name, e-mail or phone."
        },
    )


class SegmentSchema(BaseSchema):
    """A stretch of nights in one room."""

    room_id = fields.UUID(required=True)
    start_date = Date(required=True)
    end_date = Date(required=True)


class ReservationGuestSchema(BaseSchema):
    """The guest as the desk sees them."""

    id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class RoomWarningSchema(BaseSchema):
    """What the desk should know of a room it gives out: ROOM_OUT_OF_SERVICE on the nights ``[startDate, endDate)``."""

    code = fields.String(required=True)
    room_id = fields.UUID(required=True)
    start_date = Date(required=True)
    end_date = Date(required=True)
    reason = fields.String(required=True)


class ReservationSchema(BaseSchema):
    """A reservation."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    confirmation_number = fields.String(required=True)
    status = fields.String(required=True, validate=_STATUSES)
    room_type_id = fields.UUID(required=True)
    booked_room_type_id = fields.UUID(required=True)
    room_id = fields.UUID(allow_none=True)
    segments = fields.List(fields.Nested(SegmentSchema))
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    nights = StrictInteger(required=True)
    day_use = StrictBoolean(required=True)
    adults = StrictInteger(required=True)
    children = StrictInteger(required=True)
    guest_id = fields.UUID(required=True)
    guest = fields.Nested(ReservationGuestSchema)
    rate_plan_id = fields.UUID(allow_none=True)
    nightly_rates = fields.List(fields.Nested(NightlyRateSchema))
    total = Money(required=True)
    room_locked = StrictBoolean(required=True)
    source_type = fields.String(required=True)
    source_ref = fields.String(allow_none=True)
    notes = fields.String(metadata={"description": "Left out for those who may not see guests."})
    release_at = Instant(allow_none=True)
    booked_on = Date(required=True)
    status_date = Date(
        required=True, metadata={"description": "The business date on which it got its status."}
    )
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    booking_id = fields.UUID(allow_none=True)
    child_ages = fields.List(StrictInteger(), allow_none=True)
    price_difference = Money(metadata={"description": "On edits: what it costs more than before."})
    reprice_difference = Money(
        metadata={"description": "On edits to another type at the agreed price: what new prices would add."}
    )
    warnings = fields.List(
        fields.Nested(RoomWarningSchema), metadata={"description": "On assign-room: nights with a flaw."}
    )
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class AuditEntrySchema(BaseSchema):
    """One line of an audit trail."""

    seq = StrictInteger(required=True)
    at = Instant(required=True)
    actor = fields.String(required=True)
    actor_name = fields.String(required=True)
    action = fields.String(required=True)
    version = StrictInteger(required=True)
    before = fields.Dict(allow_none=True)
    after = fields.Dict(allow_none=True)
    correlation_id = fields.String(required=True)
