"""A fake channel's booking → a reservation, through the front door of the PMS."""

from __future__ import annotations

from typing import Any

from addons.pms.api import Imported, import_reservation


def receive(message: dict[str, Any]) -> Imported:
    """Bring in a booking of the fake channel; a message delivered twice books once.

    Args:
        message: ``{"booking": number, "property", "roomType": ids, "from", "to": dates, "guests", "name",
            "price": minor units a night, "currency"}``.

    Raises:
        DomainError: what the PMS refuses.
    """
    first_name, _, last_name = str(message["name"]).rpartition(" ")
    payload = {
        "propertyId": message["property"],
        "roomTypeId": message["roomType"],
        "checkInDate": message["from"],
        "checkOutDate": message["to"],
        "adults": message["guests"],
        "guest": {"firstName": first_name, "lastName": last_name},
        "nightlyRate": {"amount": message["price"], "currency": message["currency"]},
    }
    return import_reservation("CHANNEL", f"stub:{message['booking']}", payload)
