"""A hotel to race in, in the test's own database or in another one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from oppsera_host.addons.registry import registry_of
from oppsera_host.app import create_app
from oppsera_host.identity.actor import system_actor
from oppsera_host.settings import Settings
from oppsera_host.testing.tenants import make_tenant, make_token
from tests.factories.hotel import BUSINESS_DATE, build_hotel

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class House:
    """A tenant with one hotel; all ids as text, ``rooms`` by number, ``room_types`` of rooms by number."""

    tenant: str
    token: str
    property_id: str
    types: dict[str, str]
    rooms: dict[str, str]
    room_types: dict[str, str]

    def booking(
        self, check_in: date, check_out: date, room: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """The body of a booking; its type is the room's, or STD."""
        kind = self.types["STD"] if room is None else self.room_types[room]
        return {
            "propertyId": self.property_id,
            "roomTypeId": kind,
            "roomId": None if room is None else self.rooms[room],
            "checkInDate": check_in.isoformat(),
            "checkOutDate": check_out.isoformat(),
            "adults": 1,
            "guest": {"firstName": "Ada", "lastName": "Probe"},
        } | more


def build_house(rooms: dict[str, int] | None = None, role: str = "pms_manager") -> House:
    """Make a fresh tenant with a hotel in the running application's database."""
    tenant = make_tenant(registry_of().names)
    hotel = build_hotel(system_actor(tenant.id, "test"), rooms=rooms)
    kinds = list(hotel.types)
    return House(
        tenant=str(tenant.id),
        token=make_token(tenant, role),
        property_id=str(hotel.property_id),
        types={kind: str(identity) for kind, identity in hotel.types.items()},
        rooms={number: str(identity) for number, identity in hotel.rooms.items()},
        room_types={number: str(hotel.types[kinds[int(number[0]) - 1]]) for number in hotel.rooms},
    )


def build_house_in(environment: Mapping[str, str], rooms: dict[str, int] | None = None) -> House:
    """Make the same in another database, in a process of its own, so that this one's application stays alone."""
    script = "from tests.support.race_house import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(rooms)],
        env={**os.environ, **environment}, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return House(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Build a house with the rooms given as JSON and print it."""
    app = create_app(Settings.from_env(os.environ))
    with app.app_context():
        print(json.dumps(asdict(build_house(json.loads(sys.argv[1])))))  # noqa: T201


def night(offset: int) -> date:
    """The night ``offset`` days after the business date."""
    return BUSINESS_DATE + timedelta(days=offset)
