"""/api/pms/night-audit: closes the business date, and tells where it stands."""

from __future__ import annotations

from typing import Any

from flask import Response

from addons.pms.db.models import NightAudit
from addons.pms.domain.night_audit import OverduePolicy
from addons.pms.services import idempotency, night_audit
from addons.pms.services.night_audit_report import report_of
from addons.pms.services.night_audit_standing import closed_dates, standing
from addons.pms.services.night_audit_steps import Request
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import keyed_request
from addons.pms.web.schemas.night_audit import (
    NightAuditListQuerySchema,
    NightAuditQuerySchema,
    NightAuditReportSchema,
    NightAuditRequestSchema,
    NightAuditStandingSchema,
)
from oppsera_host.db import unit_of_work
from oppsera_host.web.request_context import correlation_id, current_actor, require
from oppsera_host.web.schema import page_of

_dump = NightAuditReportSchema().dump
_dump_standing = NightAuditStandingSchema().dump


@api.post("/night-audit")
@api.arguments(NightAuditRequestSchema)
@api.response(200, NightAuditReportSchema)
@require("pms.night_audit.run")
def close_business_date(body: dict[str, Any]) -> Response:
    """Close the property's business date once; closing it again answers with the same report.

    Marks no-shows that are due, puts the night's charges and taxes on the folios, opens the next day and makes its
    housekeeping tasks. It may take seconds; broken off at any point, the next call goes on from there.
    """
    actor = current_actor()
    hotel = commands.read(lambda session: resolve_property(session, actor.tenant_id, body.get("property_id")))
    asked = Request(hotel.id, body["business_date"], OverduePolicy(body["overdue"]))

    def close() -> Response:
        return commands.run(
            lambda uow: night_audit.close_business_date(uow, asked.property_id, asked.business_date),
            dump=_dump,
        )

    if _was_answered():
        return close()
    return night_audit.finish(actor, asked, close, correlation_id=correlation_id())


@api.get("/night-audit")
@api.arguments(NightAuditQuerySchema, location="query")
@api.response(200, NightAuditStandingSchema)
@require("pms.night_audit.run")
def show_standing(query: dict[str, Any]) -> Response:
    """Tell where the business date stands: who is still due, and how far its closing got."""
    actor = current_actor()

    def load(session: Any) -> dict[str, Any]:
        hotel = resolve_property(session, actor.tenant_id, query.get("property_id"))
        found = standing(session, actor.tenant_id, hotel)
        return _dump_standing(
            {
                "property_id": hotel.id, "business_date": hotel.business_date, "may_close": found.may_close,
                "closes_at": found.closes_at, "in_house": found.in_house, "due_in": found.due_in,
                "due_out": found.due_out, "to_charge": found.to_charge, "progress": found.progress,
                "last_report": found.last_report,
            }
        )  # fmt: skip

    return commands.json_response(commands.read(load))


@api.get("/night-audit/reports")
@api.arguments(NightAuditListQuerySchema, location="query")
@api.response(200, page_of(NightAuditReportSchema))
@require("pms.night_audit.run")
def list_reports(query: dict[str, Any]) -> Response:
    """List the reports of closed business dates, the last first."""
    actor, after = current_actor(), cursor_of(query)

    def load(session: Any) -> list[NightAudit]:
        hotel = resolve_property(session, actor.tenant_id, query.get("property_id"))
        return closed_dates(session, actor.tenant_id, hotel.id, after, query["limit"] + 1)

    found = commands.read(load)
    return page_response(
        found, query["limit"], lambda audit: audit.id, lambda audit: _dump(report_of(audit.report or {}))
    )


def _was_answered() -> bool:
    """Tell whether this very request, by its idempotency key, was answered before.

    Raises:
        DomainError: the key belongs to another request, or is in use.
    """
    actor = current_actor()
    keyed = keyed_request(actor, required=False)
    if keyed is None:
        return False
    return unit_of_work.run(lambda uow: idempotency.claim(uow, keyed), actor=actor) is not None
