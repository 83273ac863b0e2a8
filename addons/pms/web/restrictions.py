"""/api/pms/restrictions: which stays are not sold, by room type, rate plan and night."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.sentence import Sentence
from addons.pms.services import restrictions
from addons.pms.services.properties import resolve_property
from addons.pms.services.restrictions import TypeRestriction, WrittenRestriction
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.restriction import (
    RestrictionsQuerySchema,
    RestrictionsSchema,
    RestrictionsWriteSchema,
    RestrictionsWrittenSchema,
)
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web import bodies
from oppsera_host.web.request_context import current_actor, require

_MOST_NIGHTS = 92


@api.get("/restrictions")
@api.arguments(RestrictionsQuerySchema, location="query")
@api.response(200, RestrictionsSchema)
@require("pms.rates.read")
def list_restrictions(query: dict[str, Any]) -> Response:
    """List the nights that have rules, with all rules of each."""
    tenant_id = current_actor().tenant_id
    first, last = query["start_date"], query["end_date"]
    if not 1 <= (last - first).days <= _MOST_NIGHTS:
        raise invalid_fields(
            {"endDate": [Sentence("Please ask for 1 to {most_nights} nights.", most_nights=_MOST_NIGHTS)]}
        )

    def work(session: Session) -> list[TypeRestriction]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return restrictions.restrictions_of(
            session, tenant_id, hotel.id, first, last,
            room_type_id=query.get("room_type_id"), rate_plan_id=query.get("rate_plan_id"),
        )  # fmt: skip

    return commands.json_response(
        {"items": [_json(each) for each in commands.read(work)], "nextCursor": None}
    )


@api.put("/restrictions")
@api.arguments(RestrictionsWriteSchema)
@api.response(200, RestrictionsWrittenSchema)
@require("pms.rates.write")
@bodies.body_limit(bodies.BULK_LIMIT)
def write_restrictions(body: dict[str, Any]) -> Response:
    """Write rules in place of those of the same nights, type and plan. Bookings that are there stay."""
    rows = [_written(row) for row in body["restrictions"]]

    def work(uow: UnitOfWork) -> int:
        hotel = resolve_property(uow.session, uow.tenant_id, body.get("property_id"))
        restrictions.write_restrictions(uow, hotel, rows)
        return len(rows)

    return commands.run(work, dump=lambda written: {"written": written})


def _written(row: dict[str, Any]) -> WrittenRestriction:
    weekdays = row["weekdays"]
    return WrittenRestriction(**row | {"weekdays": None if weekdays is None else frozenset(weekdays)})


def _json(found: TypeRestriction) -> dict[str, Any]:
    rule = found.restriction
    return {
        "roomTypeId": str(found.room_type_id),
        "ratePlanId": None if rule.rate_plan_id is None else str(rule.rate_plan_id),
        "date": rule.night.isoformat(),
        "minStay": rule.min_stay,
        "maxStay": rule.max_stay,
        "closedToArrival": rule.closed_to_arrival,
        "closedToDeparture": rule.closed_to_departure,
        "closed": rule.closed,
    }
