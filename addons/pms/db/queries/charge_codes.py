"""Selects of charge codes."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = (
    "c.id, c.version, c.property_id, c.code, c.name, c.charge_group, c.tax_category, c.price_amount, c.active"
)
_SELECT = (
    f"select {_COLUMNS}, p.currency from pms_charge_codes c"
    " join pms_properties p on p.tenant_id = c.tenant_id and p.id = c.property_id"
    " where c.tenant_id = cast(:tenant as uuid)"
)

ONE = text(f"{_SELECT} and c.id = cast(:id as uuid)")
BY_CODE = text(f"{_SELECT} and c.property_id = cast(:property as uuid) and c.code = cast(:code as text)")
OF_PROPERTY = text(f"{_SELECT} and c.property_id = cast(:property as uuid) order by c.charge_group, c.code")
PAGE = text(
    f"{_SELECT} and c.property_id = cast(:property as uuid)"
    " and (cast(:after as uuid) is null or c.id > cast(:after as uuid))"
    " order by c.id limit cast(:count as integer)"
)
SEED = text(
    "insert into pms_charge_codes (tenant_id, id, version, property_id, code, name, charge_group, tax_category, active)"
    " select cast(:tenant as uuid), n.id, 1, cast(:property as uuid), n.code, n.name, n.charge_group, n.tax_category,"
    " true from unnest(cast(:ids as uuid[]), cast(:codes as text[]), cast(:names as text[]),"
    " cast(:groups as text[]), cast(:categories as text[])) as n (id, code, name, charge_group, tax_category)"
    " on conflict (tenant_id, property_id, code) do nothing"
)
