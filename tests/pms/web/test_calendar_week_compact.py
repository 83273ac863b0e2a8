"""The column-wise board holds what the other one holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.factories.desk import Desk
from tests.pms.web.asking_for_boards import board

Drain = Callable[[], int]


def test_compact_says_the_same(desk: Desk, drain_outbox: Drain) -> None:
    desk.book("2027-03-16", "2027-03-18", "102")
    desk.book("2027-03-17", "2027-03-27", "201", kind="SUITE")
    desk.book("2027-03-19", "2027-03-20")
    closure = {"startDate": "2027-03-20", "endDate": "2027-03-24", "reason": "Paint"}
    desk.client.post(f"/api/pms/rooms/{desk.hotel.rooms['103']}/out-of-order", json=closure)
    drain_outbox()
    for start in ("2027-03-15", "2027-03-18"):
        assert _expanded(board(desk, start, format="compact")) == _plain(board(desk, start))


def _plain(week: dict) -> dict:
    return {
        "rooms": week["rooms"],
        "segments": sorted(
            (
                {name: value for name, value in each.items() if name not in {"colorKey", "balanceDue"}}
                for each in week["segments"] + week["unassigned"]
            ),
            key=lambda each: each["id"],
        ),
        "closures": week["closures"],
        "occupancy": [
            {name: value for name, value in each.items() if name != "date"} for each in week["occupancy"]
        ],
    }


def _expanded(week: dict) -> dict:
    start = date.fromisoformat(week["startDate"])

    def day(offset: int) -> str:
        return (start + timedelta(days=offset)).isoformat()

    assert week["v"] == 1
    columns = week["segments"]
    segments = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return {
        "rooms": [
            {
                "id": room[0], "number": room[1], "roomTypeId": week["types"][room[2]][0],
                "roomTypeCode": week["types"][room[2]][1], "floor": room[3], "status": room[4], "condition": room[5],
            }
            for room in week["rooms"]
        ],
        "segments": sorted(
            (
                {
                    "id": each["id"], "reservationId": each["reservationId"], "version": each["version"],
                    "roomId": None if each["room"] < 0 else week["rooms"][each["room"]][0],
                    "roomTypeId": week["types"][each["type"]][0], "checkInDate": day(each["checkIn"]),
                    "checkOutDate": day(each["checkIn"] + each["stay"]), "segmentStart": day(each["start"]),
                    "segmentEnd": day(each["start"] + each["nights"]), "status": week["statuses"][each["status"]],
                    "guestName": week["names"][each["name"]], "sourceType": week["sources"][each["source"]],
                    "adults": each["adults"], "children": each["children"], "dayUse": bool(each["flags"] & 4),
                    "roomLocked": bool(each["flags"] & 1),
                }
                for each in segments
            ),
            key=lambda each: each["id"],
        ),
        "closures": [
            {
                "blockId": each[0], "roomId": week["rooms"][each[1]][0], "startDate": day(each[2]),
                "endDate": day(each[2] + each[3]), "kind": each[4], "reason": each[5],
            }
            for each in week["closures"]
        ],
        "occupancy": [
            dict(zip(week["occupancy"], values, strict=True))
            for values in zip(*week["occupancy"].values(), strict=True)
        ],
    }  # fmt: skip
