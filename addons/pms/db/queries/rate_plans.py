"""Prices of room types and rate plans."""

from __future__ import annotations

from sqlalchemy import text

BASE_RATE = text(
    "select base_rate from pms_room_types"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:type as uuid)"
    " and property_id = cast(:property as uuid)"
)
# One row with nulls for a plan without prices, no row for a plan that is not the property's.
PLAN_PRICES = text(
    "select p.start_date, p.end_date, p.amount, p.sequence from pms_rate_plans plan"
    " left join pms_rate_plan_prices p on p.tenant_id = plan.tenant_id and p.rate_plan_id = plan.id"
    " and p.room_type_id = cast(:type as uuid)"
    " and p.start_date < cast(:last as date) and p.end_date > cast(:first as date)"
    " where plan.tenant_id = cast(:tenant as uuid) and plan.id = cast(:plan as uuid)"
    " and plan.property_id = cast(:property as uuid)"
)

_PLAN = (
    "select id, version, property_id, code, name from pms_rate_plans where tenant_id = cast(:tenant as uuid)"
)
ONE = text(_PLAN + " and id = cast(:id as uuid)")
PAGE = text(
    _PLAN + " and property_id = cast(:property as uuid)"
    " and (cast(:after as uuid) is null or id > cast(:after as uuid))"
    " order by id limit cast(:count as integer)"
)
# Read under the lock of the plan's row, so that the sequence grows in the order of commits.
LAST_SEQUENCE = text(
    "select coalesce(max(sequence), 0) from pms_rate_plan_prices"
    " where tenant_id = cast(:tenant as uuid) and rate_plan_id = cast(:plan as uuid)"
)
ADD_PRICES = text(
    "insert into pms_rate_plan_prices"
    " (tenant_id, id, rate_plan_id, room_type_id, start_date, end_date, amount, sequence)"
    " select cast(:tenant as uuid), d.id, cast(:plan as uuid), d.room_type_id, d.start_date, d.end_date,"
    " d.amount, d.sequence from unnest(cast(:ids as uuid[]), cast(:types as uuid[]), cast(:starts as date[]),"
    " cast(:ends as date[]), cast(:amounts as bigint[]), cast(:sequences as bigint[]))"
    " as d (id, room_type_id, start_date, end_date, amount, sequence)"
)
PRICES_OF_PLAN = text(
    "select room_type_id, start_date, end_date, amount, sequence from pms_rate_plan_prices"
    " where tenant_id = cast(:tenant as uuid) and rate_plan_id = cast(:plan as uuid)"
    " and start_date < cast(:last as date) and end_date > cast(:first as date)"
)
