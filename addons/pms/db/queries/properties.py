"""Look-ups of properties."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = (
    "id, version, code, name, timezone, currency, business_date, check_in_time, check_out_time,"
    " no_show_cutoff, address, cancellation_deadline_hours, night_audit_time, stay_over_cleaning_every,"
    " inspect_rooms, locale, created_at"
)

ONE = text(
    f"select {_COLUMNS} from pms_properties"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
BY_CODE = text(
    f"select {_COLUMNS} from pms_properties"
    " where tenant_id = cast(:tenant as uuid) and code = cast(:code as text)"
)
FIRST_TWO = text(
    f"select {_COLUMNS} from pms_properties where tenant_id = cast(:tenant as uuid) order by id limit 2"
)
PAGE = text(
    f"select {_COLUMNS} from pms_properties where tenant_id = cast(:tenant as uuid)"
    " and (cast(:after as uuid) is null or id > cast(:after as uuid))"
    " order by id limit cast(:count as integer)"
)
# Room types have rates, tax rules have amounts.
HAS_AMOUNTS = text(
    "select exists (select 1 from pms_room_types where tenant_id = cast(:tenant as uuid)"
    " and property_id = cast(:id as uuid)) or exists (select 1 from pms_tax_rules"
    " where tenant_id = cast(:tenant as uuid) and property_id = cast(:id as uuid))"
)
