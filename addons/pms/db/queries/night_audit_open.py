"""What the desk should see to before it closes a date: who did not come, who did not go, who did not pay."""

from __future__ import annotations

from sqlalchemy import text

SHOWN = 50

_COLUMNS = (
    "select r.id, r.confirmation_number, r.check_in_date, r.check_out_date, r.currency,"
    " trim(g.first_name || ' ' || g.last_name) as guest_name,"
    " (select string_agg(m.number, ' → ' order by b.segment_no) from pms_room_blocks b"
    " join pms_rooms m on m.tenant_id = b.tenant_id and m.id = b.room_id"
    " where b.tenant_id = r.tenant_id and b.reservation_id = r.id) as room_number"
)
_FROM = (
    " from pms_reservations r join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.check_in_date <= cast(:day as date) and r.check_in_date > cast(:day as date) - 367"
)
_ORDER = f" order by r.check_out_date, lower(g.last_name), r.id limit {SHOWN}"
DUE_IN = text(f"{_COLUMNS}, null::bigint as balance{_FROM} and r.status = 'CONFIRMED'{_ORDER}")
DUE_OUT = text(
    f"{_COLUMNS}, null::bigint as balance{_FROM} and r.status = 'CHECKED_IN'"
    f" and r.check_out_date = cast(:day as date){_ORDER}"
)
OVERDUE = text(
    f"{_COLUMNS}, null::bigint as balance{_FROM} and r.status = 'CHECKED_IN'"
    f" and r.check_out_date < cast(:day as date){_ORDER}"
)
_BALANCE = (
    "(select coalesce(sum(e.amount), 0)::bigint from pms_folios f join pms_folio_entries e"
    " on e.tenant_id = f.tenant_id and e.folio_id = f.id"
    " where f.tenant_id = r.tenant_id and f.reservation_id = r.id and f.status = 'OPEN')"
)
#: Guests who left in the last 30 days and whose open folios do not come to nothing.
UNPAID = text(
    f"select * from ({_COLUMNS}, {_BALANCE} as balance, g.last_name{_FROM} and r.status in ('CHECKED_OUT', 'NO_SHOW')"
    " and r.status_date > cast(:day as date) - 30) as left_behind where balance <> 0"
    f" order by check_out_date, lower(last_name), id limit {SHOWN}"
)
