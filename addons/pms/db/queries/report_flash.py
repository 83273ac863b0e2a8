"""Selects behind the manager's flash: each sums a day, its month and its year to date in one pass."""

from __future__ import annotations

from sqlalchemy import text

LAST_CLOSED = text(
    "select max(a.business_date) from pms_night_audits a where a.tenant_id = cast(:tenant as uuid)"
    " and a.property_id = cast(:property as uuid) and a.step = 'DONE'"
)
CANCELLED = text(
    "select count(*) filter (where r.status_date = cast(:day as date)) as day,"
    " count(*) filter (where r.status_date >= cast(:month as date)) as month, count(*) as year"
    " from pms_reservations r where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.status = 'CANCELLED' and r.status_date >= cast(:year as date) and r.status_date <= cast(:day as date)"
)
# A transfer moves money inside the house and is none; the tax of a room is a tax.
POSTED = text(
    "select case when e.kind in ('PAYMENT', 'REFUND') then 'PAYMENT'"
    " when e.tax_of_id is not null or c.charge_group = 'TAX' then 'TAX'"
    " when c.charge_group = 'ROOM' then 'ROOM' else 'OTHER' end as what,"
    " case when e.kind in ('PAYMENT', 'REFUND') then coalesce(e.method, 'OTHER') else '' end as method,"
    " coalesce(sum(e.amount) filter (where e.business_date = cast(:day as date)), 0)::bigint as day,"
    " coalesce(sum(e.amount) filter (where e.business_date >= cast(:month as date)), 0)::bigint as month,"
    " sum(e.amount)::bigint as year"
    " from pms_folio_entries e left join pms_charge_codes c on c.tenant_id = e.tenant_id"
    " and c.property_id = e.property_id and c.code = e.code"
    " where e.tenant_id = cast(:tenant as uuid) and e.property_id = cast(:property as uuid)"
    " and e.business_date >= cast(:year as date) and e.business_date <= cast(:day as date)"
    " and e.kind <> 'TRANSFER' group by 1, 2"
)
