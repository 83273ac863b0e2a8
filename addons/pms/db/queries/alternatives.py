"""What could be taken instead: the property's rooms, and what stands in them around the wanted dates."""

from __future__ import annotations

from sqlalchemy import text

ROOMS = text(
    "select r.id, r.number, r.floor, r.room_type_id, t.max_adults, t.max_children, t.max_occupancy,"
    " dense_rank() over (order by t.base_rate, t.id) as type_rank"
    " from pms_rooms r join pms_room_types t on t.tenant_id = r.tenant_id and t.id = r.room_type_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
)
TAKEN = text(
    "select b.room_id, b.start_date, b.end_date, b.kind,"
    " b.reservation_id is not distinct from cast(:own as uuid) as own from pms_room_blocks b"
    " where b.tenant_id = cast(:tenant as uuid) and b.active and b.room_id = any(cast(:rooms as uuid[]))"
    " and b.start_date < cast(:last as date) and b.start_date > cast(:first as date) - 366"
    " and b.end_date > cast(:first as date)"
    " union all"
    " select r.day_use_room_id, r.check_in_date, r.check_out_date, 'RESERVATION', true from pms_reservations r"
    " where r.tenant_id = cast(:tenant as uuid) and r.id = cast(:own as uuid) and r.day_use_room_id is not null"
)
BUSINESS_DATE = text(
    "select business_date from pms_properties where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
SOLD_OUT = text(
    "select i.room_type_id, i.night from pms_type_inventory i where i.tenant_id = cast(:tenant as uuid)"
    " and i.room_type_id = any(cast(:types as uuid[]))"
    " and i.night >= cast(:first as date) and i.night < cast(:last as date)"
    " and i.physical - i.out_of_order + i.overbooking_limit - i.sold + (select count(*)"
    " from pms_reservation_nights n join pms_reservations r on r.tenant_id = n.tenant_id"
    " and r.id = n.reservation_id where n.tenant_id = i.tenant_id"
    " and n.reservation_id = cast(:own as uuid) and n.night = i.night and n.room_type_id = i.room_type_id"
    " and r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')) <= 0"
)
