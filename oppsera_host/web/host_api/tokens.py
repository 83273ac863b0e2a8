"""``/api/host/tokens``: keys for programmes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate
from sqlalchemy import select

from oppsera_host.addons.registry import registry_of
from oppsera_host.clock import now
from oppsera_host.db import unit_of_work
from oppsera_host.errors import validation_error
from oppsera_host.identity import tokens
from oppsera_host.identity.models import ApiToken
from oppsera_host.web.api import ApiBlueprint
from oppsera_host.web.request_context import correlation_id, current_actor, require
from oppsera_host.web.schema import BaseSchema, Instant, page_of

blueprint = ApiBlueprint("host_tokens", __name__, url_prefix="/api/host/tokens", description="API tokens.")


class TokenSchema(BaseSchema):
    """A token as it is listed: never with its secret."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    created_at = Instant(required=True)
    expires_at = Instant(required=True, allow_none=True)
    last_used_at = Instant(required=True, allow_none=True)
    revoked_at = Instant(required=True, allow_none=True)


class NewTokenSchema(BaseSchema):
    """A token to make."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    role = fields.String(required=True)
    expires_at = Instant(load_default=None, allow_none=True)


class IssuedTokenSchema(TokenSchema):
    """A new token with its text, which is never shown again."""

    token = fields.String(required=True)


@blueprint.get("")
@require("host.tokens.read")
@blueprint.response(200, page_of(TokenSchema))
def list_tokens() -> dict[str, Any]:
    """List the tenant's tokens, newest first."""
    actor = current_actor()
    statement = (
        select(ApiToken)
        .where(ApiToken.tenant_id == actor.tenant_id)
        .order_by(ApiToken.created_at.desc())
        .limit(1000)
    )
    with unit_of_work.reading(actor) as session:
        return {"items": session.scalars(statement).all(), "next_cursor": None}


@blueprint.post("")
@require("host.tokens.write")
@blueprint.arguments(NewTokenSchema)
@blueprint.response(201, IssuedTokenSchema)
def create_token(body: dict[str, Any]) -> dict[str, Any]:
    """Make a token; the answer is the only place where its text is shown."""
    if body["expires_at"] is not None and body["expires_at"] <= now():
        raise validation_error({"expiresAt": ["Please give a moment in the future."]})
    roles = registry_of().roles
    issued = unit_of_work.run(
        lambda uow: tokens.create(uow, body["name"], body["role"], roles, body["expires_at"]),
        actor=current_actor(),
        correlation_id=correlation_id(),
    )
    row = issued.row
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": None,
        "revoked_at": None,
        "token": issued.text,
    }


@blueprint.delete("/<uuid:token_id>")
@require("host.tokens.write")
@blueprint.response(204)
def revoke_token(token_id: UUID) -> Response:
    """Make a token useless; within two seconds it opens nothing any more."""
    unit_of_work.run(
        lambda uow: tokens.revoke(uow, token_id), actor=current_actor(), correlation_id=correlation_id()
    )
    return Response(status=204)
