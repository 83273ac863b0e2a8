"""Maintenance notes, and rooms out of service."""

from __future__ import annotations

from sqlalchemy import text

_NOTE = (
    "n.id, n.version, n.property_id, n.room_id, n.text, n.opened_by, n.opened_at, n.closed_by, n.closed_at"
)
_NOTES = (
    f"select {_NOTE}, r.number as room_number from pms_maintenance_notes n"
    " join pms_rooms r on r.tenant_id = n.tenant_id and r.id = n.room_id where n.tenant_id = cast(:tenant as uuid)"
)
_PERIOD = "s.id, s.property_id, s.room_id, s.start_date, s.end_date, s.reason"

NOTE = text(_NOTES + " and n.id = cast(:id as uuid)")
NOTES_PAGE = text(
    _NOTES + " and n.property_id = cast(:property as uuid)"
    " and (cast(:room as uuid) is null or n.room_id = cast(:room as uuid))"
    " and (cast(:open as boolean) is null or (n.closed_at is null) = cast(:open as boolean))"
    " and (cast(:after as uuid) is null or n.id < cast(:after as uuid))"
    " order by n.id desc limit cast(:count as integer)"
)  # fmt: skip
INSERT_NOTE = text(
    "insert into pms_maintenance_notes as n (tenant_id, id, version, property_id, room_id, text, opened_by, opened_at)"
    " values (cast(:tenant as uuid), cast(:id as uuid), 1, cast(:property as uuid), cast(:room as uuid),"
    f" cast(:text as text), cast(:by as text), cast(:at as timestamptz)) returning {_NOTE}"
)
CLOSE_NOTE = text(
    "update pms_maintenance_notes n set closed_by = cast(:by as text), closed_at = cast(:at as timestamptz),"
    " version = n.version + 1 where n.tenant_id = cast(:tenant as uuid) and n.id = cast(:id as uuid)"
    f" and n.closed_at is null returning {_NOTE}"
)
INSERT_PERIOD = text(
    "insert into pms_room_out_of_service (tenant_id, id, property_id, room_id, start_date, end_date, reason)"
    " values (cast(:tenant as uuid), cast(:id as uuid), cast(:property as uuid), cast(:room as uuid),"
    " cast(:start as date), cast(:end as date), cast(:reason as text))"
)
LOCK_PERIOD = text(
    f"select {_PERIOD} from pms_room_out_of_service s where s.tenant_id = cast(:tenant as uuid)"
    " and s.id = cast(:id as uuid) and s.room_id = cast(:room as uuid) for update"
)
DELETE_PERIOD = text(
    "delete from pms_room_out_of_service where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
END_PERIOD = text(
    "update pms_room_out_of_service set end_date = cast(:end as date)"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
PERIODS_ON = text(
    f"select {_PERIOD} from pms_room_out_of_service s where s.tenant_id = cast(:tenant as uuid)"
    " and s.property_id = cast(:property as uuid) and s.start_date <= cast(:day as date)"
    " and s.start_date > cast(:day as date) - 366 and s.end_date > cast(:day as date) order by s.start_date"
)
PERIODS_OF_ROOMS = text(
    f"select {_PERIOD} from pms_room_out_of_service s where s.tenant_id = cast(:tenant as uuid)"
    " and s.room_id = any(cast(:rooms as uuid[])) and s.start_date < cast(:last as date)"
    " and s.start_date > cast(:first as date) - 366 and s.end_date > cast(:first as date)"
    " and s.end_date > (select p.business_date from pms_properties p where p.tenant_id = s.tenant_id"
    " and p.id = s.property_id) order by s.start_date"
)
