"""Maintenance notes: opened by whoever sees something, closed by whoever repaired it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import maintenance as queries
from addons.pms.domain.events import DomainEvent, MaintenanceNoteClosed, MaintenanceNoteOpened
from addons.pms.domain.housekeeping import MaintenanceNoteSnapshot
from addons.pms.services import configuration_records
from addons.pms.services.existing import existing_row
from addons.pms.services.reservation_store import lock_rooms
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor_names import names_of
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A note as its readers see it; people are named."""

    snapshot: MaintenanceNoteSnapshot
    text: str
    room_number: str
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    closed_by_name: str | None


def open_note(uow: UnitOfWork, room_id: UUID, text: str) -> NoteRecord:
    """Note what is wrong in a room.

    Raises:
        DomainError: NOT_FOUND.
    """
    room = lock_rooms(uow, {room_id})[room_id]
    row = uow.execute(
        queries.INSERT_NOTE,
        {
            "tenant": uow.tenant_id, "id": new_id(), "property": room.property_id, "room": room_id, "text": text,
            "by": uow.actor.label, "at": clock.now(),
        },
    ).one()  # fmt: skip
    return _recorded(uow, row, "maintenance_note.open", MaintenanceNoteOpened)


def close_note(uow: UnitOfWork, note_id: UUID, expected_version: int | None) -> NoteRecord:
    """Say that it is repaired; a note that is closed already stays as it is.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT.
    """
    configuration_records.require_version(
        find_note(uow.session, uow.tenant_id, note_id).snapshot.version, expected_version
    )
    binds = {"tenant": uow.tenant_id, "id": note_id, "by": uow.actor.label, "at": clock.now()}
    row = uow.execute(queries.CLOSE_NOTE, binds).one_or_none()
    if row is None:
        return find_note(uow.session, uow.tenant_id, note_id)
    return _recorded(uow, row, "maintenance_note.close", MaintenanceNoteClosed)


def find_note(session: Session, tenant_id: UUID, note_id: UUID) -> NoteRecord:
    """Return one note.

    Raises:
        DomainError: NOT_FOUND.
    """
    return _records(session, [existing_row(session, queries.NOTE, tenant_id, note_id)])[0]


def list_notes(
    session: Session,
    tenant_id: UUID,
    property_id: UUID,
    *,
    room_id: UUID | None = None,
    is_open: bool | None = None,
    after: UUID | None = None,
    limit: int,
) -> list[NoteRecord]:
    """Return up to ``limit`` notes, newest first, those before the id ``after``."""
    binds = {
        "tenant": tenant_id, "property": property_id, "room": room_id, "open": is_open, "after": after,
        "count": limit,
    }  # fmt: skip
    return _records(session, session.execute(queries.NOTES_PAGE, binds).all())


def _recorded(uow: UnitOfWork, row: Any, action: str, event: type[DomainEvent]) -> NoteRecord:
    configuration_records.record(uow, action, event, before=None, after=_snapshot(row))
    return find_note(uow.session, uow.tenant_id, row.id)


def _records(session: Session, rows: Any) -> list[NoteRecord]:
    labels = [label for row in rows for label in (row.opened_by, row.closed_by) if label is not None]
    names = names_of(session, labels)
    return [
        NoteRecord(
            _snapshot(row), row.text, row.room_number, row.opened_at, names[row.opened_by], row.closed_at,
            None if row.closed_by is None else names[row.closed_by],
        )
        for row in rows
    ]  # fmt: skip


def _snapshot(row: Any) -> MaintenanceNoteSnapshot:
    return MaintenanceNoteSnapshot(row.id, row.version, row.property_id, row.room_id, row.closed_at is None)
