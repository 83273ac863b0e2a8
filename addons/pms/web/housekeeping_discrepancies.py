"""/api/pms/housekeeping/discrepancies: where housekeeping and the desk differ."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.room_status import Occupancy
from addons.pms.services import housekeeping_discrepancies
from addons.pms.services.housekeeping_discrepancies import DiscrepancyRecord, Resolution
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.optional_version import optional_version
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.schemas.housekeeping import (
    DiscrepancyListQuerySchema,
    DiscrepancySchema,
    ResolveDiscrepancySchema,
    SightingAnswerSchema,
    SightingSchema,
)
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import page_of

_dump = DiscrepancySchema().dump


@api.get("/housekeeping/discrepancies")
@api.arguments(DiscrepancyListQuerySchema, location="query")
@api.response(200, page_of(DiscrepancySchema))
@require("pms.housekeeping.read")
def list_discrepancies(query: dict[str, Any]) -> Response:
    """List the rooms that housekeeping and the desk see differently."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[DiscrepancyRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return housekeeping_discrepancies.page(
            session, tenant_id, hotel.id, day=query.get("date"), unresolved=query["status"] == "OPEN",
            after=after, limit=limit + 1,
        )  # fmt: skip

    return page_response(commands.read(work), limit, lambda each: each.snapshot.id, _dump)


@api.post("/housekeeping/discrepancies")
@api.arguments(SightingSchema)
@api.response(200, SightingAnswerSchema)
@require("pms.housekeeping.write")
def report_sighting(body: dict[str, Any]) -> Response:
    """Report a room seen occupied or vacant; it is a discrepancy when the desk believes the other."""

    def dump(found: DiscrepancyRecord | None) -> dict[str, Any]:
        return {"discrepancy": None if found is None else _dump(found)}

    return commands.run(
        lambda uow: housekeeping_discrepancies.report(uow, body["room_id"], Occupancy(body["seen"])),
        dump=dump,
    )


@api.post("/housekeeping/discrepancies/<uuid:discrepancy_id>/resolve")
@api.arguments(ResolveDiscrepancySchema)
@api.response(200, DiscrepancySchema)
@require("pms.housekeeping.write")
def resolve_discrepancy(body: dict[str, Any], discrepancy_id: UUID) -> Response:
    """Settle a discrepancy; checking the guest in or out settles it as well."""
    version, resolution = optional_version(body), Resolution(body["resolution"])
    return commands.run(
        lambda uow: housekeeping_discrepancies.resolve(uow, discrepancy_id, version, resolution), dump=_dump
    )
