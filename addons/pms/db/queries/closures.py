"""Out-of-order closures of rooms."""

from __future__ import annotations

from sqlalchemy import text

INSERT = text(
    "insert into pms_room_blocks (tenant_id, id, property_id, room_id, kind, segment_no, start_date,"
    " end_date, active, reason)"
    " values (:tenant, :id, :property, :room, 'OUT_OF_ORDER', 1, :start, :end, true, :reason)"
)
LOCK = text(
    "select id, start_date, end_date, reason from pms_room_blocks"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid) and room_id = cast(:room as uuid)"
    " and kind = 'OUT_OF_ORDER' for update"
)
DELETE = text(
    "delete from pms_room_blocks where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
END_EARLIER = text(
    "update pms_room_blocks set end_date = cast(:end as date)"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
AHEAD = text(
    "select id, start_date, end_date, reason from pms_room_blocks where tenant_id = cast(:tenant as uuid)"
    " and room_id = cast(:room as uuid) and kind = 'OUT_OF_ORDER' and active"
    " and end_date > cast(:today as date) order by start_date"
)
