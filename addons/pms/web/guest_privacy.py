"""/api/pms/guests/:id/{merge,unmerge,export,erase}: one person, one profile, and the right to be forgotten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from addons.pms.services import guest_erasure, guest_export, guest_merge
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.guests import dump_guest
from addons.pms.web.optional_version import optional_version
from addons.pms.web.preconditions import CommandSchema
from addons.pms.web.schemas.guest import (
    GuestErasedSchema,
    GuestExportSchema,
    GuestMergeSchema,
    GuestSchema,
    GuestUnmergeSchema,
)
from oppsera_host.web.request_context import current_actor, require


@api.post("/guests/<uuid:guest_id>/merge")
@api.arguments(GuestMergeSchema)
@api.response(200, GuestSchema)
@require("pms.guests.merge")
def merge_guest(body: dict[str, Any], guest_id: UUID) -> Response:
    """Let this profile take over another one and its stays; answers this profile."""
    version, other_id = optional_version(body), body["other_id"]
    return commands.run(lambda uow: guest_merge.merge(uow, guest_id, other_id, version), dump=dump_guest)


@api.post("/guests/<uuid:guest_id>/unmerge")
@api.arguments(GuestUnmergeSchema)
@api.response(200, GuestSchema)
@require("pms.guests.merge")
def unmerge_guest(body: dict[str, Any], guest_id: UUID) -> Response:
    """Undo a merge, asked for by either profile; answers the one that had taken over the other."""
    return commands.run(lambda uow: guest_merge.unmerge(uow, guest_id, body.get("other_id")), dump=dump_guest)


@api.get("/guests/<uuid:guest_id>/export")
@api.response(200, GuestExportSchema)
@require("pms.guests.export")
def export_guest(guest_id: UUID) -> Response:
    """Hand out everything that is kept about a guest, as a file."""
    tenant_id = current_actor().tenant_id
    body = commands.read(lambda session: guest_export.export(session, tenant_id, guest_id))
    response = commands.json_response(body)
    response.headers["Content-Disposition"] = f'attachment; filename="guest-{guest_id}.json"'
    return response


@api.post("/guests/<uuid:guest_id>/erase")
@api.arguments(CommandSchema)
@api.response(200, GuestErasedSchema)
@require("pms.guests.erase")
def erase_guest(body: dict[str, Any], guest_id: UUID) -> Response:
    """Erase a guest's data for good; stays, folios and figures remain, under an erased guest."""
    version = optional_version(body)
    return commands.run(lambda uow: guest_erasure.erase(uow, guest_id, version), dump=_dump_erased)


def _dump_erased(erased: guest_erasure.Erased) -> dict[str, Any]:
    return {
        **dump_guest(erased.guest),
        "erasedProfiles": erased.profiles,
        "erasedStays": erased.stays,
    }
