"""/api/pms/folios/export: the ledger for the books, as JSON page by page or as one CSV file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.errors import invalid_fields
from addons.pms.services import folio_export
from addons.pms.services.folio_export import ExportedEntry
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.report_json import csv_response
from addons.pms.web.schemas.folio import ExportedEntrySchema, ExportQuerySchema
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import page_of

LONGEST = timedelta(days=366)


@api.get("/folios/export")
@api.arguments(ExportQuerySchema, location="query")
@api.response(200, page_of(ExportedEntrySchema))
@require("pms.folios.read")
def export_entries(query: dict[str, Any]) -> Response:
    """List the entries of some business dates with the account each goes to; ``format=csv`` answers all at once."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]
    dates = (query["from_date"], query["to_date"])
    if not timedelta(0) <= dates[1] - dates[0] <= LONGEST:
        raise invalid_fields({"to": ["Please ask for 1 to 366 days."]})
    whole = query["format"] == "csv"

    def work(session: Session) -> list[ExportedEntry]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        found: Iterable[ExportedEntry] = (
            folio_export.exported(session, tenant_id, hotel.id, dates)
            if whole
            else folio_export.exported_page(session, tenant_id, hotel.id, dates, after, limit + 1)
        )
        return list(found)

    rows = commands.read(work)
    if whole:
        return csv_response([_dump(row) for row in rows], f"entries-{dates[0]}-{dates[1]}")
    return page_response(rows, limit, lambda row: row.entry.id, _dump)


def _dump(row: ExportedEntry) -> dict[str, Any]:
    entry = row.entry
    return {
        "id": str(entry.id), "folioId": str(entry.folio_id), "reservationId": str(row.reservation_id),
        "confirmationNumber": row.confirmation_number, "businessDate": entry.business_date.isoformat(),
        "night": None if entry.night is None else entry.night.isoformat(), "kind": entry.kind.value,
        "code": entry.code, "group": entry.group, "method": None if entry.method is None else entry.method.value,
        "amount": entry.amount.to_payload(), "account": row.mapping.account, "costCenter": row.mapping.cost_center,
    }  # fmt: skip
