"""Statements that make up hotels inside the database, the same for the same numbers.

Houses of 100 rooms in five types, 90 of them with back-to-back stays of 2.5 nights on average (one in a hundred of
14 to 45), about 78 % of all nights sold; ten rooms stay empty, so that there is somewhere to move to. Rows are written
in booking order, as a live system would have written them, not in the order in which the board reads them.
"""

from __future__ import annotations

#: Ids that grow with the order of booking, as UUIDv7 do. Kinds keep the ids of different things apart.
FUNCTIONS = """
create schema if not exists bench;
create or replace function bench.id(kind integer, tenant integer, number bigint) returns uuid
language sql immutable parallel safe as $$
  select (lpad(to_hex(1700000000000 + number * 64 + kind), 12, '0') || '7'
    || substr(md5(kind || ':' || tenant || ':' || number), 1, 3) || '8'
    || substr(md5(kind || ':' || tenant || ':' || number), 4, 15))::uuid
$$;
create or replace function bench.chance(seed integer, tenant integer, room integer, number integer) returns float8
language sql immutable parallel safe as $$
  select (hashint8extended((tenant * 1000 + room) * 100000::bigint + number, seed) & 1048575) / 1048576.0
$$;
"""

STAYS = """
create unlogged table bench.stays as
with made as (
  select t as tenant, r as room, k,
    case when bench.chance(1, t, r, k) < 0.01 then 14 + (bench.chance(2, t, r, k) * 31)::integer
      else 1 + least(6, floor(-ln(1 - bench.chance(3, t, r, k)) * 1.8)::integer) end as nights,
    greatest(0, floor(bench.chance(4, t, r, k) * 4.4)::integer - 2) as pause
  from generate_series(1, %(tenants)s) as t, generate_series(1, %(rooms)s * 9 / 10) as r,
    generate_series(1, %(weeks)s * 4) as k
), placed as (
  select tenant, room, k, nights,
    %(first)s::date + (sum(nights + pause) over (partition by tenant, room order by k) - nights)::integer as check_in
  from made
), booked as (
  select *, check_in + nights as check_out,
    check_in - 1 - floor(-ln(1 - bench.chance(5, tenant, room, k)) * 30)::integer as booked_on
  from placed where check_in + nights <= %(first)s::date + %(weeks)s * 7
)
select tenant, room, nights, check_in, check_out, booked_on,
  row_number() over (partition by tenant order by booked_on, room, k) as number,
  case when check_out <= %(today)s::date then 'CHECKED_OUT' when check_in < %(today)s::date then 'CHECKED_IN'
    else 'CONFIRMED' end as status
from booked;
analyze bench.stays;
"""

#: In this order. ``tenant`` is the number of a house; room type n has the rooms whose number leaves n by five.
ROWS = {
    "tenants": """
insert into host_tenants (id, slug, name, created_at)
select bench.id(1, t, 0), 'house-' || t, 'House ' || t, now() from generate_series(1, %(tenants)s) t""",
    "addons": """
insert into host_tenant_addons (tenant_id, addon, enabled_at)
select bench.id(1, t, 0), a, now() from generate_series(1, %(tenants)s) t, unnest(%(addons)s::text[]) a""",
    "tokens": """
insert into host_api_tokens (tenant_id, id, name, role, secret_hash, created_at, last_used_at)
select bench.id(1, t, 0), bench.id(2, t, 0), 'bench', 'pms_manager', sha256(%(secret)s::bytea), now(), now()
from generate_series(1, %(tenants)s) t""",
    "streams": """
insert into host_outbox_streams (tenant_id, last_seq, head_hash)
select bench.id(1, t, 0), 0, '' from generate_series(1, %(tenants)s) t""",
    "cursors": """
insert into host_outbox_cursors (tenant_id, subscriber, version, done_seq, live, fail_count, next_try_at, updated_at)
select bench.id(1, t, 0), s, 1, 0, true, 0, now(), now()
from generate_series(1, %(tenants)s) t, unnest(%(subscribers)s::text[]) s""",
    "properties": """
insert into pms_properties (tenant_id, id, version, code, name, timezone, currency, business_date, check_in_time,
  check_out_time, no_show_cutoff, address, created_at)
select bench.id(1, t, 0), bench.id(3, t, 0), 1, 'MAIN', 'House ' || t, 'Europe/Lisbon', 'EUR', %(today)s::date,
  '15:00', '11:00', '23:59', null, now() from generate_series(1, %(tenants)s) t""",
    "room types": """
insert into pms_room_types (tenant_id, id, version, property_id, code, name, max_adults, max_children, max_occupancy,
  base_rate, overbooking_limit, sort_order)
select bench.id(1, t, 0), bench.id(4, t, n), 1, bench.id(3, t, 0), 'T' || n, 'Room type ' || n, 2, 2, 4, 9000 + n, 0, n
from generate_series(1, %(tenants)s) t, generate_series(0, 4) n""",
    "rooms": """
insert into pms_rooms (tenant_id, id, version, property_id, room_type_id, number, floor, features, occupancy, condition)
select bench.id(1, t, 0), bench.id(5, t, r), 1, bench.id(3, t, 0), bench.id(4, t, r %% 5), (100 + r)::text,
  (1 + r / 20)::text, '[]', 'VACANT', 'CLEAN'
from generate_series(1, %(tenants)s) t, generate_series(1, %(rooms)s) r""",
    "guests": """
insert into pms_guests (tenant_id, id, version, first_name, last_name, email, phone, notes, search_text, created_at,
  updated_at)
select bench.id(1, tenant, 0), bench.id(6, tenant, number), 1, 'Given' || room, 'Family' || number, null, null, '',
  'given' || room || ' family' || number, booked_on, booked_on from bench.stays order by booked_on, tenant, number""",
    "reservations": """
insert into pms_reservations (tenant_id, id, version, property_id, confirmation_number, status, room_type_id,
  booked_room_type_id, check_in_date, check_out_date, day_use, adults, children, guest_id, currency, total_amount,
  room_locked, source_type, notes, booked_on, status_date, created_at, updated_at)
select bench.id(1, tenant, 0), bench.id(7, tenant, number), 1, bench.id(3, tenant, 0), 'B' || number, status,
  bench.id(4, tenant, room %% 5), bench.id(4, tenant, room %% 5), check_in, check_out, false, 2, 0,
  bench.id(6, tenant, number), 'EUR', nights * 9000, false, 'DIRECT', '', booked_on, booked_on, booked_on, booked_on
from bench.stays order by booked_on, tenant, number""",
    "room blocks": """
insert into pms_room_blocks (tenant_id, id, property_id, room_id, kind, reservation_id, segment_no, start_date,
  end_date, active, reason)
select bench.id(1, tenant, 0), bench.id(8, tenant, number), bench.id(3, tenant, 0), bench.id(5, tenant, room),
  'RESERVATION', bench.id(7, tenant, number), 1, check_in, check_out, true, ''
from bench.stays order by booked_on, tenant, number""",
    "nights": """
insert into pms_reservation_nights (tenant_id, reservation_id, night, room_type_id, amount)
select bench.id(1, tenant, 0), bench.id(7, tenant, number), check_in + n, bench.id(4, tenant, room %% 5), 9000
from bench.stays, generate_series(0, nights - 1) n order by booked_on, tenant, number, n""",
    "stock": """
insert into pms_type_inventory (tenant_id, room_type_id, night, physical, out_of_order, sold, overbooking_limit)
select tenant_id, room_type_id, night, %(rooms)s / 5, 0, count(*), 0 from pms_reservation_nights group by 1, 2, 3""",
}

VERSIONS = """
insert into rm_pms_calendar_versions (tenant_id, property_id, week, value)
select bench.id(1, t, 0), bench.id(3, t, 0), w, 1 from generate_series(1, %(tenants)s) t,
  (select '0001-01-01'::date as w
    union all select %(first)s::date + 7 * k from generate_series(0, %(weeks)s) k) as weeks
"""
