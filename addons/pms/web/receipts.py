"""/api/pms/folios/:id/receipt.pdf: the account as a paper for its payer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from addons.pms.services.receipts import receipt_of
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.receipt_language import language_of, written_in
from addons.pms.web.receipt_pdf import receipt_pdf
from addons.pms.web.receipt_words import ReceiptWords
from oppsera_host.web.languages import LANGUAGES
from oppsera_host.web.request_context import current_actor, demand, require
from oppsera_host.web.schema import BaseSchema


class ReceiptQuerySchema(BaseSchema):
    """How to write the receipt."""

    language = fields.String(
        validate=validate.OneOf([language.tag for language in LANGUAGES]),
        metadata={"description": "Usually the guest's language, else the property's."},
    )


@api.get("/folios/<uuid:folio_id>/receipt.pdf")
@api.arguments(ReceiptQuerySchema, location="query")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
@require("pms.folios.read")
def get_receipt_pdf(query: dict[str, Any], folio_id: UUID) -> Response:
    """Return the receipt of a folio as it stands, as PDF; needs pms.guests.read too, for it names the guest."""
    del query
    demand("pms.guests.read")
    tenant_id = current_actor().tenant_id
    document = commands.read(lambda session: receipt_of(session, tenant_id, folio_id))
    with written_in(language_of(document)):
        body = receipt_pdf(ReceiptWords(document))
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="receipt-{document.number}.pdf"'
    return response
