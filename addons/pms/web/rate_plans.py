"""/api/pms/rate-plans: named ways to sell, and their prices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.money import Money
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import rate_plans
from addons.pms.services.properties import resolve_property
from addons.pms.services.rate_plans import WrittenPrice
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.optional_version import optional_version
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.rate_plan import (
    EffectivePricesSchema,
    PricesQuerySchema,
    PricesSchema,
    RatePlanCreateSchema,
    RatePlanEditSchema,
    RatePlanSchema,
)
from addons.pms.web.schemas.room_type import OfPropertyQuerySchema
from oppsera_host.web import bodies
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import page_of

_dump = RatePlanSchema().dump


@api.get("/rate-plans")
@api.arguments(OfPropertyQuerySchema, location="query")
@api.response(200, page_of(RatePlanSchema))
@require("pms.rates.read")
def list_rate_plans(query: dict[str, Any]) -> Response:
    """List the rate plans of a property, oldest first."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[rate_plans.RatePlanRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return rate_plans.list_rate_plans(session, tenant_id, hotel.id, after, limit + 1)

    return page_response(commands.read(work), limit, lambda each: each.id, _dump)


@api.post("/rate-plans")
@api.arguments(RatePlanCreateSchema)
@api.response(201, RatePlanSchema)
@require("pms.rates.write")
def create_rate_plan(body: dict[str, Any]) -> Response:
    """Set up a rate plan; until prices are written into it, base rates count."""
    return commands.run(
        lambda uow: rate_plans.create_rate_plan(
            uow, property_id=body.get("property_id"), code=body["code"], name=body["name"]
        ),
        dump=_dump,
        status=201,
    )


@api.get("/rate-plans/<uuid:rate_plan_id>")
@api.response(200, RatePlanSchema)
@require("pms.rates.read")
def get_rate_plan(rate_plan_id: UUID) -> Response:
    """Return one rate plan with its version as ETag."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: rate_plans.find_rate_plan(session, tenant_id, rate_plan_id))
    return commands.json_response(_dump(found), etag=found.version)


@api.patch("/rate-plans/<uuid:rate_plan_id>")
@api.arguments(RatePlanEditSchema)
@api.response(200, RatePlanSchema)
@require("pms.rates.write")
def edit_rate_plan(body: dict[str, Any], rate_plan_id: UUID) -> Response:
    """Change code or name."""
    version = expected_version(body)
    changes = {name: value for name, value in body.items() if name in {"code", "name"}}
    return commands.run(
        lambda uow: rate_plans.update_rate_plan(uow, rate_plan_id, version, changes), dump=_dump
    )


@api.get("/rate-plans/<uuid:rate_plan_id>/prices")
@api.arguments(PricesQuerySchema, location="query")
@api.response(200, EffectivePricesSchema)
@require("pms.rates.read")
def get_prices(query: dict[str, Any], rate_plan_id: UUID) -> Response:
    """Return what each night costs by the plan, for every room type."""
    tenant_id, dates = current_actor().tenant_id, _nights(query)

    def work(session: Session) -> list[dict[str, Any]]:
        plan = rate_plans.find_rate_plan(session, tenant_id, rate_plan_id)
        return [
            {
                "roomTypeId": str(room_type.id),
                "code": room_type.code,
                "nights": [night.to_payload() for night in nights],
            }
            for room_type, nights in rate_plans.effective_prices(session, tenant_id, plan, dates)
        ]

    return commands.json_response({"items": commands.read(work), "nextCursor": None})


@api.put("/rate-plans/<uuid:rate_plan_id>/prices")
@api.arguments(PricesSchema)
@api.response(200, RatePlanSchema)
@require("pms.rates.write")
@bodies.body_limit(bodies.BULK_LIMIT)
def write_prices(body: dict[str, Any], rate_plan_id: UUID) -> Response:
    """Write prices; where two cover a night, the one written later counts. Booked stays keep theirs."""
    version = optional_version(body)
    prices = [WrittenPrice(**row | {"price": Money(*row["price"])}) for row in body["prices"]]
    return commands.run(lambda uow: rate_plans.write_prices(uow, rate_plan_id, version, prices), dump=_dump)


def _nights(query: dict[str, Any]) -> StayDates:
    try:
        return StayDates(query["start_date"], query["end_date"])
    except DomainError:
        raise invalid_fields({"endDate": ["Please ask for 1 to 366 nights."]}) from None
