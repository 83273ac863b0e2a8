"""Counts per night and room type, recounted from the tables of record for given nights.

A (property, night) has a row for every room type as soon as anything is counted there, and none otherwise, so
that the rows depend on the state alone and not on the way that led to it.
"""

from __future__ import annotations

OCCUPANCY_COLUMNS = (
    "property_id", "night", "room_type_id", "physical", "out_of_order", "held", "sold", "occupied",
    "arrivals", "departures", "day_use", "no_shows", "revenue",
)  # fmt: skip
OCCUPANCY_KEY = OCCUPANCY_COLUMNS[:3]

_SOLD = "r.status in ('CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')"

#: Select of the rows as they should be, for ``:property`` and the nights of ``touched (night)``.
#: A stay arrives under the type of its first night and leaves under that of its last, which is the
#: reservation's; a day use has no night and is found by its departure. The parts are added up rather than
#: joined: a join of aggregates goes quadratic whenever their size is guessed wrongly. For the same reason nights
#: meet their stays in a full join, which cannot become a nested loop; each stay is looked up once, not every night.
COUNTED = f"""
with types as materialized (
  select t.id as room_type_id, count(m.id)::integer as rooms
  from pms_room_types t left join pms_rooms m on m.tenant_id = t.tenant_id and m.room_type_id = t.id
  where t.tenant_id = cast(:tenant as uuid) and t.property_id = cast(:property as uuid) group by t.id
), keys as materialized (
  select k.night, t.room_type_id, t.rooms from touched k cross join types t
), nights as materialized (
  select n.night, n.room_type_id, n.amount, n.reservation_id
  from keys k
  join pms_reservation_nights n on n.tenant_id = cast(:tenant as uuid) and n.room_type_id = k.room_type_id
    and n.night = k.night
), stays as materialized (
  select r.id, r.check_in_date, (r.status = 'HOLD')::integer as held, ({_SOLD})::integer as sold,
    (r.status in ('CHECKED_IN', 'CHECKED_OUT'))::integer as occupied, (r.status = 'NO_SHOW')::integer as no_show
  from pms_reservations r
  where r.tenant_id = cast(:tenant as uuid) and r.id = any(array(select distinct reservation_id from nights))
), parts as (
  select k.night, k.room_type_id, coalesce(i.physical, k.rooms) as physical,
    coalesce(i.out_of_order, 0) as out_of_order, 0 as held, 0 as sold, 0 as occupied, 0 as arrivals,
    0 as departures, 0 as day_use, 0 as no_shows, 0::bigint as revenue
  from keys k
  left join pms_type_inventory i on i.tenant_id = cast(:tenant as uuid) and i.room_type_id = k.room_type_id
    and i.night = k.night
  union all
  select n.night, n.room_type_id, 0, 0, s.held, s.sold, s.occupied,
    case when n.night = s.check_in_date then s.sold else 0 end, 0, 0,
    case when n.night = s.check_in_date then s.no_show else 0 end, s.sold * n.amount
  from nights n full join stays s on s.id = n.reservation_id
  union all
  select k.night, r.room_type_id, 0, 0, 0, 0, 0, ({_SOLD} and r.day_use)::integer, ({_SOLD})::integer,
    ({_SOLD} and r.day_use)::integer, (r.status = 'NO_SHOW' and r.day_use)::integer, 0
  from touched k
  join pms_reservations r on r.tenant_id = cast(:tenant as uuid)
    and r.property_id = cast(:property as uuid) and r.check_out_date = k.night
), counted as (
  select cast(:property as uuid) as property_id, night, room_type_id, sum(physical)::integer as physical,
    sum(out_of_order)::integer as out_of_order, sum(held)::integer as held, sum(sold)::integer as sold,
    sum(occupied)::integer as occupied, sum(arrivals)::integer as arrivals,
    sum(departures)::integer as departures, sum(day_use)::integer as day_use,
    sum(no_shows)::integer as no_shows, sum(revenue)::bigint as revenue
  from parts group by night, room_type_id
), judged as (
  select c.*, bool_or(out_of_order + held + sold + arrivals + departures + no_shows > 0)
    over (partition by night) as anything from counted c
)
select {", ".join(OCCUPANCY_COLUMNS)} from judged where anything
"""

#: ``touched`` for nights named by the caller.
THESE_NIGHTS = "touched as materialized (select unnest(cast(:nights as date[])) as night)"

#: ``touched`` for every night on which the property has or had anything, in record or model.
EVERY_NIGHT = """
touched as materialized (
  select first + k as night
  from (
    select min(first) as first, max(last) as last from (
      select min(check_in_date) as first, max(check_out_date) as last from pms_reservations
      where tenant_id = cast(:tenant as uuid) and property_id = cast(:property as uuid)
      union all
      select min(i.night), max(i.night) from pms_type_inventory i
      join pms_room_types t on t.tenant_id = i.tenant_id and t.id = i.room_type_id
      where i.tenant_id = cast(:tenant as uuid) and t.property_id = cast(:property as uuid)
      union all
      select min(night), max(night) from rm_pms_daily_occupancy
      where tenant_id = cast(:tenant as uuid) and model_version = cast(:version as smallint)
        and property_id = cast(:property as uuid)
    ) as found
  ) as span, generate_series(0, last - first) as k
)"""
