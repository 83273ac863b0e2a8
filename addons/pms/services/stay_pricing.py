"""Quotes for a reservation that is being written."""

from __future__ import annotations

from uuid import UUID

from addons.pms.db.queries import properties_for_stays
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.stay_dates import StayDates
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.pricing import QuoteRequest
from addons.pms.services.pricing import quote
from oppsera_host.db.unit_of_work import UnitOfWork


def quote_nights(uow: UnitOfWork, snapshot: ReservationSnapshot, room_type_id: UUID) -> list[NightPrice]:
    """Return what each night of the stay would cost in ``room_type_id`` by its rate plan today."""
    hotel = uow.connection.execute(
        properties_for_stays.PROPERTY, {"tenant": uow.tenant_id, "id": snapshot.property_id}
    ).one()
    dates = StayDates(snapshot.check_in_date, snapshot.check_out_date, snapshot.day_use)
    standard = quote(uow.connection, uow.tenant_id, hotel, room_type_id, snapshot.rate_plan_id, dates)
    request = QuoteRequest(
        property_id=snapshot.property_id, room_type_id=room_type_id, rate_plan_id=snapshot.rate_plan_id,
        check_in_date=dates.check_in, check_out_date=dates.check_out, adults=snapshot.adults,
        children=snapshot.children, standard=standard,
    )  # fmt: skip
    quoted = list(ask(uow.tenant_id, "pms_quote_stay", request=request))
    if [price.night for price in quoted] != dates.nights():
        raise RuntimeError("a pricing addon left a night of the stay without a price")
    return quoted
