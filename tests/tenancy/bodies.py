"""What each route needs besides ids: bodies, queries, and stays or guests it can be carried out on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories.desk import key
from tests.tenancy.furnished import Furnished

Template = Callable[[Furnished], dict[str, Any]]


def _ids(**kinds: str) -> Template:
    return lambda house: {name: house.ids[kind] for name, kind in kinds.items()}


def _move(house: Furnished) -> dict[str, Any]:
    to = {"roomId": house.ids["free_room"], "checkInDate": "2027-03-20"}
    return {"reservationId": house.ids["reservation"], "from": house.origin(), "to": to}


def _moves(house: Furnished) -> dict[str, Any]:
    to = {"roomId": house.ids["free_room"], "checkInDate": "2027-03-20"}
    first = {"reservationId": house.ids["reservation"], "from": house.origin(), "to": to}
    second = "second_reservation"
    stays = {"roomId": house.stay(second)["roomId"], "checkInDate": "2027-03-20"}
    return {"moves": [first, {"reservationId": house.ids[second], "from": house.origin(second), "to": stays}]}


def _resize(house: Furnished) -> dict[str, Any]:
    to = {"checkOutDate": "2027-03-24"}
    return {"reservationId": house.ids["reservation"], "edge": "RIGHT", "from": house.origin(), "to": to}


def _swap(house: Furnished) -> dict[str, Any]:
    return {
        name: {"reservationId": house.ids[kind], "version": house.stay(kind)["version"]}
        for name, kind in (("first", "reservation"), ("second", "second_reservation"))
    }


def _booking(house: Furnished) -> dict[str, Any]:
    return {
        "propertyId": house.ids["property"], "roomTypeId": house.ids["room_type"],
        "roomId": house.ids["free_room"], "guestId": house.ids["guest"], "ratePlanId": house.ids["rate_plan"],
        "checkInDate": "2027-05-01", "checkOutDate": "2027-05-03", "adults": 1,
    }  # fmt: skip


def _party(house: Furnished) -> dict[str, Any]:
    stay = {name: value for name, value in _booking(house).items() if name != "propertyId"}
    return {"propertyId": house.ids["property"], "guestId": house.ids["guest"], "stays": [stay]}


def _further_rooms(house: Furnished) -> dict[str, Any]:
    return {"stays": _party(house)["stays"]}


def _of_party(house: Furnished) -> dict[str, Any]:
    return {"reservationIds": [house.ids["booked_reservation"]]}


def _chosen(kind: str) -> Template:
    def body(house: Furnished) -> dict[str, Any]:
        return {"reservations": [{"reservationId": house.ids[kind], "version": house.stay(kind)["version"]}]}

    return body


def _edit(house: Furnished) -> dict[str, Any]:
    return {
        "guestId": house.ids["guest"], "ratePlanId": house.ids["rate_plan"],
        "roomTypeId": house.ids["room_type"], "notes": "x",
    }  # fmt: skip


def _prices(house: Furnished) -> dict[str, Any]:
    price = {"amount": 9_000, "currency": "EUR"}
    row = {
        "roomTypeId": house.ids["room_type"],
        "startDate": "2027-05-01",
        "endDate": "2027-05-03",
        "price": price,
    }
    return {"prices": [row]}


def _restrictions(house: Furnished) -> dict[str, Any]:
    row = {
        "roomTypeId": house.ids["room_type"], "ratePlanId": house.ids["rate_plan"],
        "startDate": "2027-09-01", "endDate": "2027-09-03", "minStay": 2,
    }  # fmt: skip
    return {"propertyId": house.ids["property"], "restrictions": [row]}


def _room_type(house: Furnished) -> dict[str, Any]:
    return {
        "propertyId": house.ids["property"], "code": key()[:8].upper(), "name": "N", "maxAdults": 2,
        "maxChildren": 1, "maxOccupancy": 3, "baseRate": {"amount": 1, "currency": "EUR"},
    }  # fmt: skip


def _property(_house: Furnished) -> dict[str, Any]:
    return {"code": key()[:8].upper(), "name": "N", "timezone": "Europe/Berlin", "currency": "EUR"}


def _room(house: Furnished) -> dict[str, Any]:
    return {
        "propertyId": house.ids["property"],
        "roomTypeId": house.ids["room_type"],
        "number": key()[:8],
    }


def _rooms(house: Furnished) -> dict[str, Any]:
    row = {"roomTypeId": house.ids["room_type"], "number": key()[:8]}
    return {"propertyId": house.ids["property"], "rooms": [row]}


def _plain(**body: Any) -> Template:
    return lambda _house: dict(body)


def _nothing(_house: Furnished) -> dict[str, Any]:
    return {}


def _charge_code(house: Furnished) -> dict[str, Any]:
    return {"propertyId": house.ids["property"], "code": key()[:8].upper(), "name": "N", "group": "EXTRA"}


_EURO = {"amount": 1, "currency": "EUR"}
_R = "/api/pms/reservations/{reservation_id}"
_F = "/api/pms/folios/{folio_id}"
_TASKS = "/api/pms/housekeeping/tasks"
BODIES: dict[tuple[str, str], Template] = {
    ("POST", "/api/pms/charge-codes"): _charge_code,
    ("PATCH", "/api/pms/charge-codes/{charge_code_id}"): _plain(name="Renamed"),
    ("POST", f"{_R}/folios"): _plain(name="Company"),
    ("PUT", f"{_R}/routing"): lambda house: {"routes": [{"folioId": house.ids["folio"], "group": "ROOM"}]},
    ("PATCH", "/api/pms/folios/{folio_id}"): _plain(name="Guest"),
    ("POST", "/api/pms/folios/{folio_id}/charges"): _plain(code="MINIBAR", price=_EURO),
    ("POST", f"{_F}/payments"): _plain(amount=_EURO, method="CASH"),
    ("POST", f"{_F}/adjustments"): lambda house: {
        "entryId": house.ids["entry"],
        "amount": _EURO,
        "description": "x",
    },
    ("POST", f"{_F}/refunds"): lambda house: {"amount": _EURO, "paymentId": house.ids["payment"]},
    ("POST", f"{_F}/transfers"): lambda house: {
        "toFolioId": house.ids["to_folio"],
        "entryIds": [house.ids["entry"]],
        "amount": _EURO,
    },
    ("POST", f"{_F}/close"): _nothing,
    ("POST", f"{_F}/reopen"): _nothing,
    ("POST", "/api/pms/properties"): _property,
    ("PATCH", "/api/pms/properties/{property_id}"): _plain(name="Renamed"),
    ("POST", "/api/pms/room-types"): _room_type,
    ("PATCH", "/api/pms/room-types/{room_type_id}"): _plain(name="Renamed"),
    ("POST", "/api/pms/rooms"): _room,
    ("POST", "/api/pms/rooms/bulk"): _rooms,
    ("PATCH", "/api/pms/rooms/{room_id}"): lambda house: {
        "floor": "9",
        "roomTypeId": house.ids["room_type"],
    },
    ("POST", "/api/pms/rooms/{room_id}/status"): _plain(condition="CLEAN"),
    ("POST", "/api/pms/rooms/{room_id}/out-of-order"): _plain(
        startDate="2027-06-01", endDate="2027-06-02", reason="x"
    ),
    ("POST", "/api/pms/rooms/{room_id}/out-of-service"): _plain(startDate="2027-06-01", endDate="2027-06-02"),
    ("POST", f"{_TASKS}"): _ids(roomId="room", assigneeId="assignee"),
    ("POST", f"{_TASKS}/generate"): _ids(propertyId="property"),
    ("POST", f"{_TASKS}/assign"): _ids(propertyId="property", assigneeId="assignee"),
    ("PATCH", f"{_TASKS}/{{task_id}}"): _ids(assigneeId="assignee"),
    **{
        ("POST", f"{_TASKS}/{{task_id}}/{command}"): _nothing
        for command in ("start", "finish", "skip", "reopen")
    },
    ("POST", "/api/pms/housekeeping/discrepancies"): lambda house: {
        "roomId": house.ids["room"],
        "seen": "OCCUPIED",
    },
    ("POST", "/api/pms/housekeeping/discrepancies/{discrepancy_id}/resolve"): _plain(resolution="DESK_RIGHT"),
    ("POST", "/api/pms/maintenance-notes"): lambda house: {"roomId": house.ids["room"], "text": "x"},
    ("POST", "/api/pms/maintenance-notes/{maintenance_note_id}/close"): _nothing,
    ("POST", "/api/pms/rate-plans"): lambda house: {
        "propertyId": house.ids["property"],
        "code": key()[:8].upper(),
        "name": "N",
    },
    ("PATCH", "/api/pms/rate-plans/{rate_plan_id}"): _plain(name="Renamed"),
    ("PUT", "/api/pms/rate-plans/{rate_plan_id}/prices"): _prices,
    ("POST", "/api/pms/tax-rules"): lambda house: {
        "propertyId": house.ids["property"],
        "code": key()[:8].upper(),
        "name": "N",
        "parts": [{"kind": "PERCENT", "percent": "5"}],
    },
    ("PATCH", "/api/pms/tax-rules/{tax_rule_id}"): _plain(name="Renamed"),
    ("PUT", f"{_R}/tax-exemption"): _plain(reason=None),
    ("POST", "/api/pms/guests"): _plain(lastName="New"),
    ("PATCH", "/api/pms/guests/{guest_id}"): _plain(notes="x"),
    ("POST", "/api/pms/guests/{guest_id}/merge"): _ids(otherId="other"),
    ("POST", "/api/pms/guests/{guest_id}/unmerge"): _ids(otherId="other"),
    ("POST", "/api/pms/guests/{guest_id}/erase"): _nothing,
    ("POST", "/api/pms/reservations"): _booking,
    ("PATCH", _R): _edit,
    **{
        ("POST", f"{_R}/{command}"): _nothing
        for command in ("confirm", "cancel", "check-out", "no-show", "reinstate", "revert-check-in")
    },
    ("POST", f"{_R}/unassign-room"): _nothing,
    ("POST", f"{_R}/check-in"): _ids(roomId="free_room"),
    ("POST", f"{_R}/assign-room"): _ids(roomId="free_room"),
    ("POST", f"{_R}/split"): lambda house: {"date": "2027-03-21", "roomId": house.ids["free_room"]},
    ("POST", f"{_R}/guests"): _ids(guestId="other"),
    ("DELETE", f"{_R}/guests/{{guest_id}}"): _nothing,
    ("POST", "/api/pms/bookings"): _party,
    ("POST", "/api/pms/bookings/{booking_id}/reservations"): _further_rooms,
    **{
        ("POST", f"/api/pms/bookings/{{booking_id}}/{command}"): _of_party
        for command in ("confirm", "cancel", "check-in", "check-out")
    },
    ("POST", "/api/pms/reservations/confirm"): _chosen("held_reservation"),
    ("POST", "/api/pms/reservations/cancel"): _chosen("second_reservation"),
    ("POST", "/api/pms/reservations/check-in"): _chosen("reservation"),
    ("POST", "/api/pms/reservations/check-out"): _chosen("reservation"),
    ("POST", "/api/pms/calendar/move"): _move,
    ("POST", "/api/pms/calendar/moves"): _moves,
    ("POST", "/api/pms/calendar/resize"): _resize,
    ("POST", "/api/pms/calendar/swap"): _swap,
    ("POST", "/api/pms/calendar/undo"): _plain(token="x" * 40),
    ("PUT", "/api/pms/restrictions"): _restrictions,
    ("POST", "/api/pms/room-assignment"): lambda house: {
        "propertyId": house.ids["property"],
        "from": "2027-03-20",
        "to": "2027-03-20",
    },
    ("POST", "/api/pms/night-audit"): lambda house: {
        "propertyId": house.ids["property"],
        "businessDate": "2027-03-15",
    },
    ("POST", "/api/host/users"): lambda _house: {
        "email": f"{key()}@example.org",
        "role": "pms_read_only",
        "password": "a long pass phrase 4 tests",
    },
    ("PATCH", "/api/host/users/{user_id}"): _plain(role="pms_front_desk"),
    ("POST", "/api/host/tokens"): _plain(name="N", role="pms_read_only"),
    ("POST", "/api/host/me/password"): _plain(current="x", new="y"),
}
#: Stays that a command could be carried out on, where it takes another than the usual one.
STAYS = {
    ("PATCH", _R): "unassigned_reservation",
    ("POST", f"{_R}/check-in"): "arriving_reservation",
    ("POST", f"{_R}/confirm"): "held_reservation",
    ("POST", f"{_R}/cancel"): "second_reservation",
    ("PUT", f"{_R}/routing"): "second_reservation",
}
#: Guests that a command could be carried out on without taking them from the other routes.
GUESTS = {
    ("POST", "/api/pms/guests/{guest_id}/erase"): "lone_guest",
    ("DELETE", f"{_R}/guests/{{guest_id}}"): "other",
}
#: What a GET needs besides ids.
QUERIES: dict[str, dict[str, str]] = {
    "/api/pms/folios/export": {"from": "2027-03-01", "to": "2027-03-31"},
    "/api/pms/availability": {"checkInDate": "2027-05-01", "checkOutDate": "2027-05-03"},
    "/api/pms/availability/suggestions": {"checkInDate": "2027-05-01", "checkOutDate": "2027-05-03"},
    "/api/pms/restrictions": {"startDate": "2027-05-01", "endDate": "2027-05-03"},
    "/api/pms/availability/explain": {"date": "2027-05-01"},
    "/api/pms/calendar/week": {"start": "2027-03-15"},
    "/api/pms/calendar/stream": {"since": "0"},
    "/api/pms/rate-plans/{rate_plan_id}/prices": {"startDate": "2027-05-01", "endDate": "2027-05-03"},
}
#: Parts of an address that are words and no ids.
WORDS = {"which": "arrivals"}
