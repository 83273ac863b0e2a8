"""Writes the rooms of reservations: gone rows first, then all changed ones in one statement, then new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from addons.pms.db.queries import room_blocks
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


def write(
    uow: UnitOfWork, befores: Sequence[StoredReservation | None], afters: Sequence[StoredReservation]
) -> list[StoredReservation]:
    """Bring the room blocks of each reservation to its ``after`` state; return the states with their block ids."""
    gone: list[UUID] = []
    changed: list[tuple[UUID, Any, bool]] = []
    added: list[tuple[UUID, StoredReservation, int]] = []
    results = []
    for before, after in zip(befores, afters, strict=True):
        old_ids = () if before is None else before.block_ids
        segments = () if after.snapshot.day_use else after.snapshot.segments
        ids = [*old_ids[: len(segments)]]
        gone += old_ids[len(segments) :]
        for number, segment in enumerate(segments):
            if number < len(old_ids):
                assert before is not None  # noqa: S101 - old ids come from it
                if (before.snapshot.segments[number], before.holds_inventory) != (
                    segment,
                    after.holds_inventory,
                ):
                    changed.append((ids[number], segment, after.holds_inventory))
            else:
                ids.append(new_id())
                added.append((ids[number], after, number))
        results.append(replace(after, block_ids=tuple(ids)))
    if gone:
        uow.execute_later(room_blocks.DELETE, {"tenant": uow.tenant_id, "ids": gone})
    if changed:
        _update(uow, changed)
    if added:
        _insert(uow, added)
    return results


def _update(uow: UnitOfWork, changed: list[tuple[UUID, Any, bool]]) -> None:
    uow.execute_later(
        room_blocks.UPDATE,
        {
            "tenant": uow.tenant_id,
            "ids": [block_id for block_id, _, _ in changed],
            "rooms": [segment.room_id for _, segment, _ in changed],
            "starts": [segment.start_date for _, segment, _ in changed],
            "ends": [segment.end_date for _, segment, _ in changed],
            "actives": [active for _, _, active in changed],
        },
    )


def _insert(uow: UnitOfWork, added: list[tuple[UUID, StoredReservation, int]]) -> None:
    parts = [after.snapshot.segments[number] for _, after, number in added]
    uow.execute_later(
        room_blocks.INSERT,
        {
            "tenant": uow.tenant_id,
            "ids": [block_id for block_id, _, _ in added],
            "properties": [after.snapshot.property_id for _, after, _ in added],
            "rooms": [part.room_id for part in parts],
            "reservations": [after.snapshot.id for _, after, _ in added],
            "numbers": [number + 1 for _, _, number in added],
            "starts": [part.start_date for part in parts],
            "ends": [part.end_date for part in parts],
            "actives": [after.holds_inventory for _, after, _ in added],
        },
    )
