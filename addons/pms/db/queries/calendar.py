"""The board's two reads: one small statement for its state (ETag), one for everything on it.

Both touch read models and the cursor only, by equality on the leading key columns. Under row-level security only
leakproof operators may meet an index, so dates are compared with ``<``, ``=`` and ``>``, never as ranges. Made for
a raw driver cursor: named ``%(…)s`` binds, all cast.
"""

from __future__ import annotations

_LIVE = """
live as materialized (
  select c.version, c.done_seq from host_outbox_cursors c
  where c.tenant_id = %(tenant)s::uuid and c.subscriber = 'pms.board' and c.live
)"""
_KEY = (
    "o.tenant_id = %(tenant)s::uuid and o.model_version = (select version from live)"
    " and o.property_id = %(property)s::uuid"
)
_VERSIONS = (
    "v.tenant_id = %(tenant)s::uuid and v.property_id = %(property)s::uuid"
    " and v.week = any(%(versioned)s::date[])"
)
# The row at 0001-01-01 stands for the rooms and settings that all weeks share.
_STATE = f"""
  (select version from live) as model_version,
  coalesce((select done_seq from live), 0) as seq,
  coalesce((select string_agg((v.week - %(start)s::date)::text || ':' || v.value::text, ',' order by v.week)
    from rm_pms_calendar_versions v where {_VERSIONS}), '') as versions
"""

#: (model_version, seq, versions): what the board depends on.
STATE = f"with {_LIVE} select {_STATE}"

DONE_SEQ = (
    "select done_seq from host_outbox_cursors"
    " where tenant_id = %(tenant)s::uuid and subscriber = 'pms.board' and live"
)

# The fields of ``SegmentRow``.
_SEGMENT = """
  o.kind, case when %(names)s::boolean or o.kind <> 'RESERVATION' then o.guest_name else '' end,
  o.status, o.source_type, o.segment_id, o.reservation_id, o.room_id, o.room_type_id,
  o.reservation_version, o.balance_due, o.segment_start - %(start)s::date, o.segment_end - o.segment_start,
  o.check_in_date - %(start)s::date, o.check_out_date - o.check_in_date, o.adults, o.children, o.flags::integer,
  o.badges"""

# ``+ 0`` keeps the start out of the index conditions: behind the room it narrows nothing, and since PostgreSQL 18 the
# planner counts a search per room for it, believes the statement dear and plans it anew every time.
#: Rows of five kinds in one shape: STATE, ROOMS (left out when the caller knows them), NIGHT, stays and closures.
BOARD = f"""
with {_LIVE}, state as materialized (
  select {_STATE},
    (select v.value from rm_pms_calendar_versions v where v.tenant_id = %(tenant)s::uuid
      and v.property_id = %(property)s::uuid and v.week = '0001-01-01') as rooms_version
)
select 'STATE', s.versions, null::text, null::text, null::uuid, null::uuid, null::uuid, null::uuid,
  s.seq, s.rooms_version, s.model_version::integer, 0, 0, 0, 0, 0, 0, null::text
from state s
union all
select 'ROOMS', (
    select json_agg(json_build_array(o.room_id, o.number, o.room_type_id, o.room_type_code, o.room_type_name,
      o.floor, o.status, o.condition, (select t.sort_order from pms_room_types t
        where t.tenant_id = %(tenant)s::uuid and t.id = o.room_type_id)))
    from rm_pms_calendar_rooms o where {_KEY}
  )::text, null, null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, null
from state s
where (s.rooms_version, s.model_version::bigint)
  is distinct from (%(known_rooms)s::bigint, %(known_model)s::bigint)
union all
select 'NIGHT', null, null, null, null, null, null, null,
  sum(o.departures), sum(o.arrivals), o.night - %(start)s::date, sum(o.physical)::integer,
  sum(o.out_of_order)::integer, sum(o.held)::integer, sum(o.sold)::integer, sum(o.occupied)::integer, 0, null
from rm_pms_daily_occupancy o
where {_KEY} and o.night >= %(start)s::date and o.night < %(end)s::date
  and (%(type)s::uuid is null or o.room_type_id = %(type)s::uuid)
group by o.night
union all
select {_SEGMENT}
from rm_pms_calendar_segments o
where {_KEY} and o.week = any(%(weeks)s::date[])
  and (o.week = %(first_week)s::date or o.segment_start >= o.week)
  and o.segment_start + 0 < %(end)s::date
  and (o.segment_end > %(start)s::date
    or (o.segment_end = o.segment_start and o.segment_start >= %(start)s::date))
  and o.status <> all(%(hidden)s::text[]) and (%(type)s::uuid is null or o.room_type_id = %(type)s::uuid)
"""

#: What the events of a stretch say of the board: whose they are, and of stays which nights.
CHANGES = """
select e.seq, e.aggregate_type, e.aggregate_id, e.payload ->> 'propertyId', e.payload ->> 'checkInDate',
  e.payload ->> 'checkOutDate'
from host_outbox_events e
where e.tenant_id = %(tenant)s::uuid and e.seq > %(after)s::bigint and e.seq <= %(upto)s::bigint
  and e.type = any(%(types)s::text[])
order by e.seq limit %(most)s::bigint
"""

#: Stays as they now stand on the board; a segment lies in each of its weeks, and comes once.
SEGMENTS_OF_STAYS = f"""
with {_LIVE}
select distinct on (o.segment_id) {_SEGMENT}
from rm_pms_calendar_segments o
where {_KEY} and o.week = any(%(weeks)s::date[]) and o.reservation_id = any(%(ids)s::uuid[])
  and o.status <> all(%(hidden)s::text[])
order by o.segment_id
"""
