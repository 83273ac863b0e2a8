"""/api/pms/night-audit: closes the business date."""

from __future__ import annotations

from typing import Any

from flask import Response

from addons.pms.services import night_audit
from addons.pms.services.night_audit import NightAuditReport
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.night_audit import NightAuditReportSchema, NightAuditRequestSchema
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import require

_dump = NightAuditReportSchema().dump


@api.post("/night-audit")
@api.arguments(NightAuditRequestSchema)
@api.response(200, NightAuditReportSchema)
@require("pms.night_audit.run")
def close_business_date(body: dict[str, Any]) -> Response:
    """Close the property's business date once; closing it again answers with the same report."""

    def work(uow: UnitOfWork) -> NightAuditReport:
        hotel = resolve_property(uow.session, uow.tenant_id, body.get("property_id"))
        return night_audit.close_business_date(uow, hotel.id, body["business_date"])

    return commands.run(work, dump=_dump)
