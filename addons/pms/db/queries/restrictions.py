"""Rules of sale by room type, rate plan and night."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = (
    "x.room_type_id, x.rate_plan_id, x.night, x.min_stay, x.max_stay, x.closed_to_arrival,"
    " x.closed_to_departure, x.closed"
)
# For sales by a plan: the rules of the type and those of the plan. The day of departure belongs to it.
FOR_STAY = text(
    f"select {_COLUMNS} from pms_rate_restrictions x where x.tenant_id = cast(:tenant as uuid)"
    " and x.room_type_id = any(cast(:types as uuid[]))"
    " and (x.rate_plan_id is null or x.rate_plan_id = cast(:plan as uuid))"
    " and x.night between cast(:first as date) and cast(:last as date)"
)
LISTED = text(
    f"select {_COLUMNS} from pms_rate_restrictions x"
    " join pms_room_types t on t.tenant_id = x.tenant_id and t.id = x.room_type_id"
    " where x.tenant_id = cast(:tenant as uuid) and t.property_id = cast(:property as uuid)"
    " and (cast(:type as uuid) is null or x.room_type_id = cast(:type as uuid))"
    " and (cast(:plan as uuid) is null or x.rate_plan_id = cast(:plan as uuid))"
    " and x.night >= cast(:first as date) and x.night < cast(:last as date)"
    " order by x.night, t.sort_order, t.code, x.rate_plan_id nulls first"
)
PLANS = text(
    "select id from pms_rate_plans where tenant_id = cast(:tenant as uuid)"
    " and property_id = cast(:property as uuid) and id = any(cast(:plans as uuid[]))"
)
CLEAR = text(
    "delete from pms_rate_restrictions where tenant_id = cast(:tenant as uuid)"
    " and room_type_id = cast(:type as uuid)"
    " and rate_plan_id is not distinct from cast(:plan as uuid)"
    " and night = any(cast(:nights as date[]))"
)
ADD = text(
    "insert into pms_rate_restrictions (tenant_id, id, room_type_id, rate_plan_id, night, min_stay, max_stay,"
    " closed_to_arrival, closed_to_departure, closed)"
    " select cast(:tenant as uuid), d.id, cast(:type as uuid), cast(:plan as uuid), d.night,"
    " cast(:min_stay as bigint), cast(:max_stay as bigint), cast(:closed_to_arrival as boolean),"
    " cast(:closed_to_departure as boolean), cast(:closed as boolean)"
    " from unnest(cast(:ids as uuid[]), cast(:nights as date[])) as d (id, night)"
)
