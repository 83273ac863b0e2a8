"""What the night audit counts, and the report of an audit that was done."""

from __future__ import annotations

from sqlalchemy import text

COUNTS = text(
    "select count(*) filter (where check_in_date = cast(:day as date)"
    " and status in ('CHECKED_IN', 'CHECKED_OUT')) as arrivals,"
    " count(*) filter (where status = 'CHECKED_OUT' and status_date = cast(:day as date)) as departures,"
    " count(*) filter (where status = 'CHECKED_IN') as in_house,"
    " count(*) filter (where status = 'CONFIRMED' and check_in_date <= cast(:day as date)) as due_in,"
    " count(*) filter (where status = 'CHECKED_IN' and check_out_date <= cast(:day as date)) as due_out"
    " from pms_reservations where tenant_id = cast(:tenant as uuid) and property_id = cast(:property as uuid)"
    " and check_in_date <= cast(:day as date) and check_out_date >= cast(:day as date) - 366"
)
# The audit trail is the record of closed days: append-only, one row a day.
REPORT = text(
    "select after from pms_audit_log where tenant_id = cast(:tenant as uuid)"
    " and entity_id = cast(:property as uuid) and action = 'night_audit.complete'"
    " and after ->> 'businessDate' = cast(:day as text)"
)
