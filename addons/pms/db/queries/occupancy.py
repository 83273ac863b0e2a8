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
    sum(n.amount) filter (where {_SOLD}) as revenue
  from touched k
  join types y on y.property_id = k.property_id
  join pms_reservation_nights n on n.tenant_id = cast(:tenant as uuid) and n.room_type_id = y.room_type_id
    and n.night = k.night
  join pms_reservations r on r.tenant_id = cast(:tenant as uuid) and r.id = n.reservation_id
  group by 1, 2
), arriving as (
  select k.night, coalesce(n.room_type_id, r.room_type_id) as room_type_id,
    count(*) filter (where {_SOLD}) as arrivals,
    count(*) filter (where {_SOLD} and r.day_use) as day_use,
    count(*) filter (where r.status = 'NO_SHOW') as no_shows
  from touched k
  join pms_reservations r on r.tenant_id = cast(:tenant as uuid) and r.property_id = k.property_id
    and r.check_in_date = k.night
  left join pms_reservation_nights n on n.tenant_id = cast(:tenant as uuid) and n.reservation_id = r.id
    and n.night = r.check_in_date
  group by 1, 2
), departing as (
  select k.night, coalesce(n.room_type_id, r.room_type_id) as room_type_id,
    count(*) filter (where {_SOLD}) as departures
  from touched k
  join pms_reservations r on r.tenant_id = cast(:tenant as uuid) and r.property_id = k.property_id
    and r.check_out_date = k.night
  left join pms_reservation_nights n on n.tenant_id = cast(:tenant as uuid) and n.reservation_id = r.id
    and n.night = r.check_out_date - 1
  group by 1, 2
), every as (
  select k.property_id, k.night, y.room_type_id,
    coalesce(i.physical, y.rooms) as physical, coalesce(i.out_of_order, 0) as out_of_order,
    coalesce(s.held, 0)::integer as held, coalesce(s.sold, 0)::integer as sold,
    coalesce(s.occupied, 0)::integer as occupied, coalesce(a.arrivals, 0)::integer as arrivals,
    coalesce(d.departures, 0)::integer as departures, coalesce(a.day_use, 0)::integer as day_use,
    coalesce(a.no_shows, 0)::integer as no_shows, coalesce(s.revenue, 0)::bigint as revenue
  from touched k
  join types y on y.property_id = k.property_id
  left join pms_type_inventory i on i.tenant_id = cast(:tenant as uuid) and i.room_type_id = y.room_type_id
    and i.night = k.night
  left join slept s on s.night = k.night and s.room_type_id = y.room_type_id
  left join arriving a on a.night = k.night and a.room_type_id = y.room_type_id
  left join departing d on d.night = k.night and d.room_type_id = y.room_type_id
), counted as materialized (
  select {", ".join(OCCUPANCY_COLUMNS)} from (
    select e.*, bool_or(out_of_order + held + sold + arrivals + departures + no_shows > 0)
      over (partition by property_id, night) as anything from every e
  ) as e where anything
)"""

#: Nights named by the caller as spans ``[first, last]`` of a property.
TOUCHED_SPANS = """
touched as materialized (
  select distinct t.property_id, t.first + k as night
  from unnest(cast(:properties as uuid[]), cast(:firsts as date[]), cast(:lasts as date[]))
    as t (property_id, first, last), generate_series(0, t.last - t.first) as k
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
