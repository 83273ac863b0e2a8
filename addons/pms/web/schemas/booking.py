"""JSON of bookings of several stays."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.web.preconditions import CommandSchema
from addons.pms.web.schemas.reservation import (
    NewGuestSchema,
    ReservationGuestSchema,
    ReservationSchema,
    SourceBodySchema,
    StayBodySchema,
)
from oppsera_host.web.schema import BaseSchema, Instant, Money, StrictBoolean, StrictInteger

MOST_STAYS = 50


class BookingCreateSchema(SourceBodySchema):
    """Several stays under one number, all or none. Give ``guest`` or ``guestId``; a stay may have its own."""

    guest = fields.Nested(NewGuestSchema)
    guest_id = fields.UUID()
    notes = fields.String(load_default="", validate=validate.Length(max=4000))
    reservation_id = fields.UUID(
        metadata={"description": "A stay without a booking: it becomes the first one and gives its number."}
    )
    stays = fields.List(fields.Nested(StayBodySchema), required=True, validate=validate.Length(1, MOST_STAYS))


class BookingStaysSchema(CommandSchema):
    """Further stays for a booking, all or none."""

    status = fields.String(load_default="CONFIRMED", validate=validate.OneOf(["HOLD", "CONFIRMED"]))
    release_at = Instant(allow_none=True)
    confirm = StrictBoolean(load_default=False)
    stays = fields.List(fields.Nested(StayBodySchema), required=True, validate=validate.Length(1, MOST_STAYS))


class BookingStepSchema(CommandSchema):
    """A step of all stays of a booking whose turn it is, or of those named; all of them or none."""

    reservation_ids = fields.List(fields.UUID(), validate=validate.Length(1, MOST_STAYS))


class BookingFeeSchema(BookingStepSchema):
    """A step that may cost a fee: the sum that was shown, or that it is waived."""

    expected_fee = Money()
    fee_waived = StrictBoolean(load_default=False)


class BookingCheckOutSchema(BookingStepSchema):
    """Check-out; ``confirm`` says yes to leaving on the day of arrival, which costs the first nights."""

    fee_waived = StrictBoolean(load_default=False)
    confirm = StrictBoolean(load_default=False)


class BookingSchema(BaseSchema):
    """A booking with its stays."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    confirmation_number = fields.String(required=True)
    guest_id = fields.UUID(required=True)
    guest = fields.Nested(ReservationGuestSchema)
    source_type = fields.String(required=True)
    source_ref = fields.String(allow_none=True)
    notes = fields.String()
    total = Money(required=True, metadata={"description": "Of the stays that were not called off."})
    reservations = fields.List(fields.Nested(ReservationSchema), required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})
