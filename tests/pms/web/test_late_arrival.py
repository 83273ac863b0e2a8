"""A guest who comes after the date was closed owes the night that was closed."""

from __future__ import annotations

from tests.factories.desk import Desk


def close(desk: Desk, day: str) -> None:
    answer = desk.client.post("/api/pms/night-audit", json={"businessDate": day})
    assert answer.status_code == 200, answer.text


def nights_charged(desk: Desk, stay: dict) -> list[str]:
    folio = desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json
    return [entry["night"] for entry in folio["entries"] if entry["code"] == "ROOM"]


def test_the_closed_night_is_charged_at_check_in_and_once(desk: Desk):
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    close(desk, "2027-03-15")
    late = desk.client.get(f"/api/pms/reservations/{stay['id']}").json
    if late["status"] == "NO_SHOW":
        late = desk.step(late, "reinstate").json
    here = desk.step(late, "check-in")
    assert here.status_code == 200, here.text
    assert nights_charged(desk, stay) == ["2027-03-15"]
    close(desk, "2027-03-16")
    assert nights_charged(desk, stay) == ["2027-03-15", "2027-03-16"]


def test_whoever_comes_in_time_is_charged_by_the_audit(desk: Desk):
    stay = desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in").json
    assert nights_charged(desk, stay) == []
    close(desk, "2027-03-15")
    assert nights_charged(desk, stay) == ["2027-03-15"]
