"""The gate in front of an addon's routes.

The other three gates: hook calls go through ``AddonRegistry.call_for_tenant``, jobs through
``jobs.context.run_for_addon``, and the outbox asks ``AddonRegistry.is_subscriber_enabled``.
"""

from __future__ import annotations

from flask import Flask

from oppsera_host.addons.collection import Owned
from oppsera_host.addons.registry import AddonRegistry
from oppsera_host.errors import not_found
from oppsera_host.hookspecs.contributions import BlueprintContribution
from oppsera_host.tenancy.scope import current_tenant


def guard_blueprint(app: Flask, registry: AddonRegistry, owned: Owned[BlueprintContribution]) -> None:
    """Answer 404 on every route of the blueprint for a tenant that has its addon off.

    Kept in the application and not in the blueprint, because a blueprint object outlives one application. A
    request without a tenant passes: what needs a signed-in actor asks for one itself.
    """

    def refuse_when_off() -> None:
        tenant = current_tenant()
        if tenant is not None and not registry.is_enabled(owned.addon, tenant):
            raise not_found()

    app.before_request_funcs.setdefault(owned.item.blueprint.name, []).insert(0, refuse_when_off)
