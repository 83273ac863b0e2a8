"""The host's settings pages: users, roles, addons, API tokens, jobs. They read here and write through the API."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from sqlalchemy import select

from oppsera_host.addons.registry import registry_of
from oppsera_host.db import unit_of_work
from oppsera_host.identity import users
from oppsera_host.identity.models import ApiToken
from oppsera_host.identity.roles import RoleLike
from oppsera_host.web.access import signed_in
from oppsera_host.web.host_api import jobs
from oppsera_host.web.host_api.addons import installed_with_state
from oppsera_host.web.request_context import current_actor, require

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("/account")
@signed_in
def account_page() -> str:
    """One's own account: the password."""
    return render_template("host/account.html")


@blueprint.get("/users")
@require("host.users.read")
def users_page() -> str:
    """Who may sign in to this tenant, and as what."""
    actor = current_actor()
    with unit_of_work.reading(actor) as session:
        members = users.list_members(session, actor.tenant_id)
    return render_template(
        "host/users.html", members=members, roles=_grantable_roles(), titles=_titles(), own_id=actor.id,
        writable=actor.may("host.users.write"),
    )  # fmt: skip


@blueprint.get("/roles")
@require("host.roles.read")
def roles_page() -> str:
    """What each role allows."""
    registry = registry_of()
    titles = {permission.name: permission.title for permission in registry.permissions}
    return render_template("host/roles.html", roles=list(registry.roles.values()), titles=titles)


@blueprint.get("/addons")
@require("host.addons.read")
def addons_page() -> str:
    """What is installed and what is switched on."""
    writable = current_actor().may("host.addons.write")
    return render_template("host/addons.html", addons=installed_with_state(), writable=writable)


@blueprint.get("/tokens")
@require("host.tokens.read")
def tokens_page() -> str:
    """Keys of programmes."""
    actor = current_actor()
    statement = (
        select(ApiToken)
        .where(ApiToken.tenant_id == actor.tenant_id)
        .order_by(ApiToken.created_at.desc())
        .limit(1000)
    )
    with unit_of_work.reading(actor) as session:
        rows = list(session.scalars(statement))
    return render_template(
        "host/tokens.html", tokens=rows, roles=_grantable_roles(), titles=_titles(),
        writable=actor.may("host.tokens.write"),
    )  # fmt: skip


@blueprint.get("/jobs")
@require("host.jobs.read")
def jobs_page() -> str:
    """What the workers do by themselves, and how it went."""
    page = "host/job_rows.html" if "HX-Request" in request.headers else "host/jobs.html"
    return render_template(page, jobs=jobs.states(), runnable=current_actor().may("host.jobs.run"))


def _grantable_roles() -> list[RoleLike]:
    """Return the roles the actor may give: none that allows more than its own."""
    actor = current_actor()
    return [role for role in registry_of().roles.values() if all(map(actor.may, role.permissions))]


def _titles() -> dict[str, str]:
    return {role.name: role.title for role in registry_of().roles.values()}
