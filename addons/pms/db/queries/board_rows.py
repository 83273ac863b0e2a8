"""What the board's read models should say, read from the tables of record.

Projections write exactly these rows and the verification compares against them, so there is one definition.
Each ``*_from`` function returns a select whose columns are the read model's, without tenant and version.
"""

from __future__ import annotations

SEGMENT_COLUMNS = (
    "property_id", "week", "room_id", "segment_start", "segment_id", "segment_end", "reservation_id",
    "reservation_version", "check_in_date", "check_out_date", "kind", "status", "guest_name", "source_type",
    "adults", "children", "flags", "balance_due", "room_type_id", "badges",
)  # fmt: skip
SEGMENT_KEY = SEGMENT_COLUMNS[:5]
ROOM_COLUMNS = (
    "property_id", "room_id", "number", "room_type_id", "room_type_code", "room_type_name", "floor", "status",
    "condition",
)  # fmt: skip
ROOM_KEY = ROOM_COLUMNS[:2]

# No stay lies in more (366 nights); said in the statement, because PostgreSQL expects a thousand otherwise.
_MOST_WEEKS = 54
#: Badges while no addon of the tenant has any.
NO_BADGES = "''"
#: Badges from the bind ``badges``: a JSON object of the codes of segments by id, parted by blanks.
GIVEN_BADGES = "coalesce(cast(:badges as jsonb) ->> cast(s.segment_id as text), '')"
_NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"

# A closure has no guest: its reason stands where a stay has the name.
_CLOSURES = """
select b.property_id, w.week, b.room_id, b.start_date as segment_start, b.id as segment_id,
  b.end_date as segment_end, null::uuid as reservation_id, 0::bigint as reservation_version,
  b.start_date as check_in_date, b.end_date as check_out_date, b.kind, '' as status,
  b.reason as guest_name, '' as source_type, 0 as adults, 0 as children, 0::smallint as flags,
  0::bigint as balance_due, m.room_type_id, '' as badges
from pms_room_blocks b
join pms_rooms m on m.tenant_id = b.tenant_id and m.id = b.room_id
cross join lateral ({weeks}) as w
where b.tenant_id = cast(:tenant as uuid) and b.active and b.kind <> 'RESERVATION' and {condition}
"""
# OFFSET keeps the inner select apart: merged into the outer one it would add up each folio twice, for sum and flag.
_STAYS = """
select s.property_id, w.week, s.room_id, s.segment_start, s.segment_id, s.segment_end, s.reservation_id,
  s.reservation_version, s.check_in_date, s.check_out_date, 'RESERVATION' as kind, s.status, s.guest_name,
  s.source_type, s.adults, s.children,
  (s.locked + case when s.balance_due > 0 then 2 else 0 end + s.day_use)::smallint as flags, s.balance_due,
  s.room_type_id, {badges} as badges
from (
  select r.property_id, coalesce(b.room_id, r.day_use_room_id, {nobody}) as room_id,
    coalesce(b.start_date, r.check_in_date) as segment_start, coalesce(b.id, r.id) as segment_id,
    coalesce(b.end_date, r.check_out_date) as segment_end, r.id as reservation_id,
    r.version as reservation_version, r.check_in_date, r.check_out_date, r.status,
    trim(g.first_name || ' ' || g.last_name) as guest_name,
    r.source_type, r.adults::integer as adults, r.children::integer as children,
    case when r.room_locked then 1 else 0 end as locked, case when r.day_use then 4 else 0 end as day_use,
    coalesce((select sum(e.amount) from pms_folios f
      join pms_folio_entries e on e.tenant_id = f.tenant_id and e.folio_id = f.id
      where f.tenant_id = r.tenant_id and f.reservation_id = r.id), 0)::bigint as balance_due,
    coalesce(m.room_type_id, r.room_type_id) as room_type_id
  from pms_reservations r
  join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id
  left join pms_room_blocks b on b.tenant_id = r.tenant_id and b.reservation_id = r.id
  left join pms_rooms m on m.tenant_id = r.tenant_id and m.id = coalesce(b.room_id, r.day_use_room_id)
  where r.tenant_id = cast(:tenant as uuid) and {condition}
  offset 0
) as s
cross join lateral ({weeks}) as w
"""
_ROOMS = """
select m.property_id, m.id as room_id, m.number, m.room_type_id, t.code as room_type_code,
  t.name as room_type_name, m.floor,
  case
    when exists (
      select from pms_room_blocks b where b.tenant_id = m.tenant_id and b.room_id = m.id and b.active
        and b.kind = 'OUT_OF_ORDER' and b.start_date <= p.business_date
        and b.start_date > p.business_date - 366 and b.end_date > p.business_date
    ) then 'OUT_OF_ORDER'
    when m.occupancy = 'OCCUPIED' then 'OCCUPIED'
    when m.condition = 'DIRTY' then 'VACANT_DIRTY'
    else 'VACANT_CLEAN'
  end as status,
  m.condition
from pms_rooms m
join pms_properties p on p.tenant_id = m.tenant_id and p.id = m.property_id
join pms_room_types t on t.tenant_id = m.tenant_id and t.id = m.room_type_id
where m.tenant_id = cast(:tenant as uuid) and {condition}
"""


def monday_of(day: str) -> str:
    """Return SQL for the Monday of the ISO week of the date expression ``day``."""
    return f"({day} - extract(isodow from {day})::integer + 1)"


def stays_from(condition: str, *, badges: str = NO_BADGES) -> str:
    """Select the segment rows of reservations ``r`` that meet ``condition``, one per room and week.

    Args:
        condition: on ``r``.
        badges: ``NO_BADGES``, or ``GIVEN_BADGES`` for a statement with that bind.
    """
    return _STAYS.format(
        condition=condition,
        badges=badges,
        nobody=_NOBODY,
        weeks=_weeks("s.segment_start", "s.segment_end"),
    )


def chips_from(condition: str) -> str:
    """Select what addons are told of the segments of reservations ``r`` that meet ``condition``, one row each."""
    return (
        "select distinct s.segment_id, s.reservation_id, s.property_id,"
        f" nullif(s.room_id, {_NOBODY}) as room_id, s.room_type_id, s.segment_start, s.segment_end,"
        " s.check_in_date, s.check_out_date, s.status, s.source_type, s.adults, s.children"
        f" from ({stays_from(condition)}) as s"
    )


def closures_from(condition: str) -> str:
    """Select the segment rows of active closures ``b`` that meet ``condition``, one per week."""
    return _CLOSURES.format(condition=condition, weeks=_weeks("b.start_date", "b.end_date"))


def rooms_from(condition: str) -> str:
    """Select the rows of rooms ``m`` that meet ``condition``; status as ``domain.room_status.label``."""
    return _ROOMS.format(condition=condition)


def _weeks(start: str, end: str) -> str:
    """Return SQL for the weeks of the nights ``[start, end)``; a day use lies in the week of its start."""
    first, last = monday_of(start), monday_of(f"greatest({start}, {end} - 1)")
    return f"select {first} + 7 * k as week from generate_series(0, ({last} - {first}) / 7) as k limit {_MOST_WEEKS}"
