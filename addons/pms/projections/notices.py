"""Hands committed events to the `pms_on_…` hooks of each addon, one cursor an addon."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pluggy
from sqlalchemy import Connection

from oppsera_host.addons.registry import registry_of
from oppsera_host.hookspecs.contributions import Subscriber
from oppsera_host.outbox.subscribers import OutboxEvent

_ALL = "pms_on_event"
_BY_AGGREGATE = {
    "reservation": "pms_on_reservation_event",
    "folio": "pms_on_folio_event",
    "room": "pms_on_room_event",
    "guest": "pms_on_guest_event",
}


def notice_subscribers(manager: pluggy.PluginManager) -> list[Subscriber]:
    """Return a subscriber for every plugin that implements a notice."""
    listening = []
    for name, plugin in manager.list_name_plugin():
        if any(hasattr(plugin, hook) for hook in (_ALL, *_BY_AGGREGATE.values())):
            listening.append(Subscriber(f"pms.notices.{name}", 1, _Notifier(name)))
    return listening


class _Notifier:
    def __init__(self, addon: str) -> None:
        self.addon = addon

    def __call__(
        self, connection: Connection, tenant_id: UUID, version: int, events: Sequence[OutboxEvent]
    ) -> None:
        """Tell the addon of each event of the hotel; an addon that is off hears nothing."""
        del connection, version
        registry = registry_of()
        if not registry.is_enabled(self.addon, tenant_id):
            return
        for event in events:
            if not event.type.startswith("pms."):
                continue
            for hook in (_ALL, _BY_AGGREGATE.get(event.aggregate_type)):
                if hook is not None:
                    registry.hook_of(self.addon, hook)(tenant=tenant_id, event=event)
