"""Stock of room types per night, and what each unit that is gone went to."""

from __future__ import annotations

from sqlalchemy import text

# A night without a stock row was never touched: all rooms of the type are there.
NIGHTS = text(
    "select t.id as room_type_id, n.night,"
    " coalesce(i.physical, (select count(*) from pms_rooms r where r.tenant_id = t.tenant_id"
    " and r.room_type_id = t.id))::integer as physical,"
    " coalesce(i.out_of_order, 0) as out_of_order, coalesce(i.sold, 0) as sold,"
    " coalesce(i.overbooking_limit, t.overbooking_limit)::integer as overbooking_limit"
    " from pms_room_types t cross join unnest(cast(:nights as date[])) as n (night)"
    " left join pms_type_inventory i on i.tenant_id = t.tenant_id and i.room_type_id = t.id"
    " and i.night = n.night"
    " where t.tenant_id = cast(:tenant as uuid) and t.id = any(cast(:types as uuid[])) order by t.id, n.night"
)
STAYS = text(
    "select r.id as reservation_id, r.confirmation_number, r.status, r.check_in_date, r.check_out_date,"
    " trim(g.first_name || ' ' || g.last_name) as guest_name,"
    " (select b.room_id from pms_room_blocks b where b.tenant_id = r.tenant_id and b.reservation_id = r.id"
    " and b.start_date <= n.night and b.end_date > n.night) as room_id"
    " from pms_reservation_nights n"
    " join pms_reservations r on r.tenant_id = n.tenant_id and r.id = n.reservation_id"
    " join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " where n.tenant_id = cast(:tenant as uuid) and n.room_type_id = cast(:type as uuid)"
    " and n.night = cast(:night as date) and r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')"
    " order by r.check_in_date, r.id"
)
CLOSURES = text(
    "select b.id as block_id, b.kind, b.room_id, r.number, b.start_date, b.end_date, b.reason"
    " from pms_room_blocks b join pms_rooms r on r.tenant_id = b.tenant_id and r.id = b.room_id"
    " where b.tenant_id = cast(:tenant as uuid) and r.room_type_id = cast(:type as uuid) and b.active"
    " and b.kind <> 'RESERVATION' and b.start_date <= cast(:night as date)"
    " and b.start_date > cast(:night as date) - 366 and b.end_date > cast(:night as date) order by r.number"
)
