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

#: Needs a preceding ``touched (property_id, night)``; defines ``counted``, the rows as they should be.
#: A stay arrives under the type of its first night and leaves under that of its last, which is the
#: reservation's; a day use has no night and is found by its departure.
COUNTED = f"""
types as materialized (
  select t.property_id, t.id as room_type_id,
    (select count(*) from pms_rooms m
      where m.tenant_id = t.tenant_id and m.room_type_id = t.id)::integer as rooms
  from pms_room_types t
  where t.tenant_id = cast(:tenant as uuid) and t.property_id in (select property_id from touched)
), slept as (
  select k.night, y.room_type_id,
    count(*) filter (where r.status = 'HOLD') as held,
    count(*) filter (where {_SOLD}) as sold,
    count(*) filter (where r.status in ('CHECKED_IN', 'CHECKED_OUT')) as occupied,
    count(*) filter (where {_SOLD} and n.night = r.check_in_date) as arrivals,
    count(*) filter (where r.status = 'NO_SHOW' and n.night = r.check_in_date) as no_shows,
    sum(n.amount) filter (where {_SOLD}) as revenue
  from touched k
  join types y on y.property_id = k.property_id
  join pms_reservation_nights n on n.tenant_id = cast(:tenant as uuid) and n.room_type_id = y.room_type_id
    and n.night = k.night
  join pms_reservations r on r.tenant_id = cast(:tenant as uuid) and r.id = n.reservation_id
  group by 1, 2
), departing as (
  select k.night, r.room_type_id,
    count(*) filter (where {_SOLD}) as departures,
    count(*) filter (where {_SOLD} and r.day_use) as day_use,
    count(*) filter (where r.status = 'NO_SHOW' and r.day_use) as no_shows
  from touched k
  join pms_reservations r on r.tenant_id = cast(:tenant as uuid) and r.property_id = k.property_id
    and r.check_out_date = k.night
  group by 1, 2
), every as (
  select k.property_id, k.night, y.room_type_id,
    coalesce(i.physical, y.rooms) as physical, coalesce(i.out_of_order, 0) as out_of_order,
    coalesce(s.held, 0)::integer as held, coalesce(s.sold, 0)::integer as sold,
    coalesce(s.occupied, 0)::integer as occupied,
    (coalesce(s.arrivals, 0) + coalesce(d.day_use, 0))::integer as arrivals,
    coalesce(d.departures, 0)::integer as departures, coalesce(d.day_use, 0)::integer as day_use,
    (coalesce(s.no_shows, 0) + coalesce(d.no_shows, 0))::integer as no_shows,
    coalesce(s.revenue, 0)::bigint as revenue
  from touched k
  join types y on y.property_id = k.property_id
  left join pms_type_inventory i on i.tenant_id = cast(:tenant as uuid) and i.room_type_id = y.room_type_id
    and i.night = k.night
  left join slept s on s.night = k.night and s.room_type_id = y.room_type_id
  left join departing d on d.night = k.night and d.room_type_id = y.room_type_id
), counted as materialized (
  select {", ".join(OCCUPANCY_COLUMNS)} from (
    select e.*, bool_or(out_of_order + held + sold + arrivals + departures + no_shows > 0)
      over (partition by property_id, night) as anything from every e
  ) as e where anything
)"""

TOUCHED_NIGHTS = """
touched as materialized (
  select t.property_id, t.night
  from unnest(cast(:properties as uuid[]), cast(:nights as date[])) as t (property_id, night)
)"""

#: Every night on which the tenant has or had anything, in the tables of record or in the read model.
TOUCHED_EVERYWHERE = """
touched as materialized (
  select property_id, first + k as night
  from (
    select property_id, min(first) as first, max(last) as last from (
      select property_id, min(check_in_date) as first, max(check_out_date) as last from pms_reservations
      where tenant_id = cast(:tenant as uuid) group by property_id
      union all
      select t.property_id, min(i.night), max(i.night) from pms_type_inventory i
      join pms_room_types t on t.tenant_id = i.tenant_id and t.id = i.room_type_id
      where i.tenant_id = cast(:tenant as uuid) group by t.property_id
      union all
      select property_id, min(night), max(night) from rm_pms_daily_occupancy
      where tenant_id = cast(:tenant as uuid) and model_version = cast(:version as smallint)
      group by property_id
    ) as found group by property_id
  ) as spans, generate_series(0, last - first) as k
)"""
