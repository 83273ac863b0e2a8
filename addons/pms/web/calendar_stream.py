"""GET /api/pms/calendar/stream: news of the board as it comes (contract section 2)."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from addons.pms.services import calendar_stream
from addons.pms.services.calendar_stream import EPOCH, News
from addons.pms.services.calendar_week import reached
from addons.pms.services.properties import resolve_property
from addons.pms.web import board_json, commands
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.calendar_stream import NewsSchema, StreamQuerySchema
from oppsera_host.web import event_streams
from oppsera_host.web.event_streams import Message
from oppsera_host.web.openapi import errors
from oppsera_host.web.request_context import current_actor, require


@api.get("/calendar/stream")
@api.arguments(StreamQuerySchema, location="query")
@api.doc(
    responses={
        "200": {
            "description": (
                "Events named `segments` (stays that changed, as they now stand) and `board` (more changed than that:"
                " read the board again), each with its `seq` as id. A stream ends after a minute; come back with"
                " `Last-Event-ID`. With too many streams open, 503: ask for the board every few seconds instead."
            ),
            "content": {"text/event-stream": {"schema": NewsSchema}},
        }
    }
)
@require("pms.calendar.read")
@errors(404)
def stream(query: dict[str, Any]) -> Response:
    """Follow the board of a property: every change another user makes, within a second."""
    actor = current_actor()
    hotel = commands.read(
        lambda session: resolve_property(session, actor.tenant_id, query.get("property_id"))
    )
    last = event_streams.last_number()
    if last is None:
        last = query["since"] if "since" in query else reached()
    names = actor.may("pms.guests.read")

    def look() -> Message | None:
        nonlocal last
        news = calendar_stream.news_since(hotel.id, last, names=names)
        if news is None:
            return None
        last = news.seq
        return _message(news, hotel.currency)

    return event_streams.respond(actor.tenant_id, last, look)


def _message(news: News, currency: str) -> Message | None:
    if not (news.reservation_ids or news.whole_board):
        return None
    body = {
        "seq": news.seq,
        "reservationIds": news.reservation_ids,
        "segments": board_json.segments_from(EPOCH, news.segments, currency),
    }
    return Message(news.seq, "board" if news.whole_board else "segments", orjson.dumps(body))
