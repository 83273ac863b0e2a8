"""Look-ups of guests."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = "g.id, g.version, g.first_name, g.last_name, g.email, g.phone, g.notes, g.created_at, g.updated_at"

ONE = text(
    f"select {_COLUMNS} from pms_guests g"
    " where g.tenant_id = cast(:tenant as uuid) and g.id = cast(:id as uuid)"
)
# Walks the (tenant, search_text) index in order and stops at the page's end. The page is continued from a
# guest's id and not from the text, so that no name stands in an address.
SEARCH = text(
    f"select {_COLUMNS} from pms_guests g where g.tenant_id = cast(:tenant as uuid)"
    " and g.search_text like all (cast(:patterns as text[]))"
    " and (cast(:after as uuid) is null or (g.search_text, g.id) > ("
    "select a.search_text, a.id from pms_guests a"
    " where a.tenant_id = cast(:tenant as uuid) and a.id = cast(:after as uuid)))"
    " order by g.search_text, g.id limit cast(:count as integer)"
)
STAYS = text(
    "select r.id, r.version, r.property_id, r.confirmation_number, r.status, r.room_type_id, r.check_in_date,"
    " r.check_out_date, r.day_use, r.adults, r.children, r.total_amount, r.currency, r.source_type,"
    " (select b.room_id from pms_room_blocks b where b.tenant_id = r.tenant_id and b.reservation_id = r.id"
    " order by b.segment_no desc limit 1) as room_id"
    " from pms_reservations r where r.tenant_id = cast(:tenant as uuid) and r.guest_id = cast(:guest as uuid)"
    " order by r.check_in_date desc, r.id desc limit 200"
)
