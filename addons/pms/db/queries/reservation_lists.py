"""Lists of reservations and their audit trails."""

from __future__ import annotations

from sqlalchemy import text

from addons.pms.db.queries import guests
from addons.pms.db.queries.reservations import SELECT

_FILTERED = (
    SELECT + " and (cast(:property as uuid) is null or r.property_id = cast(:property as uuid))"
    " and (cast(:status as text) is null or r.status = cast(:status as text))"
    " and (cast(:guest as uuid) is null or r.guest_id = cast(:guest as uuid))"
    " and (cast(:first as date) is null or r.check_out_date >= cast(:first as date))"
    " and (cast(:last as date) is null or r.check_in_date <= cast(:last as date))"
    " and (cast(:after as uuid) is null or r.id < cast(:after as uuid))"
)
_NEWEST_FIRST = " order by r.id desc limit cast(:limit as integer)"
PAGE = text(_FILTERED + _NEWEST_FIRST)
_OF = "select s.id from pms_reservations s where s.tenant_id = cast(:tenant as uuid) and"
#: Of one number, a stay's or a booking's, or of guests found by their words. Each way is a look-up of its own, since
#: the planner would rather read every stay than join three ways by "or".
FOUND = text(
    f"{_FILTERED} and r.id = any(array({_OF} s.confirmation_number = cast(:number as text)"
    f" union all {_OF} s.booking_id = (select k.id from pms_bookings k"
    " where k.tenant_id = cast(:tenant as uuid) and k.confirmation_number = cast(:number as text))"
    f" union all {_OF} s.guest_id = any(array({guests.FOUND})))){_NEWEST_FIRST}"
)
AUDIT = text(
    "select seq, at, actor, action, entity_version, before, after, correlation_id from pms_audit_log"
    " where tenant_id = cast(:tenant as uuid) and entity_id = cast(:id as uuid)"
    " and (cast(:after as bigint) is null or seq > cast(:after as bigint)) order by seq limit cast(:limit as integer)"
)
