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
    assert (here.json["checkInDate"], here.json["statusDate"]) == ("2027-03-15", "2027-03-16")
    assert nights_charged(desk, stay) == ["2027-03-15"]
    close(desk, "2027-03-16")
    assert nights_charged(desk, stay) == ["2027-03-15", "2027-03-16"]


def test_whoever_comes_in_time_is_charged_by_the_audit(desk: Desk):
    stay = desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in").json
    assert nights_charged(desk, stay) == []
    close(desk, "2027-03-15")
    assert nights_charged(desk, stay) == ["2027-03-15"]


def missed(desk: Desk, departure: str) -> dict:
    """A no-show of the 15th, closed; today is the 16th."""
    stay = desk.book("2027-03-15", departure, "101")
    close(desk, "2027-03-15")
    stay = desk.get(stay)
    if stay["status"] == "CONFIRMED":
        stay = desk.step(stay, "no-show", feeWaived=True).json
    assert stay["status"] == "NO_SHOW"
    return stay


def test_a_no_show_comes_after_all_while_a_night_lies_ahead(desk: Desk):
    back = desk.step(missed(desk, "2027-03-18"), "reinstate")
    assert (back.status_code, back.json["status"]) == (200, "CONFIRMED"), back.text
    assert (back.json["checkInDate"], back.json["roomId"]) == ("2027-03-15", str(desk.hotel.rooms["101"]))
    assert desk.step(back.json, "check-in").status_code == 200
    assert nights_charged(desk, back.json) == ["2027-03-15"]


def test_and_not_when_the_last_night_is_over(desk: Desk):
    refused = desk.step(missed(desk, "2027-03-16"), "reinstate")
    assert (refused.status_code, refused.json["code"]) == (409, "INVALID_STATUS_TRANSITION")


def test_a_room_that_was_given_away_meanwhile_is_not_given_twice(desk: Desk):
    gone = missed(desk, "2027-03-18")
    desk.book("2027-03-17", "2027-03-18", "101")
    refused = desk.step(gone, "reinstate")
    assert (refused.status_code, refused.json["code"]) == (409, "ROOM_ALREADY_BOOKED")
    elsewhere = desk.step(gone, "reinstate", roomId=refused.json["alternatives"][0]["roomId"])
    assert elsewhere.status_code == 200, elsewhere.text
