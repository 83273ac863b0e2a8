"""A hotel and a desk for the tests of the PMS."""

from __future__ import annotations

import pytest

from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel, build_hotel


@pytest.fixture
def hotel(actor: Actor) -> Hotel:
    """A property with three standard rooms (101 to 103) and two suites (201, 202), on 2027-03-15."""
    return build_hotel(actor)


@pytest.fixture
def desk(client: FreshClient, hotel: Hotel) -> Desk:
    """A manager's client in the hotel."""
    return Desk(client.as_role("pms_manager"), hotel)
