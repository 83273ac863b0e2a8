"""What the night audit looks for and counts."""

from __future__ import annotations

from sqlalchemy import text

_OF_PROPERTY = "r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
_RECENT = "r.check_in_date <= cast(:day as date) and r.check_in_date > cast(:day as date) - 367"
_AFTER = "(cast(:after as uuid) is null or r.id > cast(:after as uuid))"

COUNTS = text(
    "select count(*) filter (where check_in_date = cast(:day as date)"
    " and status in ('CHECKED_IN', 'CHECKED_OUT')) as arrivals,"
    " count(*) filter (where status = 'CHECKED_OUT' and status_date = cast(:day as date)) as departures,"
    " count(*) filter (where status = 'CHECKED_IN') as in_house,"
    " count(*) filter (where status = 'CONFIRMED' and check_in_date <= cast(:day as date)) as due_in,"
    " count(*) filter (where status = 'CHECKED_IN' and check_out_date <= cast(:day as date)) as due_out,"
    " count(*) filter (where status = 'CHECKED_IN' and check_out_date < cast(:day as date)) as overdue"
    " from pms_reservations where tenant_id = cast(:tenant as uuid) and property_id = cast(:property as uuid)"
    " and check_in_date <= cast(:day as date) and check_out_date >= cast(:day as date) - 366"
)
#: Guests who should have left by :day and are in the house; by id, after :after.
OVERDUE = text(
    "select r.id, r.version, r.confirmation_number, r.check_in_date, r.check_out_date, r.day_use,"
    " (select b.room_id from pms_room_blocks b where b.tenant_id = r.tenant_id and b.reservation_id = r.id"
    " order by b.segment_no desc limit 1) as room_id"
    f" from pms_reservations r where {_OF_PROPERTY} and {_RECENT} and {_AFTER}"
    " and r.status = 'CHECKED_IN' and r.check_out_date <= cast(:day as date)"
    " order by r.id limit cast(:count as integer)"
)
#: Stays that should have begun by :day; by id, after :after.
EXPECTED = text(
    f"select r.id, r.version from pms_reservations r where {_OF_PROPERTY} and {_RECENT} and {_AFTER}"
    " and r.status = 'CONFIRMED' order by r.id limit cast(:count as integer)"
)
FEE_OF_TODAY = text(
    "select coalesce(sum(amount), 0)::bigint from pms_folio_entries where tenant_id = cast(:tenant as uuid)"
    " and reservation_id = cast(:id as uuid) and business_date = cast(:day as date) and code = 'NO_SHOW_FEE'"
    " and kind = 'CHARGE' and tax_of_id is null"
)
# Nights of dates closed before are looked at again: a guest who came after his arrival date was closed has slept,
# or at least held, a night that no audit has charged.
_UNCHARGED = (
    "select r.id, array_agg(n.night order by n.night) as nights from pms_reservations r cross join lateral ("
    "select s.night from pms_reservation_nights s where s.tenant_id = r.tenant_id and s.reservation_id = r.id"
    " union all select r.check_in_date where r.day_use) n"
    f" where {_OF_PROPERTY} and {_RECENT} and {_AFTER}"
    " and (r.status = 'CHECKED_IN' or r.day_use and r.status = 'CHECKED_OUT')"
    " and not (r.id = any (cast(:left_alone as uuid[])))"
    " and (n.night = cast(:day as date) or n.night < cast(:day as date) and exists (select from pms_night_audits a"
    " where a.tenant_id = r.tenant_id and a.property_id = r.property_id and a.business_date = n.night"
    " and a.step = 'DONE'))"
    " and not exists (select from pms_folio_entries e where e.tenant_id = r.tenant_id and e.reservation_id = r.id"
    " and e.night = n.night and e.code in ('ROOM', 'DAY_USE') and e.kind = 'CHARGE' and e.tax_of_id is null)"
    " group by r.id"
)
#: Stays in the house with nights up to :day that are not on a folio, and these nights; by id, after :after.
UNCHARGED = text(f"{_UNCHARGED} order by r.id limit cast(:count as integer)")
HOW_MANY_UNCHARGED = text(f"select count(*) from ({_UNCHARGED}) as uncharged")
