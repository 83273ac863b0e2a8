"""JSON of the night audit."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.domain.night_audit import OverduePolicy, Step
from addons.pms.web.preconditions import KeyedSchema
from oppsera_host.web.schema import (
    BaseSchema,
    Date,
    Instant,
    ListQuerySchema,
    Money,
    StrictBoolean,
    StrictInteger,
)


class NightAuditRequestSchema(KeyedSchema):
    """The business date to close, which is the property's current one."""

    property_id = fields.UUID()
    business_date = Date(required=True)
    overdue = fields.String(
        load_default=OverduePolicy.KEEP.value,
        validate=validate.OneOf([policy.value for policy in OverduePolicy]),
        metadata={
            "description": "Guests in the house who should have left: KEEP closes the date and leaves them overdue and"
            " uncharged, EXTEND lengthens each stay by the night being closed and charges it, REFUSE answers 409 with"
            " the list. An audit that was interrupted goes on as it was begun."
        },
    )


class NightAuditProblemSchema(BaseSchema):
    """A stay that the audit left alone, and the code of the refusal."""

    reservation_id = fields.String(required=True)
    step = fields.String(required=True, validate=validate.OneOf([step.value for step in Step]))
    code = fields.String(required=True)


class NightAuditReportSchema(BaseSchema):
    """A closed business date; ``dueIn`` and ``dueOut`` are stays that should have come or gone by then."""

    property_id = fields.UUID(required=True)
    business_date = Date(required=True)
    next_business_date = Date(required=True)
    arrivals = StrictInteger(required=True)
    departures = StrictInteger(required=True)
    in_house = StrictInteger(required=True)
    due_in = StrictInteger(required=True)
    due_out = StrictInteger(required=True)
    extended = StrictInteger(required=True)
    no_shows = StrictInteger(required=True)
    no_show_fees = Money(required=True)
    charged_stays = StrictInteger(required=True)
    room_charges = Money(required=True, metadata={"description": "The nights charged, without taxes."})
    taxes = Money(required=True)
    tasks = StrictInteger(required=True, metadata={"description": "Housekeeping tasks made for the new day."})
    problems = fields.List(fields.Nested(NightAuditProblemSchema), required=True)
    already_closed = StrictBoolean(required=True)
    seq = StrictInteger(metadata={"description": "The last event of the change; 0 when nothing was done."})


class NightAuditQuerySchema(BaseSchema):
    """Whose night audit."""

    property_id = fields.UUID()


class NightAuditListQuerySchema(ListQuerySchema):
    """Whose reports."""

    property_id = fields.UUID()


class NightAuditProgressSchema(BaseSchema):
    """The audit that was begun and is not finished: it runs, or the next run goes on with it."""

    step = fields.String(required=True, validate=validate.OneOf([step.value for step in Step]))
    overdue = fields.String(required=True)
    started_at = Instant(required=True)
    no_shows = StrictInteger(required=True)
    extended = StrictInteger(required=True)
    charged_stays = StrictInteger(required=True)


class NightAuditStandingSchema(BaseSchema):
    """Where the property's business date stands."""

    property_id = fields.UUID(required=True)
    business_date = Date(required=True)
    may_close = StrictBoolean(
        required=True, metadata={"description": "False while the date has not begun there."}
    )
    closes_at = Instant(
        required=True, allow_none=True, metadata={"description": "When it is closed unasked; null = by hand."}
    )
    in_house = StrictInteger(required=True)
    due_in = StrictInteger(required=True)
    due_out = StrictInteger(required=True)
    to_charge = StrictInteger(
        required=True, metadata={"description": "Stays with nights that are on no folio."}
    )
    progress = fields.Nested(NightAuditProgressSchema, required=True, allow_none=True)
    last_report = fields.Nested(NightAuditReportSchema, required=True, allow_none=True)
