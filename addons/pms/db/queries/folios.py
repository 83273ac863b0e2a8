"""Selects and writes of folios. A folio's balance is always the sum of its entries, never a figure of its own."""

from __future__ import annotations

from sqlalchemy import text

FOLIO_COLUMNS = (
    "f.id, f.version, f.property_id, f.reservation_id, f.window_number, f.name, f.payer, f.currency, f.status,"
    " f.payment_provider, f.payment_token_ref, f.created_at"
)
ENTRY_COLUMNS = (
    "e.id, e.property_id, e.reservation_id, e.folio_id, e.kind, e.code, e.night, e.business_date, e.quantity,"
    " e.unit_amount, e.amount, e.description, e.corrects_id, e.tax_of_id, e.counterpart_id, e.method, e.provider,"
    " e.provider_reference, e.posted_by, e.posted_at"
)
_FOLIO = f"select {FOLIO_COLUMNS} from pms_folios f where f.tenant_id = cast(:tenant as uuid)"

ONE = text(f"{_FOLIO} and f.id = cast(:id as uuid)")
OF_RESERVATION = text(f"{_FOLIO} and f.reservation_id = cast(:reservation as uuid) order by f.window_number")
# The last lock of the house's order; several in id order. What hangs on the balance is read after it.
LOCK = text(f"{_FOLIO} and f.id = any(cast(:ids as uuid[])) order by f.id for no key update")
ENTRIES = text(
    f"select {ENTRY_COLUMNS} from pms_folio_entries e"
    " where e.tenant_id = cast(:tenant as uuid) and e.folio_id = any(cast(:ids as uuid[]))"
    " order by e.posted_at, e.tax_of_id is not null, e.id"
)
BUSINESS_DATES = text(
    "select f.id, p.business_date from pms_folios f"
    " join pms_properties p on p.tenant_id = f.tenant_id and p.id = f.property_id"
    " where f.tenant_id = cast(:tenant as uuid) and f.id = any(cast(:ids as uuid[]))"
)
BALANCES = text(
    "select folio_id, sum(amount)::bigint as balance from pms_folio_entries"
    " where tenant_id = cast(:tenant as uuid) and folio_id = any(cast(:ids as uuid[])) group by folio_id"
)
STAY = text(
    "select r.id, r.version, r.property_id, r.currency, r.check_in_date, p.business_date from pms_reservations r"
    " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.id = cast(:reservation as uuid)"
)
OPEN = text(
    "insert into pms_folios (tenant_id, id, version, property_id, reservation_id, window_number, name, payer, currency,"
    " status, created_at)"
    " select cast(:tenant as uuid), n.id, 1, n.property_id, n.reservation_id, n.window_number, n.name, n.payer,"
    " n.currency, 'OPEN', cast(:now as timestamptz)"
    " from unnest(cast(:ids as uuid[]), cast(:properties as uuid[]), cast(:reservations as uuid[]),"
    " cast(:windows as bigint[]), cast(:names as text[]), cast(:payers as text[]), cast(:currencies as text[]))"
    " as n (id, property_id, reservation_id, window_number, name, payer, currency) order by n.reservation_id"
    " on conflict (tenant_id, reservation_id, window_number) do nothing"
    " returning id, version, property_id, reservation_id, window_number, name, payer, currency, status,"
    " payment_provider, payment_token_ref, created_at"
)
RAISE_VERSIONS = text(
    "update pms_folios set version = version + 1"
    " where tenant_id = cast(:tenant as uuid) and id = any(cast(:ids as uuid[])) returning id, version"
)
CHANGE = text(
    "update pms_folios set version = version + 1, status = cast(:status as text), name = cast(:name as text),"
    " payer = cast(:payer as text)"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid) returning version"
)
# Entries of one call name each other (tax of, counterpart), so one statement writes them all. A night's charge that
# exists already is left alone, whoever wrote it; only what was written comes back.
ADD_ENTRIES = text(
    "insert into pms_folio_entries (tenant_id, id, property_id, reservation_id, folio_id, kind, code, night,"
    " business_date, quantity, unit_amount, amount, description, corrects_id, tax_of_id, counterpart_id, method,"
    " provider, provider_reference, posted_by, posted_at)"
    " select cast(:tenant as uuid), n.id, n.property_id, n.reservation_id, n.folio_id, n.kind, n.code, n.night,"
    " n.business_date, n.quantity, n.unit_amount, n.quantity * n.unit_amount, n.description, n.corrects_id,"
    " n.tax_of_id, n.counterpart_id, n.method, n.provider, n.provider_reference, cast(:posted_by as text),"
    " cast(:posted_at as timestamptz)"
    " from unnest(cast(:ids as uuid[]), cast(:property_ids as uuid[]), cast(:reservation_ids as uuid[]),"
    " cast(:folio_ids as uuid[]), cast(:kinds as text[]), cast(:codes as text[]), cast(:nights as date[]),"
    " cast(:business_dates as date[]), cast(:quantities as bigint[]), cast(:unit_amounts as bigint[]),"
    " cast(:descriptions as text[]), cast(:corrects_ids as uuid[]), cast(:tax_of_ids as uuid[]),"
    " cast(:counterpart_ids as uuid[]), cast(:methods as text[]), cast(:providers as text[]),"
    " cast(:provider_references as text[]))"
    " as n (id, property_id, reservation_id, folio_id, kind, code, night, business_date, quantity, unit_amount,"
    " description, corrects_id, tax_of_id, counterpart_id, method, provider, provider_reference)"
    " order by n.reservation_id, n.night, n.code"
    " on conflict (tenant_id, reservation_id, night, code)"
    " where kind = 'CHARGE' and night is not null and tax_of_id is null do nothing returning id"
)
ROUTES = text(
    "select reservation_id, folio_id, code, charge_group from pms_folio_routes"
    " where tenant_id = cast(:tenant as uuid) and reservation_id = any(cast(:reservations as uuid[])) order by id"
)
CLEAR_ROUTES = text(
    "delete from pms_folio_routes"
    " where tenant_id = cast(:tenant as uuid) and reservation_id = cast(:reservation as uuid)"
)
ADD_ROUTES = text(
    "insert into pms_folio_routes (tenant_id, id, reservation_id, folio_id, code, charge_group)"
    " select cast(:tenant as uuid), n.id, cast(:reservation as uuid), n.folio_id, n.code, n.charge_group"
    " from unnest(cast(:ids as uuid[]), cast(:folio_ids as uuid[]), cast(:codes as text[]), cast(:groups as text[]))"
    " as n (id, folio_id, code, charge_group)"
)
WINDOWS = text(
    f"{_FOLIO} and f.reservation_id = any(cast(:reservations as uuid[])) order by f.reservation_id, f.window_number"
)
