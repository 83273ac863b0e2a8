"""Chooses rooms for the stays of a file that have none, beside what the house has already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from addons.pms.db.queries import bulk_reservations as queries
from addons.pms.importing import room_assignment
from addons.pms.importing.house import PreparedHouse
from addons.pms.importing.survey import Stay, Survey
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor


def propose(
    actor: Actor, prefix: str, found: Survey, prepared: PreparedHouse, fixed: Mapping[int, UUID]
) -> dict[int, UUID]:
    """Return a room for each row that needs one, finds one and is not in the house yet.

    First all stays of the file are given rooms as if none of them were there: that takes the fewest rooms, and a
    start after an interruption chooses as the first one did. Then the rows that are missing get those rooms, or
    others where somebody is in them by now.

    Args:
        actor: whose house it is.
        prefix: what the references of this import begin with.
        found: the file's survey.
        prepared: the house.
        fixed: rooms that the rooms file names, by row.
    """
    without = [stay for stay in found.stays if stay.row not in fixed]
    if not without:
        return {}
    present, blocks = unit_of_work.run(lambda uow: _look_up(uow, prefix, found, prepared), actor=actor)
    named: defaultdict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for stay in found.stays:
        if stay.row in fixed and stay.row not in present:
            named[fixed[stay.row]].append((stay.arrival, stay.departure))
    of_others = _taken(named, [block for block in blocks if not block.own])
    ideal = room_assignment.assign(without, prepared.rooms_by_type, of_others)
    if not present:
        return ideal
    missing = (stay for stay in without if stay.row not in present)
    return room_assignment.assign(missing, prepared.rooms_by_type, _taken(named, blocks), ideal)


def _look_up(
    uow: UnitOfWork, prefix: str, found: Survey, prepared: PreparedHouse
) -> tuple[frozenset[int], list[Any]]:
    """Return the rows that are there, and what stands in the rooms while the file's stays are on."""
    binds = {"tenant": uow.tenant_id, "property": prepared.house.hotel.id, "prefix": prefix}
    references = uow.connection.execute(queries.WITH_REFERENCE_LIKE, binds).scalars()
    present = frozenset(int(reference.removeprefix(prefix)) for reference in references)
    blocks = uow.connection.execute(queries.TAKEN, binds | _period(found.stays))
    return present, list(blocks)


def _period(stays: list[Stay]) -> dict[str, date]:
    return {"first": min(stay.arrival for stay in stays), "last": max(stay.departure for stay in stays)}


def _taken(named: Mapping[UUID, list[tuple[date, date]]], blocks: list[Any]) -> room_assignment.Taken:
    taken = defaultdict(list, {room: list(spans) for room, spans in named.items()})
    for block in blocks:
        taken[block.room_id].append((block.start_date, block.end_date))
    return taken
