"""A house with one of everything, built through the API."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oppsera_host.testing.client import RoleClient
from tests.factories.desk import origin

BUSINESS_DATE = "2027-03-15"


@dataclass(frozen=True)
class Furnished:
    """Ids by kind, each of something that exists; ``canary`` is in every text of the house."""

    client: RoleClient
    canary: str
    ids: dict[str, str]

    def stay(self, kind: str = "reservation") -> dict[str, Any]:
        """A stay as it is now."""
        return self.client.get(f"/api/pms/reservations/{self.ids[kind]}").json

    def origin(self, kind: str = "reservation") -> dict[str, Any]:
        """Where the board shows a stay now."""
        return origin(self.stay(kind))


def furnish(client: RoleClient, canary: str) -> Furnished:
    """Build the house; each text field that exists holds ``canary``."""

    def made(path: str, **body: Any) -> dict[str, Any]:
        answer = client.post(path, json=body)
        assert answer.status_code in {200, 201}, (path, answer.text)
        return answer.json

    pms = "/api/pms"
    code = canary.upper()[:12] + secrets.token_hex(2).upper()
    hotel = made(
        f"{pms}/properties", code=code, name=f"Hotel {canary}", timezone="Europe/Berlin", currency="EUR",
        businessDate=BUSINESS_DATE, address={"line1": f"Street {canary}", "city": canary},
    )["id"]  # fmt: skip
    money = {"amount": 10_000, "currency": "EUR"}
    kind, other_kind = (
        made(
            f"{pms}/room-types", propertyId=hotel, code=f"{code}{number}", name=f"Type {canary}", maxAdults=4,
            maxChildren=2, maxOccupancy=4, baseRate=money,
        )["id"]
        for number in (1, 2)
    )  # fmt: skip
    rooms = [
        made(
            f"{pms}/rooms", propertyId=hotel, roomTypeId=kind, number=f"{canary}{number}", floor=canary,
            features=[canary],
        )["id"]
        for number in range(6)
    ]  # fmt: skip
    guest = made(
        f"{pms}/guests", firstName=f"Ada {canary}", lastName=canary, email=f"{canary}@example.org",
        phone="+49 30 1234", notes=f"Likes {canary}",
    )["id"]  # fmt: skip
    other, lone = (made(f"{pms}/guests", lastName=f"{name} {canary}")["id"] for name in ("Grace", "Alan"))
    plan = made(f"{pms}/rate-plans", propertyId=hotel, code=code, name=f"Plan {canary}")["id"]

    def stay(check_in: str, check_out: str, room: str | None, status: str = "CONFIRMED") -> str:
        return made(
            f"{pms}/reservations", propertyId=hotel, roomTypeId=kind, roomId=room, guestId=guest,
            ratePlanId=plan, checkInDate=check_in, checkOutDate=check_out, adults=2, status=status,
            notes=f"Late {canary}", sourceType="CHANNEL", sourceRef=canary + secrets.token_hex(4),
        )["id"]  # fmt: skip

    ids = {
        "property": hotel, "room_type": kind, "other_room_type": other_kind, "room": rooms[0],
        "free_room": rooms[4], "guest": guest, "other": other, "lone_guest": lone, "rate_plan": plan,
        "reservation": stay("2027-03-20", "2027-03-23", rooms[0]),
        "second_reservation": stay("2027-03-20", "2027-03-23", rooms[1]),
        "held_reservation": stay("2027-03-20", "2027-03-23", rooms[2], "HOLD"),
        "unassigned_reservation": stay("2027-03-20", "2027-03-23", None),
        "arriving_reservation": stay("2027-03-15", "2027-03-17", rooms[3]),
    }  # fmt: skip
    party = made(
        f"{pms}/bookings", propertyId=hotel, guestId=guest, notes=canary, sourceRef=canary, stays=[
            {"roomTypeId": kind, "checkInDate": "2027-05-10", "checkOutDate": "2027-05-12", "adults": 1,
             "notes": canary},
        ],
    )  # fmt: skip
    ids["booking"], ids["booked_reservation"] = party["id"], party["reservations"][0]["id"]
    ids["block"] = made(
        f"{pms}/rooms/{rooms[0]}/out-of-order", startDate="2027-04-01", endDate="2027-04-03", reason=canary
    )["blockId"]
    ids["out_of_service"] = made(
        f"{pms}/rooms/{rooms[0]}/out-of-service", startDate="2027-04-01", endDate="2027-04-03", reason=canary
    )["id"]
    ids["task"] = made(f"{pms}/housekeeping/tasks", roomId=rooms[5], note=canary)["id"]
    ids["discrepancy"] = made(f"{pms}/housekeeping/discrepancies", roomId=rooms[5], seen="OCCUPIED")[
        "discrepancy"
    ]["id"]
    ids["maintenance_note"] = made(f"{pms}/maintenance-notes", roomId=rooms[5], text=canary)["id"]
    ids |= _ledger(client, made, hotel, ids["second_reservation"], canary)
    ids["tax_rule"] = made(
        f"{pms}/tax-rules", propertyId=hotel, code="CITY", name=f"Tax {canary}", exempt=[canary],
        parts=[{"kind": "PER_PERSON", "amount": {"amount": 200, "currency": "EUR"}}],
    )["id"]  # fmt: skip
    ids["token"] = made("/api/host/tokens", name=canary, role="pms_read_only")["id"]
    ids["user"] = made(
        "/api/host/users", email=f"{canary}.{secrets.token_hex(4)}@example.org", name=canary,
        password="a long pass phrase 4 tests", role="pms_read_only",
    )["id"]  # fmt: skip
    ids["assignee"] = ids["user"]
    return Furnished(client, canary, ids)


def _ledger(
    client: RoleClient, made: Callable[..., dict[str, Any]], hotel: str, reservation: str, canary: str
) -> dict[str, str]:
    """Two folios of a stay, one with a charge and a smaller payment, and a charge code of the house's own."""
    money = {"amount": 1000, "currency": "EUR"}
    folio = client.get(f"/api/pms/reservations/{reservation}/folio").json["id"]
    extra = made(f"/api/pms/reservations/{reservation}/folios", name=canary, payer=canary)["id"]
    url = f"/api/pms/folios/{folio}"
    return {
        "folio": folio, "to_folio": extra,
        "entry": made(f"{url}/charges", code="MINIBAR", quantity=2, price=money, description=canary)["id"],
        "payment": made(f"{url}/payments", amount=money, method="CARD", description=canary, reference=canary)["id"],
        "charge_code": made(
            "/api/pms/charge-codes", propertyId=hotel, code=f"X{secrets.token_hex(4).upper()}", name=canary,
            group="EXTRA",
        )["id"],
    }  # fmt: skip
