"""Takes a reservation through its life: confirm, cancel, check in, check out, no-show, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from addons.pms.domain.errors import invalid_status_transition
from addons.pms.domain.no_show_policy import check_no_show
from addons.pms.domain.reservation_status import Command, Transition, transition
from addons.pms.domain.room_status import Occupancy
from addons.pms.domain.segments import before, fitted, since, whole_stay
from addons.pms.domain.stay_dates import StayDates
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.policies import PropertyRules
from addons.pms.services import room_status
from addons.pms.services.calendar import property_of, with_nights
from addons.pms.services.reservation_store import Change, load_expected, lock_rooms, save
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork


def take_step(
    uow: UnitOfWork,
    reservation_id: UUID,
    expected_version: int | None,
    command: Command,
    *,
    room_id: UUID | None = None,
) -> StoredReservation:
    """Carry out ``command``; the transition table says from which status it is possible.

    Args:
        uow: the running unit of work.
        reservation_id: which reservation.
        expected_version: the version the caller has seen; None accepts any.
        command: the step.
        room_id: for a check-in: the room to give, when the stay has none or another.

    Raises:
        DomainError: INVALID_STATUS_TRANSITION (also when it is too early or too late in the day),
            CONCURRENCY_CONFLICT, NOT_FOUND; for steps that take rooms, the conflicts of ``save``.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    step = transition(stored.snapshot.status, command)
    hotel = property_of(uow, stored.snapshot.property_id)
    after = replace(
        stored,
        snapshot=replace(stored.snapshot, status=step.target, release_at=None),
        status_date=hotel.business_date,
    )
    if command is Command.CHECK_IN:
        return _check_in(uow, stored, after, step, hotel, room_id)
    if command is Command.CHECK_OUT:
        return _check_out(uow, stored, after, step, hotel)
    if command is Command.REVERT_CHECK_IN:
        return _revert_check_in(uow, stored, after, step, hotel)
    if command is Command.NO_SHOW:
        zone = ZoneInfo(hotel.timezone)
        rules = PropertyRules(hotel.id, hotel.timezone, hotel.business_date, hotel.no_show_cutoff)
        allowed = ask(uow.tenant_id, "pms_no_show_at", reservation=stored.snapshot, rules=rules)
        check_no_show(stored.snapshot.check_in_date, hotel.business_date, allowed, clock.now(), zone)
    if command is Command.REINSTATE and stored.snapshot.check_in_date < hotel.business_date:
        raise _too_late(step, "The arrival has passed: make a new reservation instead.")
    return _saved(uow, stored, after, step)


def _check_in(
    uow: UnitOfWork,
    stored: StoredReservation,
    after: StoredReservation,
    step: Transition,
    hotel: Any,
    room_id: UUID | None,
) -> StoredReservation:
    snapshot = stored.snapshot
    today = hotel.business_date
    if not snapshot.check_in_date <= today <= max(snapshot.check_in_date, _last_night(stored)):
        raise _too_late(
            step, f"Today is {today}; the stay is from {snapshot.check_in_date} to {snapshot.check_out_date}."
        )
    segments = snapshot.segments
    if room_id is not None:
        segments = whole_stay(room_id, _dates(stored))
    if not segments:
        raise _too_late(step, "The stay has no room yet: assign one first.")
    after = replace(after, snapshot=replace(after.snapshot, segments=segments))
    room = segments[0].room_id
    row = lock_rooms(uow, {part.room_id for part in (*segments, *snapshot.segments)})[room]
    if row.occupancy == "OCCUPIED":
        raise _too_late(step, f"Room {row.number} is still occupied: check the other guest out first.")
    saved = _saved(uow, stored, after, step)
    if not snapshot.day_use:
        room_status.occupy(uow, room)
    return saved


def _check_out(
    uow: UnitOfWork, stored: StoredReservation, after: StoredReservation, step: Transition, hotel: Any
) -> StoredReservation:
    snapshot = stored.snapshot
    today = hotel.business_date
    if snapshot.day_use:
        return _saved(uow, stored, after, step)
    in_room = _room_in_house(stored, today)
    if snapshot.check_in_date < today < snapshot.check_out_date:
        after = _leaving_on(after, today)
    elif today <= snapshot.check_in_date:
        raise _too_late(step, "The guest arrived today: revert the check-in, or let the first night pass.")
    saved = _saved(uow, stored, after, step)
    if in_room is not None:
        room_status.vacate(uow, in_room)
    return saved


def _leaving_on(after: StoredReservation, today: date) -> StoredReservation:
    """An early departure returns the remaining nights to stock at once."""
    snapshot = after.snapshot
    dates = StayDates(snapshot.check_in_date, today)
    kept = [price for price in snapshot.nightly_rates if price.night < today]
    shortened = replace(snapshot, check_out_date=today, segments=fitted(snapshot.segments, dates))
    return with_nights(replace(after, snapshot=shortened), kept)


def _revert_check_in(
    uow: UnitOfWork, stored: StoredReservation, after: StoredReservation, step: Transition, hotel: Any
) -> StoredReservation:
    if stored.status_date != hotel.business_date:
        raise _too_late(step, "A check-in can be taken back on the same business date only.")
    room = _room_in_house(stored, hotel.business_date)
    saved = _saved(uow, stored, after, step)
    if room is not None and not stored.snapshot.day_use:
        room_status.change_status(uow, room, occupancy=Occupancy.VACANT)
    return saved


def _room_in_house(stored: StoredReservation, today: date) -> UUID | None:
    """The room the guest is in: tonight's, or on the day of departure the last one."""
    ahead = since(stored.snapshot.segments, today) or before(stored.snapshot.segments, today)[-1:]
    return ahead[0].room_id if ahead else None


def _saved(
    uow: UnitOfWork, stored: StoredReservation, after: StoredReservation, step: Transition
) -> StoredReservation:
    return save(uow, Change(stored, after, f"reservation.{step.command.value}", step.event, {}))[0]


def _dates(stored: StoredReservation) -> StayDates:
    return StayDates(stored.snapshot.check_in_date, stored.snapshot.check_out_date, stored.snapshot.day_use)


def _last_night(stored: StoredReservation) -> date:
    nights = _dates(stored).nights()
    return nights[-1] if nights else stored.snapshot.check_in_date


def _too_late(step: Transition, sentence: str) -> Exception:
    return invalid_status_transition(step.source.value, step.command.value, sentence)
