"""How a use case asks the addons that are on for its tenant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pluggy
import structlog

from oppsera_host.addons.registry import registry_of
from oppsera_host.telemetry import ADDON_ANSWERS_LEFT_OUT

log = structlog.get_logger(__name__)


def ask(tenant_id: UUID, hook: str, **arguments: Any) -> Any:
    """Call ``hook`` on the addons of the tenant; one value for a firstresult hook, else a list."""
    return registry_of().call_for_tenant(tenant_id, hook, **arguments)


class AskedAlone:
    """One addon with an answer to a hook of lists, asked so that its failures stop nobody.

    What it cannot answer is counted each time and logged once for as long as this is kept, by kind of failure: words
    of an addon's errors may name guests.
    """

    __slots__ = ("_addon", "_caller", "_hook", "_told")

    def __init__(self, addon: str, hook: str, caller: pluggy.HookCaller) -> None:
        self._addon = addon
        self._hook = hook
        self._caller = caller
        self._told = False

    def __call__(self, **arguments: Any) -> list[Any]:
        """Return the items of the addon's answer; none when it fails."""
        try:
            return [item for answer in self._caller(**arguments) for item in _listed(answer)]
        except Exception as error:  # noqa: BLE001 - an addon may fail in any way; it is counted and left out
            self.leave_out(type(error).__name__)
            return []

    def leave_out(self, reason: str) -> None:
        """Count an answer that is not used, and log the first."""
        ADDON_ANSWERS_LEFT_OUT.labels(addon=self._addon, hook=self._hook).inc()
        if not self._told:
            self._told = True
            log.warning("addon_answer_left_out", addon=self._addon, hook=self._hook, reason=reason)


def _listed(answer: Any) -> list[Any]:
    if isinstance(answer, str | bytes):
        raise TypeError("a text is no list")
    return list(answer)


def ask_alone(tenant_id: UUID, hook: str) -> list[AskedAlone]:
    """Return what asks each addon that is on for the tenant and implements ``hook``; empty when none does."""
    callers = registry_of().callers_for_tenant(tenant_id, hook)
    return [AskedAlone(addon, hook, caller) for addon, caller in callers]
