"""What must hold after any storm, asked of the tables themselves by somebody who sees every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg.rows import dict_row

from oppsera_host.outbox.chain import FIELDS, broken_links

Connection = psycopg.Connection[Any]
HOLDING = "('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')"

_OVERLAPS = """
select a.id, b.id from pms_room_blocks a join pms_room_blocks b on b.tenant_id = a.tenant_id
  and b.room_id = a.room_id and b.id > a.id and b.start_date < a.end_date and b.end_date > a.start_date
where a.tenant_id = %s and a.active and b.active
"""
# Every row of stock against rooms, closures and the nights of stays that hold inventory, and every such night
# against its row of stock.
_STOCK = (
    """
with sold as (
  select n.room_type_id, n.night, count(*) as units from pms_reservation_nights n join pms_reservations r
    on r.tenant_id = n.tenant_id and r.id = n.reservation_id
  where n.tenant_id = %(tenant)s and r.status in """
    + HOLDING
    + """ group by 1, 2
), closed as (
  select m.room_type_id, d::date as night, count(*) as units from pms_room_blocks b
    join pms_rooms m on m.tenant_id = b.tenant_id and m.id = b.room_id
    cross join generate_series(b.start_date, b.end_date - 1, interval '1 day') d
  where b.tenant_id = %(tenant)s and b.active and b.kind = 'OUT_OF_ORDER' group by 1, 2
), physical as (
  select room_type_id, count(*) as units from pms_rooms where tenant_id = %(tenant)s group by 1
)
select coalesce(i.night, s.night), i.sold, s.units, i.out_of_order, c.units, i.physical, p.units
from (select * from pms_type_inventory where tenant_id = %(tenant)s) i
  full join sold s on s.room_type_id = i.room_type_id and s.night = i.night
  left join closed c on c.room_type_id = i.room_type_id and c.night = i.night
  left join physical p on p.room_type_id = i.room_type_id
where coalesce(i.sold, 0) <> coalesce(s.units, 0) or i.out_of_order <> coalesce(c.units, 0)
  or i.physical <> coalesce(p.units, 0) or i.sold > i.physical - i.out_of_order + i.overbooking_limit
"""
)
# A stay that has rooms has one for each of its nights, taken exactly while it holds inventory.
_ROOMS = (
    """
select r.id, r.status, r.check_in_date, r.check_out_date, b.nights, b.first, b.last
from pms_reservations r join (
  select reservation_id, sum(end_date - start_date) as nights, min(start_date) as first, max(end_date) as last,
    bool_and(active) as all_active, bool_or(active) as any_active
  from pms_room_blocks where tenant_id = %(tenant)s and kind = 'RESERVATION' group by 1
) b on b.reservation_id = r.id
where r.tenant_id = %(tenant)s and (b.nights <> r.check_out_date - r.check_in_date or b.first <> r.check_in_date
  or b.last <> r.check_out_date or b.all_active <> (r.status in """
    + HOLDING
    + """)
  or b.any_active <> (r.status in """
    + HOLDING
    + """))
"""
)
_NIGHTS = """
select r.id from pms_reservations r left join pms_reservation_nights n
  on n.tenant_id = r.tenant_id and n.reservation_id = r.id
where r.tenant_id = %s group by r.tenant_id, r.id having count(n.night) <> r.check_out_date - r.check_in_date
  or r.total_amount <> coalesce(sum(n.amount), 0)
"""
# A room is occupied exactly while somebody who has come is there for the day, sleeps there or should have left.
_OCCUPIED = """
select m.number, m.occupancy, t.stays from pms_rooms m
  join pms_properties p on p.tenant_id = m.tenant_id and p.id = m.property_id
  cross join lateral (select count(*) as stays from pms_reservations r left join pms_room_blocks b
    on b.tenant_id = r.tenant_id and b.reservation_id = r.id and b.start_date <= p.business_date
    and (b.end_date > p.business_date or b.end_date = r.check_out_date)
    where r.tenant_id = m.tenant_id and r.status = 'CHECKED_IN' and m.id in (b.room_id, r.day_use_room_id)) t
where m.tenant_id = %s and (m.occupancy = 'OCCUPIED') <> (t.stays = 1)
"""
# Versions 1..n, each with one audit row and one event.
_VERSIONS = """
select r.id, r.version, a.versions, e.versions from pms_reservations r
  left join (select entity_id, array_agg(entity_version order by entity_version) as versions from pms_audit_log
    where tenant_id = %(tenant)s and entity = 'reservation' group by 1) a on a.entity_id = r.id
  left join (select aggregate_id, array_agg(aggregate_version order by aggregate_version) as versions
    from host_outbox_events where tenant_id = %(tenant)s and aggregate_type = 'reservation' group by 1) e
    on e.aggregate_id = r.id
where r.tenant_id = %(tenant)s and (
  a.versions is distinct from array(select generate_series(1, r.version))
  or e.versions is distinct from array(select generate_series(1, r.version)))
"""
_OUTBOX = """
select s.last_seq, count(e.seq), max(e.seq), min(e.seq) from host_outbox_streams s
  left join host_outbox_events e on e.tenant_id = s.tenant_id
where s.tenant_id = %s group by s.tenant_id, s.last_seq
having count(e.seq) <> s.last_seq or coalesce(max(e.seq), 0) <> s.last_seq or coalesce(min(e.seq), 1) <> 1
"""
_CHAIN = f"""
select * from (select {", ".join(FIELDS)}, prev_hash, hash from host_audit_log where tenant_id = %(tenant)s
union all select {", ".join(FIELDS)}, prev_hash, hash from pms_audit_log where tenant_id = %(tenant)s) x order by seq
"""
_LIVE_VERSION = (
    "(select version from host_outbox_cursors where tenant_id = %(tenant)s"
    " and subscriber = 'pms.board' and live)"
)
_CHIPS = f"""
with shown as (
  select distinct reservation_id, nullif(room_id, '00000000-0000-0000-0000-000000000000') as room_id, segment_start,
    segment_end, reservation_version, status from rm_pms_calendar_segments
  where tenant_id = %(tenant)s and model_version = {_LIVE_VERSION} and kind = 'RESERVATION'
    and status in {HOLDING}
), held as (
  select r.id, coalesce(b.room_id, r.day_use_room_id) as room_id, coalesce(b.start_date, r.check_in_date),
    coalesce(b.end_date, r.check_out_date), r.version, r.status
  from pms_reservations r left join pms_room_blocks b on b.tenant_id = r.tenant_id and b.reservation_id = r.id
  where r.tenant_id = %(tenant)s and r.status in {HOLDING}
)
(select 'missing', t.* from (select * from held except select * from shown) t)
union all (select 'wrong', s.* from (select * from shown except select * from held) s)
"""
_COUNTS = f"""
with shown as (
  select room_type_id, night, held + sold as units from rm_pms_daily_occupancy
  where tenant_id = %(tenant)s and model_version = {_LIVE_VERSION} and held + sold > 0
), held as (
  select n.room_type_id, n.night, count(*) from pms_reservation_nights n join pms_reservations r
    on r.tenant_id = n.tenant_id and r.id = n.reservation_id
  where n.tenant_id = %(tenant)s and r.status in {HOLDING} group by 1, 2
)
(select 'missing', t.* from (select * from held except select * from shown) t)
union all (select 'wrong', s.* from (select * from shown except select * from held) s)
"""
_LAG = """
select coalesce(s.last_seq, 0) - coalesce(min(c.done_seq), 0) from host_outbox_streams s
  left join host_outbox_cursors c on c.tenant_id = s.tenant_id
where s.tenant_id = %s group by s.last_seq
"""


def overlaps(admin: Connection, tenant: str) -> list[Any]:
    """Return every pair of active blocks that share a room and a night."""
    return admin.execute(_OVERLAPS, (tenant,)).fetchall()


def stock_drift(admin: Connection, tenant: str) -> list[Any]:
    """Return every night whose stock does not follow from rooms, closures and stays, or is oversold."""
    return admin.execute(_STOCK, {"tenant": tenant}).fetchall()


def room_drift(admin: Connection, tenant: str) -> list[Any]:
    """Return every stay whose rooms do not cover its nights, or are held though it holds nothing."""
    return [
        *admin.execute(_ROOMS, {"tenant": tenant}).fetchall(),
        *admin.execute(_NIGHTS, (tenant,)).fetchall(),
    ]


def occupancy_drift(admin: Connection, tenant: str) -> list[Any]:
    """Return every room that is occupied with nobody in it, or the other way round."""
    return admin.execute(_OCCUPIED, (tenant,)).fetchall()


def version_holes(admin: Connection, tenant: str) -> list[Any]:
    """Return every stay without exactly one audit row and one event for each of its versions."""
    return admin.execute(_VERSIONS, {"tenant": tenant}).fetchall()


def broken_words(admin: Connection, tenant: str, acknowledged: Iterable[tuple[str, int]]) -> list[Any]:
    """Return the versions of stays that two were told to have made, or that no stay ever had.

    Args:
        admin: somebody who sees every row.
        tenant: whose stays.
        acknowledged: each version that an answer said a change brought a stay to.
    """
    rows = admin.execute("select id::text, version from pms_reservations where tenant_id = %s", (tenant,))
    versions = dict(rows.fetchall())
    return [
        (stay, version, times)
        for (stay, version), times in Counter(acknowledged).items()
        if times > 1 or version > versions.get(stay, 0)
    ]


def outbox_holes(admin: Connection, tenant: str) -> list[Any]:
    """Return the tenant's counter when its events are not exactly 1 to that number."""
    return admin.execute(_OUTBOX, (tenant,)).fetchall()


def chain_breaks(admin: Connection, tenant: str) -> list[int]:
    """Return where the tenant's audit chain does not hold."""
    rows, head = audit_rows(admin, tenant)
    return broken_links(rows, head)


def audit_rows(admin: Connection, tenant: str) -> tuple[list[dict[str, Any]], bytes]:
    """Return the tenant's audit rows of all tables in seq order, and the head of their chain."""
    with admin.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_CHAIN, {"tenant": tenant}).fetchall()
    head = admin.execute(
        "select head_hash from host_outbox_streams where tenant_id = %s", (tenant,)
    ).fetchone()
    return rows, bytes(head[0]) if head else b""


def lag(admin: Connection, tenant: str) -> int:
    """Return how many events the slowest subscriber is behind."""
    row = admin.execute(_LAG, (tenant,)).fetchone()
    return int(row[0]) if row else 0


def board_drift(admin: Connection, tenant: str) -> list[Any]:
    """Return every chip and count of the board that differs from the stays; only meaningful without lag."""
    return [
        *admin.execute(_CHIPS, {"tenant": tenant}).fetchall(),
        *admin.execute(_COUNTS, {"tenant": tenant}).fetchall(),
    ]


def damage(admin: Connection, tenant: str) -> dict[str, list[Any]]:
    """Return every broken promise by its name; empty when all hold."""
    found = {
        "overlaps": overlaps(admin, tenant),
        "stock": stock_drift(admin, tenant),
        "rooms": room_drift(admin, tenant),
        "occupancy": occupancy_drift(admin, tenant),
        "versions": version_holes(admin, tenant),
        "outbox": outbox_holes(admin, tenant),
        "chain": chain_breaks(admin, tenant),
    }
    return {name: rows for name, rows in found.items() if rows}
