"""Gives a stay a room, takes it away, or divides the stay between rooms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from addons.pms.domain.errors import invalid_fields, reservation_not_movable
from addons.pms.domain.events import ReservationMoved
from addons.pms.domain.move import plan_move
from addons.pms.domain.reservation_status import MOVABLE, ReservationStatus
from addons.pms.domain.segments import Segment, before, joined, since
from addons.pms.domain.sentence import Sentence
from addons.pms.services import room_status
from addons.pms.services.calendar import property_of, state_of
from addons.pms.services.reservation_store import Change, load_expected, save
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork


def assign_room(
    uow: UnitOfWork,
    reservation_id: UUID,
    expected_version: int | None,
    room_id: UUID | None,
    *,
    confirm: bool = False,
) -> StoredReservation:
    """Put the whole stay into ``room_id``, or with None into the unassigned lane.

    Raises:
        DomainError: as a move on the board.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    hotel = property_of(uow, stored.snapshot.property_id)
    plan = plan_move(
        state_of(stored),
        room_id,
        stored.snapshot.check_in_date,
        business_date=hotel.business_date,
        confirm=confirm,
    )
    if not plan.changed:
        return stored
    snapshot = replace(stored.snapshot, segments=plan.segments)
    if room_id is None:
        snapshot = replace(snapshot, room_type_id=stored.booked_room_type_id)
    action = "reservation.unassign_room" if room_id is None else "reservation.assign_room"
    saved = save(uow, Change(stored, replace(stored, snapshot=snapshot), action, ReservationMoved, {}))[0]
    room_status.guests_changed_rooms(uow, [plan])
    return saved


def split(
    uow: UnitOfWork, reservation_id: UUID, expected_version: int | None, on: date, room_id: UUID
) -> StoredReservation:
    """Plan a change of rooms: from the night of ``on`` the stay is in ``room_id``.

    Raises:
        DomainError: VALIDATION_ERROR when ``on`` is not inside the stay; RESERVATION_NOT_MOVABLE; the conflicts of
            ``save``.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    snapshot = stored.snapshot
    if snapshot.status not in MOVABLE or snapshot.room_locked:
        raise reservation_not_movable(Sentence("This reservation keeps its room."))
    if not snapshot.segments:
        raise reservation_not_movable(Sentence("The stay has no room yet: assign one first."))
    if not snapshot.check_in_date < on < snapshot.check_out_date:
        raise invalid_fields({"date": ["The change of rooms must fall between arrival and departure."]})
    today = property_of(uow, snapshot.property_id).business_date
    if snapshot.status is ReservationStatus.CHECKED_IN and on <= today:
        raise invalid_fields({"date": ["For a change of rooms today, move the guest."]})
    after_day = since(snapshot.segments, on)
    moved = Segment(room_id, on, after_day[-1].end_date)
    segments = joined((*before(snapshot.segments, on), moved))
    after = replace(stored, snapshot=replace(snapshot, segments=segments))
    return save(uow, Change(stored, after, "reservation.split", ReservationMoved, {}))[0]
