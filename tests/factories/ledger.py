"""The account of a stay at the API: short ways to post to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from addons.pms.services.night_charges import PostedNight, post_night
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk


@dataclass(frozen=True)
class Ledger:
    """A folio of a stay."""

    desk: Desk
    stay: dict
    id: str

    @classmethod
    def of(cls, desk: Desk, stay: dict) -> Ledger:
        """The stay's own folio."""
        answer = desk.client.get(f"/api/pms/reservations/{stay['id']}/folio")
        assert answer.status_code == 200, answer.text
        return cls(desk, stay, answer.json["id"])

    def at(self, folio_id: str) -> Ledger:
        """Another folio of the stay."""
        return replace(self, id=folio_id)

    @property
    def url(self) -> str:
        return f"/api/pms/folios/{self.id}"

    def money(self, amount: int) -> dict:
        """An amount in the house's currency."""
        return {"amount": amount, "currency": "EUR"}

    def read(self) -> dict:
        """The folio as it is."""
        return self.desk.client.get(self.url).json

    def post(self, what: str, **body: Any) -> Any:
        """Send a command."""
        return self.desk.client.post(f"{self.url}/{what}", json=body)

    def charge(self, amount: int, **more: Any) -> dict:
        """Post a charge and return its JSON."""
        answer = self.post("charges", **{"code": "MINIBAR", "price": self.money(amount)} | more)
        assert answer.status_code == 201, answer.text
        return answer.json

    def open(self, name: str, **more: Any) -> dict:
        """Open one more folio of the stay and return its JSON."""
        answer = self.desk.client.post(
            f"/api/pms/reservations/{self.stay['id']}/folios", json={"name": name} | more
        )
        assert answer.status_code == 201, answer.text
        return answer.json

    def post_night(self, actor: Actor, night: str) -> PostedNight:
        """Charge a night as the night audit does."""
        ids = [UUID(self.stay["id"])]
        return unit_of_work.run(
            lambda uow: post_night(uow, self.desk.hotel.property_id, date.fromisoformat(night), ids),
            actor=actor,
        )
