"""Changes a reservation: party, guest, dates, room, type, prices, notes, lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from addons.pms.domain.errors import invalid_fields, reservation_not_movable
from addons.pms.domain.events import DomainEvent, ReservationMoved, ReservationResized, ReservationUpdated
from addons.pms.domain.money import Money
from addons.pms.domain.occupancy_rules import check_party
from addons.pms.domain.pricing import NightPrice, price_difference
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import MOVABLE, ReservationStatus
from addons.pms.domain.segments import fitted, whole_stay
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.spoken_names import spoken_name
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services.calendar import nights_over, quoted_ahead, with_nights
from addons.pms.services.reservation_store import Change, load_expected, save
from addons.pms.services.stay_guests import find_guest
from addons.pms.services.stay_pricing import quote_nights
from addons.pms.services.stay_rules import (
    check_ages,
    first_departure,
    limits_of,
    property_of_stay,
    refuse_leaving_before,
    room_type_of_stay,
)
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork


class Keep(Enum):
    """Stands for a thing that stays as it is, where None takes it away."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What may be changed. None leaves a thing as it is; where ``KEEP`` does, None takes it away.

    Attributes:
        nightly_rate: one price for every night, those slept already excepted; of a day use, what the day costs.
        nightly_rates: prices of single nights.
        reprice: quote all nights anew, those slept already excepted.
    """

    dates: tuple[date | None, date | None] = (None, None)
    room_type_id: UUID | None = None
    room_id: UUID | Keep | None = KEEP
    adults: int | None = None
    children: int | None = None
    child_ages: tuple[int, ...] | Keep | None = KEEP
    guest_id: UUID | None = None
    rate_plan_id: UUID | Keep | None = KEEP
    nightly_rate: Money | None = None
    nightly_rates: Mapping[date, Money] = field(default_factory=dict)
    reprice: bool = False
    room_locked: bool | None = None
    release_at: datetime | Keep | None = KEEP
    notes: str | Keep | None = KEEP

    @property
    def touches_prices(self) -> bool:
        """Whether prices are given or asked for."""
        return self.reprice or self.nightly_rate is not None or bool(self.nightly_rates)

    @property
    def touches_nights(self) -> bool:
        """Whether dates, room or type are given."""
        return self.dates != (None, None) or self.room_type_id is not None or self.room_id is not KEEP


@dataclass(frozen=True, slots=True)
class Edited:
    """The reservation after an edit.

    Attributes:
        reservation: as it is now.
        price_difference: what it costs more (less when negative) than before.
        reprice_difference: what it would cost more than now if it were repriced, where another type keeps the price.
    """

    reservation: StoredReservation
    price_difference: Money
    reprice_difference: Money | None = None


def edit(uow: UnitOfWork, reservation_id: UUID, expected_version: int | None, wanted: Edit) -> Edited:
    """Change a reservation.

    Nights that stay keep their price unless prices are touched, in another room type too; added nights cost what a
    quote says.

    Raises:
        DomainError: as ``reservations.create``; RESERVATION_NOT_MOVABLE, CONCURRENCY_CONFLICT.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    hotel = property_of_stay(uow, stored.snapshot.property_id)
    if (wanted.touches_nights or wanted.touches_prices) and stored.snapshot.status not in MOVABLE:
        raise reservation_not_movable(
            Sentence(
                "A {status} reservation keeps its room, its dates and its prices.",
                status=spoken_name(stored.snapshot.status.value),
            )
        )
    after = _with_plain_fields(uow, stored, wanted)
    if wanted.touches_nights:
        after = _with_dates_and_room(uow, after, wanted, hotel)
    check_party(
        after.snapshot.adults, after.snapshot.children,
        limits_of(room_type_of_stay(uow, after.booked_room_type_id, after.snapshot.property_id)),
        imported=stored.snapshot.source_type is SourceType.IMPORT,
    )  # fmt: skip
    if wanted.touches_prices:
        after = _with_prices(uow, after, wanted, hotel)
    offered = None
    if after.booked_room_type_id != stored.booked_room_type_id and not wanted.touches_prices:
        quoted = quoted_ahead(uow, after, after.booked_room_type_id, hotel.business_date)
        offered = price_difference(after.snapshot.nightly_rates, quoted, hotel.currency)
    saved = save(uow, Change(stored, after, "reservation.edit", _event_of(stored, after), {}))[0]
    return Edited(saved, saved.snapshot.total - stored.snapshot.total, offered)


def _event_of(before: StoredReservation, after: StoredReservation) -> type[DomainEvent]:
    """Return what happened: listeners to moves hear of every change of room or dates (spec section 5.1)."""
    was, now = before.snapshot, after.snapshot
    same_rooms = [part.room_id for part in was.segments] == [part.room_id for part in now.segments]
    same_edges = (was.check_in_date == now.check_in_date) + (was.check_out_date == now.check_out_date)
    if not same_rooms or not same_edges:
        return ReservationMoved
    return ReservationResized if same_edges == 1 else ReservationUpdated


def _with_plain_fields(uow: UnitOfWork, stored: StoredReservation, wanted: Edit) -> StoredReservation:
    given: dict[str, Any] = {
        name: value for name in ("adults", "children", "room_locked") if (value := getattr(wanted, name)) is not None
    } | {
        name: value
        for name in ("rate_plan_id", "release_at", "child_ages")
        if (value := getattr(wanted, name)) is not KEEP
    }  # fmt: skip
    if wanted.children is not None and wanted.children != stored.snapshot.children:
        given.setdefault("child_ages", None)
    check_ages(
        given.get("child_ages", stored.snapshot.child_ages), given.get("children", stored.snapshot.children)
    )
    if given.get("release_at") is not None:
        _check_release(stored, given["release_at"])
    if wanted.guest_id is not None:
        guest = find_guest(uow, wanted.guest_id)
        stored = replace(stored, guest=guest)
        given["guest_id"] = guest.id
    notes = stored.notes if isinstance(wanted.notes, Keep) else wanted.notes or ""
    return replace(stored, snapshot=replace(stored.snapshot, **given), notes=notes)


def _check_release(stored: StoredReservation, release_at: datetime) -> None:
    if stored.snapshot.status is not ReservationStatus.HOLD:
        raise invalid_fields({"releaseAt": ["Only a hold is released."]})
    if release_at <= clock.now():
        raise invalid_fields({"releaseAt": ["The moment has passed."]})


def _with_dates_and_room(
    uow: UnitOfWork, stored: StoredReservation, wanted: Edit, hotel: Any
) -> StoredReservation:
    snapshot = stored.snapshot
    dates = StayDates(
        wanted.dates[0] or snapshot.check_in_date,
        wanted.dates[1] or snapshot.check_out_date,
        snapshot.day_use,
    )
    in_house = snapshot.status is ReservationStatus.CHECKED_IN
    if dates.check_in != snapshot.check_in_date and (in_house or dates.check_in < hotel.business_date):
        raise invalid_fields({"checkInDate": ["The arrival cannot be changed to that date."]})
    if in_house and dates.check_out < snapshot.check_out_date:
        refuse_leaving_before(first_departure(uow, snapshot), dates.check_out, "checkOutDate")
    booked = stored.booked_room_type_id
    after = replace(snapshot, check_in_date=dates.check_in, check_out_date=dates.check_out)
    if wanted.room_id is not KEEP and wanted.room_id != snapshot.room_id:
        after = _rehoused(stored, wanted.room_id, dates)
    elif snapshot.segments:
        overlap = fitted(snapshot.segments, dates)
        after = replace(after, segments=overlap or whole_stay(snapshot.segments[-1].room_id, dates))
    if wanted.room_type_id is not None:
        if after.segments and wanted.room_type_id != snapshot.room_type_id:
            raise invalid_fields({"roomTypeId": ["The stay has a room: move it to a room of that type."]})
        booked = wanted.room_type_id
        after = replace(after, room_type_id=booked)
    result = replace(stored, booked_room_type_id=booked, snapshot=after)
    kept = {price.night: price for price in snapshot.nightly_rates}
    if all(night in kept for night in dates.nights()):
        return with_nights(result, [kept[night] for night in dates.nights()])
    quoted = quote_nights(uow, after, booked)
    return with_nights(result, [kept.get(price.night, price) for price in quoted])


def _rehoused(stored: StoredReservation, room_id: UUID | Keep | None, dates: StayDates) -> Any:
    snapshot = stored.snapshot
    if snapshot.status is ReservationStatus.CHECKED_IN:
        raise reservation_not_movable(
            Sentence("The guest is in the house: move the guest to the other room.")
        )
    if snapshot.room_locked and snapshot.segments:
        raise reservation_not_movable(Sentence("The reservation is locked to its room: unlock it first."))
    room = None if isinstance(room_id, Keep) else room_id
    return replace(
        snapshot, check_in_date=dates.check_in, check_out_date=dates.check_out, segments=whole_stay(room, dates),
        room_type_id=stored.booked_room_type_id,
    )  # fmt: skip


def _with_prices(uow: UnitOfWork, stored: StoredReservation, wanted: Edit, hotel: Any) -> StoredReservation:
    snapshot = stored.snapshot
    over = nights_over(uow, snapshot, hotel.business_date)
    nights: Sequence[NightPrice] = snapshot.nightly_rates
    if wanted.reprice:
        nights = quoted_ahead(uow, stored, stored.booked_room_type_id, hotel.business_date)
    if wanted.nightly_rate is not None:
        _check_currency("nightlyRate", wanted.nightly_rate, hotel)
        if snapshot.day_use:
            stored = _with_day_rate(stored, wanted.nightly_rate, charged=snapshot.check_in_date in over)
        nights = [each if each.night in over else replace(each, price=wanted.nightly_rate) for each in nights]
    for night, price in wanted.nightly_rates.items():
        _check_currency("nightlyRates", price, hotel)
        if night in over or night not in {each.night for each in nights}:
            sentence = Sentence("{night} is no night of the stay that is still to come.", night=night)
            raise invalid_fields({"nightlyRates": [sentence]})
    return with_nights(
        stored, [replace(each, price=wanted.nightly_rates.get(each.night, each.price)) for each in nights]
    )


def _with_day_rate(stored: StoredReservation, price: Money, *, charged: bool) -> StoredReservation:
    if charged or stored.snapshot.status is ReservationStatus.CHECKED_IN:
        sentence = Sentence(
            "The price of the day was fixed on arrival: post a charge or a correction to the folio."
        )
        raise invalid_fields({"nightlyRate": [sentence]})
    return replace(stored, snapshot=replace(stored.snapshot, total=price))


def _check_currency(name: str, price: Money, hotel: Any) -> None:
    if price.currency != hotel.currency:
        raise invalid_fields(
            {name: [Sentence("The property keeps its prices in {currency}.", currency=hotel.currency)]}
        )
