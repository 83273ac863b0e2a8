"""GET /api/pms/calendar/week: the board."""

from __future__ import annotations

from flask import Response, request

from addons.pms.services.calendar_week import read_board
from addons.pms.web import board_json
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.calendar_week import CompactWeekSchema, WeekSchema
from addons.pms.web.week_query import PARAMETERS, parse
from oppsera_host.web.openapi import errors
from oppsera_host.web.request_context import current_actor, require


@api.get("/calendar/week")
@api.doc(
    parameters=PARAMETERS,
    responses={
        "200": {
            "description": "The board; `CompactWeek` for `format=compact`. The ETag fits `If-None-Match`.",
            "content": {"application/json": {"schema": {"oneOf": [WeekSchema, CompactWeekSchema]}}},
        },
        "304": {"description": "Nothing on this board changed since the ETag was given."},
    },
)
@require("pms.calendar.read")
@errors(404)
def week() -> Response:
    """Read the board: rooms, stays, closures and counts of up to 62 nights."""
    query = parse(request.args)
    known_etag = request.headers.get("If-None-Match", "")
    board = read_board(current_actor(), query.wanted, known_etag)
    if isinstance(board, str):
        response = Response(status=304)
        response.headers["ETag"] = f"W/{board}"
    else:
        body = board_json.compact(board) if query.compact else board_json.full(board)
        response = Response(body, mimetype="application/json")
        response.headers["ETag"] = f"W/{board.etag}"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
