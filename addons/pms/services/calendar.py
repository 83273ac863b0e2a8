"""Moves, resizes and swaps stays on the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from addons.pms.db.queries import night_charges, properties_for_stays, room_blocks
from addons.pms.domain.errors import concurrency_conflict
from addons.pms.domain.events import DomainEvent, ReservationMoved, ReservationResized
from addons.pms.domain.money import Money
from addons.pms.domain.move import MovePlan, StayState, plan_move, plan_resize, plan_swap
from addons.pms.domain.pricing import NightPrice, price_difference, stay_total
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.segments import Segment
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.stay_dates import Edge, StayDates
from addons.pms.services import room_status
from addons.pms.services.conflict_check import others_in_rooms
from addons.pms.services.reservation_store import (
    Change,
    load_expected,
    load_with_date,
    lock_rooms,
    require_version,
    save,
    stay_with_date,
)
from addons.pms.services.stay_pricing import quote_nights
from addons.pms.services.stay_rules import first_departure, refuse_leaving_before
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db import direct
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the clerk took the chip: what the board believed when the drag began."""

    room_id: UUID | None
    check_in_date: date
    check_out_date: date
    version: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The stays after the command, and what the first costs more (less when negative) than before."""

    reservations: list[StoredReservation]
    price_difference: Money | None = None


def foresee_move(
    uow: UnitOfWork, reservation_id: UUID, origin: Origin, to_room: UUID | None, to_check_in: date
) -> None:
    """Ask ahead for what the common ``move`` needs, so that it costs one round trip.

    The rooms are locked first: what is read after that cannot change before the commit. A move that needs
    something else (a stay in house keeps the nights it slept) asks for it in its turn.
    """
    # The origin's room is among the stay's, but for day use: that blocks no night.
    rooms = rooms_for_move(uow, [reservation_id], origin.room_id, to_room)
    uow.expect(rooms, stay_with_date(uow, reservation_id))
    nights = origin.check_out_date - origin.check_in_date
    if to_room is not None:
        part = Segment(to_room, to_check_in, to_check_in + nights)
        uow.expect(others_in_rooms(uow, [part], [reservation_id]))


def rooms_for_move(uow: UnitOfWork, reservation_ids: Sequence[UUID], *rooms: UUID | None) -> direct.Call:
    """Return the statement that locks, in id order, the nights' rooms of stays and ``rooms``."""
    ids = [room for room in rooms if room is not None]
    return room_blocks.LOCK_ROOMS_OF_STAYS, {
        "tenant": uow.tenant_id,
        "ids": ids,
        "reservations": list(reservation_ids),
    }


def move(
    uow: UnitOfWork,
    reservation_id: UUID,
    origin: Origin,
    to_room: UUID | None,
    to_check_in: date,
    *,
    confirm: bool = False,
    reprice: bool = False,
) -> Moved:
    """Move a stay to another room, other dates, or both; its duration is kept (contract section 4).

    The price of the stay is kept night by night unless ``reprice``; the difference a new quote would make is
    told when the room type changes. Nights slept keep their price in any case.

    Raises:
        DomainError: ROOM_ALREADY_BOOKED or ROOM_OUT_OF_ORDER with alternatives, NO_AVAILABILITY,
            RESERVATION_NOT_MOVABLE, CONFIRMATION_REQUIRED, CONCURRENCY_CONFLICT, VALIDATION_ERROR, NOT_FOUND.
    """
    asked = rooms_for_move(uow, [reservation_id], origin.room_id, to_room)
    rooms = {row.id: row for row in uow.execute(*asked)}
    stored, today = _taken_up(uow, reservation_id, origin)
    plan = plan_move(
        state_of(stored), to_room, to_check_in, business_date=today, confirm=confirm,
        from_room=origin.room_id,
    )  # fmt: skip
    return _apply(
        uow, stored, plan, ReservationMoved, "reservation.move", today=today, reprice=reprice, rooms=rooms
    )


def resize(uow: UnitOfWork, reservation_id: UUID, origin: Origin, edge: Edge, day: date) -> Moved:
    """Draw the arrival (LEFT) or departure (RIGHT) of a stay to ``day``; new nights cost what a quote says.

    Raises:
        DomainError: as ``move``.
    """
    stored, today = _taken_up(uow, reservation_id, origin)
    plan = plan_resize(state_of(stored), edge, day, business_date=today)
    shorter = plan.dates.check_out < stored.snapshot.check_out_date
    if shorter and stored.snapshot.status is ReservationStatus.CHECKED_IN:
        refuse_leaving_before(first_departure(uow, stored.snapshot), day, "to.checkOutDate")
    return _apply(uow, stored, plan, ReservationResized, "reservation.resize", today=today)


def swap(
    uow: UnitOfWork, first: tuple[UUID, int], second: tuple[UUID, int], *, confirm: bool = False
) -> Moved:
    """Let two stays, each given by id and version, exchange rooms; both or neither.

    Raises:
        DomainError: as ``move``.
    """
    stays = [load_expected(uow, *first), load_expected(uow, *second)]
    today = property_of(uow, stays[0].snapshot.property_id).business_date
    plans = plan_swap(state_of(stays[0]), state_of(stays[1]), business_date=today, confirm=confirm)
    changes = [
        Change(stay, replanned(stay, plan), "reservation.swap", ReservationMoved, {})
        for stay, plan in zip(stays, plans, strict=True)
    ]
    saved = save(uow, *changes)
    room_status.guests_changed_rooms(uow, plans)
    return Moved(saved)


def state_of(stored: StoredReservation) -> StayState:
    """Return what planning needs to know of a stored stay."""
    snapshot = stored.snapshot
    return StayState(
        reservation_id=snapshot.id, version=snapshot.version, status=snapshot.status,
        dates=StayDates(snapshot.check_in_date, snapshot.check_out_date, snapshot.day_use),
        segments=snapshot.segments, room_type_id=snapshot.room_type_id, room_locked=snapshot.room_locked,
        adults=snapshot.adults, children=snapshot.children,
    )  # fmt: skip


def _taken_up(uow: UnitOfWork, reservation_id: UUID, origin: Origin) -> tuple[StoredReservation, date]:
    """Return the stay, which must be where the clerk took it, and its property's business date."""
    stored, today = load_with_date(uow, reservation_id)
    require_origin(stored, origin)
    return stored, today


def require_origin(stored: StoredReservation, origin: Origin) -> None:
    """Refuse unless the stay is where the clerk took it, and nobody has changed it since.

    Raises:
        DomainError: CONCURRENCY_CONFLICT with the current version.
    """
    require_version(stored, origin.version)
    snapshot = stored.snapshot
    rooms = {part.room_id for part in snapshot.segments}
    if (snapshot.check_in_date, snapshot.check_out_date) != (origin.check_in_date, origin.check_out_date) or (
        origin.room_id not in rooms if rooms else origin.room_id is not None
    ):
        raise concurrency_conflict(snapshot.version)


def _apply(
    uow: UnitOfWork,
    stored: StoredReservation,
    plan: MovePlan,
    event: type[DomainEvent],
    action: str,
    *,
    today: date,
    rooms: dict[UUID, Any] | None = None,
    reprice: bool = False,
) -> Moved:
    if not plan.changed:
        return Moved([stored])
    after = replanned(stored, plan)
    if rooms is None or not rooms.keys() >= set(plan.rooms):
        rooms = lock_rooms(uow, set(plan.rooms))
    after = _with_prices_for_new_nights(uow, stored, after)
    new_type = rooms[plan.segments[-1].room_id].room_type_id if plan.segments else stored.booked_room_type_id
    difference = None
    if reprice or new_type != stored.snapshot.room_type_id:
        quoted = quoted_ahead(uow, after, new_type, today)
        difference = price_difference(after.snapshot.nightly_rates, quoted, after.snapshot.total.currency)
        if reprice:
            after = replace(with_nights(after, quoted), booked_room_type_id=new_type)
    saved = save(uow, Change(stored, after, action, event, {}), rooms=rooms)
    room_status.guests_changed_rooms(uow, [plan])
    return Moved(saved, difference)


def replanned(stored: StoredReservation, plan: MovePlan) -> StoredReservation:
    """Return the stay as planned, each night with its price; without a room it is of the type that was booked."""
    room_type = stored.snapshot.room_type_id if plan.segments else stored.booked_room_type_id
    shift = plan.dates.check_in - stored.snapshot.check_in_date
    same_length = plan.dates.night_count == stored.snapshot.nights
    if same_length and not shift:
        snapshot = replace(stored.snapshot, segments=plan.segments, room_type_id=room_type)
        return replace(stored, snapshot=snapshot)
    shift = shift if same_length else timedelta()
    wanted = set(plan.dates.nights())
    nights = [
        replace(price, night=price.night + shift)
        for price in stored.snapshot.nightly_rates
        if price.night + shift in wanted
    ]
    after = replace(
        stored,
        snapshot=replace(
            stored.snapshot, check_in_date=plan.dates.check_in, check_out_date=plan.dates.check_out,
            segments=plan.segments, room_type_id=room_type,
        ),
    )  # fmt: skip
    return with_nights(after, nights)


def _with_prices_for_new_nights(
    uow: UnitOfWork, before: StoredReservation, after: StoredReservation
) -> StoredReservation:
    priced = {price.night: price for price in after.snapshot.nightly_rates}
    if len(priced) == after.snapshot.nights:
        return after
    quoted = quote_nights(uow, after.snapshot, before.booked_room_type_id)
    return with_nights(after, [priced.get(price.night, price) for price in quoted])


def quoted_ahead(
    uow: UnitOfWork, stored: StoredReservation, room_type_id: UUID, today: date
) -> list[NightPrice]:
    """Return the nights of the stay as a quote prices them now in ``room_type_id``; those that are over as they are."""
    over = nights_over(uow, stored.snapshot, today)
    agreed = {price.night: price for price in stored.snapshot.nightly_rates if price.night in over}
    return [agreed.get(each.night, each) for each in quote_nights(uow, stored.snapshot, room_type_id)]


def nights_over(uow: UnitOfWork, snapshot: ReservationSnapshot, today: date) -> frozenset[date]:
    """Return the nights whose price nobody changes: those a guest in the house has slept, and those on a folio.

    A charge that was taken back with its check-in counts: the next check-in brings it again as it was.
    """
    in_house = snapshot.status is ReservationStatus.CHECKED_IN
    if not in_house and snapshot.check_in_date > today:
        return frozenset()
    binds = {"tenant": uow.tenant_id, "reservation": snapshot.id}
    charged = {row.night for row in uow.execute(night_charges.NIGHTS_CHARGED, binds)}
    return frozenset(charged) | {
        price.night for price in snapshot.nightly_rates if in_house and price.night < today
    }


def with_nights(stored: StoredReservation, nights: list[NightPrice]) -> StoredReservation:
    """Return the stay with these nightly prices and their sum as its total; a day use keeps the price of its day."""
    snapshot = stored.snapshot
    total = snapshot.total if snapshot.day_use else stay_total(nights, snapshot.total.currency)
    return replace(stored, snapshot=replace(snapshot, nightly_rates=tuple(nights), total=total))


def property_of(uow: UnitOfWork, property_id: UUID, *, held: bool = False) -> Any:
    """Return the property row a stay belongs to; ``held`` keeps its business date as it is until the commit."""
    statement = properties_for_stays.PROPERTY_HELD if held else properties_for_stays.PROPERTY
    return uow.execute(statement, {"tenant": uow.tenant_id, "id": property_id}).one()
