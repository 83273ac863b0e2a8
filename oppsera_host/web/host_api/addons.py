"""``/api/host/addons``: what is installed, and what is switched on for the tenant."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from oppsera_host.addons import activation
from oppsera_host.addons.registry import registry_of
from oppsera_host.web.api import ApiBlueprint
from oppsera_host.web.openapi import errors
from oppsera_host.web.request_context import correlation_id, current_actor, require
from oppsera_host.web.schema import BaseSchema, page_of

blueprint = ApiBlueprint("host_addons", __name__, url_prefix="/api/host/addons", description="Addons.")


class AddonSchema(BaseSchema):
    """An installed addon."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.String(required=True)
    depends = fields.List(fields.String(), required=True)
    enabled = fields.Boolean(required=True)


class SwitchedSchema(BaseSchema):
    """What a switch changed; empty when there was nothing to do."""

    switched = fields.List(fields.String(), required=True)


def installed_with_state() -> list[dict[str, Any]]:
    """Return the installed addons and whether each is on for the actor's tenant."""
    registry = registry_of()
    enabled = registry.enabled_for(current_actor().tenant_id)
    return [
        {
            "name": addon.name,
            "title": addon.manifest.title,
            "version": addon.manifest.version,
            "depends": sorted(addon.manifest.depends),
            "enabled": addon.name in enabled,
        }
        for addon in registry.addons
    ]


@blueprint.get("")
@require("host.addons.read")
@blueprint.response(200, page_of(AddonSchema))
def list_addons() -> dict[str, Any]:
    """List the installed addons."""
    return {"items": installed_with_state(), "next_cursor": None}


@blueprint.post("/<name>/enable")
@require("host.addons.write")
@errors(409)
@blueprint.response(200, SwitchedSchema)
def enable_addon(name: str) -> dict[str, Any]:
    """Switch an addon on for the tenant, and what comes on with it."""
    switched = activation.enable(registry_of(), name, actor=current_actor(), correlation_id=correlation_id())
    return {"switched": list(switched)}


@blueprint.post("/<name>/disable")
@require("host.addons.write")
@errors(409)
@blueprint.response(200, SwitchedSchema)
def disable_addon(name: str) -> dict[str, Any]:
    """Switch an addon off for the tenant; its data stays."""
    changed = activation.disable(registry_of(), name, actor=current_actor(), correlation_id=correlation_id())
    return {"switched": [name] if changed else []}
