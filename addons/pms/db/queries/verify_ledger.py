"""What must hold of the ledger; every select answers rows of (detail jsonb), one for each thing that is wrong."""

from __future__ import annotations

MOST = 200

ENTRIES = f"""
select jsonb_build_object('entryId', e.id, 'folioId', e.folio_id) as detail
from pms_folio_entries e
join pms_folios f on f.tenant_id = e.tenant_id and f.id = e.folio_id
where e.tenant_id = cast(:tenant as uuid)
  and (e.reservation_id, e.property_id) <> (f.reservation_id, f.property_id) limit {MOST}
"""

# All that names an entry together takes from it, on the same account, and never more than it was. One correction may
# give back what another took: a check-in that was taken back, and then made again.
CORRECTIONS = f"""
select jsonb_build_object('entryId', c.id, 'amount', c.amount, 'corrections', e.amount) as detail
from (
  select corrects_id, sum(amount) as amount, min(folio_id::text) as first, max(folio_id::text) as last
  from pms_folio_entries where tenant_id = cast(:tenant as uuid) and corrects_id is not null group by 1
) as e
join pms_folio_entries c on c.tenant_id = cast(:tenant as uuid) and c.id = e.corrects_id
where abs(e.amount) > abs(c.amount) or (c.amount > 0 and e.amount > 0) or (c.amount < 0 and e.amount < 0)
  or e.first <> c.folio_id::text or e.last <> c.folio_id::text or c.corrects_id is not null limit {MOST}
"""

TAX_LINES = f"""
select jsonb_build_object('entryId', e.id, 'taxOf', e.tax_of_id) as detail
from pms_folio_entries e
join pms_folio_entries c on c.tenant_id = e.tenant_id and c.id = e.tax_of_id
where e.tenant_id = cast(:tenant as uuid) and (c.folio_id <> e.folio_id or c.tax_of_id is not null
  or c.method is not null or e.kind <> c.kind or e.night is distinct from c.night) limit {MOST}
"""

MOVES = f"""
select jsonb_build_object('entryId', e.id, 'counterpart', e.counterpart_id, 'amount', e.amount,
  'other', c.amount) as detail
from pms_folio_entries e
join pms_folio_entries c on c.tenant_id = e.tenant_id and c.id = e.counterpart_id
where e.tenant_id = cast(:tenant as uuid) and (c.counterpart_id is distinct from e.id or c.amount <> -e.amount
  or c.folio_id = e.folio_id or c.code <> e.code or (c.corrects_id is null) = (e.corrects_id is null)) limit {MOST}
"""

# The balance a folio was last said to have, against the sum; more paid back than paid; closed with a balance.
BALANCES = f"""
select jsonb_build_object('folioId', f.id, 'status', f.status, 'balance', e.amount, 'told', told.amount,
  'received', e.received) as detail
from pms_folios f
cross join lateral (
  select coalesce(sum(amount), 0) as amount, coalesce(-sum(amount) filter (where method is not null), 0) as received
  from pms_folio_entries where tenant_id = f.tenant_id and folio_id = f.id
) as e
left join lateral (
  select (after -> 'balance' ->> 'amount')::bigint as amount, entity_version from pms_audit_log
  where tenant_id = f.tenant_id and entity_id = f.id order by seq desc limit 1
) as told on true
where f.tenant_id = cast(:tenant as uuid) and (told.amount is distinct from e.amount
  or told.entity_version is distinct from f.version or e.received < 0 or (f.status = 'CLOSED' and e.amount <> 0))
limit {MOST}
"""

NIGHTS = f"""
select jsonb_build_object('reservationId', reservation_id, 'night', night, 'code', code, 'entries', count(*)) as detail
from pms_folio_entries
where tenant_id = cast(:tenant as uuid) and kind = 'CHARGE' and night is not null and tax_of_id is null
group by reservation_id, night, code having count(*) > 1 limit {MOST}
"""

ROUTES = f"""
select jsonb_build_object('reservationId', r.reservation_id, 'folioId', r.folio_id) as detail
from pms_folio_routes r
join pms_folios f on f.tenant_id = r.tenant_id and f.id = r.folio_id
where r.tenant_id = cast(:tenant as uuid) and f.reservation_id <> r.reservation_id limit {MOST}
"""

CHECKS = {
    "ledger entries": ENTRIES,
    "ledger corrections": CORRECTIONS,
    "ledger taxes": TAX_LINES,
    "ledger moves": MOVES,
    "ledger balances": BALANCES,
    "ledger nights": NIGHTS,
    "ledger routes": ROUTES,
}
