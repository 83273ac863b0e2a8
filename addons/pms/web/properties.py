"""/api/pms/properties: the hotels of a tenant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from addons.pms.services import properties
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.property import PropertyCreateSchema, PropertyEditSchema, PropertySchema
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import ListQuerySchema, page_of

_dump = PropertySchema().dump
_OWN = ("idempotency_key", "expected_version")


@api.get("/properties")
@api.arguments(ListQuerySchema, location="query")
@api.response(200, page_of(PropertySchema))
@require("pms.properties.read")
def list_properties(query: dict[str, Any]) -> Response:
    """List the properties, oldest first."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]
    found = commands.read(lambda session: properties.list_properties(session, tenant_id, after, limit + 1))
    return page_response(found, limit, lambda each: each.id, _dump)


@api.post("/properties")
@api.arguments(PropertyCreateSchema)
@api.response(201, PropertySchema)
@require("pms.properties.write")
def create_property(body: dict[str, Any]) -> Response:
    """Set up a property."""
    body.pop("idempotency_key", None)
    return commands.run(lambda uow: properties.create_property(uow, **body), dump=_dump, status=201)


@api.get("/properties/<uuid:property_id>")
@api.response(200, PropertySchema)
@require("pms.properties.read")
def get_property(property_id: UUID) -> Response:
    """Return one property with its version as ETag."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: properties.find_property(session, tenant_id, property_id))
    return commands.json_response(_dump(found), etag=found.version)


@api.patch("/properties/<uuid:property_id>")
@api.arguments(PropertyEditSchema)
@api.response(200, PropertySchema)
@require("pms.properties.write")
def edit_property(body: dict[str, Any], property_id: UUID) -> Response:
    """Change settings of a property; its business date moves by the night audit only."""
    version = expected_version(body)
    changes = {name: value for name, value in body.items() if name not in _OWN}
    return commands.run(
        lambda uow: properties.update_property(uow, property_id, version, changes), dump=_dump
    )
