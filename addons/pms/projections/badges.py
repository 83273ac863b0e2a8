"""Asks addons for the badges of chips while their stays are written. Nothing is read where no addon has any."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, TextClause, text

from addons.pms.db.queries.board_rows import chips_from
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.hookspecs.ask import AskedAlone, ask_alone
from addons.pms.hookspecs.ui import ChipSegment
from oppsera_host.db import direct

MOST = 3
_CODE = re.compile("[A-Z0-9]{1,4}")
_THESE = text(chips_from("r.id = any(cast(:ids as uuid[]))"))
_ALL = text(chips_from("true"))


def of_stays(connection: Connection, tenant_id: UUID, ids: Collection[UUID]) -> str | None:
    """Return the badges of the stays ``ids`` as the bind of ``GIVEN_BADGES``; None where no addon has any."""
    return _asked(connection, tenant_id, _THESE, {"tenant": tenant_id, "ids": list(ids)})


def of_all_stays(connection: Connection, tenant_id: UUID) -> str | None:
    """Return the badges of every stay of the tenant; else as ``of_stays``."""
    return _asked(connection, tenant_id, _ALL, {"tenant": tenant_id})


def _asked(connection: Connection, tenant_id: UUID, chips: TextClause, binds: dict[str, Any]) -> str | None:
    addons = ask_alone(tenant_id, "pms_chip_badges")
    if not addons:
        return None
    rows = direct.execute_one(connection, chips, binds)
    found = {str(row.segment_id): " ".join(_badges(addons, _segment(row))) for row in rows}
    return orjson.dumps({segment_id: codes for segment_id, codes in found.items() if codes}).decode()


def _badges(addons: Iterable[AskedAlone], segment: ChipSegment) -> list[str]:
    badges: list[str] = []
    for addon in addons:
        for code in addon(segment=segment):
            if not isinstance(code, str) or not _CODE.fullmatch(code):
                addon.leave_out("not a code of one to four characters A-Z and 0-9")
            elif code not in badges and len(badges) == MOST:
                addon.leave_out("more codes than a chip has place for")
            elif code not in badges:
                badges.append(code)
    return badges


def _segment(row: Any) -> ChipSegment:
    return ChipSegment(
        id=row.segment_id,
        reservation_id=row.reservation_id,
        property_id=row.property_id,
        room_id=row.room_id,
        room_type_id=row.room_type_id,
        start_date=row.segment_start,
        end_date=row.segment_end,
        check_in_date=row.check_in_date,
        check_out_date=row.check_out_date,
        status=ReservationStatus(row.status),
        source_type=SourceType(row.source_type),
        adults=row.adults,
        children=row.children,
    )
