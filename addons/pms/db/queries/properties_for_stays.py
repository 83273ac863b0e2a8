"""What a command on a stay must know of its property and room type."""

from __future__ import annotations

from sqlalchemy import text

PROPERTY = text(
    "select id, currency, timezone, business_date, no_show_cutoff, check_in_time, cancellation_deadline_hours"
    " from pms_properties"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
PROPERTY_HELD = text(f"{PROPERTY.text} for share")
PROPERTY_OF_STAY = text(
    "select p.id, p.currency, p.timezone, p.business_date, p.no_show_cutoff, p.check_in_time from pms_reservations r"
    " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.id = cast(:id as uuid)"
)
ROOM_TYPE = text(
    "select id, property_id, max_adults, max_children, max_occupancy, base_rate from pms_room_types"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
