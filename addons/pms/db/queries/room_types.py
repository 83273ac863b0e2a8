"""Look-ups of room types, and the stock rows that follow their settings and their number of rooms."""

from __future__ import annotations

from sqlalchemy import text

_SELECT = (
    "select t.id, t.version, t.property_id, t.code, t.name, t.max_adults, t.max_children, t.max_occupancy,"
    " t.base_rate, t.overbooking_limit, p.currency, p.business_date"
    " from pms_room_types t join pms_properties p on p.tenant_id = t.tenant_id and p.id = t.property_id"
    " where t.tenant_id = cast(:tenant as uuid)"
)

ONE = text(_SELECT + " and t.id = cast(:id as uuid)")
OF_PROPERTY = text(_SELECT + " and t.property_id = cast(:property as uuid) order by t.sort_order, t.id")
PAGE = text(
    _SELECT + " and t.property_id = cast(:property as uuid) and (cast(:after as uuid) is null"
    " or (t.sort_order, t.id) > (select a.sort_order, a.id from pms_room_types a"
    " where a.tenant_id = cast(:tenant as uuid) and a.id = cast(:after as uuid)))"
    " order by t.sort_order, t.id limit cast(:count as integer)"
)
# Against stock rows being made meanwhile: whoever makes one shares this row (see queries.inventory).
LOCK_MANY = text(
    "select id from pms_room_types where tenant_id = cast(:tenant as uuid)"
    " and id = any(cast(:types as uuid[])) order by id for no key update"
)
LOCK_STOCK = text(
    "select room_type_id, night, physical - out_of_order - sold as room_left, overbooking_limit"
    " from pms_type_inventory where tenant_id = cast(:tenant as uuid)"
    " and room_type_id = any(cast(:types as uuid[])) and night >= cast(:first as date)"
    " order by room_type_id, night for no key update"
)
SET_OVERBOOKING = text(
    "update pms_type_inventory set overbooking_limit = cast(:limit as integer)"
    " where tenant_id = cast(:tenant as uuid) and room_type_id = cast(:type as uuid)"
    " and night >= cast(:first as date)"
)
CHANGE_PHYSICAL = text(
    "update pms_type_inventory i set physical = i.physical + d.rooms"
    " from unnest(cast(:types as uuid[]), cast(:rooms as integer[])) as d (room_type_id, rooms)"
    " where i.tenant_id = cast(:tenant as uuid) and i.room_type_id = d.room_type_id"
    " and i.night >= cast(:first as date)"
)
