"""Guests: made, changed, found. Their data stands in ``pms_guests`` alone; audit and events know only ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.models import Guest
from addons.pms.db.queries import guests as queries
from addons.pms.domain.errors import guest_erased, guest_merged, not_found
from addons.pms.domain.events import DomainEvent, GuestCreated, GuestUpdated
from addons.pms.services import configuration_records, guest_history
from addons.pms.services.existing import existing_row
from addons.pms.services.guest_details import NAMES, cleaned, cleaned_preferences, search_text
from addons.pms.services.guest_history import PROOF
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
    language: str | None = None
    country: str | None = None
    preferences: tuple[str, ...] = ()
    merged_into: UUID | None = None
    erased_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is neither merged into another profile nor erased."""
        return self.merged_into is None and self.erased_at is None

    @property
    def full_name(self) -> str:
        """First and last name as the board shows them."""
        return f"{self.first_name} {self.last_name}".strip()

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


def create_guest_record(
    uow: UnitOfWork, *, field_prefix: str = "", preferences: Sequence[str] = (), **details: str | None
) -> GuestRecord:
    """Make a guest profile as ``create_guest`` does, and return all of it.

    Args:
        uow: the running unit of work.
        field_prefix: as of ``create_guest``.
        preferences: short texts.
        details: what ``create_guest`` takes; language and country besides.

    Raises:
        DomainError: VALIDATION_ERROR naming the fields.
    """
    clean: dict[str, Any] = cleaned(details, field_prefix)
    clean["preferences"] = cleaned_preferences(preferences)
    row = Guest(tenant_id=uow.tenant_id, id=new_id(), version=1, **clean)
    row.search_text = search_text(row.first_name, row.last_name, row.email, row.phone)
    row.created_at = row.updated_at = clock.now()
    uow.session.add(row)
    uow.session.flush()
    made = record_of(row)
    record(
        uow, "guest.create", GuestCreated, made, sorted(NAMES[name] for name, value in clean.items() if value)
    )
    return made


def update_guest(
    uow: UnitOfWork,
    guest_id: UUID,
    expected_version: int | None,
    changes: dict[str, str | None],
    preferences: Sequence[str] | None = None,
) -> GuestRecord:
    """Change a profile; ``changes`` has the snake_case names of ``create_guest_record``.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; GUEST_MERGED; GUEST_ERASED; VALIDATION_ERROR naming the
            fields.
    """
    row = uow.session.get(
        Guest, (uow.tenant_id, guest_id), with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise not_found()
    configuration_records.require_version(row.version, expected_version)
    require_live(record_of(row))
    clean: dict[str, Any] = cleaned(changes)
    if preferences is not None:
        clean["preferences"] = cleaned_preferences(preferences)
    return write(uow, row, clean, "guest.update", GuestUpdated)


def write(
    uow: UnitOfWork,
    row: Guest,
    details: Mapping[str, Any],
    action: str,
    event: type[DomainEvent],
    facts: Mapping[str, Any] | None = None,
) -> GuestRecord:
    """Write checked ``details`` into a locked profile, keep what they were, and record it.

    Args:
        uow: the running unit of work.
        row: the profile.
        details: by snake_case name, as ``cleaned`` gives them.
        action: what the audit trail calls it.
        event: what to publish.
        facts: ids to add to the event.
    """
    before = {name: getattr(row, name) for name in details}
    changed = {name: value for name, value in details.items() if before[name] != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.search_text = search_text(row.first_name, row.last_name, row.email, row.phone)
    row.updated_at = clock.now()
    row.version += 1
    uow.session.flush()
    after = record_of(row)
    proof = {}
    if changed:
        was = {NAMES[name]: before[name] for name in changed}
        proof = guest_history.keep(
            uow, row.id, row.version, was, {NAMES[name]: value for name, value in changed.items()}
        )
    record(uow, action, event, after, sorted(NAMES[name] for name in changed), {**(facts or {}), **proof})
    return after


def require_live(guest: GuestRecord) -> None:
    """Refuse to go on with a profile that is no more than a pointer or a gap.

    Raises:
        DomainError: GUEST_MERGED; GUEST_ERASED.
    """
    if guest.merged_into is not None:
        raise guest_merged(str(guest.id), str(guest.merged_into))
    if guest.erased_at is not None:
        raise guest_erased()


def find_guest(session: Session, tenant_id: UUID, guest_id: UUID) -> GuestRecord:
    """Return one guest.

    Raises:
        DomainError: NOT_FOUND.
    """
    return record_of(existing_row(session, queries.ONE, tenant_id, guest_id))


def record_of(row: Any) -> GuestRecord:
    """Return the record of a model or of a selected row."""
    return GuestRecord(
        id=row.id, version=row.version, first_name=row.first_name, last_name=row.last_name, email=row.email,
        phone=row.phone, notes=row.notes, created_at=row.created_at, updated_at=row.updated_at,
        language=row.language, country=row.country, preferences=tuple(row.preferences or ()),
        merged_into=row.merged_into, erased_at=row.erased_at,
    )  # fmt: skip


def record(
    uow: UnitOfWork,
    action: str,
    event: type[DomainEvent],
    after: GuestRecord,
    changed: Sequence[str],
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Record a change of a profile; ``changed`` names fields, ``facts`` are ids and proofs, never words.

    Proofs stay in the audit trail; events leave the house.
    """
    payload = {**after.to_payload(), **{name: fact for name, fact in (facts or {}).items() if name != PROOF}}
    state = {**after.to_payload(), **(facts or {}), "changedFields": list(changed)}
    configuration_records.publish(uow, action, event(after.id, after.version, payload), None, state)
