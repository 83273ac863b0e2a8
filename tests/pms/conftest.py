"""A hotel and a desk for the tests of the PMS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from oppsera_host.addons.registry import registry_of
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel, build_hotel
from tests.support.chip_partner import NAME, ChipPartner


@pytest.fixture
def hotel(actor: Actor) -> Hotel:
    """A property with three standard rooms (101 to 103) and two suites (201, 202), on 2027-03-15."""
    return build_hotel(actor)


@pytest.fixture
def desk(client: FreshClient, hotel: Hotel) -> Desk:
    """A manager's client in the hotel."""
    return Desk(client.as_role("pms_manager"), hotel)


@pytest.fixture
def chip_partner(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChipPartner]:
    """An addon with badges and commands, installed under the name of the channels stub and on where that is."""
    registry, partner = registry_of(app), ChipPartner()
    monkeypatch.setattr(registry, "_callers", {})  # they know the plugins they leave out by themselves
    stub = registry.manager.unregister(name=NAME)
    registry.manager.register(partner, NAME)
    yield partner
    registry.manager.unregister(name=NAME)
    registry.manager.register(stub, NAME)
