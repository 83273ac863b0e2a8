"""Tasks of housekeeping: generated for a day, found, written."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = (
    "t.id, t.version, t.property_id, t.room_id, t.date, t.kind, t.status, t.assignee_id, t.note, t.started_at,"
    " t.finished_at"
)
_FROM = (
    f"select {_COLUMNS}, r.number as room_number, r.floor from pms_housekeeping_tasks t"
    " join pms_rooms r on r.tenant_id = t.tenant_id and r.id = t.room_id where t.tenant_id = cast(:tenant as uuid)"
)
_MINE = "t.tenant_id = cast(:tenant as uuid)"
_UNFINISHED = "t.status in ('OPEN', 'IN_PROGRESS')"

ONE = text(_FROM + " and t.id = cast(:id as uuid)")
ROOM_OF = text(f"select t.room_id from pms_housekeeping_tasks t where {_MINE} and t.id = cast(:id as uuid)")
LOCK = text(
    f"select {_COLUMNS} from pms_housekeeping_tasks t where {_MINE} and t.id = cast(:id as uuid) for update"
)
PAGE = text(
    _FROM + " and t.property_id = cast(:property as uuid)"
    " and (cast(:day as date) is null or t.date = cast(:day as date))"
    " and (cast(:room as uuid) is null or t.room_id = cast(:room as uuid))"
    " and (cast(:assignee as uuid) is null or t.assignee_id = cast(:assignee as uuid))"
    " and (cast(:status as text) is null or t.status = cast(:status as text))"
    " and (cast(:kind as text) is null or t.kind = cast(:kind as text))"
    " and (cast(:after as uuid) is null or t.id > cast(:after as uuid))"
    " order by t.id limit cast(:count as integer)"
)  # fmt: skip
# A day's board: its own tasks, and what nobody finished before. Earlier days' work is only of interest today.
OF_DAY = text(
    _FROM + " and t.property_id = cast(:property as uuid) and (t.date = cast(:day as date)"
    f" or (t.date < cast(:day as date) and t.date >= cast(:today as date) - 30 and {_UNFINISHED}))"
    " order by t.date, t.id"
)
INSERT = text(
    "insert into pms_housekeeping_tasks (tenant_id, id, version, property_id, room_id, date, kind, status,"
    " assignee_id, note, created_at) select cast(:tenant as uuid), w.id, 1, cast(:property as uuid), w.room_id,"
    " cast(:day as date), w.kind, 'OPEN', cast(:assignee as uuid), cast(:note as text), cast(:at as timestamptz)"
    " from unnest(cast(:ids as uuid[]), cast(:rooms as uuid[]), cast(:kinds as text[])) as w (id, room_id, kind)"
    " order by w.room_id, w.kind"
    " on conflict (tenant_id, property_id, date, room_id, kind) where kind <> 'MANUAL' do nothing"
    " returning id, version, property_id, room_id, date, kind, status, assignee_id, note, started_at, finished_at"
)
# The room needs it again today: what was done or skipped before comes back.
INSERT_OR_REOPEN = text(
    "insert into pms_housekeeping_tasks as t (tenant_id, id, version, property_id, room_id, date, kind, status,"
    " note, created_at) values (cast(:tenant as uuid), cast(:id as uuid), 1, cast(:property as uuid),"
    " cast(:room as uuid), cast(:day as date), cast(:kind as text), 'OPEN', '', cast(:at as timestamptz))"
    " on conflict (tenant_id, property_id, date, room_id, kind) where kind <> 'MANUAL' do update"
    " set status = 'OPEN', started_at = null, finished_at = null, version = t.version + 1"
    " where t.status in ('DONE', 'SKIPPED')"
    f" returning {_COLUMNS}"
)
WRITE = text(
    "update pms_housekeeping_tasks t set status = cast(:status as text), started_at = cast(:started as timestamptz),"
    " finished_at = cast(:finished as timestamptz), assignee_id = cast(:assignee as uuid),"
    " note = cast(:note as text), version = t.version + 1"
    f" where {_MINE} and t.id = cast(:id as uuid) returning {_COLUMNS}"
)
ASSIGN = text(
    "update pms_housekeeping_tasks t set assignee_id = cast(:assignee as uuid), version = t.version + 1"
    f" from pms_rooms r where {_MINE} and r.tenant_id = t.tenant_id and r.id = t.room_id"
    " and t.property_id = cast(:property as uuid) and t.date = cast(:day as date)"
    " and (cast(:floor as text) is null or r.floor = cast(:floor as text))"
    f" and t.assignee_id is null and {_UNFINISHED} returning {_COLUMNS}"
)
# Finish or skip whatever of these kinds is unfinished in the room.
SETTLE = text(
    "update pms_housekeeping_tasks t set status = cast(:status as text), version = t.version + 1,"
    " finished_at = cast(:finished as timestamptz)"
    f" where {_MINE} and t.room_id = cast(:room as uuid) and t.date <= cast(:day as date)"
    f" and t.kind = any(cast(:kinds as text[])) and {_UNFINISHED} returning {_COLUMNS}"
)
REOPEN_CLEANING = text(
    "update pms_housekeeping_tasks t set status = 'OPEN', started_at = null, finished_at = null,"
    f" version = t.version + 1 where {_MINE} and t.property_id = cast(:property as uuid)"
    " and t.room_id = cast(:room as uuid) and t.date = cast(:day as date)"
    f" and t.kind in ('DEPARTURE', 'ARRIVAL') and t.status = 'DONE' returning {_COLUMNS}"
)
# Earlier days' work that no longer matters: a day's service that is over, a room somebody moved into.
OVERTAKEN = text(
    "update pms_housekeeping_tasks t set status = 'SKIPPED', version = t.version + 1 from pms_rooms r"
    f" where {_MINE} and r.tenant_id = t.tenant_id and r.id = t.room_id"
    " and t.property_id = cast(:property as uuid) and t.date < cast(:day as date)"
    f" and t.date >= cast(:day as date) - 60 and {_UNFINISHED} and (t.kind in ('STAY_OVER', 'ARRIVAL')"
    f" or (t.kind <> 'MANUAL' and r.occupancy = 'OCCUPIED')) returning {_COLUMNS}"
)
# Stays that are or will be in the house: who was due before today and never came makes no work.
_STAYS = """
with stays as (
  select b.room_id, b.start_date, b.end_date, r.status, r.check_in_date
  from pms_room_blocks b
  join pms_reservations r on r.tenant_id = b.tenant_id and r.id = b.reservation_id
  where b.tenant_id = cast(:tenant as uuid) and b.property_id = cast(:property as uuid) and b.active
    and b.start_date <= cast(:day as date) and b.start_date >= cast(:day as date) - 366
    and b.end_date >= cast(:day as date)
  union all
  select r.day_use_room_id, r.check_in_date, r.check_out_date, r.status, r.check_in_date
  from pms_reservations r
  where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)
    and r.check_in_date = cast(:day as date) and r.day_use and r.day_use_room_id is not null
), expected as (
  select room_id, start_date, end_date, status, check_in_date from stays
  where status in ('CHECKED_IN', 'CHECKED_OUT')
    or (status = 'CONFIRMED' and check_in_date >= cast(:today as date))
)
"""
WANTED = text(
    _STAYS + """, wanted as (
  select room_id, 'DEPARTURE' as kind from expected where end_date = cast(:day as date)
  union
  select room_id, 'STAY_OVER' from expected
  where start_date < cast(:day as date) and end_date > cast(:day as date)
    and case when cast(:every as integer) = 0 then false
      else mod(cast(:day as date) - start_date, cast(:every as integer)) = 0 end
  union
  select e.room_id, 'ARRIVAL' from expected e
  join pms_rooms m on m.tenant_id = cast(:tenant as uuid) and m.id = e.room_id
  where e.start_date = cast(:day as date) and e.end_date > e.start_date
    and (e.status = 'CONFIRMED' or (e.status = 'CHECKED_IN' and e.start_date > e.check_in_date))
    and (cast(:day as date) > cast(:today as date) or m.occupancy = 'VACANT')
    and not exists (select from expected d where d.room_id = e.room_id and d.end_date = cast(:day as date))
    and not exists (
      select from pms_housekeeping_tasks t where t.tenant_id = cast(:tenant as uuid) and t.room_id = e.room_id
        and t.kind = 'DEPARTURE' and t.date < cast(:day as date) and t.status in ('OPEN', 'IN_PROGRESS')
    )
)
select w.room_id, w.kind from wanted w
where not exists (
  select from pms_housekeeping_tasks t where t.tenant_id = cast(:tenant as uuid)
    and t.property_id = cast(:property as uuid) and t.date = cast(:day as date) and t.room_id = w.room_id
    and t.kind = w.kind
) order by w.room_id, w.kind
"""
)  # fmt: skip
MEMBER = text(
    "select exists (select from host_memberships m join host_users u on u.id = m.user_id"
    " where m.tenant_id = cast(:tenant as uuid) and m.user_id = cast(:user as uuid) and u.active)"
)
# What a room's change has to know of its house.
RULES_OF_ROOM = text(
    "select p.id as property_id, p.business_date, p.inspect_rooms from pms_rooms r"
    " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.id = cast(:room as uuid)"
)
