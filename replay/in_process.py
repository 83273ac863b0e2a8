"""The product in this process: its application, its projections, its rebuild and its recount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from addons.pms.projections.board import NAME
from addons.pms.services.rebuild import rebuild
from addons.pms.services.verify import verify
from oppsera_host.outbox.runner import run_subscriber
from oppsera_host.testing.client import RoleClient
from replay.program import Behind


class InProcess:
    """Sends to the application without a network."""

    def __init__(self, client: RoleClient) -> None:
        self._client = client

    def send(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, bytes]:
        """Return status and body of the answer."""
        options = {} if body is None else {"json": body}
        answer = self._client.send(method, path, **options)
        return answer.status_code, answer.data


def behind(tenant_id: UUID) -> Behind:
    """Return what a worker and an operator would do for the tenant."""

    def catch_up() -> None:
        run_subscriber(NAME, tenant_id, forced=True)

    def build_anew() -> None:
        report = rebuild(tenant_id)
        if not report.switched:
            raise RuntimeError(f"the rebuilt read models are not in use: {report.to_payload()}")

    def recount() -> Sequence[object]:
        return [each.to_payload() for each in verify(tenant_id)]

    return Behind(catch_up, build_anew, recount)
