"""Tax rules of a property, and what the taxes of stays depend on."""

from __future__ import annotations

from sqlalchemy import text

_RULE = (
    "select r.id, r.version, r.property_id, r.code, r.name, r.valid_from, r.valid_to, r.parts, r.from_age,"
    " r.half_until_age, r.max_nights, r.exempt, r.applies_to, r.included, p.currency from pms_tax_rules r"
    " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
    " where r.tenant_id = cast(:tenant as uuid)"
)
ONE = text(_RULE + " and r.id = cast(:id as uuid)")
PAGE = text(
    _RULE + " and r.property_id = cast(:property as uuid)"
    " and (cast(:after as uuid) is null or r.id > cast(:after as uuid))"
    " order by r.id limit cast(:count as integer)"
)
OF_PROPERTY = text(_RULE + " and r.property_id = cast(:property as uuid) order by r.code, r.valid_from")
REASONS = text(
    "select distinct unnest(exempt) as reason from pms_tax_rules where tenant_id = cast(:tenant as uuid)"
    " and property_id = cast(:property as uuid) order by reason"
)
# The nights in order, so that the first is the arrival; a day use has none.
STAYS = text(
    "select r.id, r.check_in_date, r.adults, r.children, r.child_ages, e.reason,"
    " coalesce((select array_agg(n.amount order by n.night) from pms_reservation_nights n"
    " where n.tenant_id = r.tenant_id and n.reservation_id = r.id), '{}') as prices"
    " from pms_reservations r left join pms_tax_exemptions e"
    " on e.tenant_id = r.tenant_id and e.reservation_id = r.id"
    " where r.tenant_id = cast(:tenant as uuid) and r.id = any(cast(:reservations as uuid[]))"
)
EXEMPTION = text(
    "select version, reason from pms_tax_exemptions where tenant_id = cast(:tenant as uuid)"
    " and reservation_id = cast(:reservation as uuid)"
)
SET_EXEMPTION = text(
    "insert into pms_tax_exemptions (tenant_id, reservation_id, version, reason)"
    " values (cast(:tenant as uuid), cast(:reservation as uuid), 1, cast(:reason as text))"
    " on conflict (tenant_id, reservation_id) do update"
    " set version = pms_tax_exemptions.version + 1, reason = excluded.reason returning version"
)
