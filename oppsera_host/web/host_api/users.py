"""``/api/host/users`` and ``/api/host/roles``: who may do what in the tenant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from oppsera_host.addons.registry import registry_of
from oppsera_host.db import unit_of_work
from oppsera_host.identity import users
from oppsera_host.web.api import ApiBlueprint
from oppsera_host.web.openapi import errors
from oppsera_host.web.request_context import correlation_id, current_actor, require
from oppsera_host.web.schema import BaseSchema, page_of

blueprint = ApiBlueprint("host_users", __name__, url_prefix="/api/host", description="People and roles.")


class MemberSchema(BaseSchema):
    """A person and the roles held in this tenant."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    active = fields.Boolean(required=True)
    roles = fields.List(fields.String(), required=True)


class NewMemberSchema(BaseSchema):
    """A person to let in; the password is for a new account, one that exists keeps its own."""

    email = fields.String(required=True)
    name = fields.String(load_default="", validate=validate.Length(max=200))
    role = fields.String(required=True)
    password = fields.String(required=True, load_only=True)


class RoleChangeSchema(BaseSchema):
    """The one role a person is to have."""

    role = fields.String(required=True)


class RoleSchema(BaseSchema):
    """A role and what it allows."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    permissions = fields.List(fields.String(), required=True)


@blueprint.get("/users")
@require("host.users.read")
@blueprint.response(200, page_of(MemberSchema))
def list_users() -> dict[str, Any]:
    """List the people of the tenant."""
    actor = current_actor()
    with unit_of_work.reading(actor) as session:
        return {"items": users.list_members(session, actor.tenant_id), "next_cursor": None}


@blueprint.post("/users")
@require("host.users.write")
@errors(409)
@blueprint.arguments(NewMemberSchema)
@blueprint.response(201, MemberSchema)
def add_user(body: dict[str, Any]) -> users.Member:
    """Give a person a role in the tenant."""
    roles = registry_of().roles
    return unit_of_work.run(
        lambda uow: users.add_member(uow, **body, roles=roles),
        actor=current_actor(),
        correlation_id=correlation_id(),
    )


@blueprint.patch("/users/<uuid:user_id>")
@require("host.users.write")
@blueprint.arguments(RoleChangeSchema)
@blueprint.response(200, MemberSchema)
def change_role(body: dict[str, str], user_id: UUID) -> users.Member:
    """Give a person another role instead of the present ones."""
    roles = registry_of().roles
    return unit_of_work.run(
        lambda uow: users.change_role(uow, user_id, body["role"], roles),
        actor=current_actor(),
        correlation_id=correlation_id(),
    )


@blueprint.delete("/users/<uuid:user_id>")
@require("host.users.write")
@blueprint.response(204)
def remove_user(user_id: UUID) -> Response:
    """Take all roles in the tenant from a person."""
    roles = registry_of().roles
    unit_of_work.run(
        lambda uow: users.remove_member(uow, user_id, roles),
        actor=current_actor(),
        correlation_id=correlation_id(),
    )
    return Response(status=204)


@blueprint.get("/roles")
@require("host.roles.read")
@blueprint.response(200, page_of(RoleSchema))
def list_roles() -> dict[str, Any]:
    """List the roles that addons bring."""
    roles = [
        {"name": role.name, "title": role.title, "permissions": sorted(role.permissions)}
        for role in registry_of().roles.values()
    ]
    return {"items": roles, "next_cursor": None}
