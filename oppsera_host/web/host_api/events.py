"""``GET /api/events``: the tenant's gap-free event feed."""

from __future__ import annotations

from flask import Response, jsonify
from marshmallow import fields

from oppsera_host.db import unit_of_work
from oppsera_host.outbox import feed
from oppsera_host.web.api import ApiBlueprint
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import BaseSchema, QueryInteger

blueprint = ApiBlueprint("host_events", __name__, url_prefix="/api/events", description="The event feed.")


class FeedQuerySchema(BaseSchema):
    """Where to go on: events with a greater ``seq`` than ``after`` come, oldest first."""

    after = QueryInteger(minimum=0, load_default=0)
    limit = QueryInteger(minimum=1, maximum=200, load_default=50)


class EventSchema(BaseSchema):
    """One published fact."""

    seq = fields.Integer(required=True)
    event_id = fields.UUID(required=True)
    type = fields.String(required=True)
    schema_version = fields.Integer(required=True)
    aggregate_type = fields.String(required=True)
    aggregate_id = fields.UUID(required=True)
    aggregate_version = fields.Integer(required=True)
    occurred_at = fields.DateTime(required=True)
    actor = fields.String(required=True)
    correlation_id = fields.String(required=True)
    payload = fields.Dict(required=True)


class FeedSchema(BaseSchema):
    """Events in order; ask again with ``after`` = ``nextCursor``, which is null when there are none yet."""

    items = fields.List(fields.Nested(EventSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


@blueprint.get("")
@require("host.events.read")
@blueprint.arguments(FeedQuerySchema, location="query")
@blueprint.response(200, FeedSchema)
def read_feed(query: dict[str, int]) -> Response:
    """Read events after a sequence number; there are no gaps, so nothing is ever missed."""
    with unit_of_work.reading(current_actor()) as session:
        items = feed.read_events(session, query["after"], query["limit"])
    more = str(items[-1]["seq"]) if items else None
    return jsonify({"items": items, "nextCursor": more})
