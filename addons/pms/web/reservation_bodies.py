"""Bodies of bookings and edits as the services take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.money import Money
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services.reservation_edits import KEEP, Edit
from addons.pms.services.reservations import NewGuest, NewReservation
from oppsera_host.web.schema import MoneyValue


def new_reservation(
    property_id: UUID, body: Mapping[str, Any], guest: NewGuest | UUID | None, shared: Mapping[str, Any]
) -> NewReservation:
    """Return the stay that ``body`` asks for; ``shared`` has what all stays of a booking have in common."""
    return NewReservation(
        property_id=property_id, room_type_id=body["room_type_id"], room_id=body.get("room_id"), guest=guest,
        dates=StayDates(body["check_in_date"], body["check_out_date"], body["day_use"]), adults=body["adults"],
        children=body["children"], child_ages=_ages(body.get("child_ages")), rate_plan_id=body.get("rate_plan_id"),
        nightly_rate=price(body.get("nightly_rate"), "nightlyRate"), notes=body["notes"],
        status=ReservationStatus(shared["status"]), release_at=shared.get("release_at"),
        source_type=SourceType(shared["source_type"]), source_ref=shared.get("source_ref"),
    )  # fmt: skip


def guest_of(body: Mapping[str, Any]) -> NewGuest | UUID:
    """Return the guest a body names.

    Raises:
        DomainError: VALIDATION_ERROR unless there is exactly one of ``guest`` and ``guestId``.
    """
    if ("guest" in body) == ("guest_id" in body):
        raise invalid_fields({"guest": ["Please give either guest or guestId."]})
    found: NewGuest | UUID = body["guest_id"] if "guest_id" in body else NewGuest(**body["guest"])
    return found


def edit_of(body: Mapping[str, Any]) -> Edit:
    """Return what a PATCH asks for; a field left out stays as it is, null takes away."""
    return Edit(
        dates=(body.get("check_in_date"), body.get("check_out_date")),
        nightly_rate=price(body.get("nightly_rate"), "nightlyRate"),
        nightly_rates={
            night["date"]: _price_given(night["price"], "nightlyRates") for night in body.get("nightly_rates", ())
        },
        child_ages=_ages(body["child_ages"]) if "child_ages" in body else KEEP,
        reprice=body.get("reprice", False),
        **{name: body.get(name) for name in ("room_type_id", "adults", "children", "guest_id", "room_locked")},
        **{name: body.get(name, KEEP) for name in ("room_id", "rate_plan_id", "release_at", "notes")},
    )  # fmt: skip


def price(value: MoneyValue | None, field: str) -> Money | None:
    """Return a price as the services take it.

    Raises:
        DomainError: VALIDATION_ERROR on ``field`` when it is negative.
    """
    return None if value is None else _price_given(value, field)


def _price_given(value: MoneyValue, field: str) -> Money:
    if value.amount < 0:
        raise invalid_fields({field: ["A price is not negative."]})
    return Money(value.amount, value.currency)


def _ages(ages: list[int] | None) -> tuple[int, ...] | None:
    return None if ages is None else tuple(ages)
