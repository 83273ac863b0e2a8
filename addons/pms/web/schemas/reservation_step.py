"""JSON of the steps of a stay's life and of what they cost."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas.reservation import ReservationSchema
from oppsera_host.web.schema import BaseSchema, Instant, Money, StrictBoolean, StrictInteger

MOST_CHOSEN = 50


class CheckInSchema(CommandSchema):
    """Check-in; ``roomId`` gives the stay that room first."""

    room_id = fields.UUID()


class FeeSchema(CommandSchema):
    """A step that may cost a fee: the one that was shown, or that it is waived."""

    expected_fee = Money(
        metadata={"description": "The fee that was shown; another one by now answers CONFIRMATION_REQUIRED."}
    )
    fee_waived = StrictBoolean(
        load_default=False, metadata={"description": "Charge nothing; needs pms.reservations.waive_fee."}
    )


class CheckOutSchema(FeeSchema):
    """Check-out; ``confirm`` says yes to leaving on the day of arrival, which costs the first night."""

    confirm = StrictBoolean(load_default=False)


class ReinstateSchema(CommandSchema):
    """Reinstatement; ``roomId`` gives another room, null comes back without one."""

    room_id = fields.UUID(allow_none=True)


class SeenStaySchema(BaseSchema):
    """A stay, in the version that the caller has seen."""

    reservation_id = fields.UUID(required=True)
    version = StrictInteger(required=True, minimum=1)


class ChosenStepSchema(KeyedSchema):
    """A step of several stays of one property, each named once; all of them or none."""

    reservations = fields.List(
        fields.Nested(SeenStaySchema), required=True, validate=validate.Length(1, MOST_CHOSEN)
    )


class ChosenFeeSchema(ChosenStepSchema):
    """A step that may cost fees: their sum that was shown, or that they are waived."""

    expected_fee = Money()
    fee_waived = StrictBoolean(load_default=False)


class ChosenCheckOutSchema(ChosenStepSchema):
    """Check-out; ``confirm`` says yes to leaving on the day of arrival, which costs the first nights."""

    fee_waived = StrictBoolean(load_default=False)
    confirm = StrictBoolean(load_default=False)


class ChosenSchema(BaseSchema):
    """The stays after the step, in the order they were named."""

    reservations = fields.List(fields.Nested(ReservationSchema), required=True)
    seq = StrictInteger(required=True, metadata={"description": "The last event of the change."})


class CancellationTermsSchema(BaseSchema):
    """What it costs at present that the guest does not come."""

    reservation_id = fields.UUID(required=True)
    free_until = Instant(
        allow_none=True,
        metadata={"description": "Until then cancelling is free; null when it always or never is."},
    )
    fee = Money(required=True, metadata={"description": "For cancelling now."})
    no_show_fee = Money(required=True, metadata={"description": "For marking as a no-show."})
    no_show_from = Instant(
        allow_none=True,
        metadata={"description": "Before it is too early to mark a no-show; null when it may be marked now."},
    )
    may_waive = StrictBoolean(required=True, metadata={"description": "Whether the caller may waive it."})
