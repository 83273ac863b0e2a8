from __future__ import annotations

from pathlib import Path

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from replay.desk import Desk
from replay.in_process import InProcess, behind
from replay.program import replay

DATA = Path(__file__).parents[4] / "shared" / "data" / "booking-demand"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not DATA.exists(), reason="the real bookings are not beside this checkout"),
]


def test_the_season_of_a_real_hotel_comes_out_as_it_was(client: FreshClient, tenant: Tenant):
    desk = Desk(InProcess(client.as_role("pms_manager")))
    outcome = replay(desk, DATA, behind(tenant.id))
    assert outcome.differences == []
    assert outcome.drift == []
    assert outcome.clean
