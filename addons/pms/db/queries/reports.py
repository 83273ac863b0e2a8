"""Selects behind reports and dashboard: counts from the read model, money from the ledger."""

from __future__ import annotations

from sqlalchemy import text

# A night on which nothing is counted has no row: its rooms are the rooms there are.
NIGHTS = text(
    "with live as materialized (select version from host_outbox_cursors where tenant_id = cast(:tenant as uuid)"
    " and subscriber = 'pms.board' and live), rooms as materialized (select count(*) as physical from pms_rooms"
    " where tenant_id = cast(:tenant as uuid) and property_id = cast(:property as uuid)),"
    " counted as materialized (select o.night, sum(o.physical) as physical, sum(o.out_of_order) as out_of_order,"
    " sum(o.held) as held, sum(o.sold) as sold, sum(o.occupied) as occupied, sum(o.arrivals) as arrivals,"
    " sum(o.departures) as departures, sum(o.day_use) as day_use, sum(o.no_shows) as no_shows,"
    " sum(o.revenue) as revenue from rm_pms_daily_occupancy o where o.tenant_id = cast(:tenant as uuid)"
    " and o.model_version = (select version from live) and o.property_id = cast(:property as uuid)"
    " and o.night >= cast(:first as date) and o.night <= cast(:last as date) group by o.night)"
    " select d.night, coalesce(c.physical, r.physical)::bigint as physical,"
    " coalesce(c.out_of_order, 0)::bigint as out_of_order, coalesce(c.held, 0)::bigint as held,"
    " coalesce(c.sold, 0)::bigint as sold, coalesce(c.occupied, 0)::bigint as occupied,"
    " coalesce(c.arrivals, 0)::bigint as arrivals, coalesce(c.departures, 0)::bigint as departures,"
    " coalesce(c.day_use, 0)::bigint as day_use, coalesce(c.no_shows, 0)::bigint as no_shows,"
    " coalesce(c.revenue, 0)::bigint as revenue"
    " from (select cast(:first as date) + k as night"
    "  from generate_series(0, cast(:last as date) - cast(:first as date)) as k) d"
    " cross join rooms r left join counted c on c.night = d.night order by d.night"
)

# By the day the books were open, as an accountant reads them; a transfer moves money inside the house and is none.
POSTED = text(
    "select e.business_date, e.code, coalesce(c.name, '') as name,"
    " case when e.tax_of_id is not null then 'TAX' else coalesce(c.charge_group, '') end as charge_group,"
    " e.kind, coalesce(e.method, '') as method, count(*) as entries, sum(e.amount)::bigint as amount"
    " from pms_folio_entries e left join pms_charge_codes c on c.tenant_id = e.tenant_id"
    " and c.property_id = e.property_id and c.code = e.code"
    " where e.tenant_id = cast(:tenant as uuid) and e.property_id = cast(:property as uuid)"
    " and e.business_date >= cast(:first as date) and e.business_date <= cast(:last as date)"
    " and e.kind <> 'TRANSFER' group by 1, 2, 3, 4, 5, 6 order by 1, 4, 2, 5, 6"
)

# A stay counts as of a day from the day it was booked until the day it was cancelled or did not come.
PACE = text(
    "select date_trunc('month', n.night)::date as month,"
    " count(*) filter (where r.status in ('CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')) as room_nights,"
    " coalesce(sum(n.amount) filter (where r.status in ('CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')), 0)::bigint"
    " as revenue, count(*) filter (where r.booked_on <= cast(:as_of as date)"
    " and (r.status not in ('CANCELLED', 'NO_SHOW') or r.status_date > cast(:as_of as date))) as earlier_room_nights,"
    " coalesce(sum(n.amount) filter (where r.booked_on <= cast(:as_of as date)"
    " and (r.status not in ('CANCELLED', 'NO_SHOW') or r.status_date > cast(:as_of as date))), 0)::bigint"
    " as earlier_revenue"
    " from pms_reservations r join pms_reservation_nights n on n.tenant_id = r.tenant_id and n.reservation_id = r.id"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.status not in ('HOLD', 'EXPIRED') and r.check_in_date <= cast(:last as date)"
    " and r.check_in_date > cast(:first as date) - 367"
    " and n.night >= cast(:first as date) and n.night <= cast(:last as date) group by 1 order by 1"
)

# Everything of the day's front page that is not a list: one statement.
DESK_COUNTS = text(
    "select count(*) filter (where r.check_in_date = cast(:day as date)"
    " and r.status in ('CONFIRMED', 'HOLD')) as due_in,"
    " count(*) filter (where r.check_in_date = cast(:day as date)"
    " and r.status in ('CHECKED_IN', 'CHECKED_OUT')) as arrived,"
    " count(*) filter (where r.check_out_date <= cast(:day as date) and r.status = 'CHECKED_IN') as due_out,"
    " count(*) filter (where r.check_out_date = cast(:day as date) and r.status = 'CHECKED_OUT') as left_today,"
    " count(*) filter (where r.status = 'CHECKED_IN') as in_house,"
    " count(*) filter (where r.check_in_date = cast(:day as date) and r.status in ('CONFIRMED', 'HOLD')"
    " and r.day_use_room_id is null and not exists (select from pms_room_blocks b"
    " where b.tenant_id = r.tenant_id and b.reservation_id = r.id)) as unassigned,"
    " count(*) filter (where r.check_in_date < cast(:day as date) and r.status = 'CONFIRMED') as overdue_arrivals,"
    " count(*) filter (where r.check_out_date < cast(:day as date) and r.status = 'CHECKED_IN') as overdue_departures"
    " from pms_reservations r where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.check_in_date > cast(:day as date) - 367 and r.check_in_date <= cast(:day as date)"
)
ROOM_COUNTS = text(
    "select count(*) filter (where m.condition = 'DIRTY') as dirty,"
    " count(*) filter (where m.condition = 'DIRTY' and m.occupancy = 'VACANT') as vacant_dirty,"
    " count(*) filter (where m.condition = 'CLEAN') as clean,"
    " count(*) filter (where m.condition = 'INSPECTED') as inspected,"
    " (select count(distinct b.room_id) from pms_room_blocks b where b.tenant_id = cast(:tenant as uuid)"
    " and b.property_id = cast(:property as uuid) and b.active and b.kind = 'OUT_OF_ORDER'"
    " and b.start_date <= cast(:day as date) and b.end_date > cast(:day as date)) as out_of_order,"
    " count(*) as rooms from pms_rooms m"
    " where m.tenant_id = cast(:tenant as uuid) and m.property_id = cast(:property as uuid)"
)
