"""A guest's life at the desk, for the tests of what an erasure leaves of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from tests.factories.desk import Desk, key
from tests.support.traces import Words

PATH = "/api/pms/guests"


class Person:
    """Somebody whose every word is nobody else's in the whole database."""

    def __init__(self) -> None:
        made = "".join(secrets.choice("bdfgklmnprstvz") + secrets.choice("aeiou") for _ in range(4))
        digits = "".join(secrets.choice("123456789") for _ in range(9))
        self.first, self.last, self.old_last = f"Zy{made}té", f"Qwö{made}-Vlăsk{made}", f"Grumbled{made}öre"
        self.email, self.old_email = f"zyx.{made}@peculiar-mail.example", f"old.{made}@peculiar.example"
        self.phone, bare = f"+49 4711 {digits[:4]} {digits[4:]}", f"494711{digits}"
        self.note, self.wish, self.stay_note = (
            f"Blorp {made} pillow",
            f"Florb{made} tea",
            f"Snarfle {made} dog",
        )
        self.now = {self.first, self.last, self.email, self.phone, self.note, self.wish, self.stay_note}
        self.words = Words([*self.now, self.old_last, self.old_email, bare])


@dataclass
class Life:
    """A stay as it happens at the desk, every command with a key, so that every answer is kept."""

    desk: Desk
    person: Person
    guest: dict
    stay: dict
    bookings: list[tuple[dict, str]] = field(default_factory=list)

    def send(self, method: str, path: str, /, **body) -> dict:
        headers = {"Idempotency-Key": key(), "If-Match": "*"}
        answer = self.desk.client.send(method, path, json=body, headers=headers)
        assert answer.status_code in {200, 201}, (path, answer.text)
        return answer.json

    def step(self, command: str, **body) -> None:
        self.stay = self.send("POST", f"/api/pms/reservations/{self.stay['id']}/{command}", **body)


def begin(desk: Desk) -> Life:
    """Book, move and check in."""
    who = Person()
    guest = {"firstName": who.first, "lastName": who.old_last, "email": who.old_email, "phone": who.phone}
    body = desk.body("2027-03-15", "2027-03-17", "101", guest=guest, notes=who.stay_note)
    booking_key = key()
    booked = desk.client.post("/api/pms/reservations", json=body, headers={"Idempotency-Key": booking_key})
    assert booked.status_code == 201, booked.text
    life = Life(desk, who, booked.json["guest"], booked.json, [(body, booking_key)])
    life.stay = desk.move(life.stay, "102").json["reservation"]
    life.step("check-in")
    edit = {"lastName": who.last, "email": who.email, "notes": who.note, "preferences": [who.wish]}
    life.send("PATCH", f"{PATH}/{life.guest['id']}", **edit)
    double = life.send("POST", PATH, firstName=who.first, lastName=who.last, country="DE")
    assert [hint["guest"]["id"] for hint in double["duplicates"]] == [life.guest["id"]]
    life.send("POST", f"{PATH}/{double['id']}/merge", otherId=life.guest["id"])
    life.guest = {"id": double["id"], "mergedAway": life.guest["id"]}
    return life


def settle(life: Life) -> None:
    """Charge, pay and close the folio, then go."""
    folio = life.desk.client.get(f"/api/pms/reservations/{life.stay['id']}/folio").json
    path = f"/api/pms/folios/{folio['id']}"
    life.send("PATCH", path, payer=f"{life.person.first} {life.person.last}")
    life.send("POST", f"{path}/charges", code="MINIBAR", price={"amount": 700, "currency": "EUR"})
    due = life.desk.client.get(path).json["balance"]
    life.send("POST", f"{path}/payments", amount=due, method="CASH")
    life.stay = life.desk.get(life.stay)
    life.step("check-out")
    life.send("POST", f"{path}/close")


def have_others_pay(desk: Desk) -> None:
    """Fill the columns of folios with words of others, so that the planner's samples of them would hold the guest's."""
    for number, payer in enumerate(("Ada Probe", "Company of others")):
        booked = desk.client.post(
            "/api/pms/reservations", json=desk.body("2027-05-15", "2027-05-17", f"10{number + 1}")
        )
        folio = desk.client.get(f"/api/pms/reservations/{booked.json['id']}/folio").json
        patched = desk.client.patch(
            f"/api/pms/folios/{folio['id']}", json={"payer": payer}, headers={"If-Match": "*"}
        )
        assert patched.status_code == 200, patched.text


def close_the_day(life: Life) -> None:
    hotel = str(life.desk.hotel.property_id)
    life.send("POST", "/api/pms/night-audit", propertyId=hotel, businessDate="2027-03-15")


def lived(desk: Desk) -> Life:
    life = begin(desk)
    close_the_day(life)
    settle(life)
    return life
