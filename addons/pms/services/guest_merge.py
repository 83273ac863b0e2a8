"""Merges two profiles of one person, and undoes it.

The other profile stays, pointing at the survivor. Stays, bookings and places as a companion go to the survivor;
which ones is kept, so that an undo gives back exactly those that are still there.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from addons.pms.db.models import Guest, GuestMerge
from addons.pms.db.queries import guests as queries
from addons.pms.domain.errors import guest_not_merged, invalid_fields, not_found
from addons.pms.domain.events import GuestMerged, GuestUnmerged, GuestUpdated
from addons.pms.services import configuration_records, guest_stays, guests
from addons.pms.services.guest_details import LONGEST_NOTES, MOST_PREFERENCES
from addons.pms.services.guests import GuestRecord, record_of, require_live
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

_FILLED_WHEN_EMPTY = ("email", "phone", "language", "country")


def merge(uow: UnitOfWork, survivor_id: UUID, other_id: UUID, expected_version: int | None) -> GuestRecord:
    """Let ``survivor_id`` take over everything of ``other_id``; return the survivor.

    Details the survivor lacks are filled up; notes and preferences are joined.

    Args:
        uow: the running unit of work.
        survivor_id: the profile that stays.
        other_id: the profile that is merged into it.
        expected_version: of the survivor, as the caller has seen it; None = whatever is current.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; GUEST_MERGED; GUEST_ERASED; VALIDATION_ERROR when both
            are the same.
    """
    if survivor_id == other_id:
        raise invalid_fields({"otherId": ["This is the same profile."]})
    rows = lock(uow, [survivor_id, other_id])
    survivor, other = rows[survivor_id], rows[other_id]
    configuration_records.require_version(survivor.version, expected_version)
    require_live(record_of(survivor))
    require_live(record_of(other))
    stays = [
        stay
        for stay in guest_stays.load(uow, guest_stays.lock_stays(uow, [other_id]))
        if stay.snapshot.guest_id == other_id
    ]
    guest_stays.rewrite(uow, stays, action="reservation.merge_guest", guest_id=survivor_id)
    moved = {"reservations": [str(stay.snapshot.id) for stay in stays]}
    moved |= guest_stays.move_elsewhere(uow, other_id, survivor_id)
    filled = _filled(survivor, other)
    before = {name: getattr(survivor, name) for name in filled}
    other.merged_into = survivor_id
    guests.write(uow, other, {}, "guest.merge_away", GuestUpdated, {"mergedInto": str(survivor_id)})
    after = guests.write(
        uow, survivor, filled, "guest.merge", GuestMerged, {"otherId": str(other_id), "moved": moved}
    )
    uow.session.add(
        GuestMerge(
            tenant_id=uow.tenant_id, id=new_id(), survivor_id=survivor_id, other_id=other_id, moved=moved,
            before=before, filled=filled, merged_at=clock.now(),
        )
    )  # fmt: skip
    uow.session.flush()
    return after


def unmerge(uow: UnitOfWork, guest_id: UUID, other_id: UUID | None) -> GuestRecord:
    """Undo a merge: the other profile stands alone again and gets its stays back; return the survivor.

    Stays booked for the survivor since remain the survivor's, and so do details changed since.

    Args:
        uow: the running unit of work.
        guest_id: the profile that was merged away, or the survivor.
        other_id: with a survivor of several merges, which of them; None = the latest.

    Raises:
        DomainError: NOT_FOUND; GUEST_NOT_MERGED; GUEST_MERGED when the survivor was merged on; GUEST_ERASED.
    """
    found = _merge_of(uow, guest_id, other_id)
    rows = lock(uow, [found.survivor_id, found.other_id])
    merged = _merge_of(uow, guest_id, other_id)  # once more, now that nobody else can undo it
    if merged.id != found.id:
        raise guest_not_merged()
    survivor, other = rows[merged.survivor_id], rows[merged.other_id]
    require_live(record_of(survivor))
    theirs = [UUID(each) for each in merged.moved["reservations"]]
    stays = guest_stays.load(uow, guest_stays.lock_listed(uow, theirs, survivor.id))
    guest_stays.rewrite(uow, stays, action="reservation.unmerge_guest", guest_id=other.id)
    moved = {"reservations": [str(stay.snapshot.id) for stay in stays]}
    moved |= guest_stays.move_elsewhere(
        uow, survivor.id, other.id,
        [UUID(each) for each in merged.moved["bookings"]], [UUID(each) for each in merged.moved["companions"]],
    )  # fmt: skip
    restored = {
        name: merged.before[name] for name, value in merged.filled.items() if getattr(survivor, name) == value
    }
    other.merged_into = None
    guests.write(uow, other, {}, "guest.unmerge_away", GuestUpdated, {"unmergedFrom": str(survivor.id)})
    facts = {"otherId": str(other.id), "moved": moved}
    after = guests.write(uow, survivor, restored, "guest.unmerge", GuestUnmerged, facts)
    merged.undone_at = clock.now()
    merged.before = merged.filled = {}
    uow.session.flush()
    return after


def merged_into(session: Session, tenant_id: UUID, survivor_id: UUID) -> list[GuestRecord]:
    """Return the profiles a survivor has taken over, the latest first: those whose merge can be undone."""
    statement = (
        select(Guest)
        .join(GuestMerge, and_(GuestMerge.tenant_id == Guest.tenant_id, GuestMerge.other_id == Guest.id))
        .where(
            GuestMerge.tenant_id == tenant_id,
            GuestMerge.survivor_id == survivor_id,
            GuestMerge.undone_at.is_(None),
        )
        .order_by(GuestMerge.merged_at.desc(), GuestMerge.id.desc())
    )
    return [record_of(row) for row in session.scalars(statement)]


def lock(uow: UnitOfWork, guest_ids: list[UUID]) -> dict[UUID, Guest]:
    """Lock profiles in id order against bookings, merges and erasure; return them by id.

    Raises:
        DomainError: NOT_FOUND when any of them does not exist in this tenant.
    """
    binds = {"tenant": uow.tenant_id, "ids": guest_ids}
    if len(uow.execute(queries.LOCK, binds).all()) < len(set(guest_ids)):
        raise not_found()
    statement = select(Guest).where(Guest.tenant_id == uow.tenant_id, Guest.id.in_(guest_ids))
    rows = uow.session.scalars(statement.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def _merge_of(uow: UnitOfWork, guest_id: UUID, other_id: UUID | None) -> GuestMerge:
    for each in (guest_id, other_id):
        if each is not None and uow.session.get(Guest, (uow.tenant_id, each)) is None:
            raise not_found()
    statement = (
        select(GuestMerge)
        .where(
            GuestMerge.tenant_id == uow.tenant_id,
            GuestMerge.undone_at.is_(None),
            or_(GuestMerge.other_id == guest_id, GuestMerge.survivor_id == guest_id),
        )
        # Its own merge first: a profile that took over others and was then merged away stands there itself.
        .order_by((GuestMerge.other_id == guest_id).desc(), GuestMerge.merged_at.desc(), GuestMerge.id.desc())
    )
    if other_id is not None:
        statement = statement.where(GuestMerge.other_id == other_id)
    found = uow.session.scalars(statement.execution_options(populate_existing=True)).first()
    if found is None:
        raise guest_not_merged()
    return found


def _filled(survivor: Guest, other: Guest) -> dict[str, Any]:
    filled: dict[str, Any] = {
        name: getattr(other, name)
        for name in _FILLED_WHEN_EMPTY
        if not getattr(survivor, name) and getattr(other, name)
    }
    notes = "\n".join(dict.fromkeys(text for text in (survivor.notes, other.notes) if text))
    if notes != survivor.notes and len(notes) <= LONGEST_NOTES:
        filled["notes"] = notes
    preferences = list(dict.fromkeys([*survivor.preferences, *other.preferences]))[:MOST_PREFERENCES]
    if preferences != list(survivor.preferences):
        filled["preferences"] = preferences
    return filled
