"""Entries for the books, in the order they were posted."""

from __future__ import annotations

from sqlalchemy import text

PAGE = text(
    "select e.id, e.property_id, e.reservation_id, e.folio_id, e.kind, e.code, e.night, e.business_date, e.amount,"
    " e.method, e.tax_of_id, f.currency, r.confirmation_number, coalesce(c.charge_group, '') as charge_group"
    " from pms_folio_entries e"
    " join pms_folios f on f.tenant_id = e.tenant_id and f.id = e.folio_id"
    " join pms_reservations r on r.tenant_id = e.tenant_id and r.id = e.reservation_id"
    " left join pms_charge_codes c on c.tenant_id = e.tenant_id and c.property_id = e.property_id and c.code = e.code"
    " where e.tenant_id = cast(:tenant as uuid) and e.property_id = cast(:property as uuid)"
    " and e.business_date between cast(:first as date) and cast(:last as date)"
    " and (cast(:after as uuid) is null or e.id > cast(:after as uuid))"
    " order by e.id limit cast(:count as integer)"
)
