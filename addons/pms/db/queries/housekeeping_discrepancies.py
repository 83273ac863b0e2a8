"""Where housekeeping and the desk differ."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = (
    "d.id, d.version, d.property_id, d.room_id, d.date, d.seen, d.desk, d.reported_by, d.reported_at, d.resolved_by,"
    " d.resolved_at, d.resolution"
)
_FROM = (
    f"select {_COLUMNS}, r.number as room_number, r.floor from pms_housekeeping_discrepancies d"
    " join pms_rooms r on r.tenant_id = d.tenant_id and r.id = d.room_id where d.tenant_id = cast(:tenant as uuid)"
)
_RESOLVE = (
    "update pms_housekeeping_discrepancies d set resolved_by = cast(:by as text),"
    " resolved_at = cast(:at as timestamptz), resolution = {resolution}, version = d.version + 1"
    " where d.tenant_id = cast(:tenant as uuid) and d.resolved_at is null and {which}"
    f" returning {_COLUMNS}"
)

ONE = text(_FROM + " and d.id = cast(:id as uuid)")
UNRESOLVED_OF_ROOM = text(_FROM + " and d.room_id = cast(:room as uuid) and d.resolved_at is null")
PAGE = text(
    _FROM + " and d.property_id = cast(:property as uuid)"
    " and (cast(:day as date) is null or d.date = cast(:day as date))"
    " and (not cast(:unresolved as boolean) or d.resolved_at is null)"
    " and (cast(:after as uuid) is null or d.id > cast(:after as uuid))"
    " order by d.id limit cast(:count as integer)"
)  # fmt: skip
INSERT = text(
    "insert into pms_housekeeping_discrepancies as d (tenant_id, id, version, property_id, room_id, date, seen, desk,"
    " reported_by, reported_at) values (cast(:tenant as uuid), cast(:id as uuid), 1, cast(:property as uuid),"
    " cast(:room as uuid), cast(:day as date), cast(:seen as text), cast(:desk as text), cast(:by as text),"
    f" cast(:at as timestamptz)) returning {_COLUMNS}"
)
RESOLVE = text(_RESOLVE.format(resolution="cast(:resolution as text)", which="d.id = cast(:id as uuid)"))
# The desk's books changed, so that what was seen no longer says anything about them.
RESOLVE_OF_ROOM = text(_RESOLVE.format(resolution="'DESK_CHANGED'", which="d.room_id = cast(:room as uuid)"))
