"""/api/pms/charge-codes: what a property charges for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.money import Money
from addons.pms.services import charge_codes
from addons.pms.services.charge_codes import ChargeCodeRecord
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.folio import ChargeCodeCreateSchema, ChargeCodeEditSchema, ChargeCodeSchema
from addons.pms.web.schemas.room_type import OfPropertyQuerySchema
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import MoneyValue, page_of


def _dump(record: ChargeCodeRecord) -> dict[str, Any]:
    body = record.to_payload()
    del body["schemaVersion"], body["chargeCodeId"]
    return body


@api.get("/charge-codes")
@api.arguments(OfPropertyQuerySchema, location="query")
@api.response(200, page_of(ChargeCodeSchema))
@require("pms.folios.read")
def list_charge_codes(query: dict[str, Any]) -> Response:
    """List what a property charges for, oldest first."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[ChargeCodeRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return charge_codes.list_charge_codes(session, tenant_id, hotel.id, after, limit + 1)

    return page_response(commands.read(work), limit, lambda each: each.id, _dump)


@api.post("/charge-codes")
@api.arguments(ChargeCodeCreateSchema)
@api.response(201, ChargeCodeSchema)
@require("pms.settings.write")
def create_charge_code(body: dict[str, Any]) -> Response:
    """Set up a kind of charge."""
    details = {name: body[name] for name in ("code", "name", "group", "tax_category")}
    return commands.run(
        lambda uow: charge_codes.create_charge_code(
            uow, property_id=body.get("property_id"), **details, price=_price(body["price"])
        ),
        dump=_dump,
        status=201,
    )


@api.get("/charge-codes/<uuid:charge_code_id>")
@api.response(200, ChargeCodeSchema)
@require("pms.folios.read")
def get_charge_code(charge_code_id: UUID) -> Response:
    """Return one charge code with its version as ETag."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: charge_codes.find_charge_code(session, tenant_id, charge_code_id))
    return commands.json_response(_dump(found), etag=found.version)


@api.patch("/charge-codes/<uuid:charge_code_id>")
@api.arguments(ChargeCodeEditSchema)
@api.response(200, ChargeCodeSchema)
@require("pms.settings.write")
def edit_charge_code(body: dict[str, Any], charge_code_id: UUID) -> Response:
    """Change name, group, tax category, price, or whether it is in use; entries keep what they were."""
    version = expected_version(body)
    changes = {name: body[name] for name in ("name", "group", "tax_category", "active") if name in body}
    if "price" in body:
        changes["price"] = _price(body["price"])
    return commands.run(
        lambda uow: charge_codes.update_charge_code(uow, charge_code_id, version, changes), dump=_dump
    )


def _price(value: MoneyValue | None) -> Money | None:
    return None if value is None else Money(value.amount, value.currency)
