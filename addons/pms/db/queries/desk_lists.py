"""Who arrives, who leaves, who is in the house: pages of a filtered, sorted list."""

from __future__ import annotations

from sqlalchemy import TextClause, text

#: What each list holds on ``:day``; one that is late stays on its list until somebody deals with it.
LISTS = {
    "arrivals": " and r.check_in_date <= cast(:day as date) and r.check_in_date > cast(:day as date) - 367"
    " and (r.status = 'CONFIRMED' or (r.status = 'HOLD' and r.check_in_date = cast(:day as date)))",
    "departures": " and r.check_out_date <= cast(:day as date) and r.check_out_date > cast(:day as date) - 367"
    " and r.status = 'CHECKED_IN'",
    "in-house": " and r.check_in_date <= cast(:day as date) and r.check_in_date > cast(:day as date) - 367"
    " and r.status = 'CHECKED_IN'",
}
#: What a list can be sorted by.
ORDERS = {
    "guest": ("lower(last_name)", "lower(first_name)", "id"),
    "room": ("room_number", "id"),
    "arrival": ("check_in_date", "lower(last_name)", "id"),
    "departure": ("check_out_date", "lower(last_name)", "id"),
}
#: From the first to the last, stays without a room leading; and exactly the other way round.
DIRECTIONS = {"asc": "asc nulls first", "desc": "desc nulls last"}
_ROWS = (
    "select r.id, r.version, r.confirmation_number, r.status, r.check_in_date, r.check_out_date, r.day_use, r.adults,"
    " r.children, r.currency, g.first_name, g.last_name, trim(g.first_name || ' ' || g.last_name) as guest_name,"
    " t.code as room_type_code, m.number as room_number, m.condition as room_condition,"
    " m.occupancy as room_occupancy,"
    " (select f.id from pms_folios f where f.tenant_id = r.tenant_id and f.reservation_id = r.id"
    "  order by f.window_number limit 1) as folio_id,"
    " (select coalesce(sum(e.amount), 0)::bigint from pms_folios f join pms_folio_entries e"
    "  on e.tenant_id = f.tenant_id and e.folio_id = f.id"
    "  where f.tenant_id = r.tenant_id and f.reservation_id = r.id) as balance,"
    " count(*) over () as found"
    " from pms_reservations r"
    " join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " join pms_room_types t on t.tenant_id = r.tenant_id and t.id = r.room_type_id"
    " left join lateral (select b.room_id from pms_room_blocks b where b.tenant_id = r.tenant_id"
    "  and b.reservation_id = r.id and b.start_date <= greatest(cast(:day as date), r.check_in_date)"
    "  order by b.start_date desc limit 1) b on true"
    " left join pms_rooms m on m.tenant_id = r.tenant_id and m.id = coalesce(b.room_id, r.day_use_room_id)"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and (cast(:type as uuid) is null or r.room_type_id = cast(:type as uuid))"
    # Each word somewhere: accents, upper case and hyphens make no difference.
    " and not exists (select from unnest(cast(:words as text[])) as t (word) where strpos(replace(lower(unaccent("
    "  g.first_name || ' ' || g.last_name || ' ' || r.confirmation_number || ' ' || coalesce(m.number, ''))),"
    "  '-', ''), t.word) = 0)"
)


def page(which: str, sort: str, order: str) -> TextClause:
    """Return the select of one page of a list: keys of ``LISTS``, ``ORDERS`` and ``DIRECTIONS``."""
    columns = ", ".join(f"{column} {DIRECTIONS[order]}" for column in ORDERS[sort])
    return text(
        f"select * from ({_ROWS}{LISTS[which]}) as list order by {columns}"
        " limit cast(:count as integer) offset cast(:skip as integer)"
    )


PAGES = {
    (which, sort, order): page(which, sort, order)
    for which in LISTS
    for sort in ORDERS
    for order in DIRECTIONS
}
