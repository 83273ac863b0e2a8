"""JSON of the night audit."""

from __future__ import annotations

from marshmallow import fields

from addons.pms.web.preconditions import KeyedSchema
from oppsera_host.web.schema import BaseSchema, Date, StrictBoolean, StrictInteger


class NightAuditRequestSchema(KeyedSchema):
    """The business date to close, which is the property's current one."""

    property_id = fields.UUID()
    business_date = Date(required=True)


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
    already_closed = StrictBoolean(required=True)
    seq = StrictInteger(metadata={"description": "The last event of the change; 0 when nothing was done."})
