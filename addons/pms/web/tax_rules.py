"""/api/pms/tax-rules: city taxes and value-added taxes, and the stays that are free of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import tax_exemptions, tax_rules
from addons.pms.services.properties import resolve_property
from addons.pms.services.tax_exemptions import TaxExemption
from addons.pms.services.tax_rules import TaxRuleRecord
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.optional_version import optional_version
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.room_type import OfPropertyQuerySchema
from addons.pms.web.schemas.tax_rule import (
    TaxExemptionEditSchema,
    TaxExemptionSchema,
    TaxRuleCreateSchema,
    TaxRuleEditSchema,
    TaxRuleSchema,
)
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import page_of

_TERMS = (*tax_rules.TERMS, "valid_to")


@api.get("/tax-rules")
@api.arguments(OfPropertyQuerySchema, location="query")
@api.response(200, page_of(TaxRuleSchema))
@require("pms.rates.read")
def list_tax_rules(query: dict[str, Any]) -> Response:
    """List the tax rules of a property, past and future ones too, oldest first."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[TaxRuleRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return tax_rules.list_tax_rules(session, tenant_id, hotel.id, after, limit + 1)

    return page_response(commands.read(work), limit, lambda each: each.id, _dump)


@api.post("/tax-rules")
@api.arguments(TaxRuleCreateSchema)
@api.response(201, TaxRuleSchema)
@require("pms.settings.write")
def create_tax_rule(body: dict[str, Any]) -> Response:
    """Set up a tax, or what it becomes: an open rule of the same code ends the night before."""
    terms = {name: body[name] for name in _TERMS if name in body}
    return commands.run(
        lambda uow: tax_rules.create_tax_rule(
            uow, property_id=body.get("property_id"), code=body["code"], name=body["name"], terms=terms
        ),
        dump=_dump,
        status=201,
    )


@api.get("/tax-rules/<uuid:tax_rule_id>")
@api.response(200, TaxRuleSchema)
@require("pms.rates.read")
def get_tax_rule(tax_rule_id: UUID) -> Response:
    """Return one tax rule with its version as ETag."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: tax_rules.find_tax_rule(session, tenant_id, tax_rule_id))
    return commands.json_response(_dump(found), etag=found.version)


@api.patch("/tax-rules/<uuid:tax_rule_id>")
@api.arguments(TaxRuleEditSchema)
@api.response(200, TaxRuleSchema)
@require("pms.settings.write")
def edit_tax_rule(body: dict[str, Any], tax_rule_id: UUID) -> Response:
    """Change a rule; once nights were taxed by it, only its name and its last night."""
    version = expected_version(body)
    changes = {name: body[name] for name in ("name", *_TERMS) if name in body}
    return commands.run(lambda uow: tax_rules.update_tax_rule(uow, tax_rule_id, version, changes), dump=_dump)


@api.delete("/tax-rules/<uuid:tax_rule_id>")
@api.response(200, TaxRuleSchema)
@require("pms.settings.write")
def end_tax_rule(tax_rule_id: UUID) -> Response:
    """Take the tax no more from the business date on; a rule that never was due is removed."""
    version = optional_version({})
    return commands.run(lambda uow: tax_rules.end_tax_rule(uow, tax_rule_id, version), dump=_dump)


@api.get("/reservations/<uuid:reservation_id>/tax-exemption")
@api.response(200, TaxExemptionSchema)
@require("pms.folios.read")
def get_tax_exemption(reservation_id: UUID) -> Response:
    """Return why a stay is free of taxes, if it is."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: tax_exemptions.exemption_of(session, tenant_id, reservation_id))
    return commands.json_response(_dump_exemption(found))


@api.put("/reservations/<uuid:reservation_id>/tax-exemption")
@api.arguments(TaxExemptionEditSchema)
@api.response(200, TaxExemptionSchema)
@require("pms.folios.post")
def set_tax_exemption(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Free a stay of the taxes that know the reason, for the nights not posted yet; null = it owes them."""
    return commands.run(
        lambda uow: tax_exemptions.set_exemption(uow, reservation_id, body["reason"]), dump=_dump_exemption
    )


def _dump(record: TaxRuleRecord) -> dict[str, Any]:
    told = record.to_payload()
    return {name: value for name, value in told.items() if name not in {"schemaVersion", "taxRuleId"}}


def _dump_exemption(exemption: TaxExemption) -> dict[str, Any]:
    return exemption.to_payload()
