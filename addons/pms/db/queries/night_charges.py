"""What a night in the house costs, for many stays at once."""

from __future__ import annotations

from sqlalchemy import text

# Stays in the house with a price for the night, and day guests of the day; rows as of ``queries.folios.STAY``. A
# charge takes no money off: what an import brought with a price below zero is left to the desk.
CHARGEABLE = text(
    "select r.id, r.property_id, r.currency, r.check_in_date, p.business_date, r.check_out_date, r.day_use,"
    " r.adults, r.children, case when r.day_use then r.total_amount else n.amount end as amount"
    " from pms_reservations r join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
    " left join pms_reservation_nights n on n.tenant_id = r.tenant_id and n.reservation_id = r.id"
    " and n.night = cast(:night as date)"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.id = any(cast(:reservations as uuid[]))"
    " and case when r.day_use then r.check_in_date = cast(:night as date)"
    " and r.status in ('CHECKED_IN', 'CHECKED_OUT') else r.status = 'CHECKED_IN' and n.night is not null end"
    " and case when r.day_use then r.total_amount else n.amount end >= 0"
    " order by r.id"
)
#: Nights before the business date that are on no folio, each with the stays in the house that slept there.
PAST_NIGHTS = text(
    "select n.night, array_agg(r.id order by r.id) as reservations from pms_reservations r"
    " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id cross join lateral ("
    "select s.night from pms_reservation_nights s where s.tenant_id = r.tenant_id and s.reservation_id = r.id"
    " union all select r.check_in_date where r.day_use) n"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.status = 'CHECKED_IN' and starts_with(r.source_ref, cast(:prefix as text))"
    " and n.night < p.business_date"
    " and not exists (select from pms_folio_entries e where e.tenant_id = r.tenant_id and e.reservation_id = r.id"
    " and e.night = n.night and e.code in ('ROOM', 'DAY_USE') and e.kind = 'CHARGE' and e.tax_of_id is null)"
    " group by n.night order by n.night"
)
PRICES = text(
    "select reservation_id, array_agg(amount order by night) as amounts from pms_reservation_nights"
    " where tenant_id = cast(:tenant as uuid) and reservation_id = any(cast(:reservations as uuid[]))"
    " group by reservation_id"
)
POSTED = text(
    "select reservation_id from pms_folio_entries where tenant_id = cast(:tenant as uuid)"
    " and reservation_id = any(cast(:reservations as uuid[])) and night = cast(:night as date)"
    " and code = any(cast(:codes as text[])) and kind = 'CHARGE' and tax_of_id is null"
)
NIGHTS_CHARGED = text(
    "select night from pms_folio_entries where tenant_id = cast(:tenant as uuid)"
    " and reservation_id = cast(:reservation as uuid) and night is not null and code in ('ROOM', 'DAY_USE')"
    " and kind = 'CHARGE' and tax_of_id is null"
)
# What a check-in charged: nights before its day, the day of a day use. Those that were moved to another account are
# where they are now.
OF_ARRIVAL = text(
    "with recursive charges as ("
    "select e.id, e.folio_id from pms_folio_entries e where e.tenant_id = cast(:tenant as uuid)"
    " and e.reservation_id = cast(:reservation as uuid) and (e.code = 'ROOM' and e.night < cast(:day as date)"
    " or e.code = 'DAY_USE' and e.night = cast(:day as date)) and e.kind = 'CHARGE' and e.tax_of_id is null"
    " union all select there.id, there.folio_id from charges c join pms_folio_entries away"
    " on away.tenant_id = cast(:tenant as uuid) and away.folio_id = c.folio_id and away.corrects_id = c.id"
    " and away.kind = 'TRANSFER'"
    " join pms_folio_entries there on there.tenant_id = away.tenant_id and there.id = away.counterpart_id)"
    " select id, folio_id from charges"
)
