"""/pms/folios/…/receipt: the account as its payer reads it, to print or to send."""

from __future__ import annotations

from uuid import UUID

from flask import Response, make_response, render_template

from addons.pms.services.receipts import receipt_of
from addons.pms.web import commands
from addons.pms.web.money_text import money_text
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.receipt_language import language_of, written_in
from addons.pms.web.receipt_words import ReceiptWords
from oppsera_host.web.request_context import current_actor, demand, require

blueprint.add_app_template_filter(money_text, "money")


@blueprint.get("/folios/<uuid:folio_id>/receipt")
@require("pms.folios.read")
def folio_receipt(folio_id: UUID) -> Response:
    """Show the receipt of a folio in the guest's language, within the clerk's page."""
    demand("pms.guests.read")
    tenant_id = current_actor().tenant_id
    document = commands.read(lambda session: receipt_of(session, tenant_id, folio_id))
    tag = language_of(document)
    with written_in(tag):
        paper = render_template("pms/receipt_paper.html", words=ReceiptWords(document), tag=tag)
    return make_response(render_template("pms/receipt.html", document=document, paper=paper, tag=tag))
