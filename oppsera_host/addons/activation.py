"""Switches addons on and off for a tenant. Tables stay and no data is deleted: off means hidden and idle."""

from __future__ import annotations

from uuid import UUID, uuid5

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from oppsera_host.addons.discovery import InstalledAddon
from oppsera_host.addons.registry import AddonRegistry
from oppsera_host.clock import now
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import Event, Mutation, UnitOfWork
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import TenantAddon
from oppsera_host.outbox.models import HostAuditLog
from oppsera_host.sentence import Sentence


def enable(registry: AddonRegistry, name: str, *, actor: Actor, correlation_id: str = "") -> tuple[str, ...]:
    """Switch ``name`` on for the actor's tenant, and whatever wants to come on with it.

    Returns:
        The names switched on by this call, in order; empty when it was on already.

    Raises:
        AppError: NOT_FOUND for an addon that is not installed; ADDON_NEEDS_OTHERS (409, fact ``addons``)
            while an addon it depends on is off; whatever its own ``oppsera_addon_enabled`` raises.
    """
    addon = _installed(registry, name)

    def work(uow: UnitOfWork) -> tuple[str, ...]:
        on = _lock_and_read(uow)
        if name in on:
            return ()
        lacking = [needed for needed in addon.manifest.depends if needed not in on]
        if lacking:
            detail = Sentence(
                "{addon} needs other addons first: {others}.",
                addon=addon.manifest.title,
                others=", ".join(_titles(registry, lacking)),
            )
            raise AppError("ADDON_NEEDS_OTHERS", 409, detail, facts={"addons": lacking})
        switched = [addon]
        _switch_on(registry, uow, addon)
        while follower := _follower(registry, on | {each.name for each in switched}):
            _switch_on(registry, uow, follower)
            switched.append(follower)
        return tuple(each.name for each in switched)

    return unit_of_work.run(work, actor=actor, correlation_id=correlation_id)


def disable(registry: AddonRegistry, name: str, *, actor: Actor, correlation_id: str = "") -> bool:
    """Switch ``name`` off for the actor's tenant.

    Returns:
        False when it was off already.

    Raises:
        AppError: NOT_FOUND for an addon that is not installed; ADDON_NEEDED_BY_OTHERS (409, fact ``addons``)
            while an addon that depends on it is on.
    """
    addon = _installed(registry, name)

    def work(uow: UnitOfWork) -> bool:
        on = _lock_and_read(uow)
        if name not in on:
            return False
        dependents = [
            each.name for each in registry.addons if each.name in on and name in each.manifest.depends
        ]
        if dependents:
            detail = Sentence(
                "{addon} is needed by {others}. Switch that off first.",
                addon=addon.manifest.title,
                others=", ".join(_titles(registry, dependents)),
            )
            raise AppError("ADDON_NEEDED_BY_OTHERS", 409, detail, facts={"addons": dependents})
        registry.hook_of(name, "oppsera_addon_disabled")(tenant=uow.tenant_id, uow=uow)
        uow.session.execute(
            delete(TenantAddon).where(TenantAddon.tenant_id == uow.tenant_id, TenantAddon.addon == name)
        )
        _record(registry, uow, addon, enabled=False)
        return True

    return unit_of_work.run(work, actor=actor, correlation_id=correlation_id)


def _lock_and_read(uow: UnitOfWork) -> frozenset[str]:
    """Let one switch at a time into the tenant, then read what is on: the rules look at more than one row."""
    key = f"host_tenant_addons/{uow.tenant_id}"
    uow.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    return frozenset(
        uow.session.scalars(select(TenantAddon.addon).where(TenantAddon.tenant_id == uow.tenant_id))
    )


def _switch_on(registry: AddonRegistry, uow: UnitOfWork, addon: InstalledAddon) -> None:
    row = {"tenant_id": uow.tenant_id, "addon": addon.name, "enabled_at": now()}
    uow.session.execute(insert(TenantAddon).values(row))
    registry.hook_of(addon.name, "oppsera_addon_enabled")(tenant=uow.tenant_id, uow=uow)
    _record(registry, uow, addon, enabled=True)


def _follower(registry: AddonRegistry, on: frozenset[str]) -> InstalledAddon | None:
    """Return an addon that is off and comes on by itself, now that all it goes with and needs is on."""
    for addon in registry.addons:
        wanted = {*addon.manifest.auto_enable_with, *addon.manifest.depends}
        if addon.manifest.auto_enable_with and addon.name not in on and wanted <= on:
            return addon
    return None


def _record(registry: AddonRegistry, uow: UnitOfWork, addon: InstalledAddon, *, enabled: bool) -> None:
    switch_id = uuid5(uow.tenant_id, addon.name)
    version = _next_version(uow, switch_id)
    state = {"addon": addon.name, "version": addon.manifest.version, "enabled": enabled}
    event_type = "host.addon.enabled.v1" if enabled else "host.addon.disabled.v1"
    event = Event(event_type, "addon", switch_id, version, {"schemaVersion": 1, **state})
    action = "addon.enable" if enabled else "addon.disable"
    before = {**state, "enabled": not enabled}
    uow.record(Mutation(action, "addon", switch_id, version, before, state, (event,)))
    tenant_id: UUID = uow.tenant_id
    uow.after_commit(lambda: registry.forget(tenant_id))


def _next_version(uow: UnitOfWork, switch_id: UUID) -> int:
    """Count the switches of one addon in one tenant; the row itself comes and goes."""
    newest = select(func.max(HostAuditLog.entity_version)).where(
        HostAuditLog.tenant_id == uow.tenant_id, HostAuditLog.entity_id == switch_id
    )
    return (uow.session.scalar(newest) or 0) + 1


def _installed(registry: AddonRegistry, name: str) -> InstalledAddon:
    addon = registry.addon(name)
    if addon is None:
        raise AppError("NOT_FOUND", 404, Sentence("There is no addon called “{name}”.", name=name))
    return addon


def _titles(registry: AddonRegistry, names: list[str]) -> list[str]:
    found = ((name, registry.addon(name)) for name in names)
    return [addon.manifest.title if addon else name for name, addon in found]
