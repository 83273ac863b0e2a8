"""Two tenants with the same hotel; every text one of them keeps carries its canary."""

from __future__ import annotations

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from oppsera_host.web import event_streams
from tests.tenancy.furnished import Furnished, furnish


@pytest.fixture(name="theirs")
def theirs_fixture(client: FreshClient, other_tenant: Tenant) -> Furnished:
    """The other tenant's house, whose every text says so."""
    return furnish(client.as_role("host_admin", other_tenant), "canarytheirs")


@pytest.fixture(name="ours")
def ours_fixture(client: FreshClient, tenant: Tenant) -> Furnished:
    """The house of the tenant who asks."""
    return furnish(client.as_role("host_admin", tenant), "canaryours")


@pytest.fixture(autouse=True)
def _streams_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a probe of an event stream see what it tells at first, and no more."""
    monkeypatch.setattr(event_streams, "LIFE_SECONDS", 0.0)
