"""What a command on a stay must know of its property and room type."""

from __future__ import annotations

from sqlalchemy import text

PROPERTY = text(
    "select id, currency, timezone, business_date, no_show_cutoff, check_in_time, cancellation_deadline_hours"
    " from pms_properties"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
PROPERTY_HELD = text(f"{PROPERTY.text} for share")
ROOM_TYPE = text(
    "select id, property_id, max_adults, max_children, max_occupancy, base_rate from pms_room_types"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
