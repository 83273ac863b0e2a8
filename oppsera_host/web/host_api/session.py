"""``/api/host/me``: who am I, and my password."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields

from oppsera_host.db import unit_of_work
from oppsera_host.errors import AppError
from oppsera_host.identity import sessions, users
from oppsera_host.web.access import signed_in
from oppsera_host.web.api import ApiBlueprint
from oppsera_host.web.openapi import errors
from oppsera_host.web.request_context import correlation_id, current_caller
from oppsera_host.web.schema import BaseSchema

blueprint = ApiBlueprint("host_me", __name__, url_prefix="/api/host/me", description="The caller.")


class MeSchema(BaseSchema):
    """The caller and what it may do."""

    tenant_id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"description": "user or token"})
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    permissions = fields.List(fields.String(), required=True)
    csrf_token = fields.String(
        required=True, allow_none=True, metadata={"description": "For X-CSRF-Token; null for tokens."}
    )


class PasswordChangeSchema(BaseSchema):
    """The present password and the one to use from now on."""

    current_password = fields.String(required=True, load_only=True)
    password = fields.String(required=True, load_only=True)


@blueprint.get("")
@signed_in
@blueprint.response(200, MeSchema)
def who_am_i() -> dict[str, Any]:
    """Tell who the caller is and what it may do."""
    caller = current_caller()
    actor, session = caller.actor, caller.session
    return {
        "tenant_id": actor.tenant_id,
        "kind": actor.kind,
        "id": actor.id,
        "name": session.user_name if session else actor.name,
        "roles": sorted(actor.roles),
        "permissions": sorted(actor.permissions),
        "csrf_token": session.csrf_token if session else None,
    }


@blueprint.post("/password")
@signed_in
@errors(403)
@blueprint.arguments(PasswordChangeSchema)
@blueprint.response(204)
def change_password(body: dict[str, str]) -> Response:
    """Change one's own password and end all other sessions."""
    caller = current_caller()
    session = caller.session
    if session is None:
        raise AppError("FORBIDDEN", 403, "Only a person who is signed in can change a password.")
    unit_of_work.run(
        lambda uow: users.set_password(uow, session.user_id, body["current_password"], body["password"]),
        actor=caller.actor,
        correlation_id=correlation_id(),
    )
    sessions.close_sessions_of(session.user_id, but=session.id_hash)
    return Response(status=204)
