"""JSON of the board's event stream."""

from __future__ import annotations

from marshmallow import fields

from addons.pms.web.schemas.calendar_week import WeekSegmentSchema
from oppsera_host.web.schema import BaseSchema, QueryInteger, StrictInteger


class StreamQuerySchema(BaseSchema):
    """Whose board, and from which event on: the ``seq`` of the board the caller has; left out, from now on."""

    property_id = fields.UUID()
    since = QueryInteger(minimum=0)


class NewsSchema(BaseSchema):
    """What changed up to ``seq``: a stay without segments is no longer on the board."""

    seq = StrictInteger(required=True)
    reservation_ids = fields.List(fields.UUID(), required=True)
    segments = fields.List(fields.Nested(WeekSegmentSchema), required=True)
