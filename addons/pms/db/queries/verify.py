"""Recounts of what is kept beside the tables of record, and checks of what must hold among them.

Every select answers rows of (detail jsonb): one for each thing that is wrong, at most ``MOST`` of a kind. Guests'
names never leave the database.
"""

from __future__ import annotations

from addons.pms.db.queries.board_rows import (
    GIVEN_BADGES,
    ROOM_COLUMNS,
    SEGMENT_COLUMNS,
    closures_from,
    rooms_from,
    stays_from,
)
from addons.pms.db.queries.occupancy import COUNTED, EVERY_NIGHT, OCCUPANCY_COLUMNS

MOST = 200
_HOLDING = "('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')"


def _compare(table: str, columns: tuple[str, ...], wanted: str, *, before: str = "", where: str = "") -> str:
    names = ", ".join(columns)
    found = (
        f"select {names} from {table} where tenant_id = cast(:tenant as uuid)"
        f" and model_version = cast(:version as smallint) {where}"
    )
    return (
        f"with {before} wanted as materialized ({wanted}), found as materialized ({found}),"
        f" missing as (select {names} from wanted except select {names} from found),"
        f" unexpected as (select {names} from found except select {names} from wanted)"
        " select jsonb_build_object('expected', to_jsonb(m) - 'guest_name') as detail from missing m"
        " union all"
        " select jsonb_build_object('found', to_jsonb(u) - 'guest_name') from unexpected u"
        f" limit {MOST}"
    )


#: Binds: tenant, version, badges.
SEGMENTS = _compare(
    "rm_pms_calendar_segments",
    SEGMENT_COLUMNS,
    f"{stays_from('true', badges=GIVEN_BADGES)} union all {closures_from('true')}",
)
#: Binds: tenant, version.
ROOMS = _compare("rm_pms_calendar_rooms", ROOM_COLUMNS, rooms_from("true"))
#: Binds: tenant, version, property.
OCCUPANCY = _compare(
    "rm_pms_daily_occupancy",
    OCCUPANCY_COLUMNS,
    COUNTED,
    before=f"{EVERY_NIGHT},",
    where="and property_id = cast(:property as uuid)",
)

SOLD_STOCK = f"""
with counted as (
  select n.room_type_id, n.night, count(*)::integer as sold
  from pms_reservation_nights n
  join pms_reservations r on r.tenant_id = n.tenant_id and r.id = n.reservation_id
  where n.tenant_id = cast(:tenant as uuid) and r.status in {_HOLDING} group by 1, 2
), kept as (
  select room_type_id, night, sold from pms_type_inventory where tenant_id = cast(:tenant as uuid)
)
select jsonb_build_object('roomTypeId', room_type_id, 'night', night, 'expected', coalesce(c.sold, 0),
  'found', coalesce(k.sold, 0)) as detail
from counted c full join kept k using (room_type_id, night)
where coalesce(c.sold, 0) <> coalesce(k.sold, 0) limit {MOST}
"""

# Nights before the business date keep the rooms they had.
ROOM_STOCK = f"""
with kept as materialized (
  select i.room_type_id, i.night, i.physical, i.out_of_order from pms_type_inventory i
  join pms_room_types t on t.tenant_id = i.tenant_id and t.id = i.room_type_id
  join pms_properties p on p.tenant_id = t.tenant_id and p.id = t.property_id
  where i.tenant_id = cast(:tenant as uuid) and i.night >= p.business_date
), rooms as materialized (
  select room_type_id, count(*)::integer as physical from pms_rooms
  where tenant_id = cast(:tenant as uuid) group by 1
), closed as materialized (
  select m.room_type_id, b.start_date + k as night, count(*)::integer as out_of_order
  from pms_room_blocks b
  join pms_rooms m on m.tenant_id = b.tenant_id and m.id = b.room_id
  join pms_properties p on p.tenant_id = b.tenant_id and p.id = b.property_id
  cross join lateral generate_series(0, b.end_date - b.start_date - 1) as k
  where b.tenant_id = cast(:tenant as uuid) and b.active and b.kind <> 'RESERVATION'
    and b.start_date + k >= p.business_date
  group by 1, 2
), compared as (
  select room_type_id, night, coalesce(r.physical, 0) as physical, coalesce(c.out_of_order, 0) as out_of_order,
    coalesce(k.physical, r.physical, 0) as kept_physical, coalesce(k.out_of_order, 0) as kept_out_of_order
  from kept k full join closed c using (room_type_id, night) left join rooms r using (room_type_id)
)
select jsonb_build_object('roomTypeId', room_type_id, 'night', night,
  'expected', jsonb_build_object('physical', physical, 'outOfOrder', out_of_order),
  'found', jsonb_build_object('physical', kept_physical, 'outOfOrder', kept_out_of_order)) as detail
from compared where (physical, out_of_order) <> (kept_physical, kept_out_of_order) limit {MOST}
"""

OVERLAPS = f"""
select jsonb_build_object('roomId', a.room_id, 'blocks', jsonb_build_array(a.id, b.id),
  'from', greatest(a.start_date, b.start_date), 'to', least(a.end_date, b.end_date)) as detail
from pms_room_blocks a
join pms_room_blocks b on b.tenant_id = a.tenant_id and b.room_id = a.room_id and b.id > a.id
  and b.start_date < a.end_date and a.start_date < b.end_date
where a.tenant_id = cast(:tenant as uuid) and a.active and b.active limit {MOST}
"""

CLOSED_DAYS = f"""
select jsonb_build_object('reservationId', r.id, 'roomId', b.room_id, 'day', r.check_in_date, 'block', b.id) as detail
from pms_reservations r
join pms_room_blocks b on b.tenant_id = r.tenant_id and b.room_id = r.day_use_room_id and b.active
  and b.kind <> 'RESERVATION' and b.start_date <= r.check_in_date and b.end_date > r.check_in_date
where r.tenant_id = cast(:tenant as uuid) and r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN') limit {MOST}
"""

NIGHTS = f"""
select jsonb_build_object('reservationId', r.id, 'checkInDate', r.check_in_date, 'checkOutDate', r.check_out_date,
  'nights', n.nights, 'first', n.first, 'last', n.last) as detail
from pms_reservations r
cross join lateral (
  select count(*) as nights, min(night) as first, max(night) as last from pms_reservation_nights n
  where n.tenant_id = r.tenant_id and n.reservation_id = r.id
) as n
where r.tenant_id = cast(:tenant as uuid) and (n.nights <> r.check_out_date - r.check_in_date
  or n.first <> r.check_in_date or n.last <> r.check_out_date - 1) limit {MOST}
"""

ROOM_BLOCKS = f"""
select jsonb_build_object('reservationId', r.id, 'status', r.status, 'checkInDate', r.check_in_date,
  'checkOutDate', r.check_out_date, 'nights', b.nights, 'first', b.first, 'last', b.last) as detail
from pms_reservations r
join (
  select reservation_id, min(start_date) as first, max(end_date) as last, sum(end_date - start_date) as nights,
    bool_and(active) as all_active, bool_or(active) as some_active
  from pms_room_blocks where tenant_id = cast(:tenant as uuid) and kind = 'RESERVATION' group by 1
) as b on b.reservation_id = r.id
where r.tenant_id = cast(:tenant as uuid) and (b.first <> r.check_in_date or b.last <> r.check_out_date
  or b.nights <> r.check_out_date - r.check_in_date
  or b.all_active <> (r.status in {_HOLDING}) or b.some_active <> (r.status in {_HOLDING})) limit {MOST}
"""

TOTALS = f"""
select jsonb_build_object('reservationId', r.id, 'total', r.total_amount, 'nights', n.amount) as detail
from pms_reservations r
cross join lateral (
  select coalesce(sum(amount), 0) as amount from pms_reservation_nights n
  where n.tenant_id = r.tenant_id and n.reservation_id = r.id
) as n
where r.tenant_id = cast(:tenant as uuid) and not r.day_use and n.amount <> r.total_amount limit {MOST}
"""

OUTBOX = """
select jsonb_build_object('lastSeq', s.last_seq, 'events', e.events, 'first', e.first, 'last', e.last) as detail
from host_outbox_streams s
cross join lateral (
  select count(*) as events, coalesce(min(seq), 1) as first, coalesce(max(seq), 0) as last
  from host_outbox_events where tenant_id = s.tenant_id
) as e
where s.tenant_id = cast(:tenant as uuid)
  and (e.events <> s.last_seq or e.first <> 1 or e.last <> s.last_seq)
"""

#: (seq of the last event, how far the version that is read has come, that version).
PROGRESS = """
select coalesce((select last_seq from host_outbox_streams where tenant_id = cast(:tenant as uuid)), 0) as last_seq,
  c.done_seq, c.version
from (select 1) as one
left join host_outbox_cursors c on c.tenant_id = cast(:tenant as uuid)
  and c.subscriber = cast(:subscriber as text)
  and case when cast(:version as smallint) is null then c.live else c.version = cast(:version as smallint) end
"""
