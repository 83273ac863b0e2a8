"""Guests: made, changed, found. Their data stands in ``pms_guests`` alone; audit and events know only ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.models import Guest
from addons.pms.db.queries import guests as queries
from addons.pms.domain.errors import not_found
from addons.pms.domain.events import DomainEvent, GuestCreated, GuestUpdated
from addons.pms.services import configuration_records
from addons.pms.services.guest_details import NAMES, cleaned, search_text, search_words
from addons.pms.services.stored_reservation import GuestView
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class GuestRecord:
    """A guest as the desk reads it."""

    id: UUID
    version: int
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    notes: str
    created_at: datetime
    updated_at: datetime

    def to_payload(self) -> dict[str, Any]:
        """Return what an event may say of a guest: that there is one."""
        return {"schemaVersion": 1, "id": str(self.id), "guestId": str(self.id), "version": self.version}


def create_guest(
    uow: UnitOfWork,
    *,
    first_name: str,
    last_name: str,
    email: str | None,
    phone: str | None,
    notes: str = "",
    field_prefix: str = "",
) -> GuestView:
    """Make a guest profile.

    Args:
        uow: the running unit of work.
        first_name: may be empty: not everybody has two names.
        last_name: not blank.
        email: in the shape of an address, or None.
        phone: digits with the usual punctuation, or None.
        notes: for the desk.
        field_prefix: put before the field names of a refusal, e.g. ``guest.`` inside a booking.

    Raises:
        DomainError: VALIDATION_ERROR naming the fields.
    """
    made = create_guest_record(
        uow, first_name=first_name, last_name=last_name, email=email, phone=phone, notes=notes,
        field_prefix=field_prefix,
    )  # fmt: skip
    return GuestView(made.id, made.first_name, made.last_name, made.email, made.phone)


def create_guest_record(uow: UnitOfWork, *, field_prefix: str = "", **details: str | None) -> GuestRecord:
    """Make a guest profile as ``create_guest`` does, and return all of it."""
    clean = cleaned(details, field_prefix)
    row = Guest(tenant_id=uow.tenant_id, id=new_id(), version=1, **clean)
    row.search_text = search_text(row.first_name, row.last_name, row.email, row.phone)
    row.created_at = row.updated_at = clock.now()
    uow.session.add(row)
    uow.session.flush()
    made = record_of(row)
    _record(
        uow, "guest.create", GuestCreated, made, sorted(NAMES[name] for name, value in clean.items() if value)
    )
    return made


def update_guest(
    uow: UnitOfWork, guest_id: UUID, expected_version: int | None, changes: dict[str, str | None]
) -> GuestRecord:
    """Change a profile; ``changes`` has the snake_case names of ``create_guest``.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR naming the fields.
    """
    row = uow.session.get(
        Guest, (uow.tenant_id, guest_id), with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise not_found()
    configuration_records.require_version(row.version, expected_version)
    clean = cleaned(changes)
    changed = sorted(NAMES[name] for name, value in clean.items() if getattr(row, name) != value)
    for name, value in clean.items():
        setattr(row, name, value)
    row.search_text = search_text(row.first_name, row.last_name, row.email, row.phone)
    row.updated_at = clock.now()
    row.version += 1
    uow.session.flush()
    after = record_of(row)
    _record(uow, "guest.update", GuestUpdated, after, changed)
    return after


def find_guest(session: Session, tenant_id: UUID, guest_id: UUID) -> GuestRecord:
    """Return one guest.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = session.execute(queries.ONE, {"tenant": tenant_id, "id": guest_id}).one_or_none()
    if row is None:
        raise not_found()
    return record_of(row)


def stay_history(session: Session, tenant_id: UUID, guest_id: UUID) -> list[Any]:
    """Return the guest's reservations of any status, latest arrival first, at most 200 rows."""
    return list(session.execute(queries.STAYS, {"tenant": tenant_id, "guest": guest_id}))


def search_guests(
    session: Session, tenant_id: UUID, query: str, after: UUID | None, limit: int
) -> list[GuestRecord]:
    """Return guests in the order of a guest list (last name, first name, accents aside).

    Args:
        session: inside the tenant's transaction.
        tenant_id: the tenant.
        query: words in any order; each must occur in name, e-mail or phone. Empty = everybody.
        after: id of the last guest of the page before.
        limit: how many at most.
    """
    patterns = [f"%{_literal(word)}%" for word in search_words(query) if word]
    rows = session.execute(
        queries.SEARCH, {"tenant": tenant_id, "patterns": patterns, "after": after, "count": limit}
    )
    return [record_of(row) for row in rows]


def record_of(row: Any) -> GuestRecord:
    """Return the record of a model or of a selected row."""
    return GuestRecord(
        id=row.id, version=row.version, first_name=row.first_name, last_name=row.last_name, email=row.email,
        phone=row.phone, notes=row.notes, created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip


def _record(
    uow: UnitOfWork, action: str, event: type[DomainEvent], after: GuestRecord, changed: list[str]
) -> None:
    payload = after.to_payload()
    state = {**payload, "changedFields": changed}
    configuration_records.publish(uow, action, event(after.id, after.version, payload), None, state)


def _literal(word: str) -> str:
    """Take the meaning of a pattern from what LIKE would read as one."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
