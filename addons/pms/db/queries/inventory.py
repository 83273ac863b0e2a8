"""Stock of room types: rows are made on first use, locked in (type, night) order, changed by difference."""

from __future__ import annotations

from sqlalchemy import text

_KEYS = "unnest(cast(:types as uuid[]), cast(:nights as date[]))"
_AVAILABLE = "i.physical - i.out_of_order + i.overbooking_limit - i.sold"

# Against rooms being added meanwhile: whoever changes a type's rooms holds this row exclusively.
SHARE_TYPES = text(
    "select id from pms_room_types where tenant_id = cast(:tenant as uuid) and id = any(cast(:types as uuid[]))"
    " order by id for share"
)
# All rows or none: whoever held some while it made others could wait for somebody who does the same the other way.
LOCK = text(
    f"select i.room_type_id, i.night, {_AVAILABLE} as available"
    f" from pms_type_inventory i join {_KEYS} as k (room_type_id, night)"
    " on k.room_type_id = i.room_type_id and k.night = i.night where i.tenant_id = cast(:tenant as uuid)"
    f" and (select count(*) from pms_type_inventory e join {_KEYS} as w (room_type_id, night)"
    " on w.room_type_id = e.room_type_id and w.night = e.night where e.tenant_id = cast(:tenant as uuid))"
    " = cardinality(cast(:nights as date[]))"
    " order by i.room_type_id, i.night for no key update of i"
)
# Makes a missing row or locks the one that is there, one after the other in the same order as LOCK.
MAKE_OR_LOCK = text(
    "insert into pms_type_inventory as i"
    " (tenant_id, room_type_id, night, physical, out_of_order, sold, overbooking_limit)"
    " select t.tenant_id, t.id, k.night,"
    " (select count(*) from pms_rooms r where r.tenant_id = t.tenant_id and r.room_type_id = t.id), 0, 0,"
    f" t.overbooking_limit from {_KEYS} as k (room_type_id, night) join pms_room_types t"
    " on t.tenant_id = cast(:tenant as uuid) and t.id = k.room_type_id"
    " order by t.id, k.night"
    " on conflict (tenant_id, room_type_id, night) do update set sold = i.sold"
    f" returning i.room_type_id, i.night, {_AVAILABLE} as available"
)
CHANGE = text(
    "update pms_type_inventory i set sold = i.sold + d.sold, out_of_order = i.out_of_order + d.out_of_order"
    " from unnest(cast(:types as uuid[]), cast(:nights as date[]), cast(:sold as integer[]),"
    " cast(:out_of_order as integer[])) as d (room_type_id, night, sold, out_of_order)"
    " where i.tenant_id = cast(:tenant as uuid) and i.room_type_id = d.room_type_id and i.night = d.night"
)
